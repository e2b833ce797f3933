"""What this slice asks of others: the authority's case system, the guides, the ratings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.applications.case import Case, OpenCases, UrgeNote
from assistant.applications.errors import CaseSystemRefused, CaseSystemUnavailable
from assistant.applications.schemas import Contact
from assistant.ratings.schemas import CaseRating, FollowupCounts, RatingReply

ContactOf = Callable[[str | None, str], Contact]
"""Whom to ask about an item (its id, or none) of a department."""


class CaseSystem(Protocol):
    """The authority's case system. All methods may raise CaseSystemUnavailable, and none may do a thing twice."""

    def look_up(self, number: str, verify: str) -> Case | None:
        """A case, for who knows its number and the last four signs of id, phone or organisation code; else ``None``.

        Nothing may tell an unknown number from wrong signs, not even the time taken.
        """

    def open_cases(self, most: int) -> OpenCases:
        """Cases not yet decided, at most so many, longest waiting first."""

    def urge(self, number: str, note: UrgeNote) -> None:
        """Lay an urge on the desk of the department that works on a case; the same key again changes nothing.

        Raises CaseSystemRefused where it is no use to send this one again.
        """

    def close(self) -> None:
        """Let go of connections."""


class CaseRatings(Protocol):
    """Ratings of finished cases, one each."""

    def of_case(self, number: str) -> CaseRating | None:
        """The rating of a case."""

    def rate_case(
        self, number: str, title: str, department: str, score: int, reasons: Sequence[str], text: str
    ) -> RatingReply:
        """Keep the rating of a case; raises AlreadyRated or InvalidRequest."""

    def followups(self) -> FollowupCounts:
        """Figures for the desks."""


@dataclass
class FakeCaseSystem:
    """A case system of a test: cases by number with their factors; ``away`` makes every call fail.

    Urges of the numbers in ``refuses`` are refused, those of ``breaks`` make it fail.
    """

    cases: dict[str, tuple[Case, frozenset[str]]] = field(default_factory=dict)
    urged: dict[str, UrgeNote] = field(default_factory=dict)
    away: bool = False
    refuses: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def look_up(self, number: str, verify: str) -> Case | None:
        """See the port."""
        self._reach()
        case, factors = self.cases.get(number, (None, frozenset()))
        return case if verify in factors else None

    def open_cases(self, most: int) -> OpenCases:
        """See the port."""
        self._reach()
        found = sorted((case for case, _ in self.cases.values() if case.finished_on is None), key=_age)
        return OpenCases(tuple(found[:most]), complete=len(found) <= most)

    def urge(self, number: str, note: UrgeNote) -> None:
        """See the port."""
        self.asked.append(number)
        self._reach()
        if number in self.refuses:
            raise CaseSystemRefused("case_not_found")
        if number in self.breaks:
            raise CaseSystemUnavailable
        self.urged.setdefault(note.key, note)

    def close(self) -> None:
        """See the port."""

    def _reach(self) -> None:
        if self.away:
            raise CaseSystemUnavailable


def _age(case: Case) -> tuple[object, str]:
    return case.submitted_on, case.number
