"""What the rules look at of one person: his complaints in columns, and what their words say."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.recognition.matters import matters_of
from knowledge.complaints.recognition.rules import Rules

Flags = NDArray[np.bool_]
_BLANK: Final = re.compile(r"\s+")
_KINDS: Final = {"complaint": "投诉", "report": "举报", "lawsuit": "诉讼"}
_READ: Final = 4_000
"""Signs of a complaint that are read: whoever pastes a book does not slow the others down."""


@dataclass(frozen=True)
class PersonView:
    """``rows`` complaints of one person, oldest first; every array has one entry a complaint.

    ``on`` are days (datetime64[D]). Figures are float64 with NaN where the register says nothing: they are only compared with thresholds,
    never added up for anybody to be paid. ``senders`` says how many others sent the words of a complaint again and again
    (0 where they are nobody's, or a public letter). ``matter`` numbers what each complaint is about: thresholds are held against matters,
    words name complaints too.
    """

    refs: Sequence[str]
    on: NDArray[np.datetime64]
    held: Mapping[str, Sequence[Any]]
    quantity: NDArray[np.float64]
    paid: NDArray[np.float64]
    demanded: NDArray[np.float64]
    senders: NDArray[np.int64]
    grouped: Flags
    matter: NDArray[np.intp]
    says: Mapping[str, Flags]

    def __len__(self) -> int:
        return len(self.refs)

    def column(self, name: str) -> Sequence[Any]:
        """A column of the register."""
        return self.held[name]

    @property
    def every(self) -> NDArray[np.intp]:
        """All rows."""
        return np.arange(len(self))

    def matters(self, rows: NDArray[np.intp]) -> int:
        """How many matters some complaints are about."""
        return len(np.unique(self.matter[rows]))

    def counted(self, rows: NDArray[np.intp]) -> str:
        """How many complaints, and how many matters where these are fewer."""
        matters = self.matters(rows)
        return f"{len(rows)} 件" if matters == len(rows) else f"{len(rows)} 件（合 {matters} 件事）"

    def kinds(self, rows: NDArray[np.intp]) -> str:
        """How many of each kind: ending a 投诉 never ends a 举报, and neither is counted as the other."""
        kinds = Counter(self.held["kind"][row] for row in rows)
        return "、".join(f"{word} {kinds[kind]} 件" for kind, word in _KINDS.items() if kinds[kind])

    def most_within(self, days: int) -> int:
        """How many complaints the fullest window of so many days holds."""
        return int(np.max(self._until(self.on, days) - self.every))

    def fullest(self, days: int) -> NDArray[np.intp]:
        """The complaints of those matters that begin in the window of so many days in which most begin."""
        _, firsts = np.unique(self.matter, return_index=True)
        begun = self.on[np.sort(firsts)]
        counts = self._until(begun, days) - np.arange(len(begun))
        start = begun[int(np.argmax(counts))]
        end = start + np.timedelta64(days, "D")
        began = self.on[firsts][self.matter]
        return np.flatnonzero((began >= start) & (self.on < end))

    @staticmethod
    def _until(on: NDArray[np.datetime64], days: int) -> NDArray[np.intp]:
        return np.searchsorted(on, on + np.timedelta64(days, "D"), side="left")


def view_of(
    rows: Mapping[str, Sequence[Any]], senders: NDArray[np.int64], groups: NDArray[Any], rules: Rules
) -> PersonView:
    """The view of one person's rows (``table.take(rows).to_pydict()``), with the senders and text group of each."""
    order = np.argsort(np.asarray(rows["received_on"], dtype="datetime64[D]"), kind="stable")
    held = {name: [column[row] for row in order] for name, column in rows.items()}
    on = np.asarray(held["received_on"], dtype="datetime64[D]")
    return PersonView(
        refs=[f"{source}:{number}" for source, number in zip(held["source"], held["number"], strict=True)],
        on=on,
        held=held,
        quantity=_figures(held["quantity"]),
        paid=_figures(held["paid"]),
        demanded=_figures(held["demanded"]),
        senders=senders[order],
        grouped=groups[order] >= 0,
        matter=matters_of(on, held, rules.one_matter),
        says=_said(held["text"], rules),
    )


def plain(text: str) -> str:
    """A complaint's words as the patterns read them: NFKC, without blanks."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text[:_READ]))


def _said(texts: Sequence[str], rules: Rules) -> dict[str, Flags]:
    words = [plain(text) for text in texts]
    found = {
        name: _flags(pattern, words) for name, pattern in rules.patterns.items() if name not in {"harm", "no_harm"}
    }
    # «没有造成任何损害，未食用» names harm in order to deny it
    told = [rules.patterns["no_harm"].sub("", text) for text in words]
    return found | {"harm": _flags(rules.patterns["harm"], told), "coercion": _flags(rules.threats, words)}


class _Finder(Protocol):
    """What looks for something in a text: a pattern, or several put together."""

    def search(self, string: str, /) -> object | None:
        """What it finds, or nothing."""


def _flags(finder: _Finder, texts: Sequence[str]) -> Flags:
    return np.fromiter((finder.search(text) is not None for text in texts), dtype=np.bool_, count=len(texts))


def _figures(column: Sequence[Any]) -> NDArray[np.float64]:
    return np.asarray([np.nan if value is None else float(value) for value in column], dtype=np.float64)
