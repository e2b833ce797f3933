"""One cell into one value, exactly or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from ingest.portraits.columns import TABLE, Column, folded, unit_factor
from ingest.problems import forbidden_character, shown
from knowledge.errors import InvalidRecord
from knowledge.measures.conditions import Value, figure
from knowledge.measures.fields import FIELDS, FieldKind
from knowledge.measures.schema import DIGITS
from knowledge.portraits.credit_code import is_credit_code

LONGEST = 200
_LONGEST_SET = 200
_LONGEST_UNKNOWN = max(map(len, TABLE.unknown))
_STEP = Decimal(1).scaleb(-DIGITS)
_FIGURE = re.compile(r"([-+]?(?:\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.\d{1,30})?(?:e[-+]?\d{1,2})?)([^\d\s]{0,6})")
_BLANK = re.compile(r"[\s-]")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_INDUSTRY = re.compile(r"(?<![A-Z0-9])([A-T]?)(\d{2,4})(?!\d)")
_BETWEEN = re.compile(r"[、，,;；|\n]+")
_FIRST_DAY = date(1900, 1, 1)
_SECTIONS = (
    (5, "A"), (12, "B"), (43, "C"), (46, "D"), (50, "E"), (52, "F"), (60, "G"), (62, "H"), (65, "I"), (69, "J"), (70, "K"),
    (72, "L"), (75, "M"), (79, "N"), (82, "O"), (83, "P"), (85, "Q"), (90, "R"), (96, "S"), (97, "T"),
)  # fmt: skip
"""The last division of each section of GB/T 4754-2017."""


class CellError(InvalidRecord):
    """A cell whose value cannot be what its column asks for."""


def read_cell(column: Column, cell: object, today: date) -> Value | None:
    """The value in the field's type and unit, ``None`` where nothing is known; raises CellError with the reason."""
    if cell is None or (isinstance(cell, float) and cell != cell):
        return None
    if isinstance(cell, str):
        cell = cell.strip()
        if len(cell) <= _LONGEST_UNKNOWN and folded(cell) in TABLE.unknown:
            return None
        _check_text(cell, column)
    return _read(FIELDS[column.field].kind, column, cell, today)


def _check_text(text: str, column: Column) -> None:
    if len(text) > LONGEST * (20 if FIELDS[column.field].kind == "set" else 1):
        raise CellError("内容太长")
    if not text.isprintable() and forbidden_character(text) is not None:
        raise CellError("里面有看不见的控制字符")


def _read(kind: FieldKind, column: Column, cell: object, today: date) -> Value | None:
    match kind:
        case "number" | "count":
            return _number(kind, column, cell)
        case "date":
            return read_day(cell, today)
        case "flag":
            return _flag(cell)
        case "set":
            return read_words(cell)
    return _text(column.field, cell)


def _text(name: str, cell: object) -> str:
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise CellError(f"应当是文字，现在是 {shown(cell)}")
    text = unicodedata.normalize("NFKC", str(cell)).strip() if name in _FOLDED else " ".join(str(cell).split())
    return _TEXTS.get(name, str)(text)


def _code(text: str) -> str:
    code = _BLANK.sub("", text).upper()
    if not is_credit_code(code):
        raise CellError("统一社会信用代码不对（应当是 18 位，并且校验位正确）")
    return code


@lru_cache(maxsize=20_000)
def _industry(text: str) -> str:
    """A class with its section; a section that is not said follows from the division."""
    found = _INDUSTRY.search(text.upper())
    if found is None:
        raise CellError(f"“{shown(text)}”不是行业代码，应当写成 C1951 这样")
    section = next((letter for last, letter in _SECTIONS if int(found.group(2)[:2]) <= last), "")
    if not section or found.group(2).startswith("00") or (found.group(1) or section) != section:
        raise CellError(f"“{shown(text)}”不是行业代码：门类与大类不符")
    return section + found.group(2)


