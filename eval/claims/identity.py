"""What people are known by: names and aliases, phones, addresses, id numbers and payment accounts. All of it is invented.

Phones begin with prefixes that are not among those of the operators (154, 160, 161 ...) or are, on the desk, local numbers in 1;
id numbers with the county 350599, which does not exist; bank cards with 621999; roads carry a sign of 样例虚拟设.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.people import CIRCLES, FAMILY, FREQUENT, LONE, ORDINARY, RING, SEMI, People
from eval.claims.words import WORDS, Ints, Random, Strings, often, strings

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
class Addresses:
    """Parts of addresses, one row an address; ``plain`` holds the whole of those that have no house number."""

    district: Ints
    town: Ints
    road: Ints
    number: Ints
    estate: Ints
    house: Ints
    room: Ints
    plain: Strings


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


def identities(people: People, random: Random) -> Identities:
    """Make what everybody is known by."""
    count = len(people)
    phones = _phones(people, random)
    homes = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 2), SEMI: (1, 3), LONE: (2, 5), RING: (1, 4)})  # fmt: skip
    circles = int(people.circle.max(initial=-1)) + 1
    rings = int(people.ring.max(initial=-1)) + 1
    kept = int(homes.sum())
    kinds = _circle_kinds(people, circles)
    addresses = _addresses(kept + circles + rings, kept, kinds, random)
    members = np.bincount(people.ring[people.ring >= 0], minlength=rings)
    shared = np.maximum(1, (members + 2) // 3)
    first = int(np.argmax(people.ring >= 0)) if rings else 0
    own = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 1), SEMI: (1, 2), LONE: (1, 2), RING: (1, 1)})  # fmt: skip
    own = np.where(people.hard, np.maximum(own, people.complaints // 5), own)
    return Identities(
        names=_names(people, random),
        phones=phones,
        homes=pool(np.arange(kept), homes),
        addresses=addresses,
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


def _names(people: People, random: Random) -> Pool:
    """The true name first, then aliases: of other people, by another given name, or by a sign that sounds alike."""
    count = _counts(people, random, {ORDINARY: (1, 1), FAMILY: (1, 1), FREQUENT: (1, 1), SEMI: (1, 2), LONE: (1, 5), RING: (1, 3)})  # fmt: skip
    count = np.where(people.hard, np.maximum(count, people.complaints // 3), count)
    start = np.cumsum(count) - count
    family = np.repeat(often(random, len(WORDS["surnames"]), len(people), 2.2), count)
    family = _same_family(people, family, start)
    other = random.random(len(family)) < 0.6
    other[start] = False
    family[other] = often(random, len(WORDS["surnames"]), int(other.sum()), 2.2)
    size = len(family)
    first = often(random, len(WORDS["given_first"]), size, 1.3)
    second = often(random, len(WORDS["given_second"]), size, 1.3)
    short = random.random(size) < 0.16
    signs = (WORDS["surnames"], WORDS["given_first"], WORDS["given_second"])
    made = [
        signs[0][a] + ("" if s else signs[1][b]) + signs[2][c]
        for a, b, c, s in zip(family.tolist(), first.tolist(), second.tolist(), short.tolist(), strict=True)
    ]
    return pool(strings(made), count)


def _same_family(people: People, family: Ints, start: Ints) -> Ints:
    """Most of those who live together share the surname."""
    together = np.isin(people.circle_kind, (CIRCLES.index("household"), CIRCLES.index("family")))
    rows = np.flatnonzero(together)
    family = family.copy()
    family[start[rows]] = people.circle[rows] * 7919 % 37
    return family


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


# --- addresses ---


def _addresses(size: int, own: int, circle_kinds: Ints, random: Random) -> Addresses:
    plain = strings([""] * size)
    for number, kind in enumerate(circle_kinds.tolist()):
        plain[own + number] = _without_number(kind, own + number, random)
    district = np.where(random.random(size) < 0.06, 100, 0) + often(random, len(WORDS["districts"]), size)
    return Addresses(
        district=district,
        town=random.integers(0, len(WORDS["towns"]), size),
        road=random.integers(0, len(WORDS["road_first"]) * len(WORDS["road_second"]) * len(WORDS["road_kinds"]), size),
        number=1 + often(random, 300, size),
        estate=random.integers(-6, len(WORDS["estates"]), size),
        house=random.integers(1, 20, size),
        room=random.integers(1, 30, size) * 100 + random.integers(1, 9, size),
        plain=plain,
    )


def _without_number(kind: int, number: int, random: Random) -> str:
    """Where many people have one address: a village, a parcel station, a factory's dormitory; empty for all others."""
    words = {"village": "villages", "station": "stations", "dormitory": "dormitories"}.get(CIRCLES[kind])
    if words is None:
        return ""
    what = str(WORDS[words][int(random.integers(len(WORDS[words])))])
    sign = WORDS["road_first"][number % len(WORDS["road_first"])] + WORDS["shop_signs"][number // 43 % 45]
    return what if words == "villages" and number % 3 == 0 else sign + what


def written(addresses: Addresses, place: Ints, form: Ints) -> Strings:
    """Addresses as people write them: form 0 whole, 1 without the province, 2 without town, 3 short, 4 in another order."""
    columns = (addresses.district, addresses.town, addresses.road, addresses.number, addresses.estate, addresses.house, addresses.room, addresses.plain)  # fmt: skip
    rows = zip(form.tolist(), *(column[place].tolist() for column in columns), strict=True)
    return strings([_written(*row) for row in rows])


def _written(form: int, district: int, town: int, road: int, number: int, estate: int, house: int, room: int, plain: str) -> str:  # fmt: skip
    town_name = str(WORDS["towns"][town])
    where: str = WORDS["outside"][district % 8] if district >= 100 else WORDS["districts"][district]
    region = where if district >= 100 else "泉州市" + where
    near = plain or _street(road) + f"{number}号"
    inside = "" if plain else _flat(form, estate, house, room)
    if form == 0:
        return ("" if district >= 100 else "福建省") + region + town_name + near + inside
    if form == 1:
        return region + town_name + near + inside
    if form == 2:
        return region + near + inside
    if form == 3:
        return where[:-1] + near + inside
    return f"{near}{inside}（{where}{town_name}）"


def _street(road: int) -> str:
    firsts, seconds = WORDS["road_first"], WORDS["road_second"]
    kinds = WORDS["road_kinds"]
    return str(
        firsts[road % len(firsts)]
        + seconds[road // len(firsts) % len(seconds)]
        + kinds[road // len(firsts) // len(seconds)]
    )


def _flat(form: int, estate: int, house: int, room: int) -> str:
    if estate < -3:
        return ""
    name = WORDS["estates"][estate] if estate >= 0 else ""
    return (
        f"{name}{house}栋{room}室" if form < 2 else f"{name}{house}号楼{room}" if form < 4 else f"{name}{house}-{room}"
    )
