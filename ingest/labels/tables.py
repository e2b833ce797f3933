"""Tables of tiers or titles in Markdown: | 工业总产值达到 | 奖励金额 | over rows of figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.labels.quantities import QUANTITY, Quantity, quantity
from ingest.labels.titles import known

_RULE = re.compile(r"[-:|]*")
_MONEY_HEAD = re.compile("奖|补|金额|标准|资助|贴")
_RANK_HEAD = re.compile("备注|说明|依据|部门|档|序号|等次|类别|级次|编号|级别$|^等级$")
_UNIT = re.compile(r"\(?(?:单位:?)?(?P<unit>万元|元|亿元)\)?")
_FROM = re.compile(
    r"^(?:达到|达|满|在|≥|不低于|不少于)?(?P<least>[^至到~以(-]+?)(?:\(含[^()]*\))?(?:(?:及)?以上(?:\(含[^()]*\))?|(?:\(含[^()]*\))?(?:至|到|~|-)(?P<most>[^(]+?)(?:以下)?(?:\(不含[^()]*\))?)?$"
)


@dataclass(frozen=True)
class Grid:
    """``head`` is the row of headings; ``start:end`` the table's characters in the plain text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    start: int
    end: int


def grid_of(text: str, start: int, end: int) -> Grid | None:
    """The one table of ``text[start:end]``; ``None`` for none, for several, and for rows of unequal length."""
    lines = [
        (found.start(), found.end())
        for found in re.finditer(r"[^\n]+", text[:end])
        if found.start() >= start or found.end() > start
    ]
    lines = [(max(first, start), last) for first, last in lines if last > start]
    marked = [place for place, (first, last) in enumerate(lines) if text[first] == "|"]
    if len(marked) < 3 or marked[-1] - marked[0] + 1 != len(marked):
        return None
    rows = [tuple(text[lines[place][0] : lines[place][1]].strip("|").split("|")) for place in marked]
    rows = [row for row in rows if not _RULE.fullmatch("|".join(row))]
    if len(rows) < 2 or len({len(row) for row in rows}) != 1:
        return None
    return Grid(rows[0], tuple(rows[1:]), lines[marked[0]][0], lines[marked[-1]][1])


def columns(grid: Grid) -> tuple[int, int] | None:
    """Which column says what is reached, and which the money."""
    money = [at for at, head in enumerate(grid.head) if _MONEY_HEAD.search(head)]
    keys = [at for at, head in enumerate(grid.head) if at not in money and not _RANK_HEAD.search(head)]
    if len(money) == 1 and not keys:
        keys = [at for at in range(len(grid.head)) if at not in money]
    return (keys[0], money[0]) if len(money) == 1 and len(keys) == 1 else None


def sums(grid: Grid, column: int) -> list[Decimal] | None:
    """Yuan of each row; the heading may hold the unit (奖励（万元）)."""
    lent = _UNIT.search(grid.head[column])
    scale = {"万元": 10**4, "亿元": 10**8}.get(lent["unit"], 1) if lent else None
    found = [_yuan(row[column], scale) for row in grid.rows]
    return None if None in found else [one for one in found if one is not None]


def _yuan(cell: str, scale: int | None) -> Decimal | None:
    read = _quantity(re.sub("^(?:一次性)?(?:奖励|补助|给予)", "", cell))
    if read is None:
        return None
    if read.unit == "元" and not read.bare:
        return read.value
    return read.value * scale if scale is not None and read.bare and read.unit in ("", "元") else None


def names(grid: Grid, column: int) -> tuple[str, ...]:
    """The rows' titles, under the portrait's names."""
    return tuple(known(row[column]) or row[column].replace("(", "（").replace(")", "）") for row in grid.rows)


def tiers(grid: Grid, column: int) -> list[Quantity] | None:
    """The least of each row; rows that leave a gap or overlap give nothing."""
    lows: list[Quantity] = []
    highs: list[Quantity | None] = []
    lent = re.search(r"\((?P<unit>万元|亿元|万美元|人|件|%)\)", grid.head[column])
    for row in grid.rows:
        found = _FROM.match(row[column])
        low = _quantity(found["least"] + (lent["unit"] if lent and found["least"].isdigit() else "")) if found else None
        if found is None or low is None:
            return None
        lows.append(low)
        highs.append(_quantity(found["most"]) if found["most"] else None)
    for at, high in enumerate(highs):
        if high is not None and (at + 1 == len(lows) or high.value != lows[at + 1].value):
            return None
    return lows


def _quantity(text: str) -> Quantity | None:
    found = QUANTITY.fullmatch(text)
    return quantity(found) if found else None


def cells(grid: Grid) -> Sequence[str]:
    """Every cell below the headings."""
    return [cell for row in grid.rows for cell in row]
