"""Every line of a build, cut into terms and features once, whatever is fitted on it afterwards.

Reading is most of what a large build costs (jieba, pinyin), and a line is read by the trial and by the build proper, as a
lesson, as an indexed text and as a part of its guide.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from ingest.fit.stages import Form
from knowledge.progress import Progress, SilentProgress, Task
from knowledge.words import pack_words, unpack_words

Line = TypeVar("Line")
IntArray = npt.NDArray[np.int64]

MANY = 20_000
"""Lines from which a second process is worth its start."""
AT_ONCE = 8_192
"""Rows that are looked up together: on the way to a matrix each name takes several times what it takes there."""
STEP = 500
"""Lines between two words on how far it is."""


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

    def counts(self, rows: IntArray) -> IntArray:
        """How often each name stands in ``rows``."""
        counts = np.zeros(len(self.names), dtype=np.int64)
        for some in pieces(rows):
            counts += np.bincount(self.gather(some), minlength=len(counts))
        return counts

    def often(self, rows: IntArray, least: int) -> tuple[dict[str, int], IntArray]:
        """Column of each name that stands in ``least`` of ``rows``, in the order of the names; and the same by number."""
        kept = sorted(np.flatnonzero(self.counts(rows) >= least).tolist(), key=self.names.__getitem__)
        columns = np.full(len(self.names), -1, dtype=np.int64)
        columns[kept] = np.arange(len(kept))
        return {self.names[number]: at for at, number in enumerate(kept)}, columns

    def matrix(self, rows: IntArray, columns: IntArray, width: int, *, unit: bool = False) -> csr_matrix:
        """Shape ``(len(rows), width)``: 1 where a row has a name, or with ``unit`` rows of length 1 (64 bits).

        ``columns`` maps names, -1 leaves one out.
        """
        places, lengths = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int64)]
        for some in pieces(rows):
            found = columns[self.gather(some)]
            kept = found >= 0
            of_row = np.repeat(np.arange(len(some)), self.lengths(some))[kept]
            lengths.append(np.bincount(of_row, minlength=len(some)))
            places.append(found[kept].astype(np.int32))
        indices, sizes = np.concatenate(places), np.concatenate(lengths)
        values = np.repeat(1 / np.maximum(sizes, 1) ** 0.5, sizes) if unit else np.ones(len(indices), np.float32)
        return csr_matrix((values, indices, np.concatenate([[0], np.cumsum(sizes)])), (len(rows), width))


def pieces(rows: IntArray) -> Iterator[IntArray]:
    """``rows`` in pieces, so that what is made of them on the way takes little memory."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _save_rows(rows: Rows, path: Path) -> None:
    np.savez(path, names=pack_words(rows.names), numbers=rows.numbers, starts=rows.starts)


def _load_rows(path: Path) -> Rows:
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        return Rows(unpack_words(file["names"]), file["numbers"], file["starts"])


ROWS = Form(".npz", _save_rows, _load_rows)


@dataclass(frozen=True)
class Reading:
    """Distinct normalised lines, and of each one row of what it was cut into."""

    places: Mapping[str, int]
    cut: Rows

    @classmethod
    def of(cls, lines: Iterable[str], cut: Callable[[str], Sequence[str]]) -> Self:
        """Cut each distinct line of ``lines`` once."""
        places = places_of(lines)
        return cls(places, read(places, cut, SilentProgress(), ""))

    def rows(self, lines: Sequence[str]) -> IntArray:
        """Places of ``lines``, all of which were read."""
        return np.fromiter(map(self.places.__getitem__, lines), dtype=np.int64, count=len(lines))


def places_of(lines: Iterable[str]) -> dict[str, int]:
    """Each distinct line with its place, in order of sight."""
    return {line: at for at, line in enumerate(dict.fromkeys(lines))}


def read(lines: Collection[str], cut: Callable[[str], Sequence[str]], progress: Progress, name: str) -> Rows:
    """Cut every line, telling of it under ``name``."""
    with progress.task(name, len(lines)) as task:
        return Rows.of(map(cut, counted(lines, task)))


def counted(lines: Iterable[Line], task: Task) -> Iterator[Line]:
    """The same, telling ``task`` of every ``STEP`` of them."""
    done = 0
    for done, line in enumerate(lines, 1):
        yield line
        if done % STEP == 0:
            task.advance(STEP)
    task.advance(done % STEP)
