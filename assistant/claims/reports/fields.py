"""The fields of a report as data, and the rules that they must meet before it is sent.

A draft may be half filled: it must only fit. ``faults`` says what still keeps it from being sent, field by field and in
plain words that never repeat what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from assistant.errors import InvalidRequest
from assistant.text import clean
from knowledge.portraits.credit_code import is_credit_code

Check = Callable[[str, date], str]
"""Takes a filled value and today's day; gives it as it is kept, or raises ValueError with what to do about it."""

_MOBILE: Final = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_LANDLINE: Final = re.compile(r"0[0-9]{2,3}[0-9]{7,8}")
_SERVICE: Final = re.compile(r"[48]00[0-9]{7}")
_SEEN_PHONE: Final = re.compile(r"\+?[0-9*]{3,24}")
_EARLIEST: Final = date(2000, 1, 1)
_MOST: Final = Decimal("99999999.99")

CHANNELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "12315": "12315 平台投诉举报",
        "12345": "12345 热线",
        "court": "法院起诉",
        "in_person": "当面",
        "phone": "电话",
        "online": "网上平台、社交软件",
        "mail": "来信",
        "other": "其他",
    }
)


def _as_is(value: str, _today: date) -> str:
    return value


def phone(value: str) -> str:
    """A telephone number as it is kept; raises ValueError with what to do."""
    number, _, extension = re.sub(r"[\s()（）–—-]", "", unicodedata.normalize("NFKC", value)).partition("转")
    mobile = _MOBILE.fullmatch(number)
    if mobile:
        return mobile[1]
    if (_LANDLINE.fullmatch(number) or _SERVICE.fullmatch(number)) and re.fullmatch(r"[0-9]{0,6}", extension):
        return number + (f"转{extension}" if extension else "")
    raise ValueError("应是 11 位手机号，或者带区号的固定电话")


def _phone(value: str, _today: date) -> str:
    return phone(value)


def _seen_phone(value: str, _today: date) -> str:
    number = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", value))
    if not _SEEN_PHONE.fullmatch(number):
        raise ValueError("只写数字，看不到的几位用 * 代替")
    return number


def _code(value: str, _today: date) -> str:
    code = unicodedata.normalize("NFKC", value).replace(" ", "").upper()
    if not is_credit_code(code):
        raise ValueError("应是 18 位统一社会信用代码，请核对，也可以不填")
    return code


def _day(value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError("应写成 2026-04-15 这样的日期") from None
    if day > today:
        raise ValueError("不能是今天以后的日子")
    if day < _EARLIEST:
        raise ValueError("太早了，请核对")
    return day.isoformat()


def _channel(value: str, _today: date) -> str:
    if value not in CHANNELS:
        raise ValueError("请从给出的几项里选一项")
    return value


def _money(value: str, _today: date) -> str:
    plain = unicodedata.normalize("NFKC", value).replace(",", "").removesuffix("元").strip()
    try:
        amount = Decimal(plain)
        in_cents = amount.quantize(Decimal("0.01")) if amount.is_finite() and 0 <= amount <= _MOST else None
    except InvalidOperation:
        raise ValueError("只写数字，单位是元，比如 128.50") from None
    if in_cents is None:
        raise ValueError("应是 0 到 99999999.99 之间的金额")
    if amount != in_cents:
        raise ValueError("最多写到分")
    return f"{abs(in_cents):.2f}"


def _count(value: str, _today: date) -> str:
    plain = unicodedata.normalize("NFKC", value)
    if not re.fullmatch(r"[0-9]{1,7}", plain):
        raise ValueError("只写数量的数字")
    return str(int(plain))


@dataclass(frozen=True)
class Field:
    """One field: its words, the longest it may be, whether a report needs it, and its rule."""

    label: str
    longest: int
    required: bool = False
    check: Check = _as_is


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "reporter_company": Field("举报企业名称", 120, required=True),
        "reporter_code": Field("统一社会信用代码", 24, check=_code),
        "contact_name": Field("联系人", 40, required=True),
        "contact_phone": Field("联系电话", 32, required=True, check=_phone),
        "claimant_name": Field("对方姓名或称呼", 60),
        "claimant_phone": Field("对方电话", 24, check=_seen_phone),
        "claimant_address": Field("对方地址", 200),
        "claimant_account": Field("对方收款账号", 64),
        "happened_on": Field("发生日期", 10, required=True, check=_day),
        "channel": Field("通过什么渠道", 16, required=True, check=_channel),
        "case_numbers": Field("投诉、举报或者案件编号", 40),
        "product": Field("涉及的商品或者服务", 120),
        "quantity": Field("购买数量", 10, check=_count),
        "paid": Field("购买金额（元）", 16, check=_money),
        "demands": Field("对方提出的要求", 2000, required=True),
        "demanded": Field("要求赔付的金额（元）", 16, check=_money),
        "coercion": Field("有没有威胁、要挟的话", 2000),
        "description": Field("事情经过", 5000, required=True),
    }
)
"""Every field of a report, in the order in which they are asked."""

MOST_CASES: Final = 20

Fields = dict[str, Any]
"""Field name to text; ``case_numbers`` to a list of texts. Empty ones are left out."""


def fitted(sent: Mapping[str, Any]) -> Fields:
    """A draft's fields without what is empty; raises InvalidRequest for unknown fields, wrong types and overlong texts."""
    unknown = [name for name in sent if name not in FIELDS]
    if unknown:
        raise InvalidRequest(f"没有这个栏目：{clean(unknown[0])[:40]}。")
    kept = {name: _fitted(name, value) for name, value in sent.items() if value is not None}
    return {name: value for name, value in kept.items() if value}


def _fitted(name: str, value: object) -> str | list[str]:
    if name == "case_numbers":
        if not isinstance(value, list) or len(value) > MOST_CASES:
            raise InvalidRequest(f"{_called(name)}应是一个列表，最多 {MOST_CASES} 个。")
        return list(dict.fromkeys(text for each in value if (text := _text(name, each))))
    if name in ("paid", "demanded", "quantity") and isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidRequest(f"{_called(name)}应是文字。")
    text = clean(value)
    if len(text) > FIELDS[name].longest:
        raise InvalidRequest(f"{_called(name)}太长了，最多 {FIELDS[name].longest} 个字。")
    return text


def _called(name: str) -> str:
    return f"{FIELDS[name].label}（{name}）"


@dataclass(frozen=True)
class Fault:
    """What keeps a report from being sent: ``missing``, or filled in wrongly, with what to do."""

    field: str
    label: str
    message: str
    missing: bool


def checked(fields: Fields, today: date) -> tuple[Fields, list[Fault]]:
    """The fields as they are kept, and every fault in the order of the form."""
    kept: Fields = {}
    found: list[Fault] = []
    for name, rule in FIELDS.items():
        value = fields.get(name)
        if not value:
            if rule.required:
                found.append(Fault(name, rule.label, "还没有填", missing=True))
            continue
        try:
            kept[name] = value if isinstance(value, list) else rule.check(value, today)
        except ValueError as error:
            found.append(Fault(name, rule.label, str(error), missing=False))
    return kept, found


def in_words(faults: list[Fault]) -> str:
    """All faults in one sentence."""
    return "；".join(f"{each.label}（{each.field}）{each.message}" for each in faults) + "。"
