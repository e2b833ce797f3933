"""The questions of a guided report as data (``slots.yaml``), and how an answer to each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.pipeline.errands.days import day
from assistant.pipeline.errands.numbers import Unclear, amount, count, phone
from assistant.pipeline.errands.ports import Value
from assistant.pipeline.policy_status import day as in_words
from assistant.text import clean
from knowledge import text

CHANNELS: Final[Mapping[str, tuple[str, str]]] = {
    "12315": ("12315 平台", r"12315"),
    "12345": ("12345 热线", r"12345"),
    "court": ("法院起诉", r"法院|起诉|诉讼|打官司|传票"),
    "in_person": ("当面来说", r"当面|上门|到店|来店|店里|现场|本人来|找上门|面对面"),
    "phone": ("打电话", r"电话|来电"),
    "online": ("网上、微信", r"网上|微信|平台|客服|短信|私信|聊天|淘宝|抖音|拼多多|美团|京东|邮件|qq"),
    "mail": ("寄信", r"寄信|来信|信件|律师函|快递|函"),
    "other": ("其他", r"^其他|别的渠道"),
}
"""Channels of the form: the words on the chip, and what people say for it."""
_ISO: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9])")
_CASE_TOKEN: Final = re.compile(
    r"[0-9a-z\u4e00-\u9fff()（）〔〕\[\]_-]*[0-9](?:[0-9a-z\u4e00-\u9fff()（）〔〕\[\]_-]*[0-9]){3,}[0-9a-z号()（）-]*"
)
_LEAD: Final = re.compile(r"^(?:还有|另外|以及|和|有|一个|两个|投诉|举报|工单|案件|编号|单号|号码|案号|法院|的|是)+")
_NAMED: Final = re.compile(
    r"^(?:他|她|对方|我|我们|本人)?(?:公司|企业|店)?(?:的)?(?:名字|姓名|名称|全称)?(?:叫做|叫|是|姓名是|名叫)(?=..)"
)


class Slot(BaseModel):
    """One question; see the head of slots.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    ask: str
    why: str
    reads: str
    also: tuple[str, ...] = ()
    must: bool = False
    private: bool = False
    chips: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether any words at all may be an answer."""
        return self.reads in ("words", "name")

    def read(self, said: str, on: date) -> Value | Unclear:
        """What an answer says; Unclear where that is not plain."""
        return _READERS[self.reads](said, on)

    def told(self, value: Value) -> str:
        """A value as people read it; of a telephone number beginning and end."""
        if isinstance(value, list):
            return "、".join(value)
        if self.reads == "channel":
            return CHANNELS[value][0] if value in CHANNELS else value
        if self.reads == "phone":
            return value[:3] + "*" * max(0, len(value) - 7) + value[-4:]
        if self.reads == "day" and _ISO.fullmatch(value):
            return in_words(date.fromisoformat(value))
        return f"{value} 元" if self.reads == "amount" else value


@cache
def slots() -> tuple[Slot, ...]:
    """All questions, in the order in which they are asked."""
    raw = yaml.safe_load((files("assistant") / "pipeline" / "errands" / "slots.yaml").read_text("utf-8"))
    return TypeAdapter(tuple[Slot, ...]).validate_python(raw)


def slot(name: str) -> Slot | None:
    """The question of a field."""
    return next((one for one in slots() if one.name == name), None)


def meant(label: str) -> Slot | None:
    """The question that somebody means by name; the longest name wins (对方电话 before 电话)."""
    named = [(len(word), one) for one in slots() for word in (one.label, *one.also) if word in label]
    return max(named, key=lambda pair: pair[0])[1] if named else None


def _words(said: str, _on: date) -> Value | Unclear:
    kept = clean(said)
    return kept if text.has_words(text.normalise(kept)) else Unclear("请用几个字说一说")


def _name(said: str, _on: date) -> Value | Unclear:
    kept = _NAMED.sub("", clean(said)).strip(" ,，。.!！")
    if 1 < len(kept) <= 40 and text.has_chinese(kept) or re.fullmatch(r"[A-Za-z][A-Za-z .&-]{1,38}", kept):
        return kept
    return Unclear("请只写名字")


def _channel(said: str, _on: date) -> Value | Unclear:
    normalised = text.normalise(said)
    found = [key for key, (label, pattern) in CHANNELS.items() if normalised == text.normalise(label)]
    found = found or [key for key, (_, pattern) in CHANNELS.items() if re.search(pattern, normalised)]
    if {"12315", "12345"} & set(found):  # 12315 平台, 12345 热线电话
        found = [key for key in found if key in ("12315", "12345")]
    return found[0] if len(found) == 1 else Unclear("请选一个渠道；有好几个的，选最先的那一个")


def _numbers(said: str, _on: date) -> Value | Unclear:
    found = [_LEAD.sub("", one).upper() for one in _CASE_TOKEN.findall(text.normalise(said))]
    return list(dict.fromkeys(found))[:20] or Unclear("请写编号，比如“1350502002026111512345678”；没有就说“跳过”")


_READERS: Final[Mapping[str, Callable[[str, date], Value | Unclear]]] = {
    "words": _words,
    "name": _name,
    "channel": _channel,
    "numbers": _numbers,
    "day": lambda said, on: day(text.normalise(said), on),
    "phone": lambda said, _on: phone(text.normalise(said)),
    "count": lambda said, _on: count(text.normalise(said)),
    "amount": lambda said, _on: amount(text.normalise(said)),
}
