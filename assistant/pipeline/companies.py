"""What the conversation needs of the matching: companies by name, and what one of them can claim. A port; no service here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol

from assistant.pipeline.reply import MatchCard


class NamedCompany(NamedTuple):
    """A company that words may name: ``matched`` is the name, the present or a former one, by which it was found."""

    credit_code: str
    name: str
    district: str
    matched: str


class Named(NamedTuple):
    """The one company that words name for certain, or several that are alike; both empty for no company's name."""

    certain: NamedCompany | None = None
    alike: tuple[NamedCompany, ...] = ()


NOBODY = Named()


class CompanyPolicies(Protocol):
    """Companies by name, and the policies for one. ``assistant.tools`` has it over the matching's service."""

    def named(self, words: str, /) -> Named:
        """Whom words name that are nothing but a name."""
        ...

    def by_code(self, credit_code: str, /) -> NamedCompany | None:
        """The company of a credit code."""
        ...

    def card(self, credit_code: str, on: date, /) -> MatchCard:
        """What a company that is known can claim on a day, by public fields alone."""
        ...


def told_apart(companies: Sequence[NamedCompany]) -> list[str]:
    """Names for a choice; those that are equal with their district and the end of their code."""
    names = [one.name for one in companies]
    return [
        one.name if names.count(one.name) == 1 else f"{one.name}（{one.district or '地区未写明'}，{one.credit_code}）"
        for one in companies
    ]
