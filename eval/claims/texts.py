"""What people write. Consumers tell what happened, each differently; professionals fill a template and change it a little.

A text is drawn part by part from lists of sentences (``words.yaml``), then its places are filled. Templates from the web are used
by anybody, and the hotline's clerks write in their own words: equal texts alone prove nothing, unequal ones neither.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from eval.claims.consumers import consumer_texts, faults, joined, leave_out
from eval.claims.matters import DAYS, LAST_DAY
from eval.claims.people import LONE, RING, SEMI, People
from eval.claims.purchases import HOTLINE_12345, Purchases
from eval.claims.rates import Rates
from eval.claims.words import TRADES, WORDS, Flags, Ints, Random, Strings, strings

_FORMAL = WORDS["professional"]
_PARTS = ("start", "fact", "fault", "law", "demand", "procedure", "procedure", "threat", "end")
"""What a formal text consists of, in this order."""
_SAME_WORDS = 0.5
"""Share of what comes again, and is not a clerk's, that is the same word for word."""


@dataclass(frozen=True)
class Styles:
    """Templates: one row a template; the place of its sentence in each part, its habit, and how often a part is changed."""

    parts: Ints
    habit: Ints
    change: NDArrayFloat
    threatens: Flags
    of_things: Flags
    """Complains of a thing, and not of a label or an advertisement."""

    @staticmethod
    def draw(size: int, rates: Rates, random: Random) -> Styles:
        """So many templates."""
        return Styles(
            random.integers(0, 2**31, (size, len(_PARTS))),
            random.integers(0, len(WORDS["habits"]), size),
            random.choice((0.03, 0.1, 0.2, 0.4), size),
            random.random(size) < rates.threats,
            random.random(size) < rates.other_faults,
        )


NDArrayFloat = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def texts(people: People, person: Ints, bought: Purchases, accounts: Strings, rates: Rates, random: Random) -> Strings:
    """The text of every row; ``accounts`` is the row's account, or an empty string."""
    formal = _formal(people, person, bought, rates.public_templates, random)
    rows, consumers = np.flatnonzero(formal), np.flatnonzero(~formal)
    made = strings([""] * len(person))
    made[consumers] = consumer_texts(people, person, bought, consumers, rates, random)
    made[rows] = _formal_texts(people, person[rows], bought, rows, rates, random)
    made = _filled(made, bought, accounts, random)
    return _copied(made, bought, random)


def _formal(people: People, person: Ints, bought: Purchases, public: float, random: Random) -> Flags:
    """Whether a row is written with a template."""
    share = np.array([public, public, 0.55, public * 2, 0.85, 0.92])[people.kind[person]]
    share[people.quiet[person]] = 0.0
    clerk = (bought.source == HOTLINE_12345) & (random.random(len(person)) < 0.6)
    formal: Flags = (random.random(len(person)) < share) & ~clerk
    return formal


def _copied(made: Strings, bought: Purchases, random: Random) -> Strings:
    """Who brings a matter again often sends the same words; a clerk writes his own."""
    again = bought.matter != np.arange(len(made))
    clerk = bought.source == HOTLINE_12345
    same = again & ~clerk & ~clerk[bought.matter] & (random.random(len(made)) < _SAME_WORDS)
    made[same] = made[bought.matter[same]]
    return made


# --- templates ---


def _formal_texts(people: People, person: Ints, bought: Purchases, rows: Ints, rates: Rates, random: Random) -> Strings:
    """Rows of a template: the person's own, the ring's, or one that everybody finds on the web."""
    web = int(WORDS["templates_web"])
    rings = int(people.ring.max(initial=-1)) + 1
    each = 3
    styles = Styles.draw(web + each * (rings + len(people)), rates, random)
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
    leave_out([pieces[4]], quiet)
    # What everybody finds on the web is lawful.
    leave_out([pieces[7]], ~np.isin(kind, (LONE, RING)) | from_web | ~styles.threatens[style])
    things = styles.of_things[style]
    pieces[2][things] = [f"经查看，该商品{harm}，" for harm in faults(bought, random)[rows[things]]]
    pieces.append(strings(WORDS["habits"])[styles.habit[style]])
    return joined(pieces)


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
    days = _day_words((bought.day - random.integers(0, 20, len(made)))[bought.matter], random)
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
