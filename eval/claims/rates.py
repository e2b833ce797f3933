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
    families: float = 30.0
    """Families of consumers who together reach ten complaints; none of them does alone: one in a hundred of the homes of which
    several people complain (some 3,000 for 100,000 complaints), since who complains much lives with others who do."""
    relatives: float = 60.0
    """People who complain often and live with one or two ordinary people of the register, half of whom use their phone: as many of
    some 390 as of all others (see ``households``)."""
    dormitories: float = 27.0
    """Factory dormitories: dozens of people behind one phone and one address."""
    agencies: float = 7.0
    """Law firms and agencies whose phone stands in the complaints of many."""
    villages: float = 46.0
    """Village addresses without a number."""
    stations: float = 14.0
    """Parcel stations given as the address, by ordinary people and by professionals."""
    households: float = 0.15
    """Share of ordinary people who live with others of the register: two to four at one address, a third of their records with the
    family's phone. A home of three in which 5 in 100 people complain within three years holds another complainant once in ten, and
    people of one home buy and are wronged together. So about 4 in 100 complainants share a phone with another."""
    other_surname: float = 0.3
    """Share of the people of a home who have another surname: wives keep theirs, and children have the father's."""
    siblings: float = 0.15
    """Share of homes and families whose members have the sign of their generation in common, as is the custom in Minnan, so that
    full names differ in one sign only."""
    namesakes: float = 10.0
    """Groups of ordinary people who have the name of somebody who complains often, and live at a house of the same street and
    number in other cities. Of 330,000 people some fifty pairs meet so by chance where a name is had by one in 5,000, a street is
    found in every city for one in four and houses spread over some 2,000; a few with a name as common as any."""
    everywhere_streets: float = 0.25
    """Share of addresses on streets that every city has."""
    public_templates: float = 0.012
    """Share of ordinary complaints written with a formal template from the web, so that equal texts mean nothing."""
    form_letters: float = 0.03
    """Share of consumers who fill in one of a dozen public letters (consumer associations, short videos, programs that write) for
    most of what they complain of; of frequent ones five times as many. No count is published: our estimate."""
    masked_phone: float = 0.06
    """Share of phones that the exporting system masked (138****1234)."""
    typo: float = 0.03
    """Share of names, and of addresses, with a slip: a homophone, a missing or a doubled character."""
    hard: float = 0.1
    """Share of professionals who change everything at once, so that hardly anything ties their complaints."""
    quiet: float = 0.1
    """Share of professionals who never threaten, complain of no label and write like anybody: who knows the rules avoids them."""
    threats: float = 0.2
    """Share of professionals' templates that threaten. The reader is an authority: most threats are made to the shop, on the phone
    or in a chat, and reach the register as hearsay or not at all."""
    other_faults: float = 0.2
    """Share of professionals' templates that complain of a thing (mould, a hair) and not of a label or an advertisement."""
    lawful_remedies: float = 0.15
    """Share of consumers' own texts that announce what the law offers (a lawsuit, 12345, the consumer council) or the press; of
    frequent ones twice as many. A shop's refusal is the usual reason to complain, and the next step its usual end: our estimate."""
    trader_told: float = 0.12
    """Share of consumers' own texts that tell what the shop threatened or offered: to pay for silence, "go and sue"."""
    angry: float = 0.08
    """Share of consumers' own texts with hard words about the shop."""
    genuine_labels: float = 0.06
    """Share of consumers' own texts about a label or an advertisement; of frequent ones twice as many. Advertising, labels and
    prices are among the larger groups in the yearly reviews of 12315, mostly as reports: our estimate."""
    legal_multiple: float = 0.08
    """Share of consumers' complaints that ask for the multiple which the law gives (ten times for food, three times for deceit); of
    frequent ones two and a half times as many. Both rules are widely known and the form asks for a sum."""
    same_matter: float = 0.25
    """Share of anybody's further complaints that are the matter before once more: at 12345 beside 12315, or there as a complaint and as
    a report, which are two buttons of one page and two procedures. Half of those not taken by a clerk repeat the text word for word."""
    seasonal: float = 0.2
    """Share of consumers' complaints that follow a sale or a feast (11 November, 18 June, Spring Festival, 15 March), 66 days of a year that
    would hold 18 in 100 anyway: so these days are about twice as busy as others."""
    bursts: float = 0.5
    """Share of genuine frequent consumers with a third of their complaints in one such season."""
    concentrated: float = 0.3
    """Share of genuine frequent consumers all of whose complaints fall into one year: a new flat, a child, an illness, a taste for
    shopping by live stream. Ten a year is what triggers a review, so those who never come near it would prove nothing."""
    favourite_trade: float = 0.25
    """Share of genuine frequent consumers with seven in ten of their complaints in one trade: tea, things for a child, a new flat."""
    for_many: float = 0.05
    """Share of consumers' purchases of 5 to 20 pieces: a wedding, New Year's gifts, an office, a class."""
    titled_names: float = 0.65
    """Share of 12345's records whose name is a surname with a title, the same of one person: clerks ask for the surname only."""
    masked_names: float = 0.1
    """Share of names that the exporting system or the writer hid (张**, 张XX, 张某某), courts excepted: exports hide by default."""
    placeholder_names: float = 0.03
    """Share of 12315's and 12345's names that are nobody's ("anonymous", "a citizen"): both take what is anonymous."""
    filler_phones: float = 0.004
    """Share of phones that fill a required field: 13800000000, equal digits, the hotline's own number."""
    filler_ids: float = 0.02
    """Share of id numbers outside courts that fill a required field."""
    masked_ids: float = 0.4
    """Share of id numbers outside courts that the exporting system masked, by one of four masks."""
    old_ids: float = 0.01
    """Share of id numbers of the century before written with 15 digits, as cards were until 2012."""
    id_slips: float = 0.02
    """Share of id numbers outside courts with one digit wrong or two changed about: typed, not read from the card."""


COUNTS = frozenset({"lone", "rings", "frequent", "semi", "families", "dormitories", "agencies", "villages", "stations", "namesakes", "relatives"})  # fmt: skip
"""Rates that count per 100,000 complaints; all others are shares."""


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


def _checked(path: Path, name: str, value: object) -> float:
    known = [field.name for field in fields(Rates)]
    if name not in known:
        raise BadInput(f"{path}: no rate is called {name!r}; there are: {', '.join(known)}")
    most = 100_000.0 if name in COUNTS else 1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise BadInput(f"{path}: {name} must be a number from 0 to {most:g}")
    return float(value)
