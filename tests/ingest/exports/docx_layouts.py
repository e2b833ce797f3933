"""Word files as six departments draw them (python-docx)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.shared import Pt

from knowledge.models import ServiceGuide
from tests.ingest.exports import departments as who
from tests.ingest.exports.layout import Layout, one_each
from tests.ingest.exports.prose import plain, stepped
from tests.ingest.exports.wording import LISTS, PAIRS, TEXTS, Rows, Wording, chinese, numbered

SHORT = ("id", "department", "audience", "life_events", "statutory_days", "promised_days", "visits", "related")


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(cell: Any, lines: Sequence[str], *, bold: bool = False) -> None:
    """Each line a paragraph of its own; on python-docx's elements, for its cells cost three times as much."""
    for number, line in enumerate("\n".join(lines).split("\n")):
        run = (cell._tc.p_lst[0] if not number else cell._tc.add_p()).add_r()
        run.text = line
        if bold:
            run.get_or_add_rPr().get_or_add_b()


def _across(cells: Sequence[Any]) -> Any:
    """One cell over the columns of these, whose others are empty; python-docx's own merge is ten times as slow."""
    cells[0]._tc.grid_span = len(cells)
    for cell in cells[1:]:
        cell._tc.getparent().remove(cell._tc)
    return cells[0]


def _down(cells: Sequence[Any]) -> None:
    """One cell over the rows of these, whose others are empty."""
    for number, cell in enumerate(cells):
        cell._tc.vMerge = "continue" if number else "restart"


def _grid(holder: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], serial: str = "") -> Any:
    """A ruled table with a head row, and a column of serial numbers where ``serial`` names it."""
    heads = [serial, *heads] if serial else list(heads)
    table = holder.add_table(rows=1 + len(rows), cols=len(heads))
    if holder is not table.part.document:
        table.autofit = True
    table.style = "Table Grid"
    cells = iter(table._cells)
    for head in heads:
        _fill(next(cells), [head], bold=True)
    for number, row in enumerate(rows, 1):
        for text in [str(number), *row] if serial else row:
            _fill(next(cells), [text])
    return table


def two_column(guide: ServiceGuide) -> bytes:
    """One big table, label and value; every list is paragraphs in its cell."""
    wording, document = who.PROVINCE, docx.Document()
    document.add_heading(f"{guide.name}办事指南", 0)
    prose = plain(wording, guide)
    rows = [(wording.labels[name], _lines(wording, guide, name, prose)) for name in wording.order]
    rows[4:4] = [(label, [value]) for label, value in wording.extras(guide)]
    table = document.add_table(rows=len(rows), cols=2)
    table.style = "Table Grid"
    cells = iter(table._cells)
    for label, lines in rows:
        _fill(next(cells), [label])
        _fill(next(cells), lines)
    return _saved(document)


def _lines(wording: Wording, guide: ServiceGuide, name: str, prose: dict[str, list[str]]) -> list[str]:
    if name in TEXTS:
        return numbered(getattr(guide, name))
    return prose[name] if name in prose else [wording.line(name, guide)]


