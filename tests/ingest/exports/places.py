"""What stands at a position of an exported file, read with other libraries than the reader's."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import docx
import openpyxl
import pypdfium2

from knowledge.models import Position, ServiceGuide

At = Callable[[Position], str]
"""All text at a position."""


def squeezed(text: str) -> str:
    """Without white space, which pages wrap as they like."""
    return "".join(text.split())


def opened(format: str, data: bytes) -> At:
    """The look-up into one file."""
    return _OPENERS[format](data)


def _docx(data: bytes) -> At:
    document = docx.Document(io.BytesIO(data))

    def at(place: Position) -> str:
        if not place.table:
            return str(document.paragraphs[place.paragraph - 1].text)
        cell: Any = document.tables[place.table - 1].cell(place.row - 1, place.column - 1)
        return "".join(cell._tc.itertext())  # with what is nested in it

    return at


def _xlsx(data: bytes) -> At:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return lambda place: str(book[place.sheet][place.cell].value)


def _pdf(data: bytes) -> At:
    document = pypdfium2.PdfDocument(data)
    pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    # a value may begin on one page and end on the next
    return lambda place: "".join(pages[place.page - 1 : place.page + 1])


def _html(data: bytes) -> At:
    lines = data.decode("gb18030" if b'charset="gb2312"' in data else "utf-8").split("\n")
    return lambda place: unescape("\n".join(lines[place.line - 1 : place.line + 12]))


_OPENERS: dict[str, Callable[[bytes], At]] = {"docx": _docx, "xlsx": _xlsx, "pdf": _pdf, "html": _html}


def verbatim(guide: ServiceGuide) -> Iterator[tuple[str, str]]:
    """Paths of values that every layout prints character by character, and the values."""
    for name in ("name", "id", "department", "summary", "result"):
        yield name, getattr(guide, name)
    for name in ("conditions", "legal_basis"):
        for number, text in enumerate(getattr(guide, name)):
            yield f"{name}[{number}]", text
    for name, part in (("materials", "name"), ("steps", "detail"), ("places", "address"), ("faq", "a")):
        for number, entry in enumerate(getattr(guide, name)):
            yield f"{name}[{number}].{part}", getattr(entry, part)
    assert guide.fee is not None
    yield "fee.text", guide.fee.text
