"""What people write. Consumers tell what happened, each differently; professionals fill a template and change it a little.

A text is drawn part by part from lists of sentences (``words.yaml``), then its places are filled. Templates from the web are used
by anybody, and the hotline's clerks write in their own words: equal texts alone prove nothing, unequal ones neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.people import FREQUENT, LONE, RING, SEMI, People
from eval.claims.purchases import DAYS, HOTLINE_12345, LAST_DAY, Flags, Purchases
from eval.claims.words import TRADES, WORDS, Ints, Random, Strings, strings

_CONSUMER = WORDS["ordinary"]
_FORMAL = WORDS["professional"]
_PARTS = ("start", "fact", "fault", "law", "demand", "procedure", "procedure", "threat", "end")
"""What a formal text consists of, in this order."""


@dataclass(frozen=True)
class Styles:
    """Templates: one row a template; the place of its sentence in each part, its habit, and how often a part is changed."""

    parts: Ints
    habit: Ints
    change: NDArrayFloat

    @staticmethod
    def draw(size: int, random: Random) -> Styles:
        """So many templates."""
        parts = random.integers(0, 2**31, (size, len(_PARTS)))
        return Styles(parts, random.integers(0, len(WORDS["habits"]), size), random.choice((0.03, 0.1, 0.2, 0.4), size))


NDArrayFloat = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def texts(people: People, person: Ints, bought: Purchases, accounts: Strings, public: float, random: Random) -> Strings:
    """The text of every row; ``accounts`` is the row's account, or an empty string."""
    kind = people.kind[person]
    formal = _formal(kind, bought, public, random)
    form = np.full(len(person), -1)
    rows = np.flatnonzero(formal)
    form[rows] = np.arange(len(rows))
    made = strings([""] * len(person))
    consumers = np.flatnonzero(~formal)
    made[consumers] = _consumer_texts(kind[consumers], bought, consumers, random)
    made[rows] = _formal_texts(people, person[rows], bought, rows, public, random)
    return _filled(made, bought, accounts, random)


def _formal(kind: Ints, bought: Purchases, public: float, random: Random) -> Flags:
    """Whether a row is written with a template."""
    share = np.array([public, public, 0.55, public * 2, 0.85, 0.92])[kind]
    clerk = (bought.source == HOTLINE_12345) & (random.random(len(kind)) < 0.6)
    formal: Flags = (random.random(len(kind)) < share) & ~clerk
    return formal


# --- consumers ---


def _draw(words: list[str], size: int, random: Random) -> Strings:
    return strings(words)[random.integers(0, len(words), size)]


def _consumer_texts(kind: Ints, bought: Purchases, rows: Ints, random: Random) -> Strings:
    size = len(rows)
    trade = bought.trade[rows]
    told = [_draw(_CONSUMER[name], size, random) for name in ("start", "when", "where", "buy", "price")]
    complaint = [_comma(size), _harm(trade, random), _draw(_CONSUMER["detail"], size, random)]
    talk = [_full_stop(size), _draw(_CONSUMER["talk"], size, random), _draw(_CONSUMER["excuse"], size, random)]
    aside = [_comma(size), _draw(_CONSUMER["aside_who"], size, random), _draw(_CONSUMER["aside_what"], size, random)]
    want = [_comma(size), _draw(_CONSUMER["want"], size, random), _law_too(bought.asks[rows], random)]
    for part, chance in ((talk, 0.62), (aside, 0.45), (told[4:5], 0.6), (want, np.where(kind == FREQUENT, 0.9, 0.8))):
        _leave_out(part, random.random(size) > chance)
    # Some say first what they want, some first what is wrong.
    middle = [complaint, talk, aside]
    order = random.random(size)
    told_first = [*told, *(piece for part in middle for piece in part), *want, _draw(_CONSUMER["end"], size, random)]
    wrong_first = [*complaint[1:], _comma(size), *told[1:], *talk, *want, *aside, _draw(_CONSUMER["end"], size, random)]
    return np.where(order < 0.7, _joined(told_first), _joined(wrong_first))


def _comma(size: int) -> Strings:
    return strings(["，"] * size)


def _full_stop(size: int) -> Strings:
    return strings(["。"] * size)


def _leave_out(part: list[Strings], where: Flags) -> None:
    for piece in part:
        piece[where] = ""


def _joined(pieces: list[Strings]) -> Strings:
    if not len(pieces[0]):
        return pieces[0]
    return strings(["".join(row) for row in zip(*(piece.tolist() for piece in pieces), strict=True)])


