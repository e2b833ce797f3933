"""The embedded case system: own tables, sample cases. Every desk of it is ours, so an urge is where it has to be at once."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy import Row

from assistant.applications.case import Case, OpenCases, UrgeNote
from assistant.applications.key import Keyed
from assistant.applications.repository import CaseRepository
from assistant.applications.sample import sample_cases
from assistant.clock import Clock, day_of

_FACTORS: Final = 3
"""Id, phone, organisation code: as many are compared for every number, known or not."""
_CASE: Final = TypeAdapter(Case)


class EmbeddedCaseSystem:
    """:class:`assistant.applications.ports.CaseSystem` over the state's own database."""

    def __init__(self, repository: CaseRepository, keyed: Keyed, clock: Clock) -> None:
        self._repository = repository
        self._keyed = keyed
        self._clock = clock
        self._laid_on: date | None = None

    def look_up(self, number: str, verify: str) -> Case | None:
        """See the port. An unknown number costs the same read, the same hash and the same comparisons."""
        self._lay()
        given = self._factor(number, verify)
        known = self._repository.factors(number)
        padded = (*known, *("-" * len(given) for _ in range(_FACTORS - len(known))))
        matches = [hmac.compare_digest(given, factor) for factor in padded]
        row = self._repository.find(number) if any(matches) else None
        return None if row is None else _case(row)

    def open_cases(self, most: int) -> OpenCases:
        """See the port."""
        self._lay()
        rows = self._repository.open(most + 1)
        return OpenCases(tuple(_case(row) for row in rows[:most]), complete=len(rows) <= most)

    def urge(self, number: str, note: UrgeNote) -> None:
        """See the port: the desk reads the record of the urge itself."""

    def close(self) -> None:
        """See the port."""

    def _factor(self, number: str, verify: str) -> str:
        return self._keyed(f"factor|{number}|{verify.upper()}")

    def _lay(self) -> None:
        """Sample cases are told from today, so that they stay what they show: once a day they are laid out anew."""
        today = day_of(self._clock())
        if self._laid_on == today:
            return
        if not self._repository.sample_laid_on(today):
            self._repository.lay_sample(
                [self._row(case, factors, today) for case, factors in sample_cases(today)],
            )
        self._laid_on = today

    def _row(self, case: Case, factors: Sequence[str], today: date) -> dict[str, Any]:
        return {
            "number": case.number,
            "factors": [self._factor(case.number, factor) for factor in factors],
            "content": _CASE.dump_python(case, mode="json"),
            "state": case.state,
            "submitted_on": case.submitted_on,
            "sample": case.sample,
            "laid_on": today,
        }


def _case(row: Row[Any]) -> Case:
    return _CASE.validate_python(row.content)