def head_and_tables(guide: ServiceGuide) -> bytes:
    """A head of four columns with the short fields, then a headed table a list, with serial numbers."""
    wording, document = who.CITY, docx.Document()
    document.add_paragraph().add_run("政务服务事项办事指南").bold = True
    prose = plain(wording, guide)
    short = [name for name in wording.order if name in SHORT]
    wide = [name for name in wording.order if name not in SHORT and name not in LISTS]
    table = document.add_table(rows=len(short) // 2 + len(wide), cols=4)
    table.style = "Table Grid"
    cells = table._cells
    for place, name in enumerate(short):
        _fill(cells[2 * place], [wording.labels[name]], bold=True)
        _fill(cells[2 * place + 1], [wording.line(name, guide)])
    for row, name in enumerate(wide, len(short) // 2):
        _fill(cells[4 * row], [wording.labels[name]], bold=True)
        _fill(
            _across(cells[4 * row + 1 : 4 * row + 4]),
            numbered(getattr(guide, name), "（{}）") if name in TEXTS else _lines(wording, guide, name, prose),
        )
    for number, name in enumerate((name for name in wording.order if name in LISTS), 1):
        document.add_paragraph().add_run(f"{chinese(number)}、{wording.labels[name]}").bold = True
        _grid(document, wording.columns[name], wording.rows(name, guide), "序号")
    return _saved(document)


def headings(guide: ServiceGuide) -> bytes:
    """Numbered headings with paragraphs below; a table for the materials only."""
    wording, document = who.BUREAU, docx.Document()
    document.add_heading(f"{guide.name}服务指南", 0)
    prose = plain(wording, guide)
    for number, name in enumerate(wording.order, 1):
        document.add_heading(f"{chinese(number)}、{wording.labels[name]}", 1)
        if name == "materials":
            _grid(document, wording.columns[name], wording.rows(name, guide), "序号")
            document.add_paragraph("")
            continue
        lines = (
            [f"（{chinese(n)}）{text}" for n, text in enumerate(getattr(guide, name), 1)]
            if name in TEXTS
            else _lines(wording, guide, name, prose)
        )
        for line in lines:
            paragraph = document.add_paragraph(line)
            paragraph.paragraph_format.first_line_indent = Pt(21)
    return _saved(document)


def run_in(guide: ServiceGuide) -> bytes:
    """Paragraphs that open with their label in bold; no table at all."""
    wording, document = who.EAST, docx.Document()
    document.add_paragraph().add_run("办事指南").font.size = Pt(22)
    prose = stepped(wording, guide)
    for name in wording.order:
        if name == "life_events" and not guide.life_events:
            continue  # this department leaves out what it has not
        lines = numbered(getattr(guide, name), "{}、") if name in TEXTS else _lines(wording, guide, name, prose)
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{wording.labels[name]}：").bold = True
        if len(lines) == 1:
            paragraph.add_run(lines[0])
            continue
        for line in lines:
            document.add_paragraph(line)
    return _saved(document)


def nested(guide: ServiceGuide) -> bytes:
    """A table of two columns whose cells hold tables of their own, and automatic numbers."""
    wording, document = who.SOUTH, docx.Document()
    table = document.add_table(rows=len(wording.order), cols=2)
    table.style = "Table Grid"
    cells = iter(table._cells)
    for name in wording.order:
        label, value = next(cells), next(cells)
        _fill(label, [wording.labels[name]], bold=True)
        if name in LISTS:
            _grid(value, wording.columns[name], wording.rows(name, guide)).style = "Table Grid"
            value.add_paragraph()
        elif name in PAIRS:
            inner = value.add_table(rows=3, cols=2)
            inner.style = "Table Grid"
            pairs = wording.fee_lines(guide) if name == "fee" else wording.online_lines(guide)
            for cell, text in zip(inner._cells, (text for pair in pairs for text in pair), strict=True):
                _fill(cell, [text])
            value.add_paragraph()
        elif name in TEXTS:
            for number, text in enumerate(getattr(guide, name)):
                paragraph = value.paragraphs[0] if not number else value.add_paragraph()
                paragraph.style = "List Number"
                paragraph.add_run(text)
        else:
            _fill(value, [wording.line(name, guide)])
    return _saved(document)


def vertical(guide: ServiceGuide) -> bytes:
    """One table of six columns; a section's label stands beside its rows, merged downwards."""
    wording, document = who.PROVINCE, docx.Document()
    document.add_heading("办事指南", 1)
    sections = _sections(wording, guide)
    table = document.add_table(rows=sum(len(rows) for _, rows in sections), cols=6)
    table.style = "Table Grid"
    cells, row = table._cells, 0
    for label, rows in sections:
        _fill(cells[6 * row], [label], bold=True)
        _down(cells[6 * row : 6 * (row + len(rows)) : 6])
        for texts in rows:
            for place, text in enumerate(texts, 1):
                _fill(cells[6 * row + place], [text])
            if len(texts) < 5:
                _across(cells[6 * row + len(texts) : 6 * row + 6])
            row += 1
    return _saved(document)


_Section = tuple[str, list[tuple[str, ...]]]


def _sections(wording: Wording, guide: ServiceGuide) -> list[_Section]:
    """Label of each section and its rows; a row of fewer than five cells widens its last."""
    basic = [name for name in wording.order if name not in (*LISTS, *TEXTS, *PAIRS, "result", "name", "summary")]
    facts = [(wording.labels[name], wording.line(name, guide)) for name in basic]
    opening: Rows = [(wording.labels[name], wording.line(name, guide)) for name in ("name", "summary")]
    opening += [(*one, *two) for one, two in zip(facts[::2], facts[1::2], strict=False)]
    opening += facts[len(facts) // 2 * 2 :]
    texts: list[_Section] = [(wording.labels[name], [(text,) for text in getattr(guide, name)]) for name in TEXTS]
    return [
        ("基本信息", opening),
        *texts,
        *((wording.labels[name], [wording.columns[name], *wording.rows(name, guide)]) for name in LISTS),
        (wording.labels["fee"], wording.fee_lines(guide)),
        (wording.labels["online"], wording.online_lines(guide)),
        (wording.labels["result"], [(guide.result,)]),
    ]


LAYOUTS = (
    Layout("docx/two_column", one_each("{name}办事指南.docx", two_column)),
    Layout("docx/head_and_tables", one_each("{id}.docx", head_and_tables)),
    Layout("docx/headings", one_each("{name}.docx", headings)),
    Layout("docx/run_in", one_each("办事指南（{name}）.docx", run_in)),
    Layout("docx/nested", one_each("{id}{name}.docx", nested)),
    Layout("docx/vertical", one_each("{name}.docx", vertical)),
)
