"""What changed between two versions, in words that a department's editor understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.labels.schemas import Change
from assistant.labels.words import award_words, condition_words
from knowledge.measures.awards import parse_award
from knowledge.measures.conditions import Condition, atoms, parse_condition, requirements
from knowledge.models import Measure

_NONE = "没有"


def changes(older: Sequence[Measure], newer: Sequence[Measure]) -> tuple[Change, ...]:
    """Every difference, in the newer version's order; measures that are gone come last."""
    before = {measure.id: measure for measure in older}
    found: list[Change] = []
    for measure in newer:
        was = before.pop(measure.id, None)
        found += _added(measure) if was is None else _changed(was, measure)
    found += (
        Change(measure_id=one.id, title=one.title, part="条款", text=f"删去条款“{one.title}”")
        for one in before.values()
    )
    return tuple(found)


def _added(measure: Measure) -> Iterator[Change]:
    award = award_words(parse_award(measure.award))
    conditions = condition_words(parse_condition(measure.conditions))
    text = f"新增条款“{measure.title}”：{conditions}；奖补：{award}"
    yield Change(measure_id=measure.id, title=measure.title, part="条款", text=text)


def _changed(was: Measure, now: Measure) -> Iterator[Change]:
    def change(part: str, text: str) -> Change:
        return Change(measure_id=now.id, title=now.title, part=part, text=text)

    for text in _conditions(parse_condition(was.conditions), parse_condition(now.conditions)):
        yield change("条件", text)
    for part, old, new in _plain_parts(was, now):
        if old != new:
            yield change(part, f"{part}由“{old or _NONE}”改为“{new or _NONE}”")
    for text in _lists(was.documents, now.documents):
        yield change("材料", text)
    if _quoted(was) != _quoted(now):
        yield change("出处", "调整了标签所依据的原文")


def _plain_parts(was: Measure, now: Measure) -> Iterable[tuple[str, str, str]]:
    return (
        ("名称", was.title, now.title),
        ("兑现方式", was.mode, now.mode),
        ("条款", was.article, now.article),
        ("奖补", award_words(parse_award(was.award)), award_words(parse_award(now.award))),
        ("截止日", was.deadline.isoformat() if was.deadline else "", now.deadline.isoformat() if now.deadline else ""),
        ("就高不重复的组", was.exclusive_group or "", now.exclusive_group or ""),
    )


def _conditions(was: Condition, now: Condition) -> Iterator[str]:
    """Requirements of one field on both sides are one that changed; the rest came or went."""
    old = [part for part in requirements(was) if part not in requirements(now)]
    for part in requirements(now):
        if part in requirements(was):
            continue
        twin = next((one for one in old if _fields(one) and _fields(one) == _fields(part)), None)
        if twin is None:
            yield f"新增条件：{condition_words(part)}"
        else:
            old.remove(twin)
            yield f"条件由“{condition_words(twin)}”改为“{condition_words(part)}”"
    yield from (f"删去条件：{condition_words(part)}" for part in old)


def _fields(condition: Condition) -> frozenset[str]:
    return frozenset(atom.field for atom in atoms(condition))


def _lists(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    yield from (f"新增材料：{one}" for one in now if one not in was)
    yield from (f"删去材料：{one}" for one in was if one not in now)


def _quoted(measure: Measure) -> frozenset[tuple[str, str]]:
    return frozenset((quote.label, quote.text) for quote in measure.quotes)
