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
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from knowledge.errors import InvalidRecord

CODE, LIST, LISTED_ON = "credit_code", "list", "listed_on"
_ENTRIES = pa.schema([(name, pa.string()) for name in (CODE, LIST, LISTED_ON)])
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
        likely = [_ENTRIES.empty_table()]
        for batch in _batches(each.path):
            entries = companies.likely(batch)
            check.read += batch.num_rows
            check.unreadable += entries.unreadable
            likely.append(entries.table)
            advance(batch.num_rows)
        entries = pa.concat_tables(likely)
        places, rows = companies.find(entries.column(CODE).combine_chunks())
        for row, listing in zip(rows, _listings(entries.take(pa.array(places, pa.int64())), each), strict=True):
            seen.setdefault(row, {})[listing] = None
    check.found = {row: tuple(sorted(places, key=_by_day)) for row, places in sorted(seen.items())}
    return check


_Places = NDArray[np.int64]


def _clean(held: pa.StringArray) -> tuple[_Places, pa.StringArray]:
    """The codes of 18 characters, and their places."""
    if not _is_clean(held):
        held = pc.ascii_upper(pc.ascii_trim_whitespace(held))
    places = np.flatnonzero(_lengths(held) == _LENGTH)
    return places, held if len(places) == len(held) else held.take(pa.array(places))


def _is_clean(held: pa.StringArray) -> bool:
    """Nothing to cut off or to make large: true of most lists, and seen in a tenth of the time that doing it takes."""
    letters = _letters(held)
    return bool((_lengths(held) == _LENGTH).all()) and (not len(letters) or int(letters.max()) < ord("a"))


def _offsets(held: pa.StringArray) -> NDArray[np.int32]:
    return np.frombuffer(held.buffers()[1], "<i4")[held.offset : held.offset + len(held) + 1]


def _lengths(held: pa.StringArray) -> NDArray[np.int32]:
    return np.diff(_offsets(held)) if len(held) else np.empty(0, np.int32)


def _letters(held: pa.StringArray) -> NDArray[np.uint8]:
    if not len(held):
        return np.empty(0, np.uint8)
    offsets = _offsets(held)
    return np.frombuffer(held.buffers()[2] or b"", np.uint8)[offsets[0] : offsets[-1]]


def _slots(held: pa.StringArray) -> NDArray[np.uint64]:
    """A number of 24 bits for each code of 18 characters, from eight of the nine that tell entities apart."""
    letters = np.ascontiguousarray(_letters(held).reshape(-1, _LENGTH)[:, 9:17])
    return letters.view("<u8").ravel() * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(40)


class _Companies:
    """The rows of each code: two portraits may have the same one."""

    def __init__(self, codes: pa.StringArray) -> None:
        encoded = codes.dictionary_encode()
        self._distinct = encoded.dictionary
        numbers = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        self._order = np.argsort(numbers, kind="stable")
        self._starts = np.searchsorted(numbers[self._order], np.arange(len(self._distinct) + 1))
        self._maybe = np.zeros(1 << 24, np.bool_)
        self._maybe[_slots(_clean(self._distinct)[1])] = True

    def likely(self, batch: pa.RecordBatch) -> _Likely:
        """The lines whose code shares its slot with a company's; few others do."""
        places, codes = _clean(_column(batch, CODE))
        chosen = np.flatnonzero(self._maybe[_slots(codes)])
        held = batch.take(pa.array(places[chosen]))
        columns = [codes.take(pa.array(chosen)), _column(held, LIST), _column(held, LISTED_ON)]
        return _Likely(pa.Table.from_arrays(columns, schema=_ENTRIES), batch.num_rows - len(codes))

    def find(self, codes: pa.StringArray) -> tuple[list[int], list[int]]:
        """Pairs of a place in ``codes`` and a row with that code, compared in full."""
        at = pc.index_in(codes, value_set=self._distinct)
        hits = np.flatnonzero(at.is_valid().to_numpy(zero_copy_only=False))
        numbers = at.take(pa.array(hits)).to_numpy(zero_copy_only=False)
        places, rows = [], []
        for place, number in zip(hits.tolist(), numbers.tolist(), strict=True):
            for row in self._order[self._starts[number] : self._starts[number + 1]].tolist():
                places.append(place)
                rows.append(row)
        return places, rows


class _Likely(NamedTuple):
    table: pa.Table
    unreadable: int


def _listings(entries: pa.Table, source: CreditList) -> Iterator[Listing]:
    """What the entries say of the list and the day."""
    for name, day in zip(entries.column(LIST).to_pylist(), entries.column(LISTED_ON).to_pylist(), strict=True):
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
    """The lines of a file, with the columns that it has; raises InvalidRecord."""
    try:
        yield from _parquet(path) if path.suffix.lower() == ".parquet" else _text(path)
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
    few = pa.dictionary(pa.int32(), pa.string())  # read in half the time: the same names and days over and over
    kinds = {CODE: pa.string(), LIST: few, LISTED_ON: few}
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
