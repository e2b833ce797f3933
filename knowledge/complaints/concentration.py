"""Trades and traders under concentrated complaint: for guidance and training of those complained about, and to see who complains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.columns import Columns, Ints, Rows, day_of
from knowledge.complaints.complaint import KINDS
from knowledge.complaints.series import pairs_of, yuan

Sort = Literal["complaints", "persons", "formatted_share", "top_share", "demanded", "received"]
TOP_PERSONS = 3
LEAST = 5
"""Complaints from which on shares mean anything."""
_MANY, _HALF, _SOME, _FEW = 10, 0.5, 0.3, 0.1
Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Group:
    """One trade (``id`` is its name) or trader. Shares are 0..1 of its complaints, ``None`` before linking or where they mean nothing.

    ``formatted_share``: texts that are near-duplicates of others; ``top_share``: from the three persons with most complaints here;
    ``frequent_share``: from persons with ten complaints or more in the whole register. Money in yuan.
    """

    id: str
    name: str
    code: str | None
    trade: str | None
    complaints: int
    kinds: Mapping[str, int]
    persons: int | None
    formatted_share: float | None
    top_share: float | None
    frequent_share: float | None
    demanded: Decimal
    received: Decimal
    first_on: date
    last_on: date

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is worth guidance or a look, in words; each says what the figures say and no more."""
        return tuple(_reasons(self))


@dataclass(frozen=True)
class Groups:
    """Figures of g groups in arrays (fen, days since 1970-01-01); ``order`` of those that have any complaint."""

    complaints: Ints
    kinds: Ints
    persons: Ints | None
    formatted: Ints | None
    top: Ints | None
    frequent: Ints | None
    demanded: Ints
    received: Ints
    first: Ints
    last: Ints

    @cached_property
    def formatted_share(self) -> Shares | None:
        """See :class:`Group`; NaN for groups without a complaint."""
        return self._share(self.formatted, 1)

    @cached_property
    def top_share(self) -> Shares | None:
        """See :class:`Group`; NaN for groups of fewer than ``LEAST``."""
        return self._share(self.top, LEAST)

    @cached_property
    def frequent_share(self) -> Shares | None:
        """See :class:`Group`; NaN for groups without a complaint."""
        return self._share(self.frequent, 1)

    def _share(self, part: Ints | None, least: int) -> Shares | None:
        if part is None:
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.complaints >= least, part / self.complaints, np.nan)

    def sorted(self, by: Sort) -> Ints:
        """Groups with complaints, the greatest first; equal ones by complaints, then by number."""
        keys: Mapping[str, Ints | Shares | None] = {
            "complaints": self.complaints,
            "persons": self.persons,
            "formatted_share": _enough(self.formatted_share, self.complaints),
            "top_share": self.top_share,
            "demanded": self.demanded,
            "received": self.received,
        }
        chosen = keys[by]
        key = np.nan_to_num(np.asarray(self.complaints if chosen is None else chosen, np.float64), nan=-1.0)
        order = np.lexsort((np.arange(len(self.complaints)), -self.complaints, -key))
        return order[self.complaints[order] > 0]


def grouped(columns: Columns, rows: Rows, of_row: Ints, groups: int) -> Groups:
    """Figures of each group; ``of_row`` is the group of every row of the register."""
    group = of_row[rows]
    kinds = np.bincount(group * len(KINDS) + columns.kind[rows], minlength=groups * len(KINDS)).reshape(
        groups, len(KINDS)
    )
    owners, counts = (None, None) if columns.person is None else pairs_of(group, columns.person[rows])
    days = columns.day[rows].astype(np.int64)
    first, last = np.full(groups, np.iinfo(np.int64).max), np.zeros(groups, np.int64)
    np.minimum.at(first, group, days)
    np.maximum.at(last, group, days)
    return Groups(
        complaints=kinds.sum(axis=1),
        kinds=kinds,
        persons=None if owners is None else np.bincount(owners, minlength=groups),
        formatted=_counted(group, columns.formatted, rows, groups),
        top=None if owners is None or counts is None else _top(owners, counts, groups),
        frequent=_counted(group, columns.frequent, rows, groups),
        demanded=_summed(group, columns.demanded[rows], groups),
        received=_summed(group, columns.received[rows], groups),
        first=first,
        last=last,
    )


