"""What systems hide and hands get wrong: masks, fillers, nobody's names, slips, old id numbers. All change arrays in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from eval.claims.rates import Rates
from eval.claims.words import WORDS, Flags, Random, Strings, strings

_HOMOPHONES: Mapping[str, list[str]] = {
    sign: [one for one in group if one != sign] for group in WORDS["homophones"] for sign in group
}
_NAME_MASKS: tuple[Callable[[str], str], ...] = (
    lambda name: name[0] + "*" * (len(name) - 1),
    lambda name: name[0] + "**",
    lambda name: name[0] + "*" + name[2:],
    lambda name: name[0] + "XX",
    lambda name: name[0] + "某",
    lambda name: name[0] + "某某",
    lambda name: name[0] + "O",
)
_ID_MASKS: tuple[Callable[[str], str], ...] = (
    lambda number: f"{number[:4]}**********{number[14:]}",
    lambda number: f"{number[:6]}********{number[14:]}",
    lambda number: f"{number[:6]}XXXXXXXX{number[14:]}",
    lambda number: f"{number[:14]}****",
)
FILLERS = frozenset(WORDS["filler_phones"]) | frozenset(WORDS["filler_ids"])
"""What is written where a number is asked for and none is given: nobody's."""


def hide_names(found: Strings, web: Flags, city: Flags, titled: Strings, rates: Rates, random: Random) -> None:
    """Names as 12315 (``web``) and 12345 (``city``) keep them; ``titled`` is each row's word for a man or a woman."""
    called = city & (random.random(len(found)) < rates.titled_names)
    found[called] = [f"{one[0]}{title}" for one, title in zip(found[called], titled[called], strict=True)]
    hidden = (web | city) & ~called & (random.random(len(found)) < rates.masked_names)
    found[hidden] = _each(found[hidden], _NAME_MASKS, random)
    nobody = (web | city) & (random.random(len(found)) < rates.placeholder_names)
    found[nobody] = strings(WORDS["placeholder_names"])[random.integers(0, len(WORDS["placeholder_names"]), int(nobody.sum()))]  # fmt: skip


def fill_phones(found: Strings, rates: Rates, random: Random) -> Flags:
    """Put what fills a required field into a share of the phones; tells where."""
    filled: Flags = random.random(len(found)) < rates.filler_phones
    found[filled] = strings(WORDS["filler_phones"])[random.integers(0, len(WORDS["filler_phones"]), int(filled.sum()))]
    return filled


def spoil_ids(found: Strings, court: Flags, rates: Rates, random: Random) -> None:
    """Id numbers outside courts, which copy the card: old, slipped, masked, or no number at all."""
    old = ~court & (random.random(len(found)) < rates.old_ids)
    found[old] = [one[:6] + one[8:17] if one[6:8] == "19" else one for one in found[old]]
    slipped = np.flatnonzero(~court & (random.random(len(found)) < rates.id_slips))
    found[slipped] = [_digit_slip(one, int(chance)) for one, chance in zip(found[slipped], random.integers(0, 10_000, len(slipped)), strict=True)]  # fmt: skip
    masked = ~court & (random.random(len(found)) < rates.masked_ids)
    masked &= np.fromiter((len(one) == 18 for one in found), bool, len(found))
    found[masked] = _each(found[masked], _ID_MASKS, random)
    filled = ~court & (random.random(len(found)) < rates.filler_ids)
    found[filled] = strings(WORDS["filler_ids"])[random.integers(0, len(WORDS["filler_ids"]), int(filled.sum()))]


def slip_words(found: Strings, share: float, random: Random) -> None:
    """A slip in a share of names or addresses."""
    for row in np.flatnonzero(random.random(len(found)) < share).tolist():
        if found[row] is not None:
            found[row] = _slip(found[row], int(random.integers(0, 1000)))


def _each(values: Strings, ways: tuple[Callable[[str], str], ...], random: Random) -> list[str]:
    chosen = random.integers(0, len(ways), len(values)).tolist()
    return [ways[way](one) for one, way in zip(values.tolist(), chosen, strict=True)]


def _digit_slip(number: str, chance: int) -> str:
    """One digit wrong, or two that stand side by side changed about, behind the county."""
    at = 6 + chance % (len(number) - 8)
    if chance % 3:
        return number[:at] + str((int(number[at]) + 1 + chance // 100 % 9) % 10) + number[at + 1 :]
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _slip(word: str, chance: int) -> str:
    """A word with a sign that sounds alike where one is known; else with a sign missing or doubled."""
    places = [place for place, sign in enumerate(word) if sign in _HOMOPHONES]
    if places and chance % 10 < 7:
        at = places[chance % len(places)]
        others = _HOMOPHONES[word[at]]
        return word[:at] + others[chance % len(others)] + word[at + 1 :]
    at = chance % len(word)
    return word[:at] + word[at + 1 :] if len(word) > 2 and chance % 2 else word[:at] + word[at] + word[at:]
