"""The ways in which people type a company's name, each with every company that it then fits equally."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import NamedTuple

from eval.company_names.generate import WORDS, Company
from knowledge.text import syllable

Say = Callable[[Company], str]
Spoil = Callable[[str, Random], str]
"""A 字号 with one slip of the hand or ear; the same where it cannot slip."""


class Asked(NamedTuple):
    """What is typed, and the credit codes of all companies that would be typed so."""

    kind: str
    typed: str
    meant: frozenset[str]


def _whole(company: Company) -> str:
    return company.name


def _everyday(company: Company) -> str:
    return f"{company.region[:2] if company.form else ''}{company.core}{company.trade}"


def _without_region(company: Company) -> str:
    return company.core + company.trade + company.form


def _core_only(company: Company) -> str:
    return company.core


def _short_trade(company: Company) -> str:
    return company.core + company.trade[:1]


def _former(company: Company) -> str:
    return company.former


def _as_it_is(core: str, random: Random) -> str:
    return core


@cache
def _sounding() -> Mapping[str, str]:
    """Common characters by syllable."""
    found: dict[str, str] = defaultdict(str)
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", "ignore")
            found[syllable(character) if character else ""] += character
    return found


def _homophone(core: str, random: Random) -> str:
    at = random.randrange(len(core))
    others = _sounding().get(syllable(core[at]), "").replace(core[at], "")
    return core[:at] + random.choice(others) + core[at + 1 :] if others else core


def _shape(core: str, random: Random) -> str:
    """A look-alike; where the table has none, any other character."""
    at = random.randrange(len(core))
    alike = [one for group in WORDS["shapes"] if core[at] in group for one in group if one != core[at]]
    return core[:at] + random.choice(alike or WORDS["signs"]) + core[at + 1 :]


def _missing(core: str, random: Random) -> str:
    at = random.randrange(len(core))
    return core[:at] + core[at + 1 :] if len(core) > 2 else core


def _swapped(core: str, random: Random) -> str:
    at = random.randrange(len(core) - 1)
    return core[:at] + core[at + 1] + core[at] + core[at + 2 :]


KINDS: Mapping[str, tuple[Say, Spoil]] = {
    "full": (_whole, _as_it_is),
    "everyday": (_everyday, _as_it_is),
    "without_region": (_without_region, _as_it_is),
    "core": (_core_only, _as_it_is),
    "short_trade": (_short_trade, _as_it_is),
    "former": (_former, _as_it_is),
    "homophone": (_everyday, _homophone),
    "shape": (_everyday, _shape),
    "missing": (_everyday, _missing),
    "swapped": (_everyday, _swapped),
    "full_homophone": (_whole, _homophone),
    "full_shape": (_whole, _shape),
}
"""How much of the name is said, and what goes wrong with the 字号 in it."""


def questions(register: Sequence[Company], each: int, seed: int) -> list[Asked]:
    """``each`` questions of every kind, from companies drawn at random, and of ``unknown`` names that nobody has."""
    random, asked = Random(seed), []
    for kind, (say, spoil) in KINDS.items():
        drawn = _drawn(register, say, spoil, each, random)
        fits = _fitting(register, say, {typed for _, typed in drawn} | {say(company) for company, _ in drawn})
        asked += [Asked(kind, typed, fits[say(company)] | fits[typed]) for company, typed in drawn]
    asked += [
        Asked("unknown", f"泉州{''.join(random.sample('骉犇猋麤毳焱垚鱻羴掱', 3))}{trade}有限公司", frozenset())
        for trade in random.choices(WORDS["trades"], k=each)
    ]
    return asked


def _drawn(register: Sequence[Company], say: Say, spoil: Spoil, each: int, random: Random) -> list[tuple[Company, str]]:
    """Companies and how each is typed; only those of which this can be said, and that slip where a slip is asked."""
    found: list[tuple[Company, str]] = []
    for company in random.sample(register, len(register)):
        said = say(company)
        typed = said.replace(company.core, spoil(company.core, random), 1) if said else ""
        if said and (spoil is _as_it_is or typed != said):
            found.append((company, typed))
        if len(found) == each:
            break
    return found


def _fitting(register: Sequence[Company], say: Say, wanted: set[str]) -> Mapping[str, frozenset[str]]:
    """Of each wording the companies that would be called so."""
    fits: dict[str, set[str]] = {wording: set() for wording in wanted}
    for company in register:
        said = say(company)
        if said in fits:
            fits[said].add(company.credit_code)
    return {wording: frozenset(codes) for wording, codes in fits.items()}
