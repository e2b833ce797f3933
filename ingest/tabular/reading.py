"""CSV and Excel as rows of cells, one at a time, below the header that the caller recognises.

Excel is opened in the reading process that may do no harm (``ingest/documents``); of formulas it gives what was computed.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, NamedTuple

from ingest.documents.document import Table
from ingest.documents.open import open_documents
from knowledge.errors import InvalidRecord
from knowledge.models import Position

MOST_COLUMNS = 400
_CHUNK = 1 << 20
_HEADER_WITHIN = 15
_LONGEST_TEXT = 8 << 20
_MOST_LINES_OF_A_ROW = 50
_ROW = re.compile(r"\d+$")

IsHeader = Callable[[Sequence[object]], bool]
Stacked = Callable[[Sequence[object], Sequence[object]], Sequence[object] | None]
"""The header that two rows, one under the other, make together; ``None`` where they make none."""


class RawRow(NamedTuple):
    """A row as it stands; ``number`` is the line, or the row of the sheet, from 1; ``broken`` says why it has no cells."""

    number: int
    cells: Sequence[object]
    broken: str = ""


@dataclass(frozen=True)
class HeadedRows:
    """A table below its header: the header's cells, the cells ``above`` it (titles), rows, about how many, what was noticed."""

    header: Sequence[object]
    above: Sequence[object]
    rows: Iterator[RawRow]
    total: int | None = None
    told: tuple[str, ...] = ()


def _headed(
    rows: Iterator[RawRow],
    is_header: IsHeader,
    missing: str,
    total: int | None,
    told: tuple[str, ...] = (),
    stacked: Stacked | None = None,
) -> HeadedRows:
    """Rows below their header, which may have titles above it."""
    above: list[object] = []
    first = list(islice(rows, _HEADER_WITHIN + 1))
    for at, row in enumerate(first[:_HEADER_WITHIN]):
        if stacked and len(first) > at + 1 and (header := stacked(row.cells, first[at + 1].cells)):
            return HeadedRows(header, above, chain(first[at + 2 :], rows), total, told)
        if is_header(row.cells):
            return HeadedRows(row.cells, above, chain(first[at + 1 :], rows), total, told)
        above += row.cells[:MOST_COLUMNS]
    raise InvalidRecord(f"前几行里没有找到表头：{missing}")


# CSV


def read_csv(path: Path, is_header: IsHeader, missing: str, stacked: Stacked | None = None) -> HeadedRows:
    """The table of a text file; ``missing`` ends the sentence of InvalidRecord where there is no header."""
    encoding, lines = _encoding(path)
    return _headed(_csv_rows(path, encoding), is_header, missing, lines, stacked=stacked)


def _encoding(path: Path) -> tuple[str, int]:
    """How a text file is encoded, and how many lines it has; raises InvalidRecord for what is no text."""
    with path.open("rb") as file:
        start = file.read(4)
    if not start:
        raise InvalidRecord("文件是空的")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", counted(path, "utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return encoding, counted(path, encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidRecord("文件既不是 UTF-8 也不是 GBK 编码，请另存为 UTF-8 再导入")


def counted(path: Path, encoding: str) -> int:
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


def read_workbook(
    path: Path, is_header: IsHeader, missing: str, stacked: Stacked | None = None
) -> Iterator[HeadedRows]:
    """The sheets of a workbook that have a header, each to be read before the next; raises InvalidRecord when none has."""
    opened = open_documents(path.name, path.read_bytes(), exact=True)
    told = tuple(problem.reason for problem in opened.problems)
    found = False
    for document in opened.documents:
        told += tuple(problem.reason for problem in document.warnings)
        for table in document.tables():
            sheet = _sheet(table, is_header, missing, told, stacked)
            if sheet is not None:
                found, told = True, ()
                yield sheet
    if not found:
        raise InvalidRecord("；".join(told) or f"没有一张工作表有表头：{missing}")


def _sheet(
    table: Table, is_header: IsHeader, missing: str, told: tuple[str, ...], stacked: Stacked | None
) -> HeadedRows | None:
    """A sheet with a header, ``None`` for one without, such as notes."""
    rows = (RawRow(_sheet_row(row[0].at), [cell.text for cell in row]) for row in table.rows)
    filled = (row for row in rows if any(str(cell).strip() for cell in row.cells))
    try:
        return _headed(filled, is_header, missing, len(table.rows), told, stacked)
    except InvalidRecord:
        return None


def _sheet_row(at: Position) -> int:
    found = _ROW.search(at.cell)
    return int(found.group()) if found else at.row
