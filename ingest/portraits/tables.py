"""Registers of any format as rows of cells, one at a time: CSV, Excel, Parquet, JSON Lines.

Excel is opened in the reading process that may do no harm (``ingest/documents``); of formulas it gives what was computed.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.documents.document import Table
from ingest.documents.open import open_documents
from ingest.portraits.columns import MOST_COLUMNS, Layout, is_header, layout
from knowledge.errors import InvalidRecord
from knowledge.models import Position

_CHUNK = 1 << 20
_BATCH = 5000
_HEADER_WITHIN = 15
_LONGEST_LINE = 1 << 20
_LONGEST_TEXT = 8 << 20
_LARGEST_GROUP = 1 << 30
_MOST_LINES_OF_A_ROW = 50
_ROW = re.compile(r"\d+$")


class RawRow(NamedTuple):
    """A row as it stands; ``number`` is the line, or the row of the sheet, from 1; ``broken`` says why it has no cells."""

    number: int
    cells: Sequence[object]
    broken: str = ""


@dataclass(frozen=True)
class Register:
    """One table of a file: its columns, its rows, about how many there are (``None``: unknown), what was noticed."""

    layout: Layout
    rows: Iterator[RawRow]
    total: int | None = None
    told: tuple[str, ...] = ()


def open_registers(path: Path) -> Iterator[Register]:
    """The tables of a file, each to be read before the next is asked for; raises InvalidRecord for what holds none."""
    kind = path.suffix.lower()
    if kind in (".csv", ".tsv", ".txt"):
        yield _csv(path)
    elif kind in (".xlsx", ".xlsm", ".xls"):
        yield from _workbook(path)
    elif kind in (".parquet", ".pq"):
        yield _parquet(path)
    elif kind in (".jsonl", ".ndjson"):
        yield _json_lines(path)
    else:
        raise InvalidRecord("只能导入 CSV、Excel（.xlsx）、Parquet 和 JSON Lines（.jsonl）文件")


def _headed(rows: Iterator[RawRow], total: int | None, told: tuple[str, ...] = ()) -> Register:
    """Rows below their header, which may have titles above it."""
    above: list[object] = []
    for row in islice(rows, _HEADER_WITHIN):
        if is_header(row.cells):
            return Register(layout(row.cells, above), rows, total, told)
        above += row.cells[:MOST_COLUMNS]
    raise InvalidRecord("前几行里没有找到表头：要有“统一社会信用代码”和至少另外一列认识的名称")


# CSV


def _csv(path: Path) -> Register:
    encoding, lines = _encoding(path)
    return _headed(_csv_rows(path, encoding), lines)


def _encoding(path: Path) -> tuple[str, int]:
    """How a text file is encoded, and how many lines it has; raises InvalidRecord for what is no text."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise InvalidRecord("文件是空的")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", _counted(path, "utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding, _counted(path, encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidRecord("文件既不是 UTF-8 也不是 GBK 编码，请另存为 UTF-8 再导入")


def _counted(path: Path, encoding: str) -> int:
    """Lines of a text file; raises UnicodeDecodeError, and InvalidRecord for a line beyond all bounds."""
    decoder, lines, length = codecs.getincrementaldecoder(encoding)(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            breaks = text.count("\n")
            lines, length = lines + breaks, 0 if breaks else length + len(text)
            if length > _LONGEST_TEXT:
                raise InvalidRecord(f"第 {lines + 1} 行太长，不像是表格")
    decoder.decode(b"", final=True)
    return lines


def _csv_rows(path: Path, encoding: str) -> Iterator[RawRow]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(file))
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except (csv.Error, UnicodeError) as error:
                raise InvalidRecord(f"第 {number} 行起读不下去：引号没有成对，或者一格太长") from error
            if cells is None:
                return
            if reader.line_num - number > _MOST_LINES_OF_A_ROW:
                raise InvalidRecord(f"第 {number} 行的引号没有成对，后面的行都成了一格，请改好再导入")
            if any(cell.strip() for cell in cells):
                yield RawRow(number, cells)


def _delimiter(file: IO[str]) -> str:
    """What stands between the cells of the first lines most often."""
    start = file.read(1 << 14)
    file.seek(0)
    return max(",\t;，", key=start.count) if start else ","


# Excel


def _workbook(path: Path) -> Iterator[Register]:
    opened = open_documents(path.name, path.read_bytes(), exact=True)
    told = tuple(problem.reason for problem in opened.problems)
    found = False
    for document in opened.documents:
        told += tuple(problem.reason for problem in document.warnings)
        for table in document.tables():
            register = _sheet(table, told)
            if register is not None:
                found, told = True, ()
                yield register
    if not found:
        raise InvalidRecord("；".join(told) or "没有一张工作表有“统一社会信用代码”等表头")


def _sheet(table: Table, told: tuple[str, ...]) -> Register | None:
    """A sheet with a header, ``None`` for one without, such as notes."""
    rows = iter([RawRow(_sheet_row(row[0].at), [cell.text for cell in row]) for row in table.rows])
    first = list(islice(rows, _HEADER_WITHIN))
    if not any(is_header(row.cells) for row in first):
        return None
    filled = (row for row in chain(first, rows) if any(str(cell).strip() for cell in row.cells))
    return _headed(filled, len(table.rows), told)


def _sheet_row(at: Position) -> int:
    found = _ROW.search(at.cell)
    return int(found.group()) if found else at.row


# Parquet


def _parquet(path: Path) -> Register:
    try:
        file = pq.ParquetFile(path)
        columns = layout(file.schema_arrow.names)
        total = int(file.metadata.num_rows)
        largest = max(
            (file.metadata.row_group(at).total_byte_size for at in range(file.metadata.num_row_groups)), default=0
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InvalidRecord("不是完好的 Parquet 文件") from error
    if largest > _LARGEST_GROUP:
        raise InvalidRecord(f"Parquet 文件的一个行组解开后超过 {_LARGEST_GROUP >> 20} MB，请分成小一些的行组")
    return Register(columns, _parquet_rows(file), total)


def _parquet_rows(file: pq.ParquetFile) -> Iterator[RawRow]:
    number = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield RawRow(number, cells)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise InvalidRecord(f"Parquet 文件从第 {number + 1} 行起读不出来") from error


# JSON Lines


def _json_lines(path: Path) -> Register:
    try:
        _counted(path, "utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRecord("文件不是 UTF-8 编码，请另存为 UTF-8 再导入") from error
    names: dict[str, None] = {}
    total = 0
    for total, (_, row) in enumerate(_objects(path), 1):  # noqa: B007 - the count of the last one
        if isinstance(row, dict):
            names |= dict.fromkeys(row)
        if len(names) > MOST_COLUMNS:
            raise InvalidRecord(f"不同的项太多，最多 {MOST_COLUMNS} 项")
    return Register(layout(list(names)), _json_rows(path, list(names)), total)


def _json_rows(path: Path, names: Sequence[str]) -> Iterator[RawRow]:
    for number, row in _objects(path):
        if isinstance(row, dict):
            yield RawRow(number, [row.get(name) for name in names])
        else:
            yield RawRow(number, (), "不是正确的 JSON 格式" if row is None else "这一行不是一家企业")


def _objects(path: Path) -> Iterator[tuple[int, object]]:
    """Each line's number and value; ``None`` for a line that is no JSON."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if not text.strip():
                continue
            try:
                yield number, orjson.loads(text) if len(text) <= _LONGEST_LINE else None
            except orjson.JSONDecodeError:
                yield number, None
