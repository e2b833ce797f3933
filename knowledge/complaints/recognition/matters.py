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
_MONEY: Final = ("paid", "quantity")


@dataclass
class _Matter:
    number: int
    trader: str
    first: np.datetime64
    last: np.datetime64
    rows: list[int] = field(default_factory=list)


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
        ]
        by_ending[trader[-_ENDING:]] = candidates
        matter = next((one for one in candidates if _belongs(row, day, trader, one, held, words, rules)), None)
        if matter is None:
            matter = _Matter(count, trader, day, day)
            candidates.append(matter)
            count += 1
        matter.rows.append(row)
        matter.last = day
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
    if any(_told_apart(row, other, held) for other in matter.rows):
        return False
    near = bool(day - matter.last <= np.timedelta64(rules.near, "D"))
    return near or words.alike(row, matter.rows[0]) >= rules.alike


def _told_apart(row: int, other: int, held: Mapping[str, Sequence[Any]]) -> bool:
    """Do two complaints name different goods, prices or quantities?"""
    ours, theirs = held["product"][row], held["product"][other]
    if ours and theirs and ours not in theirs and theirs not in ours:
        return True
    return any(
        held[name][row] is not None and held[name][other] is not None and held[name][row] != held[name][other]
        for name in _MONEY
    )


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
