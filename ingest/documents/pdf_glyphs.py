"""What a page of a PDF holds, as PDFium sees it: characters, ruled lines and pictures, in one upright coordinate system."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as api

from ingest.documents.pdf_rules import Frame, Rule, Rules
from ingest.problems import rejection

_MOST_GLYPHS = 60_000
_INVISIBLE = 3
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "hei", "black", "heavy", "xiaobiaosong")


class Glyph(NamedTuple):
    """A character with its box in points from the page's upper left corner; ``base`` is its baseline.

    ``sure`` is false for a character that was recognised in a picture and may be another.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    sure: bool = True

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size


@dataclass(frozen=True)
class PageContent:
    """A page seen upright; ``number`` counts from 1.

    ``pictured`` is the share of the page that its largest picture covers; ``recognised`` says that the
    page is a picture whose characters and lines were found in it.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]
    pictured: float
    recognised: bool = False

    @property
    def slack(self) -> float:
        """How far apart lines may be that meet."""
        return 4.0 if self.recognised else 2.0

    @property
    def give(self) -> float:
        """By how much of a character the ends of lines may be mistaken."""
        return 0.3 if self.recognised else 0.0


def read_page(file: str, page: pdfium.PdfPage, number: int) -> PageContent:
    """Everything on a page that matters for reading. Text that is drawn invisibly or slanted (watermarks) is left out.

    Raises ``RejectedFile`` for a page with an absurd number of pieces.
    """
    raw = _raw_glyphs(file, page, number)
    turn = _writing_turn(raw)
    turn = page.get_rotation() if turn is None else turn
    left, bottom, right, top = page.get_cropbox()
    frame = Frame(left, bottom, right, top, turn)
    width, height = frame.size
    glyphs = _placed([item for item in raw if item.angle == turn], frame, width, height)
    rules = Rules(file, number, frame)
    rules.collect(page)
    return PageContent(
        number,
        width,
        height,
        tuple(glyphs),
        tuple(rules.across),
        tuple(rules.upright),
        min(1.0, rules.pictured / max(1.0, width * height)),
    )


class _Raw(NamedTuple):
    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    bold: bool
    angle: int
    sure: bool


def _raw_glyphs(file: str, page: pdfium.PdfPage, number: int) -> list[_Raw]:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > _MOST_GLYPHS:
            raise rejection(file, f"第 {number} 页文字过多（超过 {_MOST_GLYPHS} 个），请分成几个文件")
        return _Characters(textpage.raw).read(count)
    finally:
        textpage.close()


class _Characters:
    """Reads the characters of one text page; fonts are looked at once for each piece of text."""

    def __init__(self, textpage: Any) -> None:  # noqa: ANN401 - a ctypes handle
        self._page = textpage
        self._seen: dict[int, tuple[bool, bool]] = {}
        self._box = api.FS_RECTF()
        self._matrix = api.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def read(self, count: int) -> list[_Raw]:
        return [glyph for index in range(count) if (glyph := self._glyph(index)) is not None]

    def _glyph(self, index: int) -> _Raw | None:
        code = api.FPDFText_GetUnicode(self._page, index)
        if code in (0, 10, 13, 0xFFFE, 0xFFFF) or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return None
        if api.FPDFText_IsGenerated(self._page, index) == 1:
            return None
        visible, bold = self._style(index)
        if not visible:
            return None
        api.FPDFText_GetLooseCharBox(self._page, index, self._box)
        api.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        api.FPDFText_GetMatrix(self._page, index, self._matrix)
        scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        angle = round(math.degrees(math.atan2(self._matrix.b, self._matrix.a))) % 360
        size = api.FPDFText_GetFontSize(self._page, index) * scale
        box = (self._box.left, self._box.bottom, self._box.right, self._box.top)
        sure = api.FPDFText_HasUnicodeMapError(self._page, index) != 1 and not 0xE000 <= code < 0xF900
        text = _SYMBOLS.get(code) or readable(chr(code))
        return _Raw(text, box, (self._x.value, self._y.value), size, bold, angle, sure or code in _SYMBOLS)

    def _style(self, index: int) -> tuple[bool, bool]:
        piece = api.FPDFText_GetTextObject(self._page, index)
        address = ctypes.addressof(piece.contents) if piece else 0
        known = self._seen.get(address)
        if known is None:
            known = self._seen[address] = self._looked_at(piece, index)
        return known

    def _looked_at(self, piece: Any, index: int) -> tuple[bool, bool]:  # noqa: ANN401 - a ctypes handle
        if not piece:
            return True, False
        mode = api.FPDFTextObj_GetTextRenderMode(piece)
        name = _font_name(api.FPDFTextObj_GetFont(piece)).lower()
        weight = api.FPDFText_GetFontWeight(self._page, index)
        bold = weight >= _BOLD_WEIGHT or mode == 2 or any(word in name for word in _BOLD_NAMES)
        return mode != _INVISIBLE, bold


def _font_name(font: Any) -> str:  # noqa: ANN401 - a ctypes handle
    buffer = ctypes.create_string_buffer(128)
    length = api.FPDFFont_GetBaseFontName(font, buffer, len(buffer)) if font else 0
    return buffer.value.decode("utf-8", "replace") if 0 < length <= len(buffer) else ""


def readable(character: str) -> str:
    """The ordinary character for a radical or a ligature that PDF fonts put in its place; full-width ones stay."""
    code = ord(character)
    if 0x2E80 <= code <= 0x2FDF or 0xFB00 <= code <= 0xFB06 or 0xF900 <= code <= 0xFAFF:
        return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    return " " if character in "\t\xa0" else character


_SYMBOLS = {
    0x02: "-",
    0xF0B7: "•",
    0xF06C: "•",
    0xF09F: "•",
    0xF0D8: "•",
    0xF076: "•",
    0xF0A7: "•",
    0xF06E: "•",
    0xF0FC: "√",
    0xF0FE: "☑",
    0xF052: "☑",
    0xF0A8: "□",
    0xF06F: "□",
    0xF0A3: "□",
}
"""A hyphen at the end of a line as PDFium tells it; bullets and boxes of the symbol fonts that Word uses."""
_RADICALS = dict(
    zip(
        "⺟⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺠⺌⺍⺝",
        "母虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟民小小月",
        strict=True,
    )
)
"""Radicals of the supplement, which NFKC leaves as they are."""


def _writing_turn(raw: list[_Raw]) -> int | None:
    """The turn that most of a page's text is written in, whatever way its maker meant it to be shown; slanted counts not."""
    angles = Counter(item.angle for item in raw if item.text.strip() and item.angle in (0, 90, 180, 270))
    return angles.most_common(1)[0][0] if angles else None


def _placed(raw: list[_Raw], frame: Frame, width: float, height: float) -> list[Glyph]:
    found: dict[tuple[str, int, int], Glyph] = {}
    for item in raw:
        left, bottom, right, top = item.box
        (ax, _), (bx, _) = frame.point(left, bottom), frame.point(right, top)
        _, base = frame.point(*item.origin)
        x0, x1 = min(ax, bx), max(ax, bx)
        if -1 <= (x0 + x1) / 2 <= width + 1 and 0 <= base <= height + 1 and item.size > 0:
            # a character printed twice, a hair apart, is a poor man's bold
            key = (item.text, round(x0 / max(1.0, 0.2 * item.size)), round(base / max(1.0, 0.2 * item.size)))
            found.setdefault(key, Glyph(item.text, x0, x1, base, item.size, item.bold, item.sure))
    return list(found.values())
