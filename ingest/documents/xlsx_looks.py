"""What calamine does not tell of a workbook: number formats, hidden rows and columns, bold and struck-out cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.documents.ooxml import Element, Package
from ingest.documents.xlsx_format import BUILT_IN

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFF = ("0", "false")


@dataclass(frozen=True)
class Look:
    """How the cells of one style look."""

    code: str = ""
    bold: bool = False
    struck: bool = False


PLAIN = Look()


@dataclass
class SheetLooks:
    """One sheet; rows and columns count from 0, ``last_row`` and ``last_column`` are of cells with a value.

    ``uncomputed`` are formulas that failed, or have no result since the program that wrote them does not compute.
    """

    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = -1
    last_column: int = -1

    def hides_column(self, column: int) -> bool:
        """Whether the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


class Looks:
    """The looks of a .xlsx workbook, sheet by sheet."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main() or "xl/workbook.xml"
        self._parts = package.related(self._main, f"{_RELATION}/worksheet")
        self._looks = self._styles()

    def sheets(self) -> dict[str, str]:
        """Part of each worksheet by the sheet's name."""
        root = self._package.xml(self._main)
        sheets = () if root is None else root.iterfind(f"{S}sheets/{S}sheet")
        named = {str(sheet.get("name", "")): str(sheet.get(f"{{{_RELATION}}}id", "")) for sheet in sheets}
        return {name: self._parts[key] for name, key in named.items() if key in self._parts}

    def sheet(self, part: str) -> SheetLooks:
        """The looks of the worksheet in ``part``; empty where the package lacks it."""
        found, row = SheetLooks(), -1
        for element in self._package.each(part, S + "col", S + "row"):
            if element.tag == S + "col":
                found.hidden_columns += [_span(element)] if _on(element, "hidden") else []
                continue
            row = _number(element.get("r"), row + 2) - 1
            if _on(element, "hidden"):
                found.hidden_rows.add(row)
            self._cells(element, row, found)
        return found

    def _cells(self, row: Element, index: int, found: SheetLooks) -> None:
        column = -1
        for cell in row:
            name = cell.get("r")
            column = column + 1 if name is None else column_of(name)
            if len(cell) == 0:
                continue
            if cell.get("t") == "e" or (cell.find(S + "f") is not None and not cell.findtext(S + "v")):
                found.uncomputed.append((index, column))
            found.last_row, found.last_column = max(found.last_row, index), max(found.last_column, column)
            look = self._looks.get(_number(cell.get("s"), 0), PLAIN)
            if look is not PLAIN:
                found.looks[index, column] = look

    def _styles(self) -> dict[int, Look]:
        part = next(iter(self._package.related(self._main, f"{_RELATION}/styles").values()), "")
        root = self._package.xml(part) if part else None
        if root is None:
            return {}
        codes = dict(BUILT_IN)
        codes.update(
            {
                _number(form.get("numFmtId"), 0): form.get("formatCode", "")
                for form in root.iterfind(f"{S}numFmts/{S}numFmt")
            }
        )
        fonts = [(_font(font, "b"), _font(font, "strike")) for font in root.iterfind(f"{S}fonts/{S}font")]
        looks = [_look(form, codes, fonts) for form in root.iterfind(f"{S}cellXfs/{S}xf")]
        return {index: look for index, look in enumerate(looks) if look != PLAIN}


def _look(form: Element, codes: dict[int, str], fonts: list[tuple[bool, bool]]) -> Look:
    font = _number(form.get("fontId"), 0)
    bold, struck = fonts[font] if font < len(fonts) else (False, False)
    return Look(codes.get(_number(form.get("numFmtId"), 0), ""), bold, struck)


def _font(font: Element, name: str) -> bool:
    found = font.find(S + name)
    return found is not None and found.get("val", "1") not in _OFF


def _on(element: Element, name: str) -> bool:
    return element.get(name, "0") not in _OFF


def _span(column: Element) -> tuple[int, int]:
    return _number(column.get("min"), 1) - 1, _number(column.get("max"), 1) - 1


def _number(text: str | None, other: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else other


def column_of(name: str) -> int:
    """Column of a cell's name, from 0: ``B4`` gives 1."""
    column = 0
    for letter in name[:3]:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - 64
    return max(column - 1, 0)


def cell_name(row: int, column: int) -> str:
    """``B4`` for row 3 and column 1, both from 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