@lru_cache(maxsize=20_000)
def _district(text: str) -> str:
    """The district's own name; the province's and the city's are taken off."""
    bare = re.sub(r"^(?:福建省?)?(?:泉州市?)?", "", text) or text
    return next((name for name in TABLE.fields["district"].known if bare in (name, name[:-1])), bare)


_FOLDED = frozenset({"credit_code", "industry_code", "district"})
_TEXTS: Mapping[str, Callable[[str], str]] = {"credit_code": _code, "industry_code": _industry, "district": _district}


def _number(kind: FieldKind, column: Column, cell: object) -> Decimal | None:
    if isinstance(cell, str):
        plain = _PLAIN.fullmatch(cell)
        if not plain and folded(cell) in TABLE.nothing:
            return None
        value = Decimal(cell) * column.factor if plain else _spoken_number(cell, column)
    else:
        exact = figure(cell)
        if exact is None:
            raise CellError(f"应当是数字，现在是 {shown(cell)}")
        value = exact * column.factor
    bounds = TABLE.fields[column.field]
    if (bounds.least is not None and value < bounds.least) or (bounds.most is not None and value > bounds.most):
        raise CellError(f"数值 {value:f} 超出可信的范围（{bounds.least} 至 {bounds.most}）")
    if kind == "count" and value != value.to_integral_value():
        raise CellError(f"应当是整数，现在是 {shown(cell)}")
    return value.quantize(_STEP, ROUND_HALF_UP)


@lru_cache(maxsize=20_000)
def _spoken_number(cell: str, column: Column) -> Decimal:
    """A figure in words' company: ``1,850万元``; a unit in the cell counts more than the header's."""
    found = _FIGURE.fullmatch(folded(cell))
    if found is None:
        raise CellError(f"应当是数字，现在是“{shown(cell)}”")
    factor = unit_factor(found.group(2), column.field) if found.group(2) else column.factor
    if factor is None:
        raise CellError(f"单位“{shown(found.group(2))}”不对，应当是{FIELDS[column.field].unit}")
    return Decimal(found.group(1).replace(",", "")) * factor


@lru_cache(maxsize=20_000)
def _spoken_day(text: str) -> date:
    read = unicodedata.normalize("NFKC", text).strip().lower()
    found = _DATE.fullmatch(read) or _COMPACT.fullmatch(read)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise CellError(f"“{shown(text)}”不是正确的日期，应当写成 2021-03-18 这样")


def read_day(cell: object, today: date) -> date:
    """A day between 1900 and today; raises CellError."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, str | int) and not isinstance(cell, bool):
        day = _spoken_day(str(cell))
    else:
        raise CellError(f"应当是日期，现在是 {shown(cell)}")
    if not _FIRST_DAY <= day <= today:
        raise CellError(f"日期 {day} 不可能（早于 1900 年或者还没有到）")
    return day


def _flag(cell: object) -> bool:
    if isinstance(cell, bool):
        return cell
    return _spoken_flag(str(cell))


@lru_cache(maxsize=1000)
def _spoken_flag(cell: str) -> bool:
    word = folded(cell)
    if word in TABLE.affirmed or word in TABLE.denied:
        return word in TABLE.affirmed
    raise CellError(f"应当填“是”或“否”，现在是“{shown(cell)}”")


def read_words(cell: object) -> frozenset[str]:
    """The words of a cell: a list, or text with 、，；between them; 无 is none. Raises CellError."""
    words = _BETWEEN.split(cell.strip("[]")) if isinstance(cell, str) else cell
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise CellError(f"应当是一列文字，现在是 {shown(cell)}")
    if len(words) > _LONGEST_SET:
        raise CellError("一格里的内容太多")
    found = frozenset(word.strip().strip("\"'") for word in words) - {""}
    if any(len(word) > LONGEST or forbidden_character(word) is not None for word in found):
        raise CellError("里面有太长的文字或者看不见的控制字符")
    return frozenset() if found <= TABLE.nothing else found
