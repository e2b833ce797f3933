"""The columns of a population, one class for each way of holding values; each answers tests with bits.

``start`` and ``stop`` cut out rows; ``start`` is a multiple of 64.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from knowledge.measures.bits import WORD, Bits, nobody, pack, words_of
from knowledge.measures.compile import OneOf, Recent, StartsWith, Test, Within
from knowledge.measures.conditions import holds
from knowledge.measures.figures import LEAST, MOST, Bounds

_FEW = 64
"""So many distinct texts at most get a bitmap each; beyond it a look-up of every row costs less memory."""


class Column(Protocol):
    """What the engines ask of a column."""

    known: Bits

    def met(self, test: Test, on: date, start: int, stop: int) -> Bits:
        """The rows whose value is known and passes."""


def _cut(bits: Bits, start: int, stop: int) -> Bits:
    return bits[start // WORD : words_of(stop)]


class Figures:
    """Numbers, counts and days as whole numbers (see ``figures``); ``odd`` rows have a value that is none."""

    def __init__(self, values: NDArray[np.int64], known: NDArray[np.bool_], odd: Mapping[int, Decimal]) -> None:
        self.values, self.odd = values, dict(odd)
        known[list(self.odd)] = True
        self.known = pack(known)

    def met(self, test: Test, on: date, start: int, stop: int) -> Bits:
        """See :class:`Column`."""
        bits = pack(_between(self.values[start:stop], _bounds(test, on)))
        bits &= _cut(self.known, start, stop)
        for row, value in self.odd.items():
            if start <= row < stop and isinstance(test, Within):
                _put(bits, row - start, holds(test.atom, value, on))
        return bits


def _bounds(test: Test, on: date) -> Bounds:
    if isinstance(test, Recent):
        return test.on(on)
    if isinstance(test, Within):
        return test.low, test.high
    raise TypeError(test)


def _between(values: NDArray[np.int64], within: Bounds) -> NDArray[np.bool_]:
    low, high = within
    if low == high:
        found: NDArray[np.bool_] = values == low
    elif high == MOST:
        found = values >= low
    elif low <= LEAST:
        found = values <= high
    else:
        found = (values >= low) & (values <= high)
    return found


def _put(bits: Bits, row: int, is_set: bool) -> None:
    one = np.uint64(1 << (row % WORD))
    if is_set:
        bits[row // WORD] |= one
    else:
        bits[row // WORD] &= ~one


class Flags:
    """Yes or no, as two bitmaps."""

    def __init__(self, true: NDArray[np.bool_], known: NDArray[np.bool_]) -> None:
        self.known, self._true = pack(known), pack(true & known)

    def met(self, test: Test, on: date, start: int, stop: int) -> Bits:
        """See :class:`Column`."""
        low, high = _bounds(test, on)
        bits = nobody(stop - start)
        if low <= 1 <= high:
            bits |= _cut(self._true, start, stop)
        if low <= 0 <= high:
            bits |= _cut(self.known & ~self._true, start, stop)
        return bits


class Texts:
    """Texts and codes by the number of their distinct value, made when first asked: names hardly ever are."""

    def __init__(self, values: pa.StringArray, known: NDArray[np.bool_]) -> None:
        self._values, self.known = values, pack(known)
        self._bits: dict[int, Bits] = {}
        self._wanted: dict[Test, list[int]] = {}

    @cached_property
    def _coded(self) -> tuple[NDArray[np.signedinteger], list[str]]:
        encoded = self._values.dictionary_encode()
        distinct: list[str] = encoded.dictionary.to_pylist()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        return codes.astype(np.int16 if len(distinct) < 2**15 else np.int32), distinct

    def met(self, test: Test, on: date, start: int, stop: int) -> Bits:
        """See :class:`Column`."""
        codes, distinct = self._coded
        wanted = self._numbers(test)
        if len(distinct) <= _FEW:
            return _cut(_union((self._of(number) for number in wanted), len(codes)), start, stop)
        passes = np.zeros(len(distinct) + 1, np.bool_)  # the last is for -1, a text that is not known
        passes[wanted] = True
        return pack(passes[codes[start:stop]])

    def _numbers(self, test: Test) -> list[int]:
        """The numbers of the texts that pass."""
        found = self._wanted.get(test)
        if found is None:
            found = [number for number, text in enumerate(self._coded[1]) if _passes(test, text)]
            self._wanted[test] = found
        return found

    def _of(self, number: int) -> Bits:
        found = self._bits.get(number)
        if found is None:
            found = self._bits[number] = pack(self._coded[0] == number)
        return found


def _passes(test: Test, text: str) -> bool:
    return (
        text.startswith(test.prefixes)
        if isinstance(test, StartsWith)
        else isinstance(test, OneOf) and text in test.words
    )


def _union(parts: Iterable[Bits], rows: int) -> Bits:
    bits = nobody(rows)
    for part in parts:
        bits |= part
    return bits


class Sets:
    """Sets of words: the rows that hold a word, as a bitmap made when the word is first asked for."""

    def __init__(self, values: pa.ListArray, known: NDArray[np.bool_]) -> None:
        self._rows, self.known = len(values), pack(known)
        lengths = pc.list_value_length(values).fill_null(0).to_numpy(zero_copy_only=False)
        encoded = values.flatten().dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        order = np.argsort(codes, kind="stable")
        distinct: list[str] = encoded.dictionary.to_pylist()
        ends = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
        holders = np.repeat(np.arange(len(values), dtype=np.int32), lengths)[order]
        self._holders = {word: holders[ends[at] : ends[at + 1]] for at, word in enumerate(distinct)}
        self._bits: dict[str, Bits] = {}

    def met(self, test: Test, on: date, start: int, stop: int) -> Bits:
        """See :class:`Column`."""
        if not isinstance(test, OneOf):
            raise TypeError(test)
        words = [word for word in test.words if word in self._holders]
        if len(words) == 1:
            return _cut(self.holding(words[0]), start, stop)
        return _cut(_union(map(self.holding, words), self._rows), start, stop)

    def holding(self, word: str) -> Bits:
        """The rows whose set holds a word."""
        found = self._bits.get(word)
        if found is None:
            mask = np.zeros(self._rows, np.bool_)
            mask[self._holders.get(word, [])] = True
            found = self._bits[word] = pack(mask)
        return found
