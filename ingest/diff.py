"""Differences between two sets of records, field by field, in words that department editors use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ingest.change_words import Difference, change, questions, short, words
from ingest.diff_others import policy_differences, topic_differences
from ingest.words import LABELS
from knowledge.models import Fee, OnlineService, Record, ServiceGuide, ServiceItem
from knowledge.records import KnowledgeRecords

_KEYS = ("name", "q")
"""The field by which entries of a list are told apart: a material by its name, a frequent question by its wording."""


def differences(
    before: KnowledgeRecords, after: KnowledgeRecords, only: Collection[str] | None = None
) -> tuple[Difference, ...]:
    """Every item that differs, by id, or of them those in ``only``; then topics by name, and policy files by id."""
    old, new = _by_id(before, only), _by_id(after, only)
    found = [_difference(item_id, old.get(item_id), new.get(item_id)) for item_id in sorted(old.keys() | new.keys())]
    others = (*topic_differences(before, after), *policy_differences(before, after))
    return tuple(difference for difference in (*found, *others) if difference.lines)


class _Item(Record):
    guide: ServiceGuide
    row: ServiceItem
    questions: tuple[str, ...]


def _by_id(records: KnowledgeRecords, only: Collection[str] | None) -> dict[str, _Item]:
    rows = {item.id: item for item in records.items}
    return {
        guide.id: _Item(
            guide=guide,
            row=rows[guide.id],
            questions=tuple(f"{question.text}（{question.facet}）" for question in records.asked.get(guide.id, ())),
        )
        for guide in records.guides
        if only is None or guide.id in only
    }


def _difference(item_id: str, old: _Item | None, new: _Item | None) -> Difference:
    if new is None and old is not None:
        return Difference(item_id=item_id, name=old.guide.name, lines=("撤下这份办事指南",))
    if old is None and new is not None:
        return Difference(item_id=item_id, name=new.guide.name, lines=("新增这份办事指南",))
    assert old is not None and new is not None
    return Difference(item_id=item_id, name=new.guide.name, lines=tuple(_changed(old, new)))


def _changed(old: _Item, new: _Item) -> Iterator[str]:
    for field in ServiceGuide.model_fields:
        yield from _field(field, getattr(old.guide, field), getattr(new.guide, field))
    yield from _field("board", old.row.board, new.row.board)
    yield from questions(old.questions, new.questions)


def _field(path: str, old: object, new: object) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, Fee) and isinstance(new, Fee):
        yield from _fee(old, new)
    elif isinstance(old, Record) and isinstance(new, Record):
        yield from _record(path, LABELS[path], old, new)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _list(path, old, new)
    elif isinstance(old or new, Fee | OnlineService):
        yield f"{LABELS[path]} {_whole(old)} → {_whole(new)}"
    else:
        yield f"{LABELS[path]} {change(path, old, new)}"


def _whole(value: object) -> str:
    """A fee or an online service that a guide came to say, or says no more."""
    if isinstance(value, Fee):
        return _with_words(_amount(value), value.text)
    if isinstance(value, OnlineService):
        return _with_words("已开通" if value.available else "未开通", "、".join(value.channels))
    return "未写明"


def _with_words(said: str, words: str) -> str:
    return f"{said}（{short(words)}）" if words and words != said else said


def _record(path: str, label: str, old: Record, new: Record) -> Iterator[str]:
    for name in type(old).model_fields:
        inner, before, after = f"{path}.{name}", getattr(old, name), getattr(new, name)
        if isinstance(before, tuple) and before != after:
            yield from (f"{label}的{line}" for line in words(LABELS[inner], before, after))
        elif before != after:
            yield f"{label}的{LABELS[inner]} {change(inner, before, after)}"


def _fee(old: Fee, new: Fee) -> Iterator[str]:
    if old.amount != new.amount:
        yield f"收费 {_amount(old)} → {_amount(new)}"
    for name in ("text", "basis"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"收费{LABELS[f'fee.{name}']} {change(name, before, after)}"


def _amount(fee: Fee) -> str:
    if fee.amount is None:
        return "按情况收取"
    return f"{fee.amount:.10g}元" if fee.amount else "不收费"


def _list(path: str, old: Sequence[object], new: Sequence[object]) -> Iterator[str]:
    before, after = _keyed(old), _keyed(new)
    if before is None or after is None:
        yield from words(LABELS[path], [_plain(entry) for entry in old], [_plain(entry) for entry in new])
        return
    yield from words(LABELS[path], list(before), list(after))
    for key in (key for key in before if key in after):
        yield from _record(path, f"{LABELS[path]}“{short(key)}”", before[key], after[key])


def _keyed(entries: Iterable[object]) -> dict[str, Record] | None:
    """Records by the field that names them; ``None`` for plain texts, or when two share a name."""
    keyed: dict[str, Record] = {}
    for entry in entries:
        key = next((getattr(entry, name) for name in _KEYS if hasattr(entry, name)), None)
        if not isinstance(entry, Record) or key is None or key in keyed:
            return None
        keyed[key] = entry
    return keyed


def _plain(entry: object) -> str:
    return entry.model_dump_json() if isinstance(entry, Record) else str(entry)
