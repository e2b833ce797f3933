"""What became of every value of a guide: equal, reported, told, or silently wrong.

Values are compared character by character; the reader may trim ends, which no record keeps anyhow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from pydantic import BaseModel

from knowledge.manifest import Problem
from knowledge.models import ServiceGuide

Fate = Literal["equal", "reported", "doubtful", "wrong"]
"""``reported``: absent, and a problem names the field; ``doubtful``: published otherwise than written, though a problem
names the field; ``wrong``: differs, and nothing says so."""

FIELDS = tuple(ServiceGuide.model_fields)


@dataclass(frozen=True)
class Leaf:
    """One value that does not divide further: where, what was written, what was read, what became of it."""

    item_id: str
    path: str
    written: object
    read: object
    fate: Fate

    @property
    def field(self) -> str:
        """The top-level field."""
        return top(self.path)


@dataclass
class Tally:
    """Leaves by fate, and guides' fields by their worst leaf."""

    leaves: list[Leaf] = field(default_factory=list)

    def count(self) -> Counter[Fate]:
        """Leaves by fate."""
        return Counter(leaf.fate for leaf in self.leaves)

    def share(self, fate: Fate = "equal") -> float:
        """Of all leaves."""
        return self.count()[fate] / len(self.leaves)

    def fields_equal(self) -> float:
        """Share of (guide, field) pairs all of whose leaves are equal."""
        pairs = {(leaf.item_id, leaf.field) for leaf in self.leaves}
        spoilt = {(leaf.item_id, leaf.field) for leaf in self.leaves if leaf.fate != "equal"}
        return 1 - len(spoilt) / len(pairs)


def top(path: str) -> str:
    """``materials[2].copies`` -> ``materials``."""
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def compare(
    written: ServiceGuide, read: ServiceGuide | None, problems: Sequence[Problem], *, blanks: bool = True
) -> list[Leaf]:
    """Every leaf of ``written``, and every one that ``read`` has beyond it; ``problems`` are those of this guide.

    Without ``blanks`` those inside a text do not count: a picture does not show them.
    """
    if not blanks:
        written, read = _closed(written), read and _closed(read)
    named = {top(problem.field) for problem in problems}
    refused = any(problem.severity == "rejected" for problem in problems)
    leaves = []
    for name in FIELDS:
        told = refused if read is None else name in named
        got = None if read is None else getattr(read, name)
        for path, one, other in _pairs(name, getattr(written, name), got):
            leaves.append(Leaf(written.id, path, one, other, _fate(one, other, told=told)))
    return leaves


def _closed(guide: ServiceGuide) -> ServiceGuide:
    return ServiceGuide.model_validate_json(re.sub(r"(?<! ) (?! )", "", guide.model_dump_json()))


def _fate(written: object, read: object, *, told: bool) -> Fate:
    if type(read) is type(written) and read == written or (_absent(read) and _absent(written)):
        return "equal"
    if written == read and not isinstance(written, bool) and not isinstance(read, bool):
        return "equal"  # 40 and 40.0
    if not told:
        return "wrong"
    return "reported" if _absent(read) else "doubtful"


def _absent(value: object) -> bool:
    return value is None or value in ("", ())


def _pairs(path: str, written: object, read: object) -> Iterator[tuple[str, object, object]]:
    """Leaf by leaf; entries of lists are matched by what they are called, so that a lost one spoils no other."""
    if isinstance(written, BaseModel) or isinstance(read, BaseModel):
        model = written if isinstance(written, BaseModel) else read
        assert isinstance(model, BaseModel)
        for name in type(model).model_fields:
            yield from _pairs(f"{path}.{name}", getattr(written, name, None), getattr(read, name, None))
    elif isinstance(written, tuple) or isinstance(read, tuple):
        yield from _entries(path, written or (), read or ())
    else:
        yield path, written, read


def _entries(path: str, written: object, read: object) -> Iterator[tuple[str, object, object]]:
    assert isinstance(written, tuple) and isinstance(read, tuple)
    if not written and not read:
        yield path, (), ()
    matcher = SequenceMatcher(None, [_key(one) for one in written], [_key(one) for one in read], autojunk=False)
    for _, start, end, from_, to in matcher.get_opcodes():
        for step in range(max(end - start, to - from_)):
            one = written[start + step] if start + step < end else None
            other = read[from_ + step] if from_ + step < to else None
            yield from _pairs(f"{path}[{start + step}]", one, other)


def _key(entry: object) -> str:
    if isinstance(entry, BaseModel):
        return str(getattr(entry, next(iter(type(entry).model_fields))))
    return str(entry)
