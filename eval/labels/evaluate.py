"""Are the labels read from a text those that a person gave it: exactly, and without a silent mistake?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.labels.load import LabelledText, Measure
from eval.progress import Track
from eval.report import Report, Row, Table, rate
from ingest.labels.document import labels_of
from ingest.problems import RejectedFile


@dataclass(frozen=True)
class JudgedMeasure:
    """A measure as given and as read; ``given`` is ``None`` for one that nobody gave, ``read`` for one that was not found."""

    document: str
    given: Measure | None
    read: Measure | None

    @property
    def accepted(self) -> bool:
        """Read without leaving anything to a person."""
        return self.read is not None and not has_human(self.read)

    @property
    def right(self) -> bool:
        """Conditions and award are those given; what both leave to a person is equal whatever words hold it."""
        return all(self.same(part) for part in ("conditions", "award"))

    def same(self, part: str) -> bool:
        """Is one part as given?"""
        if self.given is None or self.read is None:
            return False
        return _plain(self.given[part]) == _plain(self.read[part])

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        return {
            "document": self.document,
            "article": (self.given or self.read or {}).get("article"),
            "accepted": self.accepted,
            "right": self.right,
            "given": self.given,
            "read": self.read,
        }


def evaluate(texts: Sequence[LabelledText], track: Track) -> Report:
    """Read every text, and compare measure by measure (by their articles)."""
    judged = [one for text in track(texts, "labels") for one in _judged(text)]
    given = [one for one in judged if one.given is not None]
    found = [one for one in given if one.read is not None]
    figures = {
        "exact": rate(one.right for one in given),
        "accepted": rate(one.accepted for one in given),
        "accepted_right": rate(one.right for one in judged if one.accepted),
        "found": rate(one.read is not None for one in given),
        "spurious": rate(one.given is None for one in judged),
        **{f"same.{part}": rate(one.same(part) for one in found) for part in ("conditions", "award", "mode", "documents", "deadline")},
    }  # fmt: skip
    return Report("labels", figures, (_wrong(judged),), tuple(one.row for one in judged))


def has_human(measure: Measure) -> bool:
    """Is any part of a measure left to a person?"""
    award = measure["award"]
    return '"human"' in json.dumps(measure["conditions"]) or award["kind"] == "human"


def _judged(text: LabelledText) -> Iterator[JudgedMeasure]:
    name = text.file.removesuffix(".md")
    try:
        read = list(labels_of(text.file, text.data).record["measures"])
    except RejectedFile:
        read = []
    for given in text.measures:
        same = next((one for one in read if one["article"] == given["article"]), None)
        if same is not None:
            read.remove(same)
        yield JudgedMeasure(name, given, same)
    yield from (JudgedMeasure(name, None, one) for one in read)


def _plain(part: Any) -> object:  # noqa: ANN401  # any JSON value
    """A form in which the order of clauses, of words in a list and the way of writing figures do not matter."""
    match part:
        case {"all": list() as parts}:
            return ("all", frozenset(_flat(parts)))
        case {"any": list() as parts}:
            return ("any", frozenset(map(_plain, parts)))
        case {"human": _} | {"kind": "human"}:
            return "human"
        case {"value": list() as values, **rest}:
            return (frozenset(values), _plain(rest))
        case Mapping():
            return frozenset((key, _plain(value)) for key, value in part.items())
        case list():
            return tuple(map(_plain, part))
        case bool() | str() | None:
            return part
    return float(part)


def _flat(parts: Sequence[Any]) -> Iterator[object]:
    for part in parts:
        if isinstance(part, Mapping) and part.keys() == {"all"}:
            yield from _flat(part["all"])
        else:
            yield _plain(part)


def _wrong(judged: Sequence[JudgedMeasure]) -> Table:
    rows = tuple((one.document, _article(one), *_differs(one)) for one in judged if not one.right)
    return Table("wrong", "Measures that differ", ("document", "article", "how", "given", "read"), rows)


def _article(one: JudgedMeasure) -> str:
    return str((one.given or one.read or {})["article"])


def _differs(one: JudgedMeasure) -> tuple[str, str, str]:
    if one.given is None or one.read is None:
        return ("not given" if one.given is None else "not found", "", "")
    how = "wrong" if one.accepted else "left to a person"
    parts = [part for part in ("conditions", "award") if not one.same(part)]
    shown = [
        json.dumps({part: labels[part] for part in parts}, ensure_ascii=False)[:400] for labels in (one.given, one.read)
    ]
    return how, shown[0], shown[1]
