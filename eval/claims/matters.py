"""When consumers buy, and which complaints are one matter brought several times."""

from __future__ import annotations

import numpy as np

from eval.claims.people import FAMILY, FREQUENT, ORDINARY, People
from eval.claims.rates import Rates
from eval.claims.words import Ints, Random

LAST_DAY = np.datetime64("2026-11-20")
DAYS = 1096
"""The register holds three years."""
SEASONS = ((11, 11, 21, 0.4), (6, 18, 14, 0.25), (2, 1, 21, 0.2), (3, 15, 10, 0.15))
"""Month and day on which a season begins, how many days it lasts, and its share of what falls into seasons."""
_WITHIN_A_WEEK = 8
_YEAR = 365


def _season_starts() -> tuple[Ints, Ints, np.ndarray]:
    """Of every season within the register: the day on which it begins, its length, its weight."""
    first = LAST_DAY - np.timedelta64(DAYS - 1, "D")
    years = range(first.astype(object).year, LAST_DAY.astype(object).year + 1)
    found = [(int((np.datetime64(f"{year}-{month:02d}-{day:02d}") - first).astype(int)), length, weight) for year in years for month, day, length, weight in SEASONS]  # fmt: skip
    inside = [one for one in found if 0 <= one[0] < DAYS]
    weight = np.array([one[2] for one in inside])
    return np.array([one[0] for one in inside]), np.array([one[1] for one in inside]), weight / weight.sum()


def in_season(people: People, person: Ints, day: Ints, rates: Rates, random: Random) -> Ints:
    """The days of all rows, with a part of the consumers' moved into sales and feasts, and some frequent ones' into one year."""
    start, length, weight = _season_starts()
    size = len(person)
    kind = people.kind[person]
    consumer = np.isin(kind, (ORDINARY, FAMILY, FREQUENT))
    moved = consumer & (random.random(size) < rates.seasonal)
    season = random.choice(len(start), size, p=weight)
    # Some frequent consumers buy in one sale what others buy in a year.
    own = random.choice(len(start), len(people), p=weight)
    bursting = (people.kind == FREQUENT) & (random.random(len(people)) < rates.bursts)
    burst = bursting[person] & (random.random(size) < 1 / 3)
    season[burst] = own[person[burst]]
    within = start[season] + (length[season] * random.random(size)).astype(np.int64)
    seasonal = np.where(moved | burst, np.minimum(within, DAYS - 1), day)
    within_a_year = (people.kind == FREQUENT) & (random.random(len(people)) < rates.concentrated)
    first = (random.random(len(people)) * (DAYS - _YEAR)).astype(np.int64)[person]
    # The same feast of that year: what fell into a season stays in it.
    return np.where(within_a_year[person], first + (seasonal - first) % _YEAR, seasonal)


def roots(person: Ints, source: Ints, court: int, rates: Rates, random: Random) -> Ints:
    """For each row the row of the same person that brought its matter first: itself, for most. Rows of one person lie together."""
    again = random.random(len(person)) < rates.same_matter
    again[:1] = False
    again[1:] &= (person[1:] == person[:-1]) & (source[1:] != court) & (source[:-1] != court)
    return np.maximum.accumulate(np.where(again, 0, np.arange(len(person))))


def other_ways(root: Ints, source: Ints, what: Ints, hotlines: tuple[int, int], random: Random) -> tuple[Ints, Ints]:
    """Channel and kind (0 complaint, 1 report) of all rows, where a matter that comes again goes another way than at first."""
    web, city = hotlines
    again = root != np.arange(len(root))
    before, kind = source[root], what[root]
    both = (before == web) & (random.random(len(root)) < 0.5)
    way = np.where(both, web, np.where(before == web, city, web))
    return np.where(again, way, source), np.where(again & both, 1 - kind, what)


def days_after(root: Ints, day: Ints, random: Random) -> Ints:
    """The day of every row: what comes again does so within a week."""
    later = np.minimum(day[root] + random.integers(0, _WITHIN_A_WEEK, len(root)), DAYS - 1)
    return np.where(root == np.arange(len(root)), day, later)
