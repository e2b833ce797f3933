"""Words that stand in the place of content, and telephone numbers that cannot be dialled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.quality.findings import Finding, Severity
from ingest.words import Path
from knowledge.models import ServiceGuide

_RULED = r"(?:有关|相关|国家|现行|法律法规|法律、法规|政策|文件|上级|主管部门|的)*(?:规定|要求|标准|政策|文件)"
_EMPTY = re.compile(
    rf"(?:(?:请)?(?:按照?|依照?|依据|根据|遵照){_RULED}(?:执行|办理|收取|收费|缴纳|提供|提交|处理|确定)?"
    r"|(?:请|可)?(?:详询|咨询|询问|电询|致电)(?:窗口|工作人员|相关部门|主管部门|有关部门|办事窗口|服务窗口|[0-9-]{5,13})?"
    r"|(?:详见|参见|见|同)(?:附件|上|官网|公告|文件|办事指南|法律法规|相关规定)"
    r"|(?:视|按|根据)?(?:具体|实际|个案)?情况(?:而定|确定|办理)?|(?:另行|以后)(?:通知|公布|公告)"
    r"|具体(?:情况|标准|要求)?以(?:窗口|通知|公告|实际|相关规定|有关规定)[^，。；]{0,6}为准"
    r"|其他(?:相关|有关)?(?:材料|条件|资料)|法律法规规定的其他(?:材料|条件)"
    r"|暂无|无|略|待定|待补充|/|-+|—+|N/?A|null|None|xxx+|\?+|？+)[。.；;]?",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"0[0-9]{2,3}-?[0-9]{7,8}(?:[-转][0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}|800-?[0-9]{3}-?[0-9]{4}"
    r"|1[0-9]{2}|12[0-9]{3}|9[56][0-9]{3,4}|10[0-9]{3}|116[0-9]{3}"
)
_LOCAL = re.compile(r"[2-8][0-9]{6,7}(?:[-转][0-9]{1,6})?")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


def empty_words(guide: ServiceGuide) -> Iterator[Finding]:
    """A field that says nothing but 按规定 or 详询窗口; such words within a fuller sentence are no fault."""
    for path, text in _contents(guide):
        if _EMPTY.fullmatch(text.strip()):
            what = f"只写了“{text.strip()}”，没有具体内容"
            yield Finding("提醒", guide.id, path, what, "请写出具体内容：多少、哪些、怎样办")


def _contents(guide: ServiceGuide) -> Iterator[tuple[Path, str]]:
    """Texts that an answer is made of; notes may be short, and a fee's basis has a check of its own."""
    yield ("summary",), guide.summary
    yield ("result",), guide.result
    for at, condition in enumerate(guide.conditions):
        yield ("conditions", at), condition
    for at, material in enumerate(guide.materials):
        yield ("materials", at, "name"), material.name
    for at, step in enumerate(guide.steps):
        yield ("steps", at, "detail"), step.detail
    for at, asked in enumerate(guide.faq):
        yield ("faq", at, "a"), asked.a
    for at, basis in enumerate(guide.legal_basis):
        yield ("legal_basis", at), basis
    if guide.fee is not None and guide.fee.amount != 0:
        yield ("fee", "text"), guide.fee.text


def phones(guide: ServiceGuide) -> Iterator[Finding]:
    """Numbers of places, each as one would dial it; a private mobile is a matter of ``privacy``."""
    for at, place in enumerate(guide.places):
        for number in _numbers(place.phone):
            fault = _phone_fault(number)
            if fault is not None:
                severity, words = fault
                what = f"“{place.name}”的电话“{number}”{words}"
                yield Finding(
                    severity, guide.id, ("places", at, "phone"), what, "请改成能直接拨通的号码，如 0595-12345678"
                )


def _numbers(phone: str) -> list[str]:
    bare = re.sub(r"[（(]\s*(0[0-9]{2,3})\s*[）)]\s*", r"\1-", phone)
    bare = re.sub(r"[（(][^（）()]*[）)]|[\u4e00-\u9fff]*(?:电话|热线|专线|窗口)[:：]?", "", bare)
    bare = re.sub(r"[－—–−]", "-", bare)
    return [part.strip() for part in re.split(r"[、,，;；/或\n]|\s{1,}(?=[0-9])", bare) if part.strip()]


def _phone_fault(number: str) -> tuple[Severity, str] | None:
    if _PHONE.fullmatch(number) or _MOBILE.fullmatch(number):
        return None
    if _LOCAL.fullmatch(number):
        return "建议", "没有区号，外地手机打不通"
    digits = sum(character.isdigit() for character in number)
    return ("错误", f"不像电话号码（{digits} 位数字）") if digits else ("错误", "里没有号码")
