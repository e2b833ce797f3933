"""How a change is told: the words that all differences share."""

from __future__ import annotations

import os.path
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.models import ItemId

_UNITS = {"statutory_days": " 个工作日", "promised_days": " 个工作日", "visits": " 次", "materials.copies": " 份"}
_UNSAID = frozenset(
    {
        "statutory_days",
        "promised_days",
        "fee",
        "online",
        "visits",
        "materials.form",
        "materials.copies",
        "materials.required",
    }
)
"""Fields of a guide that its document may leave out; elsewhere nothing means that nothing is ruled."""
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


def words(label: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """What came, what went, or that one became another."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if gone.total() == come.total() == 1:
        yield f"{label} {change('', *gone, *come)}"
        return
    yield from (f"{label}去掉“{short(text)}”" for text in gone.elements())
    yield from (f"{label}增加“{short(text)}”" for text in come.elements())
    if not gone and not come and list(old) != list(new):
        yield f"{label}调整了顺序"


def questions(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """How many wordings came and went, with a few of them."""
    before, after = set(old), set(new)
    for verb, texts in (
        ("去掉", [text for text in old if text not in after]),
        ("增加", [text for text in new if text not in before]),
    ):
        if texts:
            some = "、".join(f"“{short(text)}”" for text in texts[:_MOST_QUESTIONS])
            yield f"问法{verb} {len(texts)} 条：{some}{' 等' if len(texts) > _MOST_QUESTIONS else ''}"
    if before == after and list(old) != list(new):
        yield "问法调整了顺序"


def change(path: str, old: object, new: object) -> str:
    """``old → new``; of long texts only what follows their common beginning, so that the difference is seen."""
    if isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONGEST:
        start = len(os.path.commonprefix([old, new])) - _CONTEXT
        if start > 0:
            old, new = f"…{old[start:]}", f"…{new[start:]}"
    return f"{_value(path, old)} → {_value(path, new)}"


def _value(path: str, value: object) -> str:
    if value is None:
        return "未写明" if path in _UNSAID else "未规定"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return f"{value}{_UNITS.get(path, '')}"
    return f"“{short(str(value))}”" if value else "（空）"


def short(text: str) -> str:
    """One line of a text."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
