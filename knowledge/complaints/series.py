"""Complaints over time and by how they ended; arithmetic over columns, no role and no masking here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from knowledge.complaints.columns import FREQUENT, Columns, Ints, Rows, day_of
from knowledge.complaints.complaint import KINDS, OUTCOMES, Kind

MOST_MONTHS = 600


@dataclass(frozen=True)
class Summary:
    """What the chosen complaints are in all; figures about persons are ``None`` before linking. Money in yuan.

    ``frequent`` are persons with ``FREQUENT`` complaints or more among those chosen, and their complaints.
    """

    first_on: date | None
    last_on: date | None
    kinds: Mapping[str, int]
    persons: int | None
    frequent: tuple[int, int] | None
    formatted: tuple[int, int] | None
    """Groups of near-duplicate texts, and complaints in them."""
    demanded: Decimal
    received: Decimal


@dataclass(frozen=True)
class Month:
    """One month, such as ``2026-03``."""

    month: str
    counts: Mapping[str, int]
    formatted: int | None
    persons: int | None


@dataclass(frozen=True)
class Ending:
    """How complaints of one kind ended, and what was asked for and paid; medians over those that say it."""

    kind: Kind
    outcomes: Mapping[str, int]
    demanded: Decimal
    received: Decimal
    median_demanded: Decimal | None
    median_received: Decimal | None


def summary(columns: Columns, rows: Rows) -> Summary:
    """The chosen complaints in all."""
    days = columns.day[rows]
    persons = frequent = formatted = None
    links = columns.register.links
    if columns.person is not None and links is not None:
        sizes = np.bincount(columns.person[rows])
        persons, often = int(np.count_nonzero(sizes)), sizes[sizes >= FREQUENT]
        frequent = (len(often), int(often.sum()))
        groups = links.text_group[rows]
        formatted = (len(np.unique(groups[groups >= 0])), int((groups >= 0).sum()))
    return Summary(
        first_on=day_of(days.min()) if len(days) else None,
        last_on=day_of(days.max()) if len(days) else None,
        kinds=_named(KINDS, columns.kind[rows]),
        persons=persons,
        frequent=frequent,
        formatted=formatted,
        demanded=yuan(total(columns.demanded[rows])),
        received=yuan(total(columns.received[rows])),
    )


def persons_in(columns: Columns, rows: Rows) -> int | None:
    """How many persons the chosen complaints are of, ``None`` before linking."""
    return None if columns.person is None else int(np.count_nonzero(np.bincount(columns.person[rows])))


def by_month(columns: Columns, rows: Rows) -> list[Month]:
    """Every month from the first to the last, also those without a complaint; the latest ``MOST_MONTHS`` at most."""
    if not len(rows):
        return []
    last = int(columns.month[rows].max())
    first = max(int(columns.month[rows].min()), last - MOST_MONTHS + 1)
    rows = rows[columns.month[rows] >= first]
    place, width = columns.month[rows] - first, last - first + 1
    counts = np.bincount(place * len(KINDS) + columns.kind[rows], minlength=width * len(KINDS)).reshape(width, -1)
    persons = None if columns.person is None else distinct(place, columns.person[rows], width)
    formatted = None if columns.formatted is None else np.bincount(place[columns.formatted[rows]], minlength=width)
    return [
        Month(
            str(np.datetime64(first + at, "M")),
            dict(zip(KINDS, counts[at].tolist(), strict=True)),
            None if formatted is None else int(formatted[at]),
            None if persons is None else int(persons[at]),
        )
        for at in range(width)
    ]


def by_outcome(columns: Columns, rows: Rows) -> list[Ending]:
    """How each kind ended; 投诉, 举报 and lawsuits are never added up, since an ending means another thing for each."""
    found = []
    for place, kind in enumerate(KINDS):
        own = rows[columns.kind[rows] == place]
        demanded, received = columns.demanded[own], columns.received[own]
        found.append(
            Ending(
                kind,
                _named(OUTCOMES, columns.outcome[own]),
                yuan(total(demanded)),
                yuan(total(received)),
                _median(demanded),
                _median(received),
            )
        )
    return found


def distinct(group: Ints, value: Ints, groups: int) -> Ints:
    """How many different values each group has."""
    return np.bincount(pairs_of(group, value)[0], minlength=groups)


def pairs_of(group: Ints, value: Ints) -> tuple[Ints, Ints]:
    """The group of each pair of a group and a value that occurs, ascending, and how often it does."""
    if not len(group):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    width = int(value.max()) + 1
    pairs = np.sort(group * width + value)  # several times faster than np.unique for half a million
    starts = np.flatnonzero(np.diff(pairs, prepend=-1))
    return pairs[starts] // width, np.diff(starts, append=len(pairs))


def total(fen: Ints) -> int:
    """The sum of what is said."""
    return int(fen[fen >= 0].sum())


def yuan(fen: int) -> Decimal:
    """Fen in yuan."""
    return (Decimal(fen) / 100).quantize(Decimal("0.01"))


def _median(fen: Ints) -> Decimal | None:
    said = fen[fen >= 0]
    return yuan(int(np.median(said))) if len(said) else None


def _named(names: tuple[str, ...], places: Ints) -> dict[str, int]:
    return dict(zip(names, np.bincount(places, minlength=len(names)).tolist(), strict=True))
