"""Bulk credit check (失信审核): which companies stand on a list of dishonest entities, exactly, by credit code.

A list is a file of codes: Parquet, CSV with a header, or plain text with one code a line. Of CSV and Parquet the column
``credit_code`` is read (or the only column), and ``list`` and ``listed_on`` where they are there. Codes are compared letter
by letter after spaces are cut off and letters made large; a line that is no 18 characters long is counted, and matches nobody.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from knowledge.errors import InvalidRecord

CODE, LIST, LISTED_ON = "credit_code", "list", "listed_on"
_LENGTH = 18
_BATCH = 1 << 20
_BLOCK = 1 << 24


@dataclass(frozen=True)
class CreditList:
    """A file of listed codes; ``name`` and ``as_of`` stand for entries that do not say their own list and day."""

    path: Path
    name: str
    as_of: date | None = None


@dataclass(frozen=True, order=True)
class Listing:
    """Where a company stands: the list, and the day of the entry (None: not said)."""

    name: str
    listed_on: date | None = None


@dataclass
class CreditCheck:
    """``found``: by row of the codes checked, where it is listed, each place once; ``read`` and ``unreadable``: lines."""

    found: dict[int, tuple[Listing, ...]] = field(default_factory=dict)
    read: int = 0
    unreadable: int = 0


def credit_check(
    codes: pa.StringArray, lists: Sequence[CreditList], advance: Callable[[int], object] = lambda lines: None
) -> CreditCheck:
    """Look all companies up in all lists; ``codes`` are a population's. ``advance`` is told of lines as they are read.

    Raises InvalidRecord for a file that cannot be read as a list.
    """
    check, companies = CreditCheck(), _Companies(codes)
    seen: dict[int, dict[Listing, None]] = {}
    for each in lists:
        for batch in _batches(each.path):
            held = pc.ascii_upper(pc.ascii_trim_whitespace(batch.column(CODE)))
            check.read += batch.num_rows
            check.unreadable += batch.num_rows - (pc.sum(pc.equal(pc.binary_length(held), _LENGTH)).as_py() or 0)
            places, rows = companies.find(held)
            for row, listing in zip(rows, _listings(batch, places, each), strict=True):
                seen.setdefault(row, {})[listing] = None
            advance(batch.num_rows)
    check.found = {row: tuple(sorted(places, key=_by_day)) for row, places in sorted(seen.items())}
    return check


class _Companies:
    """The rows of each code: two portraits may have the same one."""

    def __init__(self, codes: pa.StringArray) -> None:
        encoded = codes.dictionary_encode()
        self._distinct = encoded.dictionary
        numbers = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        self._order = np.argsort(numbers, kind="stable")
        self._starts = np.searchsorted(numbers[self._order], np.arange(len(self._distinct) + 1))

    def find(self, held: pa.StringArray) -> tuple[list[int], list[int]]:
        """Pairs of a place in ``held`` and a row with that code."""
        at = pc.index_in(held, value_set=self._distinct)
        hits = np.flatnonzero(at.is_valid().to_numpy(zero_copy_only=False))
        numbers = at.take(pa.array(hits)).to_numpy(zero_copy_only=False)
        places, rows = [], []
        for place, number in zip(hits.tolist(), numbers.tolist(), strict=True):
            for row in self._order[self._starts[number] : self._starts[number + 1]].tolist():
                places.append(place)
                rows.append(row)
        return places, rows


def _listings(batch: pa.RecordBatch, places: list[int], source: CreditList) -> Iterator[Listing]:
    """What the lines at some places say of the list and the day."""
    held = batch.take(pa.array(places, pa.int64()))
    for name, day in zip(held.column(LIST).to_pylist(), held.column(LISTED_ON).to_pylist(), strict=True):
        yield Listing(name or source.name, _day(day) or source.as_of)


def _day(text: str | None) -> date | None:
    """A day as it should be written; what is no day is not said."""
    try:
        return None if text is None else date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _by_day(listing: Listing) -> tuple[str, date]:
    return listing.name, listing.listed_on or date.min


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The lines of a file in the columns credit_code, list and listed_on, all text; raises InvalidRecord."""
    try:
        for batch in _parquet(path) if path.suffix.lower() == ".parquet" else _text(path):
            columns = [_column(batch, name) for name in (CODE, LIST, LISTED_ON)]
            yield pa.RecordBatch.from_arrays(columns, [CODE, LIST, LISTED_ON])
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        raise InvalidRecord(f"名单文件读不了：{path.name}") from error


def _column(batch: pa.RecordBatch, name: str) -> pa.StringArray:
    at = batch.schema.get_field_index(name)
    return pa.nulls(batch.num_rows, pa.string()) if at < 0 else batch.column(at).cast(pa.string())


def _parquet(path: Path) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        held = [name for name in (CODE, LIST, LISTED_ON) if name in file.schema_arrow.names]
        _require(held, path)
        yield from file.iter_batches(_BATCH, columns=held)


def _text(path: Path) -> Iterator[pa.RecordBatch]:
    if not path.stat().st_size:
        return
    kinds = {name: pa.string() for name in (CODE, LIST, LISTED_ON)}
    if path.suffix.lower() == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file), [])
        _require(header, path)
        read = pa_csv.ReadOptions(block_size=_BLOCK)
        parse = pa_csv.ParseOptions(newlines_in_values=False)
        wanted = [name for name in kinds if name in header]
    else:
        read = pa_csv.ReadOptions(block_size=_BLOCK, column_names=[CODE])
        parse = pa_csv.ParseOptions(delimiter="\x1f", quote_char=False)
        wanted = [CODE]
    convert = pa_csv.ConvertOptions(column_types=kinds, include_columns=wanted)
    with pa_csv.open_csv(path, read, parse, convert) as reader:
        yield from reader


def _require(names: Sequence[str], path: Path) -> None:
    if list(names).count(CODE) != 1:
        raise InvalidRecord(f"名单文件里没有 {CODE} 这一列：{path.name}")
