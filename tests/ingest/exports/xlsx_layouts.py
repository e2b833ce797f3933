"""Workbooks as five departments keep them (openpyxl)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font

from knowledge.models import ServiceGuide
from tests.ingest.exports import departments as who
from tests.ingest.exports.layout import File, Guides, Layout, one_department, one_each
from tests.ingest.exports.prose import plain
from tests.ingest.exports.wording import LISTS, PAIRS, TEXTS, Wording, numbered

_WRAP = Alignment(wrap_text=True, vertical="top")


def _saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _value(text: str) -> str | int:
    """A figure is typed as a figure, as people at a sheet do; a telephone number too, alas."""
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,4}", text) else text


def _put(sheet: Any, row: int, column: int, text: str, *, bold: bool = False) -> Any:
    cell = sheet.cell(row, column, _value(text))
    cell.alignment = _WRAP
    if bold:
        cell.font = Font(bold=True)
    return cell


def _append(sheet: Any, row: int, texts: Sequence[str], *, bold: bool = False, column: int = 1) -> int:
    """Write one row, return the next."""
    for place, text in enumerate(texts, column):
        if text:
            _put(sheet, row, place, text, bold=bold)
    return row + 1


def _flat(wording: Wording, guide: ServiceGuide, name: str) -> list[str]:
    """A field as one cell, or as three where it has three labelled values."""
    if name in PAIRS:
        return [value for _, value in (wording.fee_lines(guide) if name == "fee" else wording.online_lines(guide))]
    if name in TEXTS:
        return ["\n".join(numbered(getattr(guide, name)))]
    return ["\n".join(plain(wording, guide)[name])] if name in LISTS else [wording.line(name, guide)]


def _heads(wording: Wording, names: Sequence[str]) -> list[str]:
    return [head for name in names for head in (wording.columns[name] if name in PAIRS else (wording.labels[name],))]


def row_each(guides: Guides) -> list[File]:
    """All guides in one sheet below a title, one a row; lists are lines in a cell."""
    wording, book = who.SHEET, openpyxl.Workbook()
    sheet = book.active
    sheet.title = "办事指南"
    heads = _heads(wording, wording.order)
    _put(sheet, 1, 1, "鲤城区政务服务事项办事指南汇总表", bold=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads) + 1)
    _append(sheet, 2, ["序号", *heads], bold=True)
    for number, guide in enumerate(guides, 1):
        texts = [text for name in wording.order for text in _flat(wording, guide, name)]
        _append(sheet, number + 2, [str(number), *texts])
    return [File("办事指南汇总.xlsx", _saved(book), tuple(guides))]


def _title(guide: ServiceGuide) -> str:
    return re.sub(r"[\[\]:*?/\\]", "", guide.name)[:31]


def sheet_each(guides: Guides) -> bytes:
    """One item a sheet: label and value, then a headed block for each list."""
    wording, book = who.PROVINCE, openpyxl.Workbook()
    book.remove(book.active)
    for guide in guides:
        sheet = book.create_sheet(_title(guide))
        row = 1
        for name in (name for name in wording.order if name not in LISTS):
            lines = _flat(wording, guide, name)
            for head, text in zip(_heads(wording, [name]), lines, strict=True):
                _put(sheet, row, 1, head, bold=True)
                row = _append(sheet, row, [text], column=2)
        for name in (name for name in wording.order if name in LISTS):
            row = _append(sheet, row + 1, [wording.labels[name]], bold=True)
            row = _append(sheet, row, wording.columns[name], bold=True)
            for texts in wording.rows(name, guide):
                row = _append(sheet, row, texts)
    return _saved(book)


def linked(guides: Guides) -> bytes:
    """One sheet of items, one sheet a list; rows of the lists name their item by its code."""
    wording, book = who.SHEET, openpyxl.Workbook()
    sheet = book.active
    sheet.title = "事项基本信息"
    names = [name for name in wording.order if name not in LISTS]
    _append(sheet, 1, _heads(wording, names), bold=True)
    for row, guide in enumerate(guides, 2):
        _append(sheet, row, [text for name in names for text in _flat(wording, guide, name)])
    for name in (name for name in wording.order if name in LISTS):
        sheet = book.create_sheet(wording.labels[name])
        row = _append(sheet, 1, ["事项编码", "序号", *wording.columns[name]], bold=True)
        for guide in guides:
            for number, texts in enumerate(wording.rows(name, guide), 1):
                row = _append(sheet, row, [guide.id, str(number), *texts])
    return _saved(book)


class _Form:
    """A form of six columns, merged as needed."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.row = 1

    def line(self, texts: Sequence[str], widths: Sequence[int], column: int = 1) -> None:
        """One row, each text over as many columns as ``widths`` says."""
        for text, width in zip(texts, widths, strict=True):
            _put(self.sheet, self.row, column, text)
            if width > 1:
                self.sheet.merge_cells(
                    start_row=self.row, start_column=column, end_row=self.row, end_column=column + width - 1
                )
            column += width
        self.row += 1

    def section(self, label: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """Rows beside one label, which is merged downwards."""
        first = self.row
        _put(self.sheet, first, 1, label, bold=True)
        for texts in rows:
            self.line(texts, widths, 2)
        if len(rows) > 1:
            self.sheet.merge_cells(start_row=first, start_column=1, end_row=self.row - 1, end_column=1)


_WIDTHS = {
    "variants": (1, 1, 1, 2),
    "materials": (1, 1, 1, 1, 1),
    "steps": (1, 4),
    "places": (1, 2, 1, 1),
    "faq": (2, 3),
}


def form(guide: ServiceGuide) -> bytes:
    """A printed form: four columns on top, then sections with their label on the left."""
    wording, book = who.CITY, openpyxl.Workbook()
    sheet = book.active
    drawn = _Form(sheet)
    drawn.line([f"{guide.name}办事指南"], [6])
    short = [name for name in wording.order if name not in (*LISTS, *TEXTS, *PAIRS, "summary", "result", "aliases")]
    for one, two in zip(short[::2], [*short[1::2], ""], strict=False):
        texts = [wording.labels[one], wording.line(one, guide)]
        if two:
            drawn.line([*texts, wording.labels[two], wording.line(two, guide)], [1, 2, 1, 2])
        else:
            drawn.line(texts, [1, 5])
    for name in ("summary", "aliases", "result"):
        drawn.line([wording.labels[name], wording.line(name, guide)], [1, 5])
    for name in TEXTS:
        drawn.line([wording.labels[name], "\n".join(numbered(getattr(guide, name), "{}、"))], [1, 5])
    drawn.section(wording.labels["fee"], wording.fee_lines(guide), (1, 4))
    drawn.section(wording.labels["online"], wording.online_lines(guide), (1, 4))
    for name in LISTS:
        drawn.section(wording.labels[name], [wording.columns[name], *wording.rows(name, guide)], _WIDTHS[name])
    return _saved(book)


def grouped(guides: Guides) -> bytes:
    """Two rows of heads; one material a row, and the item's own cells merged over its materials."""
    wording, book = who.BUREAU, openpyxl.Workbook()
    sheet = book.active
    column = 1
    for name in wording.order:
        heads = wording.columns[name] if name in (*PAIRS, "materials") else ()
        _put(sheet, 1, column, wording.labels[name], bold=True)
        if heads:
            _append(sheet, 2, heads, bold=True, column=column)
            sheet.merge_cells(start_row=1, start_column=column, end_row=1, end_column=column + len(heads) - 1)
        else:
            sheet.merge_cells(start_row=1, start_column=column, end_row=2, end_column=column)
        column += len(heads) or 1
    row = 3
    for guide in guides:
        row = _grouped_rows(sheet, row, wording, guide)
    return _saved(book)


def _grouped_rows(sheet: Any, row: int, wording: Wording, guide: ServiceGuide) -> int:
    materials, column = wording.rows("materials", guide), 1
    for name in wording.order:
        if name == "materials":
            for place, texts in enumerate(materials):
                _append(sheet, row + place, texts, column=column)
            column += len(materials[0])
            continue
        for text in _flat(wording, guide, name):
            _put(sheet, row, column, text)
            if len(materials) > 1:
                end = row + len(materials) - 1
                sheet.merge_cells(start_row=row, start_column=column, end_row=end, end_column=column)
            column += 1
    return row + len(materials)


LAYOUTS = (
    Layout("xlsx/row_each", row_each),
    Layout("xlsx/sheet_each", one_department("{department}办事指南.xlsx", sheet_each)),
    Layout("xlsx/linked", one_department("{department}事项库.xlsx", linked)),
    Layout("xlsx/form", one_each("{name}.xlsx", form)),
    Layout("xlsx/grouped", one_department("{department}申请材料清单.xlsx", grouped)),
)
