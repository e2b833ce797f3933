"""Five further layouts, drawn before the reader met any and shown to it last: what a new department's file is like."""

from __future__ import annotations

import io
from html import escape
from typing import Any

import docx
import openpyxl
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, TableStyle

from knowledge.models import ServiceGuide
from tests.ingest.exports import departments as who
from tests.ingest.exports.layout import Guides, Layout, one_department, one_each
from tests.ingest.exports.pdf_layouts import built, cell, style
from tests.ingest.exports.prose import Prose, plain, stepped
from tests.ingest.exports.wording import TEXTS, Wording, numbered


def _fields(wording: Wording, guide: ServiceGuide, prose: Prose, mark: str = "{}.") -> list[tuple[str, list[str]]]:
    """Label and lines of every field, in the department's order."""
    lists = prose(wording, guide)
    return [
        (
            wording.labels[name],
            numbered(getattr(guide, name), mark) if name in TEXTS else lists.get(name, [wording.line(name, guide)]),
        )
        for name in wording.order
    ]


def bracketed(guide: ServiceGuide) -> bytes:
    """Labels in 【】 on a line of their own, plain paragraphs below, bullets for the lists of texts."""
    document = docx.Document()
    document.add_paragraph(f"{guide.name}办事须知")
    for label, lines in _fields(who.CITY, guide, plain, "{})"):
        document.add_paragraph(f"【{label}】")
        for line in lines:
            document.add_paragraph(line)
    return _saved(document)


def wordy_table(guide: ServiceGuide) -> bytes:
    """A table of three columns: number, label, and all of a list in one paragraph with line breaks."""
    document = docx.Document()
    fields = _fields(who.SOUTH, guide, stepped, "（{}）")
    table = document.add_table(rows=len(fields) + 1, cols=3)
    cells = iter(table._cells)
    for text in ("序号", "要素名称", "要素内容"):
        next(cells).text = text
    for number, (label, lines) in enumerate(fields, 1):
        for text in (str(number), label, "\n".join(lines)):
            next(cells).text = text
    return _saved(document)


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def transposed(guides: Guides) -> bytes:
    """Fields downwards, one item a column."""
    book = openpyxl.Workbook()
    sheet = book.active
    for column, guide in enumerate(guides, 2):
        for row, (label, lines) in enumerate(_fields(who.EAST, guide, plain), 1):
            sheet.cell(row, 1, label)
            sheet.cell(row, column, "\n".join(lines))
    return _saved(book)


def folded(guide: ServiceGuide) -> bytes:
    """A page that unfolds: short facts as list entries with two spans, the rest as details with a summary."""
    facts, folds = [], []
    for label, lines in _fields(who.PROVINCE, guide, stepped):
        if len(lines) == 1:
            facts.append(f"<li><span class='k'>{label}</span><span class='v'>{escape(lines[0])}</span></li>")
        else:
            body = "".join(f"<p>{escape(line)}</p>" for line in lines)
            folds.append(f"<details><summary>{label}</summary>{body}</details>")
    text = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>办事服务</title></head><body><main>\n"
    text += f"<h2>{escape(guide.name)}</h2>\n<ul class='facts'>\n" + "\n".join(facts) + "\n</ul>\n"
    return (text + "\n".join(folds) + "\n</main></body></html>").encode()


def unruled(guide: ServiceGuide) -> bytes:
    """Two columns held apart by white space alone."""
    rows = [
        [cell(label, style(10.5)), cell("\n".join(lines), style(10.5))]
        for label, lines in _fields(who.PROVINCE, guide, plain)
    ]
    table = LongTable(rows, colWidths=[42 * mm, 124 * mm], splitInRow=0)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return built([Paragraph(escape(guide.name), style(18, align=1)), table])


LAYOUTS = (
    Layout("docx/bracketed", one_each("{id}.docx", bracketed)),
    Layout("docx/wordy_table", one_each("{name}.docx", wordy_table)),
    Layout("xlsx/transposed", one_department("{department}.xlsx", transposed)),
    Layout("html/folded", one_each("{id}.htm", folded)),
    Layout("pdf/unruled", one_each("{id}.pdf", unruled)),
)
