"""What is complained about, row by row: the day, the shop, the product, the money and how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.claims.matters import DAYS, days_after, in_season, other_ways, roots
from eval.claims.people import FREQUENT, KINDS, LONE, RING, SEMI, People
from eval.claims.rates import Rates
from eval.claims.words import TRADES, WORDS, Flags, Ints, Random, Strings, often, strings
from eval.synth.companies import REGIONS, credit_codes

SOURCES = ("12315", "12345", "court", "other")
HOTLINE_12315, HOTLINE_12345, COURT, OTHER = range(4)
REGISTER_KINDS = ("complaint", "report", "lawsuit")
OUTCOMES = ("open", "settled", "withdrawn", "not_accepted", "ended", "verified", "unfounded", "judged")
Floats = NDArray[np.float64]

_SOURCE = {
    "ordinary": (0.60, 0.35, 0.01, 0.04),
    "family": (0.60, 0.36, 0.00, 0.04),
    "semi": (0.74, 0.18, 0.04, 0.04),
    "frequent": (0.66, 0.30, 0.01, 0.03),
    "lone": (0.74, 0.14, 0.08, 0.04),
    "ring": (0.76, 0.12, 0.08, 0.04),
}
_REPORTS = {"ordinary": 0.12, "family": 0.12, "semi": 0.4, "frequent": 0.2, "lone": 0.45, "ring": 0.4}
_COMPLAINT_ENDS = {
    "ordinary": (0.06, 0.45, 0.08, 0.05, 0.36, 0, 0, 0),
    "family": (0.06, 0.48, 0.08, 0.04, 0.34, 0, 0, 0),
    "semi": (0.06, 0.38, 0.20, 0.10, 0.26, 0, 0, 0),
    "frequent": (0.04, 0.62, 0.06, 0.04, 0.24, 0, 0, 0),
    "lone": (0.05, 0.36, 0.24, 0.12, 0.23, 0, 0, 0),
    "ring": (0.05, 0.33, 0.29, 0.13, 0.20, 0, 0, 0),
}
_UPHELD = {"ordinary": 0.45, "family": 0.45, "semi": 0.4, "frequent": 0.62, "lone": 0.35, "ring": 0.3}


@dataclass(frozen=True)
class Shops:
    """Those complained of, those of a trade one after another, the busiest of each first."""

    names: Strings
    codes: Strings
    start: Ints
    count: Ints


@dataclass(frozen=True)
class Purchases:
    """One row a complaint; all columns are as long."""

    day: Ints
    """Days since the first day of the register."""
    source: Ints
    kind: Ints
    trade: Ints
    shop: Ints
    product: Ints
    quantity: Ints
    price: Floats
    paid: Floats
    demanded: Floats
    asks: Ints
    """What the demand rests on: 0 the money back, 1 three times the price, 2 ten times the price."""
    outcome: Ints
    received: Floats
    shops: Shops
    matter: Ints
    """The row that brought the same matter first: itself, for most."""


def purchases(people: People, person: Ints, rates: Rates, random: Random, again: Random) -> Purchases:
    """Draw everything of every row; ``again`` draws seasons and matters that come several times."""
    kind = people.kind[person]
    hunting = np.isin(kind, (LONE, RING, SEMI))
    day = in_season(people, person, _days(people, person, kind, random), rates, again)
    source = _by_kind(_SOURCE, kind, random)
    what = _register_kind(kind, source, random)
    root = roots(person, source, COURT, rates, again)
    source, what = other_ways(root, source, what, (HOTLINE_12315, HOTLINE_12345), again)
    day = days_after(root, day, again)
    shops = _shops(len(person), random)
    trade = _trades(people, person, hunting, rates, random)[root]
    shop = (shops.start[trade] + (shops.count[trade] * random.random(len(person)) ** np.where(hunting, 1.3, 2.0)).astype(np.int64))[root]  # fmt: skip
    product, price = _products(trade, random)
    product, price = product[root], price[root]
    quantity = _quantities(kind, price, rates, random)[root]
    paid = np.round(price * quantity * np.where(random.random(len(price)) < 0.4, 0.9, 1.0), 1)[root]
    asks = _asks(kind, trade, rates, random)[root]
    demanded = _demands(kind, paid, asks, random)[root]
    outcome = _outcomes(kind, what, random)
    received = _received(kind, outcome, asks, paid, demanded, random)
    received[root != np.arange(len(root))] = 0.0  # one matter is paid once
    return Purchases(day, source, what, trade, shop, product, quantity, price, paid, demanded, asks, outcome, received, shops, root)  # fmt: skip


def _by_kind(shares: Mapping[str, tuple[float, ...]], kind: Ints, random: Random) -> Ints:
    """A choice for each row by the shares of its kind of person."""
    bounds = np.cumsum(np.array([shares[name] for name in KINDS], float), axis=1)
    drawn = random.random(len(kind)) * bounds[kind, -1]
    place: Ints = (drawn[:, None] >= bounds[kind]).sum(axis=1).astype(np.int64)
    return place


def _rate(shares: dict[str, float], kind: Ints, random: Random) -> Flags:
    bound = np.array([shares[name] for name in KINDS])[kind]
    hit: Flags = random.random(len(kind)) < bound
    return hit


# --- when ---


def _days(people: People, person: Ints, kind: Ints, random: Random) -> Ints:
    """Consumers over all three years, a little more each year; professionals in a window, many on one day."""
    spread = (DAYS * random.random(len(person)) ** 0.85).astype(np.int64)
    fewest = np.ceil(people.complaints * 366 / 150).astype(np.int64)
    length = np.clip(np.maximum(fewest, random.integers(90, 700, len(people))), 30, DAYS)
    start = (random.random(len(people)) * (DAYS - length + 1)).astype(np.int64)
    rings = int(people.ring.max(initial=-1)) + 1
    if rings:
        ringed = people.ring >= 0
        of_ring = random.integers(120, 500, rings), random.random(rings)
        length[ringed] = np.maximum(of_ring[0][people.ring[ringed]], np.minimum(fewest[ringed], DAYS))
        start[ringed] = (of_ring[1][people.ring[ringed]] * (DAYS - length[ringed])).astype(np.int64)
    within = (random.random(len(person)) * length[person]).astype(np.int64)
    batch = np.where(random.random(len(person)) < 0.45, within // 14 * 14 + person % 14, within)
    hunting = np.isin(kind, (LONE, RING, SEMI))
    day: Ints = np.where(hunting, np.minimum(start[person] + batch, DAYS - 1), np.minimum(spread, DAYS - 1))
    return day


# --- of what kind, and where it ended ---


def _register_kind(kind: Ints, source: Ints, random: Random) -> Ints:
    report = _rate(_REPORTS, kind, random)
    return np.where(source == COURT, 2, report.astype(np.int64))


def _outcomes(kind: Ints, what: Ints, random: Random) -> Ints:
    complaint = _by_kind(_COMPLAINT_ENDS, kind, random)
    chance = random.random(len(kind))
    upheld = _rate(_UPHELD, kind, random)
    report = np.where(chance < 0.1, 0, np.where(upheld, 5, 6))
    lawsuit = np.where(chance < 0.15, 0, np.where(chance < 0.40, 1, np.where(chance < 0.62, 2, 7)))
    return np.choose(what, (complaint, report, lawsuit)).astype(np.int64)


# --- from whom and what ---


def _shops(complaints: int, random: Random) -> Shops:
    each = max(6, min(4000, complaints // 120))
    count = np.full(len(TRADES), each)
    names = [name for trade in TRADES for name in _shop_names(trade.shops, each, random)]
    region = random.integers(0, len(REGIONS), len(names))
    codes = strings(credit_codes(region, start=900_000).to_pylist())
    return Shops(strings(names), codes, np.cumsum(count) - count, count)


def _shop_names(forms: tuple[str, ...], each: int, random: Random) -> list[str]:
    signs, places = WORDS["shop_signs"], ["", "泉州市", "晋江市", "南安市", "石狮市", "鲤城区", "丰泽区", "惠安县"]
    drawn = zip(
        random.integers(0, len(places), each).tolist(),
        random.integers(0, len(signs), (each, 3)).tolist(),
        random.random(each).tolist(),
        random.integers(0, len(forms), each).tolist(),
        strict=True,
    )
    return [
        places[place] + signs[one[0]] + signs[one[1]] + (signs[one[2]] if three < 0.4 else "") + forms[form]
        for place, one, three, form in drawn
    ]


def _trades(people: People, person: Ints, hunting: Flags, rates: Rates, random: Random) -> Ints:
    """A professional keeps to one or two trades, mostly food; a consumer buys of everything, but for some who have a favourite."""
    favourite = often(random, len(TRADES) - 1, len(people), 2.0)
    rings = int(people.ring.max(initial=-1)) + 1
    ringed = people.ring >= 0
    favourite[ringed] = often(random, 5, rings, 1.5)[people.ring[ringed]] if rings else favourite[ringed]
    second = often(random, len(TRADES) - 1, len(people), 1.2)
    chance = random.random(len(person))
    keeps = np.where(chance < 0.7, favourite[person], second[person])
    anything = often(random, len(TRADES), len(person), 1.15)
    fond = ((people.kind == FREQUENT) & (random.random(len(people)) < rates.favourite_trade))[person]
    liked = often(random, len(TRADES), len(people), 1.15)[person]
    anything = np.where(fond & (chance < 0.7), liked, anything)
    return np.where(hunting & (chance < 0.93), keeps, anything)


def _products(trade: Ints, random: Random) -> tuple[Ints, Floats]:
    counts = np.array([len(one.products) for one in TRADES])
    product = (counts[trade] * random.random(len(trade)) ** 1.2).astype(np.int64)
    widest = int(counts.max())
    prices = np.array([[*one.prices, *([0.0] * (widest - len(one.prices)))] for one in TRADES])
    return product, np.round(prices[trade, product] * random.lognormal(0, 0.22, len(trade)), 1)


def _quantities(kind: Ints, price: Floats, rates: Rates, random: Random) -> Ints:
    own_use = random.choice(np.arange(1, 5), len(kind), p=(0.7, 0.18, 0.08, 0.04))
    chance = random.random(len(kind))
    excess = np.where(chance < 0.5, own_use, np.where(chance < 0.85, random.integers(3, 21, len(kind)), random.integers(20, 121, len(kind))))  # fmt: skip
    affordable = np.maximum(1, (20_000 / np.maximum(price, 1)).astype(np.int64))
    own_use = np.where(random.random(len(kind)) < rates.for_many, random.integers(5, 21, len(kind)), own_use)
    return np.minimum(np.where(np.isin(kind, (LONE, RING, SEMI)), excess, own_use), affordable)


# --- money ---


def _asks(kind: Ints, trade: Ints, rates: Rates, random: Random) -> Ints:
    """The law that a demand rests on: 食品安全法 148 for food, 消费者权益保护法 55 for the rest."""
    consumer = rates.legal_multiple
    practised = min(1.0, 2.5 * consumer)
    share = {"ordinary": consumer, "family": consumer, "semi": 0.7, "frequent": practised, "lone": 0.88, "ring": 0.92}
    food = np.array([one.food for one in TRADES])[trade]
    return np.where(_rate(share, kind, random), np.where(food, 2, 1), 0)


def _demands(kind: Ints, paid: Floats, asks: Ints, random: Random) -> Floats:
    """Yuan asked for; at least 1,000 for food and 500 else, as both laws have it."""
    extra = np.where(random.random(len(kind)) < 0.2, np.round(random.random(len(kind)) * 0.5 + 1, 1), 1.0)
    by_law = np.where(asks == 2, np.maximum(1000, 10 * paid), np.maximum(500, 3 * paid))
    offer = np.where(random.random(len(kind)) < 0.25, np.round(by_law * 0.6, -2), by_law)
    rounded = np.where(np.isin(kind, (LONE, RING)), np.maximum(offer, 300), by_law)
    return np.where(asks == 0, np.round(paid * extra, 1), rounded)


def _received(kind: Ints, outcome: Ints, asks: Ints, paid: Floats, demanded: Floats, random: Random) -> Floats:
    """Yuan paid in the end: what consumers lost and at times what the law gives, what professionals settle or withdraw for."""
    hunting = np.isin(kind, (LONE, RING, SEMI))
    share = np.where(
        hunting, 0.15 + 0.75 * random.random(len(kind)), np.where(random.random(len(kind)) < 0.7, 1.0, 0.5)
    )
    basis = np.where(hunting, demanded, np.where(kind == FREQUENT, np.minimum(demanded, paid * 1.2), np.minimum(demanded, paid)))  # fmt: skip
    by_law = ~hunting & (asks > 0) & (random.random(len(kind)) < 0.3)
    basis = np.where(by_law, demanded, basis)
    quiet = (outcome == 2) & (random.random(len(kind)) < np.where(hunting, 0.8, 0.3))
    pays = (outcome == 1) | quiet | ((outcome == 7) & (random.random(len(kind)) < 0.5))
    return np.where(pays, np.round(basis * share, 1), 0.0)
