"""Builders of Word and Excel files, good and hostile; nothing binary is kept in the repository."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache

import docx
import openpyxl

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"


def zipped(members: Mapping[str, bytes | str] | Iterable[tuple[str, bytes | str]]) -> bytes:
    """A ZIP file of ``members``."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, data)
    return target.getvalue()


def swapped(data: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """The package ``data`` with some parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({**{name: archive.read(name) for name in archive.namelist()}, **parts})


@cache
def plain_word() -> bytes:
    """A Word file of one paragraph."""
    document = docx.Document()
    document.add_paragraph("居民身份证补领")
    return saved(document)


@cache
def plain_workbook() -> bytes:
    """A workbook of one cell."""
    book = openpyxl.Workbook()
    book.active["A1"] = "居民身份证补领"
    return saved(book)


def saved(document: object) -> bytes:
    """A document of python-docx or a workbook of openpyxl as bytes."""
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def word(body: str, doctype: str = "", **parts: str) -> bytes:
    """A Word file whose body is ``body``; ``numbering`` and ``styles`` replace those parts' content."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{_WORD}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:body>{body}</w:body></w:document>'
    )
    others = {
        f"word/{name}.xml": f'<?xml version="1.0"?><w:{name} xmlns:w="{_WORD}">{content}</w:{name}>'
        for name, content in parts.items()
    }
    return swapped(plain_word(), {DOCUMENT: xml, **others})


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def cell(content: str, properties: str = "") -> str:
    """A cell; bare text becomes a paragraph."""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows: str) -> str:
    """A table of ``<w:tc>`` rows."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    """A workbook whose only sheet holds ``rows``."""
    xml = f'<worksheet xmlns="{_SHEET}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return swapped(plain_workbook(), {SHEET: xml})


def old_workbook(*values: str | float, name: str = "事项", hidden: bool = False) -> bytes:
    """A workbook of Excel 97: ``values`` stand one below the other."""
    cells = b"".join(_old_cell(row, value) for row, value in enumerate(values))
    sheet_stream = _record(0x809, struct.pack("<4HLL", 0x600, 0x10, 0, 0, 0, 6)) + cells + _record(0x0A, b"")
    start = _record(0x809, struct.pack("<4HLL", 0x600, 0x05, 0, 0, 0, 6))
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    at = len(start) + 4 + 6 + len(title) + 4
    listing = _record(0x85, struct.pack("<LH", at, 1 if hidden else 0) + title)
    return _compound(start + listing + _record(0x0A, b"") + sheet_stream)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _old_cell(row: int, value: str | float) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x204, struct.pack("<3H", row, 0, 0) + text)
    return _record(0x203, struct.pack("<3Hd", row, 0, 0, value))


def _compound(stream: bytes) -> bytes:
    """The box of old Office files around one stream called Workbook."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    end, fat_mark, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<LLLLLLLLL", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109L", 0, *[free] * 108)
    fat = [fat_mark, end, *range(3, sectors + 2), end]
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, len(stream)) + bytes(256)
    return head + struct.pack("<128L", *fat, *[free] * (128 - len(fat))) + entries + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    label = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBLLL", kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return label.ljust(64, b"\0") + struct.pack("<H", len(label)) + links + bytes(36) + struct.pack("<LQ", start, size)
