"""PDF files as four departments print them (reportlab, with the reader's own STSong)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

from knowledge.models import ServiceGuide
from tests.ingest.exports import departments as who
from tests.ingest.exports.layout import Layout, one_each
from tests.ingest.exports.prose import plain, stepped
from tests.ingest.exports.wording import LISTS, PAIRS, TEXTS, Wording, chinese, numbered

_FONT = "STSong-Light"
_RULES = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]


@cache
def style(size: float = 10.5, indent: float = 0, align: int = 0, space: float = 0) -> ParagraphStyle:
    """A paragraph in the one Chinese font that needs no file."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    return ParagraphStyle(
        f"{size}-{indent}-{align}-{space}",
        fontName=_FONT,
        fontSize=size,
        leading=size * 1.5,
        wordWrap="CJK",
        firstLineIndent=indent,
        alignment=align,
        spaceBefore=space,
    )


def cell(text: str, style: ParagraphStyle) -> list[Paragraph]:
    """Each line a paragraph."""
    return [Paragraph(escape(line), style) for line in text.split("\n") if line]


def _table(rows: Sequence[Sequence[str]], widths: Sequence[float], spans: Sequence[Any] = (), repeat: int = 0) -> Any:
    """A ruled table; every line of a cell is a paragraph."""
    body = [[cell(text, style(9.5)) for text in row] for row in rows]
    drawn = LongTable(body, colWidths=[width * mm for width in widths], repeatRows=repeat, splitInRow=0)
    drawn.setStyle(TableStyle([*_RULES, *spans]))
    return drawn


def built(story: list[Any], *, page: tuple[float, float] = A4, margin: float = 22, frame: Any = None) -> bytes:
    """The finished file."""
    file = io.BytesIO()
    sides = {side: margin * mm for side in ("leftMargin", "rightMargin", "topMargin", "bottomMargin")}
    document = SimpleDocTemplate(file, pagesize=page, invariant=1, **sides)
    document.build(story, **({"onFirstPage": frame, "onLaterPages": frame} if frame else {}))
    return file.getvalue()


def _lines(wording: Wording, guide: ServiceGuide, name: str, prose: dict[str, list[str]]) -> list[str]:
    if name in TEXTS:
        return numbered(getattr(guide, name))
    return prose[name] if name in prose else [wording.line(name, guide)]


def ruled(guide: ServiceGuide) -> bytes:
    """One table of two columns over several pages."""
    wording = who.EAST
    prose = plain(wording, guide)
    rows = [(wording.labels[name], "\n".join(_lines(wording, guide, name, prose))) for name in wording.order]
    title = Paragraph(escape(f"{guide.name}办事指南"), style(18, align=1))
    return built([title, _table(rows, (34, 132))])


def paragraphs(guide: ServiceGuide) -> bytes:
    """Numbered headings in a larger letter, indented paragraphs, no table."""
    wording = who.BUREAU
    prose = stepped(wording, guide)
    story: list[Any] = [Paragraph(escape(f"{guide.name}服务指南"), style(20, align=1))]
    for number, name in enumerate(wording.order, 1):
        story.append(Paragraph(f"{chinese(number)}、{wording.labels[name]}", style(14, space=8)))
        for line in _lines(wording, guide, name, prose):
            story.append(Paragraph(escape(line), style(10.5, indent=21)))
    return built(story)


def form(guide: ServiceGuide) -> bytes:
    """Four columns on top, then a headed table a list, with serial numbers; heads are repeated on a new page."""
    wording = who.CITY
    prose = plain(wording, guide)
    wide = [name for name in wording.order if name in (*TEXTS, *PAIRS, "summary", "aliases", "result", "related")]
    short = [name for name in wording.order if name not in (*wide, *LISTS)]
    rows = [
        (wording.labels[one], wording.line(one, guide), wording.labels[two], wording.line(two, guide))
        for one, two in zip(short[::2], short[1::2], strict=False)
    ]
    if len(short) % 2:
        wide = [short[-1], *wide]
    spans = [("SPAN", (1, len(rows) + number), (3, len(rows) + number)) for number in range(len(wide))]
    rows += [(wording.labels[name], "\n".join(_lines(wording, guide, name, prose)), "", "") for name in wide]
    story = [Paragraph("办 事 指 南", style(18, align=1)), _table(rows, (28, 55, 28, 55), spans)]
    for number, name in enumerate((name for name in wording.order if name in LISTS), 1):
        story.append(Paragraph(f"附表{chinese(number)}：{wording.labels[name]}", style(12, space=10)))
        body = [(str(row), *texts) for row, texts in enumerate(wording.rows(name, guide, wraps=True), 1)]
        story.append(_table([("序号", *wording.columns[name]), *body], _WIDTHS[name], repeat=1))
    return built(story)


_WIDTHS = {
    "variants": (12, 30, 40, 42, 42),
    "materials": (12, 50, 30, 15, 19, 40),
    "steps": (12, 40, 114),
    "places": (12, 44, 50, 38, 22),
    "faq": (12, 60, 94),
}
_WIDE = {
    "variants": (45, 60, 72, 70),
    "materials": (80, 35, 22, 26, 84),
    "steps": (60, 187),
    "places": (70, 80, 65, 32),
    "faq": (90, 157),
}


def _frame(canvas: Any, document: Any) -> None:
    """Running head and foot."""
    width, height = document.pagesize
    canvas.saveState()
    canvas.setFont(_FONT, 9)
    canvas.drawString(25 * mm, height - 13 * mm, "泉州市鲤城区政务服务事项办事指南汇编")
    canvas.drawRightString(width - 25 * mm, height - 13 * mm, "二〇二六年版")
    canvas.line(25 * mm, height - 15 * mm, width - 25 * mm, height - 15 * mm)
    canvas.drawCentredString(width / 2, 10 * mm, f"— {document.page} —")
    canvas.restoreState()


def broad(guide: ServiceGuide) -> bytes:
    """Landscape with running heads and page numbers; facts in a table, each list in a table of its own."""
    wording = who.SOUTH
    facts: list[tuple[str, str]] = []
    for name in (name for name in wording.order if name not in (*LISTS, *TEXTS)):
        if name in PAIRS:
            pairs = wording.fee_lines(guide) if name == "fee" else wording.online_lines(guide)
            facts += [(label, value) for label, value in pairs]
        elif getattr(guide, name) not in (None, ()) or name == "statutory_days":
            facts.append((wording.labels[name], wording.line(name, guide)))
    story: list[Any] = [Paragraph(escape(guide.name), style(18, align=1)), _table(facts, (50, 197))]
    for name in (name for name in wording.order if name in (*LISTS, *TEXTS)):
        story.append(Paragraph(f"【{wording.labels[name]}】", style(12, space=10)))
        if name in TEXTS:
            marked = numbered(getattr(guide, name), "（{}）")
            story += [Paragraph(escape(line), style(10.5)) for line in marked]
        else:
            story.append(_table([wording.columns[name], *wording.rows(name, guide, wraps=True)], _WIDE[name], repeat=1))
    return built(story, page=landscape(A4), margin=25, frame=_frame)


LAYOUTS = (
    Layout("pdf/ruled", one_each("{id}.pdf", ruled)),
    Layout("pdf/paragraphs", one_each("{name}.pdf", paragraphs)),
    Layout("pdf/form", one_each("{name}办事指南.pdf", form)),
    Layout("pdf/broad", one_each("{id}-{name}.pdf", broad)),
)
