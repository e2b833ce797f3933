"""What people are known by: names and aliases, phones, addresses, id numbers and payment accounts. All of it is invented.

Phones begin with prefixes that are not among those of the operators (154, 160, 161 ...) or are, on the desk, local numbers in 1;
id numbers with the county 350599, which does not exist; bank cards with 621999; roads carry a sign of 样例虚拟设.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.addresses import CITIES, Addresses, addresses
from eval.claims.people import CIRCLES, FAMILY, FREQUENT, LONE, MANY, ORDINARY, RING, SEMI, Circle, People
from eval.claims.rates import Rates
from eval.claims.words import WORDS, Flags, Ints, Random, Strings, often, strings

_ONE_PHONE = 0.5
"""Share of relatives who use the phone of one who complains often."""
PREFIXES = strings(["154", "160", "161", "163", "164", "168", "169", "142", "143", "179"])
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_ID_CHECK = np.array(list("10X98765432"))


@dataclass(frozen=True)
class Pool:
    """The values of each person, one after another: person ``p`` has ``values[start[p] : start[p] + count[p]]``."""

    values: Strings | Ints
    start: Ints
    count: Ints

    def pick(self, person: Ints, slot: Ints) -> Ints:
        """Places in ``values``, for rows of ``person`` and the slot of each (taken modulo the person's count)."""
        return self.start[person] + slot % np.maximum(self.count[person], 1)


def pool(values: Strings | Ints, count: Ints) -> Pool:
    """A pool of values that lie one person after another."""
    return Pool(values, np.cumsum(count) - count, count)


@dataclass(frozen=True)
class Identities:
    """All that people are known by."""

    names: Pool
    phones: Pool
    homes: Pool
    """Places in ``addresses``."""
    addresses: Addresses
    ids: Strings
    accounts: Pool
    circle_phone: Strings
    circle_address: Ints
    ring_phone: Strings
    ring_address: Ints
    ring_accounts: Pool
    ring_start: Ints
    ring_size: Ints


def identities(people: People, rates: Rates, random: Random, alike: Random) -> Identities:
    """Make what everybody is known by; ``alike`` draws who resembles whom."""
    count = len(people)
    phones = _phones(people, random)
    homes = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 2), SEMI: (1, 3), LONE: (2, 5), RING: (1, 4)})  # fmt: skip
    circles = int(people.circle.max(initial=-1)) + 1
    rings = int(people.ring.max(initial=-1)) + 1
    kept = int(homes.sum())
    kinds = _circle_kinds(people, circles)
    places = addresses(kept + circles + rings, kept, kinds, rates.everywhere_streets, random)
    members = np.bincount(people.ring[people.ring >= 0], minlength=rings)
    shared = np.maximum(1, (members + 2) // 3)
    first = int(np.argmax(people.ring >= 0)) if rings else 0
    own = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 1), SEMI: (1, 2), LONE: (1, 2), RING: (1, 1)})  # fmt: skip
    own = np.where(people.hard, np.maximum(own, people.complaints // 5), own)
    names, at = _names(people, rates, random, alike), pool(np.arange(kept), homes)
    _namesakes(people, names, at, places, alike)
    _relatives(people, names, phones, at, rates, alike)
    return Identities(
        names=names,
        phones=phones,
        homes=at,
        addresses=places,
        ids=_id_numbers(count, random),
        accounts=pool(_account_numbers(int(own.sum()), random), own),
        circle_phone=np.where(random.random(circles) < 0.4, _desk_phones(circles, random), _mobiles(circles, random)),
        circle_address=kept + np.arange(circles),
        ring_phone=_mobiles(rings, random),
        ring_address=kept + circles + np.arange(rings),
        ring_accounts=pool(_account_numbers(int(shared.sum()), random), shared),
        ring_start=first + np.cumsum(members) - members,
        ring_size=members,
    )


def _counts(people: People, random: Random, limits: dict[int, tuple[int, int]]) -> Ints:
    """How many of something each person has, from the least and greatest of its kind."""
    low = np.array([limits[kind][0] for kind in range(len(limits))])[people.kind]
    high = np.array([limits[kind][1] for kind in range(len(limits))])[people.kind]
    return random.integers(low, high + 1)


def _circle_kinds(people: People, circles: int) -> Ints:
    kinds = np.zeros(circles, np.int64)
    inside = people.circle >= 0
    kinds[people.circle[inside]] = people.circle_kind[inside]
    return kinds


# --- phones ---


def _phones(people: People, random: Random) -> Pool:
    count = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 2), SEMI: (1, 2), LONE: (1, 4), RING: (1, 3)})  # fmt: skip
    count = np.where((people.kind == ORDINARY) & (random.random(len(people)) < 0.12), 2, count)
    count = np.where(people.hard, np.maximum(count, people.complaints // 3), count)
    values = _mobiles(int(count.sum()), random)
    # Numbers are given again to others, and a professional borrows one: a shared phone proves nothing.
    again = random.random(len(values)) < 0.008
    values[again] = values[random.integers(0, len(values), int(again.sum()))]
    return pool(values, count)


def _mobiles(size: int, random: Random) -> Strings:
    prefix = PREFIXES[random.integers(0, len(PREFIXES), size)]
    return strings([f"{head}{tail:08d}" for head, tail in zip(prefix, random.integers(0, 10**8, size), strict=True)])


def _desk_phones(size: int, random: Random) -> Strings:
    return strings([f"0595-1{tail:07d}" for tail in random.integers(0, 10**7, size).tolist()])


# --- names ---


def _names(people: People, rates: Rates, random: Random, alike: Random) -> Pool:
    """The true name first, then aliases: of other people, by another given name, or by a sign that sounds alike."""
    count = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 1), SEMI: (1, 2), LONE: (1, 5), RING: (1, 3)})  # fmt: skip
    count = np.where(people.hard, np.maximum(count, people.complaints // 3), count)
    start = np.cumsum(count) - count
    family = np.repeat(often(random, len(WORDS["surnames"]), len(people), 2.2), count)
    family = _same_family(people, family, start, rates.other_surname, alike)
    other = random.random(len(family)) < 0.6
    other[start] = False
    family[other] = often(random, len(WORDS["surnames"]), int(other.sum()), 2.2)
    size = len(family)
    first = often(random, len(WORDS["given_first"]), size, 1.3)
    second = often(random, len(WORDS["given_second"]), size, 1.3)
    short = random.random(size) < 0.16
    _one_generation(people, start, first, short, rates.siblings, alike)
    signs = (WORDS["surnames"], WORDS["given_first"], WORDS["given_second"])
    made = [
        signs[0][a] + ("" if s else signs[1][b]) + signs[2][c]
        for a, b, c, s in zip(family.tolist(), first.tolist(), second.tolist(), short.tolist(), strict=True)
    ]
    return pool(strings(made), count)


_HOMES = (CIRCLES.index("household"), CIRCLES.index("family"))


def _same_family(people: People, family: Ints, start: Ints, other: float, random: Random) -> Ints:
    """Those who live together share the surname, but for ``other``: wives keep theirs."""
    rows = np.flatnonzero(np.isin(people.circle_kind, _HOMES) & (random.random(len(people)) >= other))
    family = family.copy()
    family[start[rows]] = people.circle[rows] * 7919 % 37
    return family


def _one_generation(people: People, start: Ints, first: Ints, short: Flags, share: float, random: Random) -> None:
    """In a share of homes all have the first sign of their given names in common."""
    circles = int(people.circle.max(initial=-1)) + 1
    chosen = np.append(random.random(circles) < share, False)
    sign = random.integers(0, len(WORDS["given_first"]), circles + 1)
    rows = np.flatnonzero(np.isin(people.circle_kind, _HOMES) & chosen[people.circle])
    first[start[rows]], short[start[rows]] = sign[people.circle[rows]], False


def _namesakes(people: People, names: Pool, homes: Pool, places: Addresses, random: Random) -> None:
    """Give each circle of namesakes the true name of one who complains often, and his street and number in other cities."""
    rows, model = _beside(people, "namesake", random)
    names.values[names.start[rows]] = names.values[names.start[model]]
    city = (rows + random.integers(0, CITIES)) % CITIES  # neighbours in the list are never of one city
    places.next_door(homes.start[rows], homes.start[model], city)


def _relatives(people: People, names: Pool, phones: Pool, homes: Pool, rates: Rates, random: Random) -> None:
    """Ordinary people who live with one who complains often: his address, for half of them his phone, mostly his surname."""
    rows, model = _beside(people, "relative", random)
    homes.values[homes.start[rows]] = homes.values[homes.start[model]]
    calls = random.random(len(rows)) < _ONE_PHONE
    phones.values[phones.start[rows[calls]]] = phones.values[phones.start[model[calls]]]
    chance = random.random(len(rows))
    alike = np.where(chance < rates.other_surname, 0, np.where(chance < 1 - rates.siblings, 1, 2)).tolist()
    own, theirs = names.values[names.start[rows]].tolist(), names.values[names.start[model]].tolist()
    # A brother has the surname and the sign of the generation; names of two signs have none.
    names.values[names.start[rows]] = [
        his[: min(kept, len(his) - 1)] + mine[min(kept, len(mine) - 1) :]
        for kept, mine, his in zip(alike, own, theirs, strict=True)
    ]


def _beside(people: People, circle: Circle, random: Random) -> tuple[Ints, Ints]:
    """The people of all circles of a kind, and beside each one who complains often, the same for all of a circle."""
    rows = np.flatnonzero(people.circle_kind == CIRCLES.index(circle))
    heavy = np.flatnonzero(people.among(FREQUENT, LONE, RING) & (people.complaints >= MANY))
    if not len(rows) or not len(heavy):
        return rows[:0], rows[:0]
    place = people.circle[rows] - people.circle[rows].min()
    return rows, heavy[random.integers(0, len(heavy), int(place.max()) + 1)[place]]


# --- id numbers and accounts ---


def _id_numbers(size: int, random: Random) -> Strings:
    """350599, a birthday of 1950 to 2006, an order, and the check sign of GB 11643."""
    day = np.datetime64("1950-01-01") + random.integers(0, 20_454, size)
    order = random.integers(1, 999, size)
    head = [
        f"350599{str(one).replace('-', '')}{number:03d}"
        for one, number in zip(day.tolist(), order.tolist(), strict=True)
    ]
    if not head:
        return strings([])
    digits = np.array(head, "U17").view("U1").reshape(size, 17).astype(np.int64)
    check = _ID_CHECK[digits @ _ID_WEIGHTS % 11]
    return strings([body + sign for body, sign in zip(head, check.tolist(), strict=True)])


def _account_numbers(size: int, random: Random) -> Strings:
    kind, number = random.random(size).tolist(), random.integers(0, 10**12, size).tolist()
    return strings([_account(which, tail) for which, tail in zip(kind, number, strict=True)])


def _account(which: float, number: int) -> str:
    if which < 0.45:
        return f"621999{number:013d}"
    return f"wx_{number:012d}" if which < 0.75 else f"zfb{number % 10**9:09d}@example.invalid"
