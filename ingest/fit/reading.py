"""Every line of a build, cut into terms and features once, whatever is fitted on it afterwards.

Reading is most of what a large build costs (jieba, pinyin), and a line is read by the trial and by the build proper, as a
lesson, as an indexed text and as a part of its guide. Where there are many lines, two processes share the work.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from ingest.fit.beside import beside
from knowledge import text

IntArray = npt.NDArray[np.int64]

MANY = 20_000
"""Lines from which a second process is worth its start."""


@dataclass(frozen=True)
class Rows:
    """Rows of names, as numbers: row ``i`` is ``numbers[starts[i]:starts[i + 1]]``, places in ``names``."""

    names: Sequence[str]
    numbers: npt.NDArray[np.int32]
    starts: IntArray

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> Self:
        """Number the names of ``rows`` in order of sight."""
        places: dict[str, int] = {}
        numbers, lengths = array("i"), array("q", [0])
        for row in rows:
            numbers.extend([places.setdefault(name, len(places)) for name in row])
            lengths.append(len(row))
        return cls(list(places), np.array(numbers, dtype=np.int32), np.cumsum(lengths, dtype=np.int64))

    def lengths(self, rows: IntArray) -> IntArray:
        """How many names each of ``rows`` has."""
        return self.starts[rows + 1] - self.starts[rows]

    def gather(self, rows: IntArray) -> IntArray:
        """The names of ``rows`` one after another."""
        lengths = self.lengths(rows)
        ends = np.cumsum(lengths)
        places = np.repeat(self.starts[rows] - (ends - lengths), lengths) + np.arange(int(lengths.sum()))
        return self.numbers[places].astype(np.int64)

    def matrix(self, rows: IntArray, columns: IntArray, width: int) -> csr_matrix:
        """Shape ``(len(rows), width)``: 1 where a row has a name; ``columns`` maps names, -1 leaves one out."""
        found = columns[self.gather(rows)]
        kept = found >= 0
        of_row = np.repeat(np.arange(len(rows)), self.lengths(rows))[kept]
        starts = np.concatenate([[0], np.cumsum(np.bincount(of_row, minlength=len(rows)))])
        ones = np.ones(len(of_row), dtype=np.float32)
        return csr_matrix((ones, found[kept], starts), (len(rows), width))


@dataclass(frozen=True)
class Reading:
    """Distinct normalised lines with their ``knowledge.text.features`` and ``knowledge.text.terms``."""

    places: dict[str, int]
    features: Rows
    terms: Rows

    @classmethod
    def of(cls, lines: Iterable[str]) -> Self:
        """Read each distinct line of ``lines`` once."""
        with cls.begun(lines) as finish:
            return finish()

    @classmethod
    @contextmanager
    def begun(cls, lines: Iterable[str]) -> Iterator[Callable[[], Self]]:
        """Begin to read each distinct line of ``lines``; the call that is given does this process's part and ends it.

        Other work may be done before that call: of many lines the terms, which take longest, are read beside it.
        """
        distinct = list(dict.fromkeys(lines))
        places = {line: at for at, line in enumerate(distinct)}
        if len(distinct) < MANY:
            yield lambda: cls(places, _read(text.features, distinct), _read(text.terms, distinct))
            return
        with beside(_read, text.terms, distinct) as terms:
            yield lambda: cls(places, _read(text.features, distinct), terms())

    def rows(self, lines: Sequence[str]) -> IntArray:
        """Places of ``lines``, all of which were read."""
        return np.fromiter(map(self.places.__getitem__, lines), dtype=np.int64, count=len(lines))


def _read(cut: Callable[[str], Sequence[str]], lines: Sequence[str]) -> Rows:
    return Rows.of(map(cut, lines))
