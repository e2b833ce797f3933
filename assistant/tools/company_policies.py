"""The matching as the conversation needs it: companies by name, and a card of what one can claim by public fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import quote

from assistant.matching.choice import CompanyNotFound, likely_ones
from assistant.matching.ports import Directory, FoundCompany
from assistant.matching.schemas import MatchReply
from assistant.matching.service import MatchService
from assistant.pipeline.companies import NOBODY, Named, NamedCompany
from assistant.pipeline.reply import MatchCard, MatchLine, NearLine
from knowledge.portraits.names import CERTAIN
from knowledge.portraits.portrait import Portrait

SHOWN: Final = 5
"""Matches and near misses on a card; the page has them all."""


class ServiceCompanies:
    """``CompanyPolicies`` over the matching's service: always in public scope, whoever talks."""

    def __init__(self, service: MatchService, directory: Callable[[], Directory]) -> None:
        self._service = service
        self._directory = directory

    def named(self, words: str) -> Named:
        """Whom words name: one for certain, several alike, or nobody."""
        directory = self._directory()
        found = directory.find(words)
        likely = tuple(_named(directory, one) for one in likely_ones(found))
        if not likely:
            return NOBODY
        return Named(likely[0]) if found[0].score >= CERTAIN else Named(None, likely)

    def by_code(self, credit_code: str) -> NamedCompany | None:
        """The company of a credit code."""
        portrait = self._directory().by_code(credit_code)
        return (
            None if portrait is None else NamedCompany(credit_code, portrait.name, _district(portrait), portrait.name)
        )

    def card(self, credit_code: str, on: date) -> MatchCard:
        """What a company can claim on a day; raises CompanyNotFound."""
        portrait = self._directory().by_code(credit_code)
        if portrait is None:
            raise CompanyNotFound
        return card_of(self._service.of(portrait, on, own=False))


def card_of(reply: MatchReply) -> MatchCard:
    """The first of each list; raises ValueError for a reply that has no company."""
    company = reply.company
    if company is None:
        raise ValueError("nobody was matched")
    return MatchCard(
        company=company.name,
        credit_code=company.credit_code,
        district=company.district or "",
        on=reply.on,
        total=reply.total,
        total_text=reply.total_text,
        matches=tuple(
            MatchLine(
                measure_id=row.measure_id,
                title=row.title,
                award=row.award,
                award_text=row.award_text,
                document_id=row.document_id,
                document_title=row.document_title,
                article=row.article,
            )
            for row in reply.matches[:SHOWN]
        ),
        match_count=len(reply.matches),
        near_misses=tuple(
            NearLine(measure_id=row.measure_id, title=row.title, text=row.text, award_text=row.award_text)
            for row in reply.near_misses[:SHOWN]
        ),
        near_count=len(reply.near_misses),
        unknown_count=reply.unknown_count,
        page=f"/policies?company={quote(company.credit_code)}",
    )


def _named(directory: Directory, found: FoundCompany) -> NamedCompany:
    portrait = directory.by_code(found.credit_code)
    district = "" if portrait is None else _district(portrait)
    return NamedCompany(found.credit_code, found.name, district, found.former_name or found.name)


def _district(portrait: Portrait) -> str:
    return str(portrait.values.get("district", ""))
