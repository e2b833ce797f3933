"""PDF files as tests draw them, with the Chinese font that every reader has."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)


def style(size: float = 10.5, **more: Any) -> ParagraphStyle:
    """A Chinese paragraph."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return ParagraphStyle("p", fontName=FONT, fontSize=size, leading=size * 1.5, wordWrap="CJK", **more)


def paragraph(text: str, size: float = 10.5, **more: Any) -> Paragraph:
    """Running text."""
    return Paragraph(text, style(size, **more))


def table(
    rows: Sequence[Sequence[Any]], widths: Sequence[float], styles: Sequence[Any] = (GRID,), **more: Any
) -> Table:
    """A table whose texts are wrapped; what is not text stays as it is."""
    cells = [[paragraph(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return Table(cells, colWidths=widths, style=list(styles), **more)


def flowing(
    story: list[Any], size: tuple[float, float] = A4, frame: Callable[[Canvas, object], None] | None = None
) -> bytes:
    """A document of running text and tables; ``frame`` draws what stands on every page."""
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=size).build(
        story, **({"onFirstPage": frame, "onLaterPages": frame} if frame else {})
    )
    return file.getvalue()


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **more: Any) -> bytes:
    """Pages drawn by hand; the font is set."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size, **more)
    for draw in pages:
        canvas.setFont(FONT, 10.5)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
