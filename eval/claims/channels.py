"""What a record shows of a person: each channel has other fields, people leave them out, and hands slip.

12315 (people type it themselves): phone, often a name, an address, an account where one asks for money. 12345 (a clerk types it): the
phone of the call, "陈女士", no account. Court lists: name, id and address, seldom a phone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.addresses import written
from eval.claims.hidden import fill_phones, hide_names, slip_words, spoil_ids
from eval.claims.identity import Identities, Pool
from eval.claims.people import CIRCLES, FREQUENT, KINDS, LONE, RING, SEMI, People
from eval.claims.purchases import COURT, HOTLINE_12315, HOTLINE_12345, OTHER, Purchases
from eval.claims.rates import Rates
from eval.claims.words import Flags, Ints, Random, Strings, strings

_HAS = {"name": (0.62, 0.65, 0.98, 0.5), "phone": (0.93, 0.96, 0.3, 0.7), "address": (0.6, 0.35, 0.92, 0.4)}
"""Share of the records of 12315, 12345, court and other that hold a field."""
_HAS_AGAIN = {"name": (0.84, 0.7, 0.98, 0.7), "phone": (0.96, 0.97, 0.5, 0.8), "address": (0.8, 0.5, 0.95, 0.6)}
"""The same of those who come often: the platform fills in what they gave before, and they want to be answered and paid."""
_ACCOUNT = {"ordinary": 0.06, "family": 0.06, "semi": 0.5, "frequent": 0.3, "lone": 0.82, "ring": 0.85}
_ID = (0.12, 0.02, 0.95, 0.1)
_CIRCLE_PHONE = {"household": 0.3, "family": 0.5, "dormitory": 0.6, "agency": 0.85}
_CIRCLE_ADDRESS = {"household": 0.95, "family": 0.9, "dormitory": 0.8, "village": 0.9, "station": 0.6}


@dataclass(frozen=True)
class Shown:
    """Fields of every row; ``None`` where the record holds nothing."""

    name: Strings
    phone: Strings
    address: Strings
    id_number: Strings
    account: Strings


def shown(
    people: People, known: Identities, person: Ints, moment: np.ndarray, bought: Purchases, rates: Rates, random: Random
) -> Shown:
    """What each record shows; ``moment`` is how far along (0..1) the person's complaints a row lies."""
    row = _Rows(people, known, person, moment, bought, rates, random)
    name = row.names()
    return Shown(name, row.phones(), row.addresses(), row.id_numbers(), row.accounts())


