"""A company by name against the measures in force: public values for anybody, all of them for the company itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Final

from assistant.accounts.person import Person
from assistant.errors import InvalidRequest
from assistant.matching.choice import SeveralAlike, choose, company_row
from assistant.matching.compiled import CompiledLibrary
from assistant.matching.ports import ArticleText, Directory
from assistant.matching.rows import (
    Judged,
    Reader,
    json_money,
    match_row,
    near_rows,
    review_row,
    total_text,
    unknown_row,
    waits_for_people_only,
)
from assistant.matching.schemas import CompanyCard, CompanyList, CompanyRow, FieldRow, MatchReply
from assistant.matching.workbook import workbook
from assistant.policies.service import today
from assistant.text import clean
from knowledge.measures.fields import FIELDS
from knowledge.measures.say import value_text
from knowledge.measures.totals import Claim, Total, total
from knowledge.portraits.portrait import PUBLIC, Portrait

PRIVATE: Final = frozenset(FIELDS) - PUBLIC
STAFF: Final = frozenset({"agent", "editor", "admin"})
"""Roles that see the whole portrait of every company."""
MOST_NEAR: Final = 10
MOST_UNKNOWN: Final = 100
SPAN: Final = timedelta(days=3660)
"""How far from today a day may lie."""


class MatchService:
    """Matches, look-ups and work sheets; ``day`` tells which day it is in Quanzhou."""

    def __init__(
        self,
        directory: Callable[[], Directory],
        library: CompiledLibrary,
        article: ArticleText,
        day: Callable[[], date] = today,
    ) -> None:
        self._directory = directory
        self._library = library
        self._article = article
        self._day = day

    def match(self, typed: str, on: date | None = None, person: Person | None = None) -> MatchReply:
        """What a company can claim, just misses, and cannot be told; raises CompanyNotFound or InvalidRequest.

        Of several companies of like name ``candidates`` are given, and nothing is matched.
        """
        day = self._on(on)
        directory = self._directory()
        meant = choose(directory, _readable(typed))
        if not isinstance(meant, Portrait):
            return MatchReply(company=None, on=day, candidates=tuple(company_row(directory, one) for one in meant))
        return self.of(meant, day, own=sees_all(person, meant.credit_code))

    def warm(self) -> None:
        """Compile today's labels ahead of the first who asks; raises what the library raises."""
        self._library.on(self._day())

    def is_quick(self, on: date | None = None) -> bool:
        """Will a match on that day take milliseconds? The first one after a change compiles the labels."""
        return self._library.has(on or self._day())

    def companies(self, typed: str) -> CompanyList:
        """Companies that a typed name may mean, best first; raises InvalidRequest."""
        directory = self._directory()
        found = directory.find(_readable(typed))
        return CompanyList(companies=tuple(company_row(directory, one) for one in found))

    def workbook(self, typed: str, on: date | None = None, person: Person | None = None) -> tuple[MatchReply, bytes]:
        """The same as a work sheet (XLSX); raises CompanyNotFound, SeveralAlike or InvalidRequest."""
        reply = self.match(typed, on, person)
        if reply.company is None:
            raise SeveralAlike
        return reply, workbook(reply)

    def of(self, portrait: Portrait, on: date, *, own: bool) -> MatchReply:
        """The whole reply for one company, as seen by its own staff or by anybody."""
        seen = portrait if own else portrait.public()
        reader = Reader(seen.values, frozenset() if own else PRIVATE, on)
        labels, compiled = self._library.on(on)
        judged = [Judged(result, labels[result.measure]) for result in compiled.company(seen.values)]
        met = sorted(filter(attrgetter("met"), judged), key=lambda one: (one.is_closed(on), -(one.result.award or -1)))
        sum_ = _total(met, on)
        matches = tuple(
            match_row(one, reader, self._article, counted=one.label.measure.id in sum_.counted) for one in met
        )
        open_ = [one for one in judged if not one.met and not one.result.unmet]
        people = [one for one in open_ if waits_for_people_only(one, reader)]
        lacking = [one for one in open_ if not waits_for_people_only(one, reader)]
        missed = (one for one in judged if len(one.result.unmet) == 1 and not one.result.unknown)
        return MatchReply(
            company=_card(seen),
            on=on,
            matches=matches,
            near_misses=near_rows(missed, reader, MOST_NEAR),
            unknown=tuple(unknown_row(one, reader) for one in lacking[:MOST_UNKNOWN]),
            unknown_count=len(lacking),
            review=tuple(map(review_row, people)),
            total=json_money(sum_.amount),
            total_text=total_text(matches, sum_.amount, own=own),
            scope="own" if own else "public",
        )

    def candidate(self, credit_code: str) -> CompanyRow | None:
        """The public row of a company, None for an unknown code."""
        portrait = self._directory().by_code(credit_code)
        if portrait is None:
            return None
        district = portrait.values.get("district")
        return CompanyRow(
            name=portrait.name, credit_code=credit_code, district=None if district is None else str(district)
        )

    def _on(self, on: date | None) -> date:
        now = self._day()
        if on is None:
            return now
        if abs(on - now) > SPAN:
            raise InvalidRequest("日期（on）离今天太远了，请填前后十年以内的日期。")
        return on


def sees_all(person: Person | None, credit_code: str) -> bool:
    """May this person see the whole portrait of a company? Its own staff may, and those who work for all companies."""
    if person is None:
        return False
    return person.role in STAFF or (person.role == "company" and person.credit_code == credit_code)


def _readable(typed: str) -> str:
    text = clean(typed)
    if not text:
        raise InvalidRequest("请写下企业名称，或者 18 位统一社会信用代码。")
    return text


def _total(met: Sequence[Judged], on: date) -> Total:
    """What is past its deadline cannot be claimed any more."""
    still = (one for one in met if not one.is_closed(on))
    return total(Claim(one.label.measure.id, one.label.measure.exclusive_group, one.result.award) for one in still)


def _card(seen: Portrait) -> CompanyCard:
    values = seen.values
    fields = [
        FieldRow(
            field=name,
            label=field.label,
            text=value_text(name, values[name]),
            source=seen.sources[name].name if name in seen.sources else None,
            as_of=seen.sources[name].as_of if name in seen.sources else None,
        )
        for name, field in FIELDS.items()
        if name in values
    ]
    shown = {name: values.get(name) for name in ("district", "industry_code", "company_type", "founded_on")}
    return CompanyCard(name=seen.name, credit_code=seen.credit_code, fields=tuple(fields), **shown)
