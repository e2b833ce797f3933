"""A made register of companies, and the ways in which people type their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from random import Random
from typing import NamedTuple

import yaml

from knowledge.portraits.credit_code import check_digit

WORDS: Mapping[str, Sequence[str]] = yaml.safe_load(
    files("eval.company_names").joinpath("words.yaml").read_text(encoding="utf-8")
)
_OFFICES = (
    "350502",
    "350503",
    "350504",
    "350505",
    "350581",
    "350582",
    "350583",
    "350521",
    "350524",
    "350525",
    "350526",
)
_DISTRICTS = (
    "鲤城区",
    "丰泽区",
    "洛江区",
    "泉港区",
    "石狮市",
    "晋江市",
    "南安市",
    "惠安县",
    "安溪县",
    "永春县",
    "德化县",
)
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class Company(NamedTuple):
    """A made company; its name is ``region + core + trade + form``."""

    credit_code: str
    district: str
    region: str
    core: str
    trade: str
    form: str
    former: str

    @property
    def name(self) -> str:
        """The registered name."""
        return self.region + self.core + self.trade + self.form


def companies(count: int, seed: int) -> list[Company]:
    """So many companies of different names; equal seeds give equal registers."""
    random, seen = Random(seed), set[str]()
    made: list[Company] = []
    while len(made) < count:
        company = _company(random, len(made))
        if company.name not in seen:
            seen.add(company.name)
            made.append(company)
    return made


def _company(random: Random, number: int) -> Company:
    at = random.randrange(len(_DISTRICTS))
    district = _DISTRICTS[at]
    code = ("92" if random.random() < 0.5 else "91") + _OFFICES[at] + _organisation(number)
    code += check_digit(code)
    if code.startswith("92"):
        core = _often(random, WORDS["families"]) + _core(random, 2) if random.random() < 0.4 else _core(random)
        place = _often(random, WORDS["places"]) if random.random() < 0.5 else ""
        return Company(code, district, f"泉州市{district}{place}", core, _often(random, WORDS["shops"]), "", "")
    form = random.choices(WORDS["forms"], (80, 10, 4, 3, 3))[0]
    region = _often(random, [*WORDS["regions"], district[:2], district])
    trade = _often(random, WORDS["trades"])
    former = f"{region}{_core(random)}{trade}{form}" if random.random() < 0.05 else ""
    return Company(code, district, region, _core(random), trade, form, former)


def _organisation(number: int) -> str:
    """Nine signs, different for each number."""
    found = "MA"
    for place in range(6, -1, -1):
        found += _SIGNS[(number * 7919 // 31**place) % 31]
    return found


def _core(random: Random, length: int = 0) -> str:
    """A 字号 of 2, 3 or 4 characters, the common ones more often."""
    size = length or random.choices((2, 3, 4), (55, 38, 7))[0]
    return "".join(_often(random, WORDS["signs"]) for _ in range(size))


def _often(random: Random, words: Sequence[str]) -> str:
    """The first more often than the last, about five to one."""
    return words[int(len(words) * random.random() ** 1.6)]
