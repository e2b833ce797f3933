"""Photos and scans before recognition: opened within bounds, turned upright, straightened, their ruled lines found."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ingest.documents.pdf_rules import Rule
from ingest.problems import rejection

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")
MOST_PIXELS = 80_000_000
LONGEST_SIDE = 2600
_SMALLEST_SIDE = 40
MOST_FRAMES = 20
_SHORTEST_ACROSS, _SHORTEST_UPRIGHT, _SURELY_RULE = 24.0, 14.0, 60.0
_THICKEST = 3.0
_TOUCH = 5.0
_MOST_SKEW = 6.0

Image8 = Any
"""A numpy array of bytes, (height, width): 0 is black."""


def open_image(file: str, data: bytes) -> Iterator[Image8]:
    """The pages of an image file in grey, upright as the camera meant, at most ``LONGEST_SIDE`` pixels long.

    Raises ``RejectedFile`` for what is damaged, absurdly large or no picture of these kinds.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield from _frames(file, image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise rejection(file, "图片打不开，可能已损坏或没有传完") from error


def _frames(file: str, image: Image.Image) -> Iterator[Image8]:
    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count > MOST_FRAMES:
        raise rejection(file, f"图片有 {count} 页，超过 {MOST_FRAMES} 页，请分成几个文件")
    for number in range(count):
        if count > 1:
            image.seek(number)
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise rejection(file, f"图片过大（{width}×{height}），请缩小到 8000 万像素以内")
        if min(width, height) < _SMALLEST_SIDE:
            raise rejection(file, "图片太小，看不出文字")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        yield _grey(image)


def _grey(image: Image.Image) -> Image8:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        over = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)
    if upright.mode.startswith("I;16") or upright.mode in ("I", "F"):
        values = np.asarray(upright, dtype=np.float32)
        return np.asarray(values * (255 / max(1.0, float(values.max()))), dtype=np.uint8)
    return np.asarray(upright.convert("L"))


def straightened(image: Image8) -> Image8:
    """The image turned by the few degrees that a page lay askew on the glass."""
    angle = _skew(image)
    if abs(angle) < 0.1:
        return image
    height, width = image.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def _skew(image: Image8) -> float:
    """The turn, in degrees, after which rows of ink and blank rows differ most."""
    scale = min(1.0, 900 / max(image.shape))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = ink(small)
    coarse = max(np.arange(-_MOST_SKEW, _MOST_SKEW + 0.1, 0.5), key=lambda angle: _sharpness(dark, angle))
    best = max(np.arange(coarse - 0.5, coarse + 0.51, 0.1), key=lambda angle: _sharpness(dark, angle))
    return float(best) if _sharpness(dark, best) > 1.02 * _sharpness(dark, 0.0) else 0.0


def _sharpness(dark: Image8, angle: float) -> float:
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    rows = cv2.warpAffine(dark, turn, (width, height)).sum(axis=1, dtype=np.float64)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def ink(image: Image8) -> Image8:
    """255 where something is printed, also under uneven light."""
    block = max(15, min(image.shape) // 30 | 1)
    return cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 15)


def find_rules(image: Image8, unit: float) -> tuple[list[Rule], list[Rule], Image8]:
    """Ruled lines across and upright in pixels, and the image without them.

    ``unit`` is pixels a point. Strokes of large characters look like short lines: those count only between other lines.
    """
    dark = cv2.dilate(ink(image), np.ones((2, 2), np.uint8))
    across, across_marks = _straight(dark, unit, upright=False)
    upright, upright_marks = _straight(dark, unit, upright=True)
    long_upright = [rule for rule in upright if rule.end - rule.start >= _SURELY_RULE * unit]
    across_kept = _kept(across, long_upright or upright, unit)
    upright_kept = _kept(upright, [across[index] for index in across_kept], unit)
    clean = image.copy()
    paper = int(np.median(image))
    for kept, marks in ((across_kept, across_marks), (upright_kept, upright_marks)):
        for index in kept:
            x, y, width, height = marks[index]
            clean[max(0, y - 1) : y + height + 1, max(0, x - 1) : x + width + 1] = paper
    return [across[index] for index in across_kept], [upright[index] for index in upright_kept], clean


def _straight(dark: Image8, unit: float, upright: bool) -> tuple[list[Rule], list[tuple[int, int, int, int]]]:
    length = round((_SHORTEST_UPRIGHT if upright else _SHORTEST_ACROSS) * unit)
    shape = (1, length) if upright else (length, 1)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
    _, _, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    rules: list[Rule] = []
    marks: list[tuple[int, int, int, int]] = []
    for x, y, width, height, _ in stats[1:].tolist():
        thick, long = (width, height) if upright else (height, width)
        if long < 5 * thick or thick > _THICKEST * unit:
            continue
        rules.append(Rule(x + width / 2, y, y + height) if upright else Rule(y + height / 2, x, x + width))
        marks.append((x, y, width, height))
    return rules, marks


def _kept(rules: list[Rule], others: list[Rule], unit: float) -> list[int]:
    """Long lines, and short ones both of whose ends meet lines of the other direction."""
    return [
        index
        for index, rule in enumerate(rules)
        if rule.end - rule.start >= _SURELY_RULE * unit or all(_meets(rule.at, end, others, unit) for end in rule[1:])
    ]


def _meets(at: float, end: float, others: list[Rule], unit: float) -> bool:
    near = _TOUCH * unit
    return any(abs(other.at - end) <= near and other.start - near <= at <= other.end + near for other in others)
