"""What consumers write: what happened, each in other words, with what genuine people add that looks like pressure.

They announce lawful remedies, tell what the shop threatened or offered, use hard words, complain of labels, ask for the multiple
that the law gives, and fill in letters that many use: none of it makes anybody a professional.
"""

from __future__ import annotations

import numpy as np

from eval.claims.people import FAMILY, FREQUENT, ORDINARY, People
from eval.claims.purchases import HOTLINE_12345, Purchases
from eval.claims.rates import Rates
from eval.claims.words import TRADES, WORDS, Flags, Ints, Random, Strings, strings

_SAID = WORDS["ordinary"]
_PRACTISED = 2.0
"""How much oftener frequent consumers name remedies and labels than others: they know the ways."""
_PRACTISED_LETTERS = 5.0
_KEEPS_LETTER = 0.6
"""Share of the complaints of one who uses a letter that are written with it."""


def consumer_texts(people: People, person: Ints, bought: Purchases, rows: Ints, rates: Rates, random: Random) -> Strings:  # fmt: skip
    """Texts with places for ``rows`` of all complaints; ``person`` is everybody's."""
    size, who = len(rows), person[rows]
    kind = people.kind[who]
    first = np.where(kind == FREQUENT, _PRACTISED, 1.0)
    trade = bought.trade[rows]
    harm = faults(bought, random)[rows]
    label = random.random(size) < rates.genuine_labels * first
    harm[label] = _labels(trade[label], random)
    told = [_draw(name, size, random) for name in ("start", "when", "where", "buy", "price")]
    complaint = [_sign("，", size), harm, _draw("detail", size, random)]
    talk = [_sign("。", size), _draw("talk", size, random), _draw("excuse", size, random)]
    hearsay = [_sign("。", size), _draw("told_talk", size, random), _draw("told", size, random), _draw("answered", size, random)]  # fmt: skip
    aside = [_sign("，", size), _draw("aside_who", size, random), _draw("aside_what", size, random)]
    anger = [_sign("，", size), _draw("angry", size, random)]
    want = [_sign("，", size), _draw("want", size, random), _law_too(bought.asks[rows], random)]
    remedy = [_sign("，", size), *(_draw(name, size, random) for name in ("remedy_if", "remedy_who", "remedy"))]
    chances = (
        (talk, 0.62),
        (hearsay, rates.trader_told),
        (aside, 0.45),
        (anger, rates.angry),
        (told[4:5], 0.6),
        (want, np.where(kind == FREQUENT, 0.9, 0.8)),
        (remedy, rates.lawful_remedies * first),
    )
    for part, chance in chances:
        leave_out(part, random.random(size) > chance)
    # Some say first what they want, some first what is wrong.
    end = _draw("end", size, random)
    order = random.random(size)
    told_first = [*told, *complaint, *talk, *hearsay, *aside, *anger, *want, *remedy, end]
    wrong_first = [*complaint[1:], _sign("，", size), *told[1:], *talk, *hearsay, *want, *remedy, *aside, *anger, end]
    made: Strings = np.where(order < 0.7, joined(told_first), joined(wrong_first))
    return _with_letters(made, harm, people, bought, rows, who, rates, random)


def faults(bought: Purchases, random: Random) -> Strings:
    """What went wrong in every row, one thing and sometimes two; the same in all rows of one matter."""
    counts = np.array([len(one.harm) for one in TRADES])
    flat = strings([harm for one in TRADES for harm in one.harm])
    start = np.cumsum(counts) - counts
    trade = bought.trade
    one, two = (start[trade] + (counts[trade] * random.random(len(trade))).astype(np.int64) for _ in range(2))
    both = (random.random(len(trade)) < 0.3) & (one != two)
    told: Strings = np.where(both, flat[one] + "，" + flat[two], flat[one])[bought.matter]
    return told


def joined(pieces: list[Strings]) -> Strings:
    """The pieces of each row put together."""
    if not len(pieces[0]):
        return pieces[0]
    return strings(["".join(row) for row in zip(*(piece.tolist() for piece in pieces), strict=True)])


def leave_out(part: list[Strings], where: Flags) -> None:
    """Empty a part of the text in some rows."""
    for piece in part:
        piece[where] = ""


def _draw(name: str, size: int, random: Random) -> Strings:
    words = strings(_SAID[name])
    return words[random.integers(0, len(words), size)]


def _sign(sign: str, size: int) -> Strings:
    return strings([sign] * size)


def _labels(trade: Ints, random: Random) -> Strings:
    food = np.array([one.food for one in TRADES])[trade]
    return np.where(food, _draw("label_food", len(trade), random), _draw("label_goods", len(trade), random))


def _law_too(asks: Ints, random: Random) -> Strings:
    said = _draw("tenfold", len(asks), random)
    said[asks == 0] = ""
    return said


def _with_letters(made: Strings, harm: Strings, people: People, bought: Purchases, rows: Ints, who: Ints, rates: Rates, random: Random) -> Strings:  # fmt: skip
    """A public letter instead, for those who use one: mostly the same one, and the commonest by most."""
    letters: list[str] = WORDS["letters"]
    share = np.where(people.kind == FREQUENT, _PRACTISED_LETTERS, 1.0) * rates.form_letters
    uses = people.among(ORDINARY, FAMILY, FREQUENT) & (random.random(len(people)) < share)
    own = (len(letters) * random.random(len(people)) ** 1.5).astype(np.int64)
    written = uses[who] & (random.random(len(who)) < _KEEPS_LETTER) & (bought.source[rows] != HOTLINE_12345)
    for row in np.flatnonzero(written).tolist():
        made[row] = letters[own[who[row]]].replace("{h}", harm[row])
    return made
