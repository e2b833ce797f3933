"""Running heads, running feet and page numbers: what stands at the same place of most pages is not the document's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.documents.pdf_glyphs import PageContent
from ingest.documents.pdf_lines import Line, lines_of

_BAND = 0.1
_MOST_PAGES = 0.6
_DIGITS = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"[—–―\-－·•\s]*(?:第\s*\d{1,4}\s*页)?\s*[/／，,]?\s*(?:共\s*\d{1,4}\s*页)?[—–―\-－·•\s]*|"
    r"[—–―\-－·•\s]*\d{1,4}\s*(?:[/／]\s*\d{1,4})?[—–―\-－·•\s]*|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)


def without_running_lines(pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages without what is printed on each of them; of a single page only its number goes."""
    margins = [_margin_lines(page) for page in pages]
    counts = Counter(
        key for page, lines in zip(pages, margins, strict=True) for key in {_key(page, line) for line in lines}
    )
    often = {key for key, count in counts.items() if count >= 2 and count >= _MOST_PAGES * len(pages)}
    return [
        _without(
            page, [line for line in lines if _key(page, line) in often or _PAGE_NUMBER.fullmatch(line.text.strip())]
        )
        for page, lines in zip(pages, margins, strict=True)
    ]


def _margin_lines(page: PageContent) -> list[Line]:
    """Lines outside the outermost rules and near the upper or lower edge."""
    top, bottom = page.height * _BAND, page.height * (1 - _BAND)
    ruled = [rule.at for rule in page.across if rule.end - rule.start > page.width * 0.2] if page.upright else []
    near = [glyph for glyph in page.glyphs if not top < glyph.base < bottom]
    return [line for line in lines_of(near) if not (ruled and min(ruled) < line.base < max(ruled))]


def _key(page: PageContent, line: Line) -> tuple[str, int]:
    """Text without its numbers, and the height it stands at: from the top or from the bottom."""
    place = line.base if line.base < page.height / 2 else line.base - page.height
    return _DIGITS.sub("#", "".join(line.text.split())), round(place / 4)


def _without(page: PageContent, lines: list[Line]) -> PageContent:
    if not lines:
        return page
    gone = {glyph for line in lines for glyph in line.glyphs}
    return replace(page, glyphs=tuple(glyph for glyph in page.glyphs if glyph not in gone))
