"""Headers of registers: which column is which field, in which unit it counts, and from which day its values are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from ingest.tabular.reading import MOST_COLUMNS
from knowledge.errors import InvalidRecord
from knowledge.measures.fields import FIELDS

ROW_DAY, FORMER = "as_of", "former_names"
"""Columns that are no field of a portrait: the day of the whole row, and former names."""


_GROUP = re.compile(r"[(\[【]([^()\[\]【】]{0,30})[)\]】]")
_DAY = re.compile(r"(20\d\d)[-年./](\d{1,2})[-月./](\d{1,2})日?")
_YEAR = re.compile(r"(20\d\d)年?度?")
_TITLE_UNIT = re.compile(r"单位:\s*([^\s,;()]{1,8})")
_FILLER = re.compile(r"[\s_:、,/\-()\[\]【】*★]|截至|单位|人民币|当前")


class _Field(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    wordings: tuple[str, ...]
    least: Decimal | None = None
    most: Decimal | None = None
    known: tuple[str, ...] = ()


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: Mapping[str, _Field]
    units: Mapping[str, Mapping[str, Decimal]]
    unknown: frozenset[str]
    nothing: frozenset[str]
    affirmed: frozenset[str]
    denied: frozenset[str]


TABLE = _Table.model_validate(
    yaml.safe_load(files("ingest.portraits").joinpath("columns.yaml").read_text(encoding="utf-8"))
)
"""``columns.yaml``: the wordings, bounds and units."""


@dataclass(frozen=True)
class Column:
    """A column of a file: where it stands, what it means; ``factor`` turns its figures into the field's unit.

    ``as_of`` is the day, ``year`` the year that its header names.
    """

    place: int
    header: str
    field: str
    factor: Decimal = Decimal(1)
    as_of: date | None = None
    year: int | None = None

    def day(self, of_import: date | None) -> date | None:
        """The day of its values where the column itself says one.

        Figures of the last year before an import, or of its own, are what the import says they are on its day; those of
        earlier years, or of an import without a day, are as old as their year.
        """
        if self.as_of is not None or self.year is None:
            return self.as_of
        current = of_import is not None and of_import.year - self.year <= 1
        return None if current else date(self.year, 12, 31)


@dataclass(frozen=True)
class Layout:
    """The columns that are read, by field, and what is to be told of the others."""

    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    told: tuple[str, ...] = field(default=())


@lru_cache(maxsize=50_000)
def folded(text: object) -> str:
    """A header or a word as it is compared: half width, lower case, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)[:200])).lower()


def unit_factor(unit: str, name: str) -> Decimal | None:
    """How many of the field's units one ``unit`` is, exactly; ``None`` where the two count different things."""
    held = FIELDS[name].unit
    for units in TABLE.units.values():
        if unit in units:
            if held in units:
                return units[unit] / units[held]
            return Decimal(1) if FIELDS[name].kind == "count" and units is TABLE.units["piece"] else None
    return None


def is_unit(word: str) -> bool:
    """Whether the word is a unit that we know."""
    return any(word in units for units in TABLE.units.values())


@cache
def _wordings() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, entry in TABLE.fields.items():
        own = (name, FIELDS[name].label) if name in FIELDS else (name,)
        for wording in (*entry.wordings, *own):
            found[_bare(folded(wording))] = name
    return found


def _bare(text: str) -> str:
    return _FILLER.sub("", text)


def is_header(cells: Sequence[object]) -> bool:
    """Whether a row of a sheet is its header: it names the credit code, and another field."""
    if len(cells) > MOST_COLUMNS:
        return False
    named = {column.field for column in map(_column, range(len(cells)), cells) if column is not None}
    return "credit_code" in named and len(named) > 1


def layout(cells: Sequence[object], preamble: Sequence[object] = ()) -> Layout:
    """The columns under a header; ``preamble`` are the cells above it, which may say a unit for all sums.

    Raises InvalidRecord without a credit code, or with two columns for one field of which neither is newer.
    """
    if len(cells) > MOST_COLUMNS:
        raise InvalidRecord(f"列太多，最多 {MOST_COLUMNS} 列")
    common = _common_unit(preamble)
    told: list[str] = []
    chosen: dict[str, Column] = {}
    for place, cell in enumerate(cells):
        column = _column(place, cell, common)
        if column is None:
            if str(cell or "").strip():
                told.append(f"不认识的列“{str(cell)[:30]}”，没有导入")
        elif column.factor <= 0:
            told.append(f"“{column.header[:30]}”的单位与“{FIELDS[column.field].label}”不符，这一列没有导入")
        elif column.field not in chosen or _newer(column, chosen[column.field]):
            chosen[column.field] = column
    if "credit_code" not in chosen:
        raise InvalidRecord("表头里没有“统一社会信用代码”这一列")
    return Layout(tuple(chosen.values()), tuple(str(cell or "") for cell in cells), tuple(told))


def _newer(column: Column, other: Column) -> bool:
    """Which of two columns for one field counts; raises InvalidRecord when they do not say."""
    mine, its = (each.as_of or (date(each.year, 12, 31) if each.year else None) for each in (column, other))
    if mine is None or its is None or mine == its:
        raise InvalidRecord(f"“{other.header[:30]}”和“{column.header[:30]}”是同一项，不知道以哪一列为准，请只留一列")
    return mine > its


def _common_unit(preamble: Sequence[object]) -> str:
    for cell in preamble:
        found = _TITLE_UNIT.search(unicodedata.normalize("NFKC", str(cell or "")[:200]))
        if found and is_unit(found.group(1)):
            return found.group(1)
    return ""


def _column(place: int, cell: object, common: str = "") -> Column | None:
    """What one header means, ``None`` where it means nothing to us; a ``factor`` of 0 says that its unit cannot be."""
    text = folded(cell or "")
    whole = _wordings().get(_bare(text))
    rest, unit, day, year = (text, "", None, None) if whole else _parted(text)
    name = whole or _wordings().get(_bare(rest))
    if name is None:
        return None
    if name not in FIELDS:
        return Column(place, str(cell), name)
    if not unit and FIELDS[name].yuan is not None:
        unit = common
    return Column(place, str(cell), name, _factor(unit, name), day, year)


def _factor(unit: str, name: str) -> Decimal:
    if not unit:
        return Decimal(1)
    return unit_factor(unit, name) or Decimal(0)


def _parted(text: str) -> tuple[str, str, date | None, int | None]:
    """A header without its unit, day and year, and these."""
    unit = ""
    for group in _GROUP.findall(text):
        word = group.removeprefix("单位").lstrip(":")
        if is_unit(word):
            unit, text = word, text.replace(f"({group})", "")
    day, year, text = _dated(text)
    bare = _bare(text)
    if not unit and bare not in _wordings():
        endings = [word for units in TABLE.units.values() for word in units if bare.endswith(word)]
        unit = max(endings, key=len, default="")
        text = bare.removesuffix(unit)
    return text, unit, day, year


def _dated(text: str) -> tuple[date | None, int | None, str]:
    """The day or year that a header names, and the header without it."""
    found = _DAY.search(text)
    try:
        if found:
            return date(*map(int, found.groups())), None, text.replace(found.group(), "")
    except ValueError:
        return None, None, text
    year = _YEAR.search(text)
    return (None, int(year.group(1)), text.replace(year.group(), "")) if year else (None, None, text)