@dataclass(frozen=True)
class _Rows:
    people: People
    known: Identities
    person: Ints
    moment: np.ndarray
    bought: Purchases
    rates: Rates
    random: Random

    def names(self) -> Strings:
        pool = self.known.names
        place = pool.pick(self.person, self._slot(pool, own=0.5))
        swapped = self._one_of(RING, 0.09)
        # Name and id differ: another member's name stands beside this member's id.
        other = self._other_member()[swapped]
        place[swapped] = pool.start[other]
        place[self.bought.source == COURT] = pool.start[self.person][self.bought.source == COURT]
        found = _taken(pool.values, place)
        slip_words(found, self.rates.typo, self.random)
        titles = self.random.integers(0, 2, len(self.people))[self.person]
        web, city = self.bought.source == HOTLINE_12315, self.bought.source == HOTLINE_12345
        hide_names(found, web, city, strings(["先生", "女士"])[titles], self.rates, self.random)
        return self._held(found, "name")

    def phones(self) -> Strings:
        pool = self.known.phones
        found = _taken(pool.values, pool.pick(self.person, self._slot(pool, own=0.12)))
        self._from_circle(found, self.known.circle_phone, _CIRCLE_PHONE)
        ring = self._one_of(RING, 0.08)
        found[ring] = self.known.ring_phone[self.people.ring[self.person[ring]]]
        filled = fill_phones(found, self.rates, self.random)
        mobile = ~filled & np.array([len(one) == 11 for one in found.tolist()], bool)
        masked = mobile & (self.random.random(len(found)) < self.rates.masked_phone)
        form = self.random.random(len(found))
        spaced, country = mobile & ~masked & (form < 0.03), mobile & ~masked & (form > 0.98)
        found[masked] = [f"{one[:3]}****{one[7:]}" for one in found[masked]]
        found[spaced] = [f"{one[:3]} {one[3:7]} {one[7:]}" for one in found[spaced]]
        found[country] = [f"+86{one}" for one in found[country]]
        return self._held(found, "phone")

    def addresses(self) -> Strings:
        pool = self.known.homes
        place = pool.pick(self.person, self._slot(pool))
        place = np.asarray(pool.values, np.int64)[place]
        circle = self._in_circle(_CIRCLE_ADDRESS)
        place[circle] = self.known.circle_address[self.people.circle[self.person[circle]]]
        station = self._at_stations()
        if len(station):
            away = np.flatnonzero(np.isin(self._kind, (LONE, RING, SEMI)) & (self.random.random(len(place)) < 0.2))
            favourite = self.random.integers(0, len(station), len(self.people))
            place[away] = self.known.circle_address[station[favourite[self.person[away]]]]
        ring = self._one_of(RING, 0.16)
        place[ring] = self.known.ring_address[self.people.ring[self.person[ring]]]
        usual = self.random.integers(0, 4, len(self.people))[self.person]
        form = np.where(self.random.random(len(place)) < 0.8, usual, self.random.integers(0, 5, len(place)))
        held = self._has("address")
        found = np.full(len(place), None, object)
        found[held] = written(self.known.addresses, place[held], form[held])
        slip_words(found, self.rates.typo, self.random)
        return found

    def id_numbers(self) -> Strings:
        found = _taken(self.known.ids, self.person)
        spoil_ids(found, self.bought.source == COURT, self.rates, self.random)
        found[self.random.random(len(found)) >= np.array(_ID)[self.bought.source]] = None
        return found

    def accounts(self) -> Strings:
        pool = self.known.accounts
        found = _taken(pool.values, pool.pick(self.person, self._slot(pool)))
        ring = self._one_of(RING, 0.4)
        shared = self.known.ring_accounts
        # A member is paid to the same of the ring's accounts for a while, then to another.
        slot = (self.people.ring[self.person] + self.person + (self.moment * 2).astype(np.int64))[ring]
        found[ring] = shared.values[shared.pick(self.people.ring[self.person[ring]], slot)]
        share = np.array([_ACCOUNT[name] for name in KINDS])[self._kind]
        share = np.where(self.people.hard[self.person], share * 0.5, share)
        writes = np.isin(self.bought.source, (HOTLINE_12315, OTHER))
        found[~(writes & (self.random.random(len(found)) < share))] = None
        return found

    @property
    def _kind(self) -> Ints:
        return self.people.kind[self.person]

    def _slot(self, pool: Pool, own: float = 0.0) -> Ints:
        """Which of a person's values a row shows: some people change over time, others use all of them at once."""
        count = pool.count[self.person]
        by_time = (self.random.random(len(self.people)) < 0.5)[self.person]
        skew = self.random.uniform(1.0, 2.2, len(self.people))[self.person]
        later = np.clip(self.moment + self.random.normal(0, 0.12, len(count)), 0, 0.999)
        slot = (count * np.where(by_time, later, self.random.random(len(count)) ** skew)).astype(np.int64)
        return np.where(self.random.random(len(count)) < own, 0, slot)

    def _one_of(self, kind: int, share: float) -> Ints:
        """A share of the rows of a kind of people."""
        return np.flatnonzero((self._kind == kind) & (self.random.random(len(self.person)) < share))

    def _other_member(self) -> Ints:
        ring = self.people.ring[self.person]
        inside = ring >= 0
        other = self.person.copy()
        step = (self.random.random(int(inside.sum())) * self.known.ring_size[ring[inside]]).astype(np.int64)
        other[inside] = self.known.ring_start[ring[inside]] + step
        return other

    def _in_circle(self, shares: dict[str, float]) -> Ints:
        share = np.array([shares.get(name, 0.0) for name in CIRCLES])[self.people.circle_kind[self.person]]
        return np.flatnonzero(self.random.random(len(share)) < share)

    def _from_circle(self, found: Strings, values: Strings, shares: dict[str, float]) -> None:
        rows = self._in_circle(shares)
        found[rows] = values[self.people.circle[self.person[rows]]]

    def _at_stations(self) -> Ints:
        return np.unique(self.people.circle[self.people.circle_kind == CIRCLES.index("station")])

    def _has(self, field: str) -> Flags:
        source = self.bought.source
        again = np.isin(self._kind, (SEMI, FREQUENT, LONE, RING))
        share = np.where(again, np.array(_HAS_AGAIN[field])[source], np.array(_HAS[field])[source])
        return self.random.random(len(self.person)) < share

    def _held(self, found: Strings, field: str) -> Strings:
        found[~self._has(field)] = None
        return found


def _taken(values: Strings | Ints, place: Ints) -> Strings:
    return np.asarray(values, object)[place]
