"""The picture of a page to characters and ruled lines in points, as a PDF's page has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ingest.documents.ocr_engine import Recognised, find_lines, recognise
from ingest.documents.ocr_image import Image8, find_rules, straightened
from ingest.documents.pdf_glyphs import Glyph, PageContent
from ingest.documents.pdf_rules import Rule

_SURE, _SURE_OF_FIGURES, _SURE_OF_SIGNS = 0.75, 0.9, 0.45
"""Signs are told by what stands beside them, and the model divides its trust between the wide and the narrow form."""
_SURE_OF_LOOK_ALIKES = 0.97
_LOOK_ALIKES = frozenset("内门未末土士己已巳日曰人入申甲由夫天干千于大太力刀王玉")
_FIGURES = frozenset("0123456789零一二三四五六七八九十百千万")
_UNCLEAR = 0.05
"""A page with a larger share of unsure characters is blurred: there the sure ones are wrong too often, too."""
_SHORT_SIDE, _LONG_SIDE = 595.0, 842.0
_FEW_CHARACTERS = 8
"""So few on a whole page are rather specks or the rest of a blur."""
_TRIES = 3
_WRONG_WAY = 0.6
_ENDS_EARLY = frozenset("，。、；：！？）》”’」』】〉〕")
_BEGINS_LATE = frozenset("（《“‘「『【〈〔")
_RINGS = frozenset("0oO°○〇。")
"""What a small ring alone on its line is taken for; it is the full stop of the line above."""
_BEARING = 0.05
"""Of a character's square, what its ink leaves free on either side."""
_MARGIN = 2
_SIZE_STEP = 2.0


@dataclass(frozen=True)
class _Box:
    """A place on the picture, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


@dataclass(frozen=True)
class _Line:
    """Recognised text and where its ink is; ``box`` is what the recogniser looked at."""

    text: Recognised
    box: _Box
    ink: _Box


def page_of(image: Image8, number: int) -> PageContent:
    """A page as printed: straightened, turned upright, its tables' lines found, its text recognised line by line."""
    for attempt in range(_TRIES):
        image = straightened(image)
        unit = _unit(image)
        across, upright, clean = find_rules(image, unit)
        boxes = _boxes(find_lines(_colours(clean)), clean)
        if attempt + 1 < _TRIES and _is_sideways(boxes):
            image = np.ascontiguousarray(np.rot90(image))
            continue
        lines = _read(clean, boxes, upright)
        if attempt + 1 == _TRIES or not _is_upside_down(lines):
            break
        image = np.ascontiguousarray(np.rot90(image, 2))
    height, width = image.shape
    usual = _usual_size(lines)
    glyphs = [glyph for line in lines for glyph in _glyphs(line, usual)]
    unsure = sum(not glyph.sure for glyph in glyphs)
    if unsure > _UNCLEAR * len(glyphs) or len(glyphs) < _FEW_CHARACTERS:
        glyphs = [glyph._replace(sure=False) for glyph in glyphs]
    return PageContent(
        number=number,
        width=width / unit,
        height=height / unit,
        glyphs=tuple(_scaled(glyph, unit) for glyph in glyphs),
        across=tuple(Rule(*(value / unit for value in rule)) for rule in across),
        upright=tuple(Rule(*(value / unit for value in rule)) for rule in upright),
        pictured=1.0,
        recognised=True,
    )


def _unit(image: Image8) -> float:
    """Pixels a point, taking the picture for a sheet of A4."""
    height, width = image.shape
    return float(width / (_SHORT_SIDE if width <= height else _LONG_SIDE))


def _colours(image: Image8) -> Image8:
    return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)


def _boxes(corners: Sequence[Image8], image: Image8) -> list[_Box]:
    height, width = image.shape
    boxes = []
    for points in corners:
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        boxes.append(_Box(max(0, int(x0)), max(0, int(y0)), min(width, int(x1) + 1), min(height, int(y1) + 1)))
    return [box for box in boxes if box.width > _MARGIN and box.height > _MARGIN]


def _is_sideways(boxes: Sequence[_Box]) -> bool:
    tall = sum(box.height for box in boxes if box.height > 1.5 * box.width)
    return tall > 0.6 * sum(max(box.height, box.width) for box in boxes)


def _is_upside_down(lines: Sequence[_Line]) -> bool:
    """Nothing much is recognised on a page that stands on its head."""
    characters = [sure for line in lines for _, _, sure in line.text.characters]
    return bool(characters) and sum(characters) / len(characters) < _WRONG_WAY


def _read(image: Image8, boxes: Sequence[_Box], upright: Sequence[Rule]) -> list[_Line]:
    lines: list[_Line] = []
    for found in boxes:
        for box in _cut_at_rules(found, upright):
            pieces = _written_downwards(image, box) if box.height > 1.8 * box.width else [box]
            for piece in pieces:
                ink = _ink_in(image, piece)
                if ink is not None:
                    lines.append(
                        _Line(recognise(_colours(image[piece.y0 : piece.y1, piece.x0 : piece.x1])), piece, ink)
                    )
    return [line for line in lines if line.text.characters]


def _cut_at_rules(box: _Box, upright: Sequence[Rule]) -> list[_Box]:
    """The detector sees two cells' text as one line where the rule between them is thin."""
    middle = (box.y0 + box.y1) / 2
    inside = 0.4 * box.height
    cuts = sorted(
        round(rule.at)
        for rule in upright
        if rule.start <= middle <= rule.end and box.x0 + inside < rule.at < box.x1 - inside
    )
    edges = [box.x0, *cuts, box.x1]
    return [_Box(left, box.y0, right, box.y1) for left, right in zip(edges, edges[1:], strict=False) if right > left]


