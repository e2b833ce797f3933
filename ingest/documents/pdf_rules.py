"""The ruled lines and pictures of a PDF's page, in the coordinates of someone who reads it upright."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as api

from ingest.problems import rejection

_MOST_PATHS = 60_000
_DEEPEST_FORM = 6
_THICKEST_RULE = 4.0
_SHORTEST_RULE = 3.0
_NEARLY_WHITE = 245


class Rule(NamedTuple):
    """A ruled line: ``at`` is its y (horizontal) or x (upright), ``start`` and ``end`` its reach."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Frame:
    """Turns PDF user space (y upwards, page rotation not applied) into what a reader sees."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)


class Rules:
    """The straight lines of a page, also those drawn as thin boxes or inside forms; and its pictures' size."""

    def __init__(self, file: str, number: int, frame: Frame) -> None:
        self._file, self._number, self._frame = file, number, frame
        self._left = _MOST_PATHS
        self.across: list[Rule] = []
        self.upright: list[Rule] = []
        self.pictured = 0.0

    def collect(self, page: pdfium.PdfPage) -> None:
        count = api.FPDFPage_CountObjects(page.raw)
        for index in range(count):
            self._object(api.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)

    def _object(self, item: Any, outer: _Matrix, depth: int) -> None:  # noqa: ANN401 - a ctypes handle
        kind = api.FPDFPageObj_GetType(item)
        if kind == api.FPDF_PAGEOBJ_PATH:
            self._path(item, outer)
        elif kind == api.FPDF_PAGEOBJ_IMAGE:
            self._picture(_times(_matrix_of(item), outer))
        elif kind == api.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _times(_matrix_of(item), outer)
            for index in range(api.FPDFFormObj_CountObjects(item)):
                self._object(api.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _picture(self, matrix: _Matrix) -> None:
        a, b, c, d, _, _ = matrix
        self.pictured = max(self.pictured, abs(a * d - b * c))

    def _path(self, item: Any, outer: _Matrix) -> None:  # noqa: ANN401 - a ctypes handle
        self._left -= 1
        if self._left < 0:
            raise rejection(self._file, f"第 {self._number} 页线条过多，读不出来，请提供 Word 文件")
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        api.FPDFPath_GetDrawMode(item, fill, stroke)
        if stroke.value and not _is_white(item, api.FPDFPageObj_GetStrokeColor):
            self._edges(item, _times(_matrix_of(item), outer))
        elif fill.value and not _is_white(item, api.FPDFPageObj_GetFillColor):
            self._thin_box(item, _times(_matrix_of(item), outer))

    def _edges(self, item: Any, matrix: _Matrix) -> None:  # noqa: ANN401 - a ctypes handle
        count = min(api.FPDFPath_CountSegments(item), self._left)
        self._left -= count
        start = last = None
        for index in range(count):
            segment = api.FPDFPath_GetPathSegment(item, index)
            point = self._point(segment, matrix)
            kind = api.FPDFPathSegment_GetType(segment)
            if kind == api.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == api.FPDF_SEGMENT_LINETO and last is not None:
                self._line(last, point)
            last = point
            if api.FPDFPathSegment_GetClose(segment) and start is not None:
                self._line(point, start)
                last = start

    def _thin_box(self, item: Any, matrix: _Matrix) -> None:  # noqa: ANN401 - a ctypes handle
        """A filled shape that is as thin as a line is one."""
        count = min(api.FPDFPath_CountSegments(item), 16)
        points = [self._point(api.FPDFPath_GetPathSegment(item, index), matrix) for index in range(count)]
        if not points:
            return
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(ys) - min(ys) <= _THICKEST_RULE:
            self._line((min(xs), (min(ys) + max(ys)) / 2), (max(xs), (min(ys) + max(ys)) / 2))
        elif max(xs) - min(xs) <= _THICKEST_RULE:
            self._line(((min(xs) + max(xs)) / 2, min(ys)), ((min(xs) + max(xs)) / 2, max(ys)))

    def _point(self, segment: Any, matrix: _Matrix) -> tuple[float, float]:  # noqa: ANN401 - a ctypes handle
        x, y = ctypes.c_float(), ctypes.c_float()
        api.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        return self._frame.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)

    def _line(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        (ax, ay), (bx, by) = one, other
        if abs(ay - by) <= 1 and abs(ax - bx) >= _SHORTEST_RULE:
            self.across.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 1 and abs(ay - by) >= _SHORTEST_RULE:
            self.upright.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _matrix_of(item: Any) -> _Matrix:  # noqa: ANN401 - a ctypes handle
    matrix = api.FS_MATRIX()
    if not api.FPDFPageObj_GetMatrix(item, matrix):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _is_white(item: Any, ask: Any) -> bool:  # noqa: ANN401 - ctypes handles
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = ask(item, red, green, blue, alpha)
    return bool(known) and (alpha.value == 0 or min(red.value, green.value, blue.value) >= _NEARLY_WHITE)
