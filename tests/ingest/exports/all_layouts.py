"""Every layout, by key: those that the reader was mended for, and the later ones that it met when it was done."""

from __future__ import annotations

from tests.ingest.exports import docx_layouts, html_layouts, later_layouts, pdf_layouts, xlsx_layouts
from tests.ingest.exports.layout import Layout

LAYOUTS: dict[str, Layout] = {
    layout.key: layout
    for layout in (*docx_layouts.LAYOUTS, *xlsx_layouts.LAYOUTS, *pdf_layouts.LAYOUTS, *html_layouts.LAYOUTS)
}

LATER: dict[str, Layout] = {layout.key: layout for layout in later_layouts.LAYOUTS}
