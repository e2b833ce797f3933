"""Differences between two sets of records, field by field, in words that department editors use."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ingest.words import LABELS, TOPIC_LABELS
from knowledge.models import Fee, ItemId, Record, ServiceGuide, ServiceItem, Topic
from knowledge.records import KnowledgeRecords

_KEYS = ("name", "q")
"""The field by which entries of a list are told apart: a material by its name, a frequent question by its wording."""
_UNITS = {"statutory_days": " 个工作日", "promised_days": " 个工作日", "visits": " 次", "materials.copies": " 份"}
_LONGEST = 60
_CONTEXT = 8
_MOST_QUESTIONS = 3


class Difference(BaseModel):
    """All that changed in one thing; ``lines`` such as ``收费 40元 → 20元``, without its name.

    ``item_id`` is the item concerned, empty for what is none, such as a topic.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: ItemId | Literal[""]
    name: str
    lines: tuple[str, ...]


def differences(before: KnowledgeRecords, after: KnowledgeRecords) -> tuple[Difference, ...]:
    """Every item that differs, by id; then every topic, by name."""
    old, new = _by_id(before), _by_id(after)
    found = [_difference(item_id, old.get(item_id), new.get(item_id)) for item_id in sorted(old.keys() | new.keys())]
    return tuple(difference for difference in (*found, *_topics(before, after)) if difference.lines)


class _Item(Record):
    guide: ServiceGuide
    row: ServiceItem
    questions: tuple[str, ...]


def _by_id(records: KnowledgeRecords) -> dict[str, _Item]:
    rows = {item.id: item for item in records.items}
    questions: dict[str, list[str]] = {guide.id: [] for guide in records.guides}
    for question in records.questions:
        questions[question.item_id].append(f"{question.text}（{question.facet}）")
    return {
        guide.id: _Item(guide=guide, row=rows[guide.id], questions=tuple(questions[guide.id]))
        for guide in records.guides
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
    yield from _questions(old.questions, new.questions)


def _topics(before: KnowledgeRecords, after: KnowledgeRecords) -> Iterator[Difference]:
    old, new = ({topic.name: topic for topic in records.topics} for records in (before, after))
    for name in sorted(old.keys() | new.keys()):
        lines = _came_or_went(name in old, name in new, "这个话题") or tuple(_changed_topic(old[name], new[name]))
        yield Difference(item_id="", name=f"话题“{_short(name)}”", lines=lines)


def _came_or_went(was: bool, is_now: bool, what: str) -> tuple[str, ...]:
    if was and is_now:
        return ()
    return (f"{'新增' if is_now else '撤下'}{what}",)


def _changed_topic(old: Topic, new: Topic) -> Iterator[str]:
    if old.prompt != new.prompt:
        yield f"{TOPIC_LABELS['prompt']} {_change('', old.prompt, new.prompt)}"
    if old.choices != new.choices:
        before, after = ([f"{one.item_id} {one.why}".strip() for one in topic.choices] for topic in (old, new))
        yield from _words(TOPIC_LABELS["choices"], before, after)
    yield from _questions(old.asks, new.asks)


def _field(path: str, old: object, new: object) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, Fee) and isinstance(new, Fee):
        yield from _fee(old, new)
    elif isinstance(old, Record) and isinstance(new, Record):
        yield from _record(path, LABELS[path], old, new)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _list(path, old, new)
    else:
        yield f"{LABELS[path]} {_change(path, old, new)}"


def _record(path: str, label: str, old: Record, new: Record) -> Iterator[str]:
    for name in type(old).model_fields:
        inner, before, after = f"{path}.{name}", getattr(old, name), getattr(new, name)
        if isinstance(before, tuple) and before != after:
            yield from (f"{label}的{line}" for line in _words(LABELS[inner], before, after))
        elif before != after:
            yield f"{label}的{LABELS[inner]} {_change(inner, before, after)}"


def _fee(old: Fee, new: Fee) -> Iterator[str]:
    if old.amount != new.amount:
        yield f"收费 {_amount(old)} → {_amount(new)}"
    for name in ("text", "basis"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield f"收费{LABELS[f'fee.{name}']} {_change(name, before, after)}"


def _amount(fee: Fee) -> str:
    if fee.amount is None:
        return "按情况收取"
    return f"{fee.amount:.10g}元" if fee.amount else "不收费"


def _list(path: str, old: Sequence[object], new: Sequence[object]) -> Iterator[str]:
    before, after = _keyed(old), _keyed(new)
    if before is None or after is None:
        yield from _words(LABELS[path], [_plain(entry) for entry in old], [_plain(entry) for entry in new])
        return
    yield from _words(LABELS[path], list(before), list(after))
    for key in (key for key in before if key in after):
        yield from _record(path, f"{LABELS[path]}“{_short(key)}”", before[key], after[key])


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


def _words(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if gone.total() == come.total() == 1:
        yield f"{label} {_change('', *gone, *come)}"
        return
    yield from (f"{label}去掉“{_short(text)}”" for text in gone.elements())
    yield from (f"{label}增加“{_short(text)}”" for text in come.elements())
    if not gone and not come and list(old) != list(new):
        yield f"{label}调整了顺序"


def _questions(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    before, after = set(old), set(new)
    for verb, texts in (
        ("去掉", [text for text in old if text not in after]),
        ("增加", [text for text in new if text not in before]),
    ):
        if texts:
            some = "、".join(f"“{_short(text)}”" for text in texts[:_MOST_QUESTIONS])
            yield f"问法{verb} {len(texts)} 条：{some}{' 等' if len(texts) > _MOST_QUESTIONS else ''}"
    if before == after and list(old) != list(new):
        yield "问法调整了顺序"


def _change(path: str, old: object, new: object) -> str:
    """``old → new``; of long texts only what follows their common beginning, so that the difference is seen."""
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONGEST:
        start = len(os.path.commonprefix([old, new])) - _CONTEXT
        if start > 0:
            old, new = f"…{old[start:]}", f"…{new[start:]}"
    return f"{_value(path, old)} → {_value(path, new)}"


def _value(path: str, value: object) -> str:
    if value is None:
        return "未规定"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{value}{_UNITS.get(path, '')}"
    return f"“{_short(str(value))}”" if value else "（空）"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
