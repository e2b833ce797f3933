"""Pictures of pages as a copier or a telephone makes them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "C:/Windows/Fonts")
_NAMES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "PingFang.ttc", "msyh.ttc")
DOTS = 150


@cache
def font_file() -> Path | None:
    """A Chinese font of this machine (Debian: fonts-noto-cjk), ``None`` where there is none."""
    found = (path for folder in _FOLDERS for name in _NAMES for path in Path(folder).rglob(name))
    return next(found, None)


def font(points: float) -> ImageFont.FreeTypeFont:
    """The font in a size that prints so on paper."""
    return ImageFont.truetype(str(font_file()), round(points * DOTS / 72))


def sheet(width: int = 595, height: int = 200) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """White paper of that many points, and the pen."""
    picture = Image.new("L", (round(width * DOTS / 72), round(height * DOTS / 72)), 255)
    return picture, ImageDraw.Draw(picture)


def write(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, points: float = 12) -> None:
    """Text with its upper left corner there, in points."""
    pen.text((x * DOTS / 72, y * DOTS / 72), text, font=font(points), fill=0)


def form(rows: Sequence[Sequence[str]], xs: Sequence[int], top: int = 60, height: int = 30) -> Image.Image:
    """A ruled table on a sheet."""
    picture, pen = sheet(height=top + height * len(rows) + 60)
    unit = DOTS / 72
    for line in range(len(rows) + 1):
        y = (top + line * height) * unit
        pen.line((xs[0] * unit, y, xs[-1] * unit, y), fill=0, width=2)
    for x in xs:
        pen.line((x * unit, top * unit, x * unit, (top + len(rows) * height) * unit), fill=0, width=2)
    for number, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            write(pen, x + 5, top + number * height + 6, text)
    return picture


def copied(picture: Image.Image, turn: float = 0, blur: float = 0, noise: float = 0) -> Image.Image:
    """As it comes out of the machine: askew, soft, grainy, on greyish paper."""
    turned = picture.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(1).normal(0, noise, (turned.height, turned.width)) if noise else 0
    values: Any = np.asarray(turned, dtype=np.float32) * 0.85 + 20 + grain
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def saved(picture: Image.Image, kind: str = "JPEG", **more: Any) -> bytes:
    """The file."""
    file = io.BytesIO()
    picture.save(file, kind, **({"quality": 60} if kind == "JPEG" else {}), **more)
    return file.getvalue()
