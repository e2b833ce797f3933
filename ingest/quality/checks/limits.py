"""Time limits: promised against statutory, and both against what the guide's other texts say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.quality.figures import clauses, plain, sentences, workdays
from ingest.quality.findings import Finding, Severity, Spot
from ingest.words import Path
from knowledge.models import ServiceGuide

_PROMISED = re.compile(r"(?<!告知)承诺(?!书|制|人|函|件)[^0-9零一二两三四五六七八九十百]{0,14}$")
_STATUTORY = re.compile(
    r"(?:法定|法律规定|条例规定|法规规定)(?!代表|退休|节|假|继承|监护|职责|代理|形式)[^0-9零一二两三四五六七八九十百]{0,14}$"
)
_DECIDED = re.compile(r"^自?受理(?:之日|申请)?(?:之日)?(?:起|后)[^0-9零一二两三四五六七八九十百]{0,4}$")
_DECISION = re.compile(r"^[^，。；]{0,4}内[^，。；]{0,6}(?:作出.{0,6}决定|决定|办结|核发|发证|审结|作出)")


def order(guide: ServiceGuide) -> Iterator[Finding]:
    """A promise is never longer than what the law allows."""
    promised, statutory = guide.promised_days, guide.statutory_days
    if promised is not None and statutory is not None and promised > statutory:
        what = f"承诺时限 {promised} 个工作日，比法定时限 {statutory} 个工作日还长"
        more = (Spot(guide.id, ("statutory_days",)),)
        yield Finding("错误", guide.id, ("promised_days",), what, "请核对两个时限，承诺时限不能超过法定时限", more)


def elsewhere(guide: ServiceGuide) -> Iterator[Finding]:
    """What other texts call promised or statutory, and steps that take longer than the law allows.

    Only working days are compared: natural days cannot be turned into them for certain. A sentence that names one of the
    guide's situations may well have a limit of its own.
    """
    for path, text in _texts(guide):
        for sentence in sentences(text):
            if any(variant.name in sentence for variant in guide.variants):
                continue
            for clause in clauses(sentence):
                yield from _clause(guide, path, clause, sentence)


def _clause(guide: ServiceGuide, path: Path, clause: str, sentence: str) -> Iterator[Finding]:
    for figure in workdays(clause):
        before, after = clause[: figure.start], clause[figure.start :]
        if _PROMISED.search(before):
            yield from _compared(guide, path, "promised_days", "承诺", int(figure.value), sentence)
        elif _STATUTORY.search(before):
            yield from _compared(guide, path, "statutory_days", "法定", int(figure.value), sentence)
        elif _DECIDED.search(before) and _DECISION.search(after.partition("工作日")[2]):
            yield from _too_long(guide, path, int(figure.value), sentence)


def _compared(guide: ServiceGuide, path: Path, field: str, word: str, said: int, sentence: str) -> Iterator[Finding]:
    filled: int | None = getattr(guide, field)
    if filled == said:
        return
    mine = f"是 {filled} 个工作日" if filled is not None else "没有填"
    what = f"{_place(path)}里说{word} {said} 个工作日，{word}时限一栏{mine}"
    severity: Severity = "错误" if filled is not None else "提醒"
    todo = "请核对哪一个对，改成一样" if filled is not None else f"如果属实，请把{word}时限填上"
    yield Finding(severity, guide.id, path, what, todo, (Spot(guide.id, (field,)),), (sentence,))


def _too_long(guide: ServiceGuide, path: Path, said: int, sentence: str) -> Iterator[Finding]:
    statutory = guide.statutory_days
    if statutory is not None and said > statutory:
        what = f"{_place(path)}里说 {plain(said)} 个工作日内作出决定，超过了法定时限 {statutory} 个工作日"
        more = (Spot(guide.id, ("statutory_days",)),)
        yield Finding("错误", guide.id, path, what, "请核对流程里的时限和法定时限", more, (sentence,))


def _texts(guide: ServiceGuide) -> Iterator[tuple[Path, str]]:
    yield ("summary",), guide.summary
    yield ("result",), guide.result
    for at, step in enumerate(guide.steps):
        yield ("steps", at, "detail"), step.detail
    for at, asked in enumerate(guide.faq):
        yield ("faq", at, "a"), asked.a


def _place(path: Path) -> str:
    return {"summary": "事项说明", "result": "办理结果", "steps": "办理流程", "faq": "常见问题"}[str(path[0])]
