"""Addresses: drawn as parts, written in one of several ways. All roads are invented: they carry a sign of 样例虚拟设."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.people import CIRCLES
from eval.claims.words import WORDS, Ints, Random, Strings, often, strings

OUTSIDE = 100
"""Districts from this number on are of other cities."""
CITIES = len(WORDS["outside"])
EVERYWHERE = 12
"""Roads of these first numbers are found in every city."""
_NO_FLAT = -6


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

    def next_door(self, place: Ints, like: Ints, city: Ints) -> None:
        """Put homes on the street and at the number of others, in one of the cities outside; both without a flat."""
        self.road[place], self.number[place] = self.road[like], self.number[like]
        self.district[place] = OUTSIDE + city
        self.estate[place] = self.estate[like] = _NO_FLAT


def addresses(size: int, own: int, circle_kinds: Ints, everywhere: float, random: Random) -> Addresses:
    """So many addresses: the first ``own`` of homes, then one of each circle, then those of rings; a share on streets found everywhere."""
    plain = strings([""] * size)
    for number, kind in enumerate(circle_kinds.tolist()):
        plain[own + number] = _without_number(kind, own + number, random)
    district = np.where(random.random(size) < 0.06, OUTSIDE, 0) + often(random, len(WORDS["districts"]), size)
    road = random.integers(0, len(WORDS["road_first"]) * len(WORDS["road_second"]) * len(WORDS["road_kinds"]), size)
    common = random.random(size) < everywhere
    road[common] = random.integers(0, EVERYWHERE, int(common.sum()))
    return Addresses(
        district=district,
        town=random.integers(0, len(WORDS["towns"]), size),
        road=road,
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
    where: str = WORDS["outside"][district % 8] if district >= OUTSIDE else WORDS["districts"][district]
    region = where if district >= OUTSIDE else "泉州市" + where
    near = plain or _street(road) + f"{number}号"
    inside = "" if plain else _flat(form, estate, house, room)
    if form == 0:
        return ("" if district >= OUTSIDE else "福建省") + region + town_name + near + inside
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
