"""Scanned files: pages of an exported PDF as pictures, with no text behind them."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2

DOTS = 150
"""Dots an inch, what offices' copiers are set to."""


def scanned(data: bytes) -> bytes:
    """The same PDF as a copier gives it: grey pictures of its pages."""
    document = pypdfium2.PdfDocument(data)
    pages: list[Any] = [page.render(scale=DOTS / 72).to_pil().convert("L") for page in document]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS, quality=80)
    return file.getvalue()
