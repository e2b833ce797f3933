"""What a case system sends, checked strictly before anything of it is believed (``case_system.yaml``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.applications.case import OPEN, Case, CaseStage, State
from assistant.edge.http import Plain
from knowledge.working_days import Pause

_Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2200, 1, 1))]


class _Sent(BaseModel):
    """Types as written, no unknown states; further properties are for others."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class SentStage(_Sent):
    """A stage."""

    name: Annotated[Plain, StringConstraints(min_length=1, max_length=50)]
    at: _Day | None
    note: Annotated[Plain, StringConstraints(max_length=300)] = ""
    limit: Literal["accept", "decide"] | None = None


class SentPause(_Sent):
    """A time in which the clock stood still."""

    since: _Day
    until: _Day | None


class SentCase(_Sent):
    """A case."""

    number: Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{1,40}$")]
    item_id: Annotated[str, StringConstraints(max_length=16)] | None
    item_name: Annotated[Plain, StringConstraints(min_length=1, max_length=200)]
    department: Annotated[Plain, StringConstraints(min_length=1, max_length=64)]
    applicant: Annotated[Plain, StringConstraints(min_length=1, max_length=100)]
    state: State
    submitted_on: _Day
    accepted_on: _Day | None
    promised_days: Annotated[int, Field(ge=0, le=3650)] | None
    finished_on: _Day | None
    stages: Annotated[tuple[SentStage, ...], Field(max_length=30)]
    pauses: Annotated[tuple[SentPause, ...], Field(max_length=30)] = ()
    missing: Annotated[Plain, StringConstraints(max_length=500)] = ""
    result: Annotated[Plain, StringConstraints(max_length=500)] = ""

    def case(self) -> Case:
        """The case; raises ValueError where it contradicts itself."""
        if (self.state in OPEN) != (self.finished_on is None):
            raise ValueError("an open case has no last day, a finished one has")
        if any(pause.until is not None and pause.until < pause.since for pause in self.pauses):
            raise ValueError("a pause ends before it begins")
        plain = self.model_dump(exclude={"stages", "pauses"})
        stages = tuple(CaseStage(**stage.model_dump()) for stage in self.stages)
        return Case(**plain, stages=stages, pauses=tuple(Pause(pause.since, pause.until) for pause in self.pauses))


class SentPage(_Sent):
    """A page of open cases."""

    cases: Annotated[tuple[SentCase, ...], Field(max_length=500)]
    next: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None
