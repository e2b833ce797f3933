"""Excel workbooks (.xlsx, .xlsm, .xls): each visible sheet is a heading and one table, as people see it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ingest.documents.archive import DAMAGED
from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.documents.ooxml import Package
from ingest.documents.xlsx_format import Value, exact_value, shown_value
from ingest.documents.xlsx_looks import PLAIN, Looks, SheetLooks, cell_name
from ingest.problems import rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_CELLS = 300_000
"""Cells between the first and the last filled one, of all sheets: 3,000 items with 60 columns have 180,000."""
MOST_COLUMNS = 1000
_NONE = SheetLooks()
_TOO_MUCH = f"表格太大（超过 {MOST_CELLS} 个单元格，或者内容离左上角太远），请删去多余内容，或分成几个文件"

Merged = dict[tuple[int, int], tuple[int, int, int, int]]


def read_xlsx(file: str, data: bytes, *, exact: bool = False) -> Document:
    """What a workbook of Office Open XML says; raises RejectedFile. Macros are never run, formulas never computed.

    ``exact``: figures as they are held, not as they are shown.
    """
    package = Package(file, data)
    package.survey("xl/")
    looks = Looks(package)
    sheets = {name: looks.sheet(part) for name, part in looks.sheets().items()}
    _check_size(file, list(sheets.values()))
    reader = _Book(file, sheets, exact)
    blocks = tuple(reader.read(data))
    told = [warning(file, "文件带有宏程序，没有运行，只读取了文字")] if package.has_macros else []
    return Document(file, "xlsx", blocks, package.title(), warnings=(*told, *reader.warnings))


def read_xls(file: str, data: bytes) -> Document:
    """What a workbook of Excel 97 to 2003 says; raises RejectedFile."""
    reader = _Book(file, {})
    blocks = tuple(reader.read(data))
    return Document(file, "xlsx", blocks, warnings=tuple(reader.warnings))


def _check_size(file: str, sheets: list[SheetLooks]) -> None:
    """calamine lays out the whole rectangle of filled cells: its size is known before."""
    area = sum((sheet.last_row + 1) * (sheet.last_column + 1) for sheet in sheets)
    if area > MOST_CELLS or any(sheet.last_column >= MOST_COLUMNS for sheet in sheets):
        raise rejection(file, _TOO_MUCH)


@dataclass
class _Book:
    """The walk through one workbook."""

    file: str
    looks: dict[str, SheetLooks]
    exact: bool = False
    warnings: list[Problem] = field(default_factory=list)
    cells: int = 0

    def read(self, data: bytes) -> Iterator[Block]:
        """The blocks of the visible sheets; raises RejectedFile when there is nothing to read."""
        empty = True
        for sheet in self._sheets(data):
            table = self._table(sheet)
            if table is not None:
                empty = False
                yield Text(sheet.name, Position(sheet=sheet.name), level=1)
                yield table
        if empty:
            raise rejection(self.file, "表格里没有内容")

    def _sheets(self, data: bytes) -> Iterator[CalamineSheet]:
        try:
            with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
                for index, sheet in enumerate(book.sheets_metadata):
                    if self._wanted(sheet):
                        yield book.get_sheet_by_index(index)
        except PasswordError as error:
            raise rejection(self.file, "文件有密码，请去掉密码再上传") from error
        except (CalamineError, OSError, ValueError) as error:
            raise rejection(self.file, DAMAGED) from error

    def _wanted(self, sheet: SheetMetadata) -> bool:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            return False
        if sheet.visible != SheetVisibleEnum.Visible:
            self._warn(f"工作表“{shown(sheet.name)}”是隐藏的，没有采用", Position(sheet=sheet.name))
            return False
        return True

    def _warn(self, reason: str, at: Position) -> None:
        self.warnings.append(warning(self.file, reason, at=at))

    def _table(self, sheet: CalamineSheet) -> Table | None:
        """The used range without its empty edges, ``None`` for an empty sheet."""
        if sheet.start is None:
            return None
        self.cells += sheet.height * sheet.width
        if self.cells > MOST_CELLS or sheet.width > MOST_COLUMNS:
            raise rejection(self.file, _TOO_MUCH)
        grid = _Grid(self.file, sheet, self.looks.get(sheet.name, _NONE), exact=self.exact)
        table = grid.table()
        self.warnings += grid.warnings
        return table


class _Grid:
    """One sheet laid out: what is hidden or struck out is left out and told."""

    def __init__(self, file: str, sheet: CalamineSheet, looks: SheetLooks, *, exact: bool = False) -> None:
        self.file, self.name, self.looks = file, sheet.name, looks
        self.worded = exact_value if exact else shown_value
        self.top, self.left = sheet.start or (0, 0)
        self.values: list[list[Value]] = sheet.to_python()
        self.merged = _merged(sheet, self.top + len(self.values), self.left + sheet.width)
        self.warnings: list[Problem] = []

    def table(self) -> Table | None:
        """The table of what is visible and filled."""
        rows = [row for row in range(self.top, self.top + len(self.values)) if row not in self.looks.hidden_rows]
        width = len(self.values[0]) if self.values else 0
        columns = [column for column in range(self.left, self.left + width) if not self.looks.hides_column(column)]
        self._tell_uncomputed()
        self._tell_hidden(len(self.values) - len(rows), width - len(columns))
        texts = {(row, column): self._text(row, column) for row in rows for column in columns}
        rows = _trimmed(rows, lambda row: any(texts[row, column] for column in columns))
        columns = _trimmed(columns, lambda column: any(texts[row, column] for row in rows))
        if not rows or not columns:
            return None
        made: dict[tuple[int, int], Cell] = {}
        cells = tuple(tuple(self._cell(row, column, texts, made) for column in columns) for row in rows)
        return Table(cells, self._at(rows[0], columns[0]))

    def _at(self, row: int, column: int) -> Position:
        return Position.model_construct(sheet=self.name, cell=cell_name(row, column))

    def _text(self, row: int, column: int) -> str:
        look = self.looks.looks.get((row, column), PLAIN)
        text = self.worded(self.values[row - self.top][column - self.left], look.code).strip()
        if text and look.struck:
            self._warn("这一格划了删除线，没有采用，请核对", row, column)
            return ""
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")

    def _cell(
        self, row: int, column: int, texts: dict[tuple[int, int], str], made: dict[tuple[int, int], Cell]
    ) -> Cell:
        """The cell here, the same object wherever a merged one is seen."""
        top, left, bottom, right = self.merged.get((row, column), (row, column, row, column))
        if (top, left) not in made:
            rows = sum(1 for line in range(top, bottom + 1) if line not in self.looks.hidden_rows)
            columns = sum(1 for line in range(left, right + 1) if not self.looks.hides_column(line))
            head = self.looks.looks.get((top, left), PLAIN).bold
            made[top, left] = Cell(texts.get((top, left), ""), self._at(top, left), rows, columns, head)
        return made[top, left]

    def _tell_uncomputed(self) -> None:
        if self.looks.uncomputed:
            reason = (
                f"有 {len(self.looks.uncomputed)} 处公式出错或没有算出结果，没有采用，请用 Excel 打开检查、保存后再上传"
            )
            self._warn(reason, *self.looks.uncomputed[0])

    def _tell_hidden(self, rows: int, columns: int) -> None:
        if rows or columns:
            what = "、".join(
                part for part in (f"{rows} 行" if rows else "", f"{columns} 列" if columns else "") if part
            )
            reason = f"工作表“{shown(self.name)}”里有隐藏的 {what}，没有采用"
            self.warnings.append(warning(self.file, reason, at=Position(sheet=self.name)))

    def _warn(self, reason: str, row: int, column: int) -> None:
        self.warnings.append(warning(self.file, reason, at=self._at(row, column)))


def _merged(sheet: CalamineSheet, end_row: int, end_column: int) -> Merged:
    """The merged range that each place belongs to, clipped to what is filled, as first and last row and column."""
    places: Merged = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, end_row - 1), min(right, end_column - 1)
        if len(places) + (bottom - top + 1) * (right - left + 1) > 2 * MOST_CELLS:
            break
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                places.setdefault((row, column), (top, left, bottom, right))
    return places


def _trimmed(lines: list[int], filled: Callable[[int], bool]) -> list[int]:
    """``lines`` without the empty ones at either end."""
    full = [index for index, line in enumerate(lines) if filled(line)]
    return lines[full[0] : full[-1] + 1] if full else []