def _harm(trade: Ints, random: Random) -> Strings:
    """One thing that went wrong, sometimes two."""
    counts = np.array([len(one.harm) for one in TRADES])
    flat = strings([harm for one in TRADES for harm in one.harm])
    start = np.cumsum(counts) - counts
    first = flat[start[trade] + (counts[trade] * random.random(len(trade))).astype(np.int64)]
    second = flat[start[trade] + (counts[trade] * random.random(len(trade))).astype(np.int64)]
    both = (random.random(len(trade)) < 0.3) & (first != second)
    told: Strings = np.where(both, first + "，" + second, first)
    return told


def _law_too(asks: Ints, random: Random) -> Strings:
    said = _draw(_CONSUMER["tenfold"], len(asks), random)
    said[asks == 0] = ""
    return said


# --- templates ---


def _formal_texts(
    people: People, person: Ints, bought: Purchases, rows: Ints, public: float, random: Random
) -> Strings:
    """Rows of a template: the person's own, the ring's, or one that everybody finds on the web."""
    web = int(WORDS["templates_web"])
    rings = int(people.ring.max(initial=-1)) + 1
    each = 3
    styles = Styles.draw(web + each * (rings + len(people)), random)
    owner = np.where(people.ring[person] >= 0, people.ring[person], rings + person)
    used = random.integers(0, 1 + random.integers(0, each, len(people)))[person]
    style = web + each * owner + np.where(random.random(len(rows)) < 0.8, used, random.integers(0, each, len(rows)))
    kind = people.kind[person]
    from_web = ~np.isin(kind, (SEMI, LONE, RING)) | (random.random(len(rows)) < 0.08)
    style[from_web] = (web * random.random(int(from_web.sum())) ** 1.5).astype(np.int64)
    change = np.where(people.hard[person], 0.7, styles.change[style])
    food = np.array([one.food for one in TRADES])[bought.trade[rows]]
    pieces = [_sentences(number, styles, style, change, food, random) for number in range(len(_PARTS))]
    quiet = (bought.asks[rows] == 0) & (random.random(len(rows)) < 0.5)
    _leave_out([pieces[4]], quiet)
    _leave_out([pieces[7]], ~np.isin(kind, (LONE, RING)))
    pieces.append(strings(WORDS["habits"])[styles.habit[style]])
    return _joined(pieces)


def _sentences(number: int, styles: Styles, style: Ints, change: NDArrayFloat, food: Flags, random: Random) -> Strings:
    """The sentence of one part in every row: the template's, or another where the writer changed it."""
    chosen: Ints = np.where(random.random(len(style)) < change, random.integers(0, 2**31, len(style)), styles.parts[style, number])  # fmt: skip
    name = _PARTS[number]
    if name in ("fault", "law"):
        both = strings(_FORMAL[f"{name}_food"]), strings(_FORMAL[f"{name}_goods"])
        said: Strings = np.where(food, both[0][chosen % len(both[0])], both[1][chosen % len(both[1])])
        return said
    words = strings(_FORMAL[name])
    return np.asarray(words[chosen % len(words)])


# --- the places in a text ---


def _filled(made: Strings, bought: Purchases, accounts: Strings, random: Random) -> Strings:
    days = _day_words(bought.day - random.integers(0, 20, len(made)), random)
    money = [f"{one:g}" for one in bought.paid.tolist()]
    asked = [f"{one:g}" for one in bought.demanded.tolist()]
    products = [TRADES[trade].products[one] for trade, one in zip(bought.trade.tolist(), bought.product.tolist(), strict=True)]  # fmt: skip
    pieces = [f"{one}{TRADES[trade].measure}" for one, trade in zip(bought.quantity.tolist(), bought.trade.tolist(), strict=True)]  # fmt: skip
    shops = bought.shops.names[bought.shop].tolist()
    rows = zip(made.tolist(), days, shops, products, pieces, money, asked, accounts.tolist(), strict=True)
    return strings([_fill(*row) for row in rows])


def _fill(text: str, day: str, shop: str, product: str, pieces: str, paid: str, asked: str, account: str) -> str:
    text = text.replace("{d}", day).replace("{s}", shop).replace("{p}", product).replace("{n}", pieces)
    return text.replace("{c}", paid).replace("{m}", asked).replace("{a}", account or "本人账户")


def _day_words(day: Ints, random: Random) -> list[str]:
    """A day as people say it: by date, or by a word that fits any day."""
    first = LAST_DAY - np.timedelta64(DAYS - 1, "D")
    loose = ["上周", "前几天", "昨天", "前天", "上个月", "这个周末", "过节的时候", "月初", "半个月前", "周六"]
    dates = (first + day).tolist()
    form = random.random(len(day)).tolist()
    return [
        f"{one.year}年{one.month}月{one.day}日" if how < 0.35 else f"{one.month}月{one.day}日" if how < 0.6 else f"{one.month}月{one.day}号" if how < 0.75 else loose[int(how * 1000) % 10]
        for one, how in zip(dates, form, strict=True)
    ]  # fmt: skip