def trades(columns: Columns, rows: Rows) -> tuple[Groups, list[str]]:
    """Figures by trade, and the names of the trades."""
    of_row, names = columns.trades
    return grouped(columns, rows, of_row, len(names)), list(names)


def traders(columns: Columns, rows: Rows) -> Groups:
    """Figures by trader; numbers are those of ``columns.traders``."""
    return grouped(columns, rows, columns.traders.of_row, len(columns.traders.ids))


def trade_group(figures: Groups, names: list[str], at: int) -> Group:
    """One trade."""
    return _group(figures, at, names[at], names[at], None, names[at] or None)


def trader_group(columns: Columns, figures: Groups, at: int) -> Group:
    """One trader; its trade is the one that most of its complaints are about."""
    held = columns.traders
    return _group(figures, at, held.ids[at], held.names[at], held.codes[at], columns.usual_trades[at])


def _group(figures: Groups, at: int, key: str, name: str, code: str | None, trade: str | None) -> Group:
    persons = figures.persons
    return Group(
        id=key,
        name=name,
        code=code,
        trade=trade,
        complaints=int(figures.complaints[at]),
        kinds=dict(zip(KINDS, figures.kinds[at].tolist(), strict=True)),
        persons=None if persons is None else int(persons[at]),
        formatted_share=_at(figures.formatted_share, at),
        top_share=_at(figures.top_share, at),
        frequent_share=_at(figures.frequent_share, at),
        demanded=yuan(int(figures.demanded[at])),
        received=yuan(int(figures.received[at])),
        first_on=day_of(int(figures.first[at])),
        last_on=day_of(int(figures.last[at])),
    )


def _at(shares: Shares | None, at: int) -> float | None:
    return None if shares is None or np.isnan(shares[at]) else round(float(shares[at]), 4)


def _enough(shares: Shares | None, complaints: Ints) -> Shares | None:
    """Shares by which groups are ranked: those of a handful of complaints come last."""
    return None if shares is None else np.where(complaints >= LEAST, shares, np.nan)


def _counted(group: Ints, marked: NDArray[np.bool_] | None, rows: Rows, groups: int) -> Ints | None:
    return None if marked is None else np.bincount(group[marked[rows]], minlength=groups)


def _summed(group: Ints, fen: Ints, groups: int) -> Ints:
    said = fen >= 0
    sums = np.zeros(groups, np.int64)
    np.add.at(sums, group[said], fen[said])
    return sums


def _top(owners: Ints, counts: Ints, groups: int) -> Ints:
    """Complaints of each group that come from its ``TOP_PERSONS`` busiest persons."""
    order = np.lexsort((-counts, owners))
    owners, counts = owners[order], counts[order]
    rank = np.arange(len(owners)) - np.searchsorted(owners, owners)
    top = rank < TOP_PERSONS
    return np.bincount(owners[top], weights=counts[top], minlength=groups).astype(np.int64)


def _reasons(group: Group) -> list[str]:
    if group.complaints < _MANY:
        return []
    found = []
    if group.formatted_share is not None and group.formatted_share >= _SOME:
        found.append(f"{group.formatted_share:.0%} 的内容与别的投诉几乎一样（格式化文本）")
    if group.top_share is not None and group.top_share >= _HALF:
        found.append(f"{group.top_share:.0%} 来自投诉最多的三个人")
    if group.frequent_share is not None and group.frequent_share >= _HALF:
        found.append(f"{group.frequent_share:.0%} 来自全库有十件以上的人")
    spread = group.top_share is not None and group.top_share < _SOME
    if spread and group.formatted_share is not None and group.formatted_share < _FEW:
        found.append("许多不同的人用自己的话投诉，请先看商品和服务本身")
    return found
