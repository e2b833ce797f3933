"""Which of a person's complaints are about one matter: the same thing told to 12345, to 12315 as 投诉 and again as 举报 is one purchase."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.recognition.rules import OneMatter

_ASIDE: Final = re.compile(r"\(.*?\)|\s+")
_ENDING: Final = 4
"""Last signs of a trader's name that must agree: 福兴超市 and 鲤城区福兴超市."""
_COMPARED: Final = 1_000
_NEWEST: Final = 30
"""Matters with one trader that a complaint is compared with: whoever sends thousands about one shop does not slow the others down."""
_FIGURES: Final = ("paid", "quantity")


@dataclass
class _Matter:
    number: int
    trader: str
    first: np.datetime64
    last: np.datetime64
    first_row: int
    goods: set[str] = field(default_factory=set)
    figures: dict[str, Any] = field(default_factory=dict)

    def takes(self, row: int, day: np.datetime64, held: Mapping[str, Sequence[Any]]) -> None:
        """Remember what a complaint of this matter names."""
        self.last = day
        self.goods |= {held["product"][row]} - {None, ""}
        self.figures |= {name: held[name][row] for name in _FIGURES if held[name][row] is not None}

    def tells_apart(self, row: int, held: Mapping[str, Sequence[Any]]) -> bool:
        """Does a complaint name other goods, another price or quantity than this matter?"""
        ours = held["product"][row]
        if ours and not all(ours in theirs or theirs in ours for theirs in self.goods):
            return True
        return any(held[name][row] not in {None, figure} for name, figure in self.figures.items())


def matters_of(on: NDArray[np.datetime64], held: Mapping[str, Sequence[Any]], rules: OneMatter) -> NDArray[np.intp]:
    """For each complaint of one person (oldest first) the number of its matter, counted from 0.

    One matter: the same trader, nothing that tells two purchases apart (another good, price or quantity), and received within a few
    days of each other or in much the same words. Where the register says little two purchases may be taken for one: the count of matters
    is what thresholds are held against, and mistakes go in the consumer's favour.
    """
    found = np.zeros(len(on), dtype=np.intp)
    by_ending: dict[str, list[_Matter]] = defaultdict(list)
    words = _Words(held["text"])
    count = 0
    for row, day in enumerate(on):
        trader = _trader(held["respondent"][row])
        candidates = [
            one for one in by_ending[trader[-_ENDING:]] if day - one.first <= np.timedelta64(rules.longest, "D")
        ][-_NEWEST:]
        by_ending[trader[-_ENDING:]] = candidates
        matter = next((one for one in candidates if _belongs(row, day, trader, one, held, words, rules)), None)
        if matter is None:
            matter = _Matter(count, trader, day, day, row)
            candidates.append(matter)
            count += 1
        matter.takes(row, day, held)
        found[row] = matter.number
    return found


def _belongs(
    row: int,
    day: np.datetime64,
    trader: str,
    matter: _Matter,
    held: Mapping[str, Sequence[Any]],
    words: _Words,
    rules: OneMatter,
) -> bool:
    if not (trader.endswith(matter.trader) or matter.trader.endswith(trader)):
        return False
    if matter.tells_apart(row, held):
        return False
    near = bool(day - matter.last <= np.timedelta64(rules.near, "D"))
    return near or words.alike(row, matter.first_row) >= rules.alike


def _trader(name: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", name))


class _Words:
    """Pairs of neighbouring signs of each text, made when first asked for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._pairs: dict[int, frozenset[str]] = {}

    def alike(self, one: int, other: int) -> float:
        """Which share of both texts' pairs is common (Jaccard); 0 where a text is empty."""
        ours, theirs = self._of(one), self._of(other)
        return len(ours & theirs) / max(1, len(ours | theirs))

    def _of(self, row: int) -> frozenset[str]:
        if row not in self._pairs:
            text = _ASIDE.sub("", self._texts[row][:_COMPARED])
            self._pairs[row] = frozenset(text[at : at + 2] for at in range(len(text) - 1))
        return self._pairs[row]
