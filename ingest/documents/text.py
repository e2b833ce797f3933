"""Plain text and tables as text (.txt, .md, .csv, .tsv), in UTF-8, UTF-16 with its mark, or GBK."""

from __future__ import annotations

import codecs
import csv
import io
import re

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.problems import rejection, warning
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_LINES = 200_000
MOST_COLUMNS = 1000
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_text(file: str, data: bytes, name: str = "") -> Document:
    """Each line a paragraph, ``#`` a heading; one table where ``name`` ends in .csv or .tsv. Raises RejectedFile."""
    text, warnings = decode(file, data)
    suffix = (name or file).rpartition(".")[2].lower()
    blocks = _table(file, text) if suffix in ("csv", "tsv") else _lines(file, text)
    if not blocks:
        raise rejection(file, "文件是空的")
    return Document(file, "text", blocks, warnings=warnings)


def decode(file: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text by its mark, else strict UTF-8, else strict GB18030 with a warning; raises RejectedFile."""
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        told = (
            (warning(file, "文字是按 GBK 编码读取的，请核对有没有乱码，建议另存为 UTF-8"),)
            if encoding == "gb18030"
            else ()
        )
        return text, told
    raise rejection(file, "文字编码认不出来，请另存为 UTF-8 再上传")


def _lines(file: str, text: str) -> tuple[Block, ...]:
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise rejection(file, f"内容太多，超过 {MOST_LINES} 行，请分成几个文件")
    return tuple(_line(line.strip(), number) for number, line in enumerate(lines, start=1) if line.strip())


def _line(line: str, number: int) -> Text:
    heading = _HEADING.fullmatch(line)
    if heading and heading[2]:
        return Text(heading[2], Position(line=number), level=len(heading[1]))
    return Text(line, Position(line=number))


def _table(file: str, text: str) -> tuple[Block, ...]:
    """One table; its width is that of the longest row."""
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if first.count("\t") > first.count(",") else ",")
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num - sum(value.count("\n") for value in row), row))
    except csv.Error as error:
        raise rejection(file, "表格内容读不出来，引号可能没有成对", line=reader.line_num) from error
    rows = [(line, row) for line, row in rows if any(value.strip() for value in row)]
    width = max((len(row) for _, row in rows), default=0)
    if len(rows) * width > MOST_LINES or width > MOST_COLUMNS:
        raise rejection(file, f"表格太大，超过 {MOST_LINES} 格，请分成几个文件")
    if not rows:
        return ()
    cells = (tuple(_cell(row, column, line) for column in range(width)) for line, row in rows)
    return (Table(tuple(cells), Position(line=rows[0][0])),)


def _cell(row: list[str], column: int, line: int) -> Cell:
    value = row[column].strip() if column < len(row) else ""
    return Cell(value.replace("\r\n", "\n"), Position(line=line, column=column + 1))