def _written_downwards(image: Image8, box: _Box) -> list[_Box]:
    """The characters of a label that is written from top to bottom."""
    dark = _dark(image, box).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(np.int8), [0]))))
    runs: list[list[int]] = []
    for start, end in edges.reshape(-1, 2).tolist():
        # the upper and lower half of a character may not touch
        if runs and end - runs[-1][0] <= 1.15 * box.width:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    top = [max(0, box.y0 + start - _MARGIN) for start, _ in runs]
    bottom = [min(image.shape[0], box.y0 + end + _MARGIN) for _, end in runs]
    return [_Box(box.x0, upper, box.x1, lower) for upper, lower in zip(top, bottom, strict=True)]


def _dark(image: Image8, box: _Box) -> Image8:
    part = image[box.y0 : box.y1, box.x0 : box.x1]
    paper, print_ = float(np.percentile(part, 90)), float(part.min())
    return part < (paper + print_) / 2 if paper - print_ > 40 else np.zeros(part.shape, dtype=bool)


def _ink_in(image: Image8, box: _Box) -> _Box | None:
    dark = _dark(image, box)
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not len(columns):
        return None
    x0, x1, y0, y1 = (int(value) for value in (columns[0], columns[-1] + 1, rows[0], rows[-1] + 1))
    return _Box(box.x0 + x0, box.y0 + y0, box.x0 + x1, box.y0 + y1)


# characters


def _ems(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _edges(line: _Line, size: float) -> tuple[float, float]:
    """Where the first character begins and the last ends; punctuation has its ink in one half of its square."""
    characters = line.text.characters
    start = line.ink.x0 - size * (0.5 if characters[0][0] in _BEGINS_LATE else _BEARING)
    end = line.ink.x1 + size * (0.5 if characters[-1][0] in _ENDS_EARLY else _BEARING)
    return start, end


def _own_size(line: _Line) -> float:
    """The side of a Chinese character's square: from the line's length, of a few characters from its height."""
    ems = sum(_ems(character) for character, _, _ in line.text.characters)
    if ems < 3:
        return float(line.ink.height) / 0.9
    rough = line.ink.width / ems
    start, end = _edges(line, rough)
    return min((end - start) / ems, line.box.height * 1.1)


def _usual_size(lines: Sequence[_Line]) -> float:
    sizes = sorted(_own_size(line) for line in lines for _ in line.text.characters)
    return sizes[len(sizes) // 2] if sizes else 1.0


def _size(line: _Line, usual: float) -> float:
    """Print is of one size unless it is plainly larger or smaller: measured sizes are never quite the same."""
    ratio = _own_size(line) / usual
    if 0.7 < ratio < 1.3:
        return usual
    return usual * round(ratio * _SIZE_STEP * 2) / (_SIZE_STEP * 2)


def _glyphs(line: _Line, usual: float) -> list[Glyph]:
    size = _size(line, usual)
    base = (line.ink.y0 + line.ink.y1) / 2 + 0.38 * size
    characters = line.text.characters
    if line.text.text in _RINGS and line.ink.height < 0.55 * usual:
        return [Glyph("。", line.ink.x0, line.ink.x0 + usual, base + 0.4 * usual, usual, False)]
    return [
        Glyph(character, x0, x1, base, size, False, _is_sure(character, sure))
        for (character, _, sure), (x0, x1) in zip(characters, _places(line, size), strict=True)
    ]


def _places(line: _Line, size: float) -> list[tuple[float, float]]:
    """Where each character begins and ends: evenly set as print is, or where the model saw them, if that is elsewhere."""
    start, end = _edges(line, size)
    characters = line.text.characters
    widths = [_ems(character) for character, _, _ in characters]
    em = (end - start) / sum(widths)
    even: list[tuple[float, float]] = []
    for width in widths:
        begin = even[-1][1] if even else start
        even.append((begin, begin + width * em))
    seen = [line.box.x0 + place * line.box.width for _, place, _ in characters]
    if all(abs((x0 + x1) / 2 - centre) < 0.9 * size for (x0, x1), centre in zip(even, seen, strict=True)):
        return even
    return _as_seen(seen, [width * size for width in widths], start, end)


def _as_seen(centres: Sequence[float], widths: Sequence[float], start: float, end: float) -> list[tuple[float, float]]:
    places: list[tuple[float, float]] = []
    for centre, width in zip(centres, widths, strict=True):
        x0, x1 = max(start, centre - width / 2), min(end, centre + width / 2)
        if places and x0 - places[-1][1] < 0.6 * max(widths):
            x0 = places[-1][1]
        places.append((x0, max(x0, x1)))
    places[0] = (start, places[0][1])
    places[-1] = (places[-1][0], max(end, places[-1][0]))
    return places


def _is_sure(character: str, sure: float) -> bool:
    if character in _FIGURES:
        return sure >= _SURE_OF_FIGURES
    if character in _LOOK_ALIKES:
        return sure >= _SURE_OF_LOOK_ALIKES
    return sure >= (_SURE if character.isalpha() else _SURE_OF_SIGNS)


def _scaled(glyph: Glyph, unit: float) -> Glyph:
    return glyph._replace(
        x0=glyph.x0 / unit, x1=glyph.x1 / unit, base=glyph.base / unit, size=max(0.5, glyph.size / unit)
    )
