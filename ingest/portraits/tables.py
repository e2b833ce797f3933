"""Registers of companies of any format as rows of cells, one at a time: CSV, Excel, Parquet, JSON Lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.portraits.columns import Layout, is_header, layout
from ingest.tabular.reading import MOST_COLUMNS, HeadedRows, RawRow, counted, read_csv, read_workbook
from knowledge.errors import InvalidRecord

_BATCH = 5000
_LONGEST_LINE = 1 << 20
_LARGEST_GROUP = 1 << 30
_MISSING = "要有“统一社会信用代码”和至少另外一列认识的名称"


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
        yield _laid_out(read_csv(path, is_header, _MISSING))
    elif kind in (".xlsx", ".xlsm", ".xls"):
        yield from map(_laid_out, read_workbook(path, is_header, _MISSING))
    elif kind in (".parquet", ".pq"):
        yield _parquet(path)
    elif kind in (".jsonl", ".ndjson"):
        yield _json_lines(path)
    else:
        raise InvalidRecord("只能导入 CSV、Excel（.xlsx）、Parquet 和 JSON Lines（.jsonl）文件")


def _laid_out(held: HeadedRows) -> Register:
    return Register(layout(held.header, held.above), held.rows, held.total, held.told)


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
        counted(path, "utf-8")
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
