"""How many of which people a made register holds, and how they behave: every figure that may be configured."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path

import yaml

from eval.errors import BadInput


@dataclass(frozen=True)
class Rates:
    """Counts are per 100,000 complaints; shares are within 0..1. ``--rates FILE`` names those that differ, as YAML."""

    lone: float = 200.0
    """Lone professionals: 10 to 150 complaints a year, aliases, several phones and addresses, few payment accounts."""
    rings: float = 12.0
    """Rings of 3 to 12 people: formatted texts, shared accounts, name and id that differ."""
    frequent: float = 95.0
    """Genuine frequent consumers: 10 to 25 complaints over three years, one identity, own use, moderate demands."""
    semi: float = 300.0
    """People with 5 to 9 complaints who write as professionals do."""
    families: float = 10.0
    """Families of consumers who together reach ten complaints; none of them does alone."""
    dormitories: float = 27.0
    """Factory dormitories: dozens of people behind one phone and one address."""
    agencies: float = 7.0
    """Law firms and agencies whose phone stands in the complaints of many."""
    villages: float = 46.0
    """Village addresses without a number."""
    stations: float = 14.0
    """Parcel stations given as the address, by ordinary people and by professionals."""
    households: float = 0.15
    """Share of ordinary people who live with others of the register."""
    public_templates: float = 0.012
    """Share of ordinary complaints written with a template from the web, so that equal texts mean nothing."""
    masked_phone: float = 0.06
    """Share of phones that the exporting system masked (138****1234)."""
    typo: float = 0.03
    """Share of names, and of addresses, with a slip: a homophone, a missing or a doubled character."""
    hard: float = 0.1
    """Share of professionals who change everything at once, so that hardly anything ties their complaints."""


def plain(rates: Rates) -> dict[str, float]:
    """The rates as a run's configuration keeps them."""
    return asdict(rates)


def load(path: Path | None) -> Rates:
    """The default rates, changed by those of a YAML file.

    Raises:
        BadInput: the file cannot be read, or a rate in it is unknown or is no usable number.
    """
    if path is None:
        return Rates()
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInput(f"{path} cannot be read as YAML") from error
    if not isinstance(given, dict):
        raise BadInput(f"{path} does not hold NAME: VALUE lines")
    return Rates(**{str(name): _checked(path, str(name), value) for name, value in given.items()})


SHARES = frozenset({"households", "public_templates", "masked_phone", "typo", "hard"})


def _checked(path: Path, name: str, value: object) -> float:
    known = [field.name for field in fields(Rates)]
    if name not in known:
        raise BadInput(f"{path}: no rate is called {name!r}; there are: {', '.join(known)}")
    most = 1.0 if name in SHARES else 100_000.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadInput(f"{path}: {name} must be a number from 0 to {most:g}")
    return float(value)
