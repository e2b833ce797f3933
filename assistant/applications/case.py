"""办件 as a case system knows it, whichever system that is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from knowledge.working_days import Pause

State = Literal["received", "reviewing", "waiting", "approved", "rejected", "withdrawn"]
OPEN: Final[frozenset[State]] = frozenset({"received", "reviewing", "waiting"})
"""States in which somebody still works on it, or waits for the applicant."""
DECIDED: Final[frozenset[State]] = frozenset({"approved", "rejected"})
"""States that may be rated: the authority has decided."""

_NOT_IN_NUMBERS: Final = re.compile(r"[^0-9A-Z-]")


@dataclass(frozen=True)
class CaseStage:
    """A stage; ``at`` is the day on which it was done, ``limit`` tells which of the two limits ends with it."""

    name: str
    at: date | None = None
    note: str = ""
    limit: Literal["accept", "decide"] | None = None


@dataclass(frozen=True)
class Case:
    """One case. ``accepted_on``: the promised limit (working days) runs from it; ``pauses``: it stood still."""

    number: str
    item_id: str | None
    item_name: str
    department: str
    applicant: str
    state: State
    submitted_on: date
    accepted_on: date | None
    promised_days: int | None
    finished_on: date | None
    stages: tuple[CaseStage, ...]
    pauses: tuple[Pause, ...] = ()
    missing: str = ""
    result: str = ""
    sample: bool = False


@dataclass(frozen=True)
class UrgeNote:
    """What is handed to a case system about an urge; ``key`` makes handing it over twice the same as once."""

    key: str
    at: datetime
    answer_by: datetime
    text: str


@dataclass(frozen=True)
class OpenCases:
    """Open cases, longest waiting first; ``complete`` is false where there are more than were asked for."""

    cases: tuple[Case, ...]
    complete: bool


def plain_number(typed: str) -> str:
    """A number as systems keep it: full-width signs, blanks and small letters are slips of typing, nothing more."""
    return _NOT_IN_NUMBERS.sub("", unicodedata.normalize("NFKC", typed).upper())[:40]
