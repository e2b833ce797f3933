"""Every company against every measure, ids and awards written to one Arrow file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.files import sync
from knowledge.measures.bitmaps import Bitmaps
from knowledge.measures.bits import rows_of
from knowledge.measures.matcher import Matcher
from knowledge.measures.payout import NO_MONEY, Cents, Rows, many
from knowledge.measures.population import Population

BLOCK = 1 << 17
"""Companies worked on at a time: the bitmaps of all tests then take some 20 MB and stay near the processor."""
_BATCH = 1 << 20

MATCH_SCHEMA: pa.Schema = pa.schema(
    [
        ("measure", pa.dictionary(pa.int32(), pa.string())),
        ("credit_code", pa.dictionary(pa.int32(), pa.string())),
        ("award_cents", pa.int64()),
    ]
)
"""One row for each company and measure that match; ``award_cents`` is null where there is no money."""


def write_matches(
    matcher: Matcher,
    population: Population,
    path: Path,
    advance: Callable[[int], object] = lambda done: None,
    block: int = BLOCK,
) -> int:
    """Every company against every measure in force, as an Arrow file in the form of ``MATCH_SCHEMA``; how many rows it has.

    The file appears under ``path`` when it is whole. Rows come block by block of the companies and, within it, measure by
    measure. ``advance`` is told after each measure how many pairs more are decided. ``block`` is a multiple of 64.
    """
    written = 0
    names = pa.array(matcher.names, pa.string())
    with _replacing(path) as draft, pa.OSFile(str(draft), "wb") as sink, pa.ipc.new_file(sink, MATCH_SCHEMA) as out:
        for measures, rows, cents in _batches(_matches(matcher, population, advance, block)):
            codes = pa.DictionaryArray.from_arrays(pa.array(rows.astype(np.int32)), population.credit_codes)
            ids = pa.DictionaryArray.from_arrays(pa.array(measures), names)
            sums = pa.array(cents, mask=cents == NO_MONEY)
            out.write_batch(pa.record_batch([ids, codes, sums], schema=MATCH_SCHEMA))
            written += len(rows)
    return written


_Found = tuple[int, Rows, Cents]


def _matches(
    matcher: Matcher, population: Population, advance: Callable[[int], object], block: int
) -> Iterator[_Found]:
    """Measure, rows and cents, block by block."""
    for start in range(0, len(population), block):
        stop = min(start + block, len(population))
        bitmaps = Bitmaps(matcher.program, population, matcher.on, start, stop)
        for measure in np.flatnonzero(matcher.taking_part).tolist():
            rows = rows_of(bitmaps.measure(measure)) + start
            if len(rows):
                yield measure, rows, many(matcher.payouts[measure], population, rows)
            advance(stop - start)


def _batches(found: Iterator[_Found]) -> Iterator[tuple[NDArray[np.int32], Rows, Cents]]:
    """About a million rows at a time."""
    held: list[_Found] = []
    size = 0
    for one in found:
        held.append(one)
        size += len(one[1])
        if size >= _BATCH:
            yield _joined(held)
            held, size = [], 0
    if held:
        yield _joined(held)


def _joined(found: list[_Found]) -> tuple[NDArray[np.int32], Rows, Cents]:
    numbers = np.array([measure for measure, _, _ in found], np.int32)
    measures = np.repeat(numbers, [len(rows) for _, rows, _ in found])
    return measures, np.concatenate([rows for _, rows, _ in found]), np.concatenate([cents for _, _, cents in found])


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A draft beside ``path`` that takes its place once it is whole; it is gone when writing failed."""
    draft = path.with_name(f".{path.name}.new")
    try:
        yield draft
        sync(draft)
        draft.replace(path)
        sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)
