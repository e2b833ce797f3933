"""CSV that Excel opens with the right characters and never runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so may be run as a formula (OWASP, CSV injection)."""


def safe(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet might run."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_RISKY) or cell.startswith(_RISKY) else cell


def rows_of(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8 with CRLF; whoever begins a file puts the mark :data:`BOM` before them."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")


BOM = "\ufeff".encode()
"""Without it Excel reads Chinese as another encoding."""
