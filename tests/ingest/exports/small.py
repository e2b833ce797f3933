"""Small files by hand: a table, paragraphs or a sheet, as a test states them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

import docx
import openpyxl

from ingest.documents.open import open_documents
from ingest.guides.read import read_guides
from knowledge.manifest import Problem
from knowledge.models import ServiceGuide
from tests.ingest.exports.compare import top
from tests.ingest.exports.known import known_items

Block = str | Sequence[Sequence[str]]
"""A paragraph (a heading where it opens with ``#``), or the rows of a table."""


class Read:
    """What came of a file: its guides, and the problems by the field they name."""

    def __init__(self, guides: Sequence[ServiceGuide], problems: Sequence[Problem]) -> None:
        self.guides = {guide.id: guide for guide in guides}
        self.problems = tuple(problems)

    @property
    def guide(self) -> ServiceGuide:
        """The only one."""
        (guide,) = self.guides.values()
        return guide

    def told(self, field: str) -> list[Problem]:
        """Problems that name this field, each with a reason."""
        return [one for one in self.problems if top(one.field) == field and one.reason]

    @property
    def refused(self) -> list[Problem]:
        """Rejections."""
        return [one for one in self.problems if one.severity == "rejected"]


def read(name: str, data: bytes) -> Read:
    """Through the readers, as an ingest run does."""
    opened = open_documents(name, data)
    parsed = [read_guides(document, known_items()) for document in opened.documents]
    problems = [*opened.problems, *(problem for one in parsed for problem in one.problems)]
    return Read([record.value for one in parsed for record in one.records], problems)


def word(*blocks: Block, name: str = "指南.docx") -> Read:
    """A Word file of these blocks, read."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            _paragraph(document, block)
            continue
        table = document.add_table(rows=len(block), cols=max(map(len, block)))
        table.style = "Table Grid"
        width, cells = len(table.columns), table._cells
        for row, texts in enumerate(block):
            for column, text in enumerate(texts):
                cells[row * width + column].text = text
            if len(texts) < width:
                cells[row * width + len(texts) - 1].merge(cells[row * width + width - 1])
    file = io.BytesIO()
    document.save(file)
    return read(name, file.getvalue())


def _paragraph(document: Any, text: str) -> None:
    if text.startswith("#"):
        document.add_heading(text.lstrip("# "), text.count("#", 0, 3))
    else:
        document.add_paragraph(text)


def sheet(rows: Sequence[Sequence[str | int | float]], name: str = "指南.xlsx") -> Read:
    """A workbook of one sheet, read."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return read(name, file.getvalue())


def page(body: str, name: str = "指南.html") -> Read:
    """A web page with this body, read."""
    text = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>办事指南</title></head><body>{body}</body></html>"
    return read(name, text.encode())


def html_table(rows: Sequence[Sequence[str]]) -> str:
    """A plain table of the web."""
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(t)}</td>" for t in row) + "</tr>" for row in rows)
        + "</table>"
    )
