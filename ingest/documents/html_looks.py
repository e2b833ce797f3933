"""What elements of a web page look like to a reader: bold, a label, a numbered entry, a table that only arranges."""

from __future__ import annotations

from itertools import pairwise

from lxml.html import HtmlElement

from ingest.documents.html_prune import words_of

_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "legend", "dt", "caption"))
_LABEL = frozenset(("label", "lab", "lbl", "key"))
_LONGEST_LABEL = 20
_PAGE_CHARACTERS = 400
_LAYOUT_ROWS = 3


def is_label(element: HtmlElement) -> bool:
    """Whether an element says that it is a label: ``<label>``, ``class="label"``."""
    return element.tag == "label" or has_label(element)


def has_label(element: HtmlElement) -> bool:
    return bool(words_of(element) & _LABEL)


def stands_alone(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_LABEL and not text.endswith(("：", ":"))


def is_bold(element: HtmlElement) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    heavy = "font-weight:bold" in style or any(f"font-weight:{weight}00" in style for weight in "6789")
    return element.tag in _BOLD or heavy or is_label(element)


def mark_of(item: HtmlElement, before: int) -> str:
    """``1.`` of an ordered list, ``•`` of another; ``before`` are the entries above it."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    own = item.get("value", "")
    if own.isascii() and own.isdigit():
        return f"{int(own[:6])}."
    start = parent.get("start", "1")
    first = int(start[:6]) if start.isascii() and start.isdigit() else 1
    return f"{first + before}."


def is_layout(table: HtmlElement, rows: list[list[HtmlElement]]) -> bool:
    """A table that only arranges the page: one filled cell, or a few that hold whole tables and headings."""
    cells = [cell for row in rows for cell in row]
    filled = [cell for cell in cells if "".join(cell.itertext()).strip()]
    if table.get("role") in ("presentation", "none") or len(filled) <= 1:
        return True
    pages = [cell for cell in filled if next(cell.iter("table", "h1", "h2"), None) is not None]
    long = any(len("".join(cell.itertext())) > _PAGE_CHARACTERS for cell in pages)
    return (
        long
        and len(rows) <= _LAYOUT_ROWS
        and all(len(left) == len(right) for left, right in pairwise(rows))
        and not any(cell.tag == "th" for cell in cells)
    )
