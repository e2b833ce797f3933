"""A case, its urges and its rating as the applicant sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from assistant.applications.case import DECIDED, OPEN, Case, CaseStage
from assistant.applications.progress import Progress, progress_of
from assistant.applications.schemas import ApplicationView, Contact, Stage, Urges
from assistant.applications.words import DEEMED, due_text, limit_text, next_text, state_text
from assistant.masking import masked_name
from assistant.ratings.schemas import CaseRating


def application_view(
    case: Case, today: date, contact: Contact, urges: Urges, urge_reason: str, rating: CaseRating | None
) -> ApplicationView:
    """Everything at once; ``urge_reason`` is empty where one may urge now."""
    progress = progress_of(case, today)
    return ApplicationView(
        number=case.number,
        item_id=case.item_id,
        item_name=case.item_name,
        department=case.department,
        applicant=masked_name(case.applicant),
        state=case.state,
        state_text=state_text(case, progress),
        submitted_on=case.submitted_on,
        promised_days=case.promised_days,
        due_on=progress.due_on,
        due_is_estimate=progress.is_estimate,
        days_used=progress.used,
        days_left=progress.left,
        overdue=progress.overdue,
        limit_text=limit_text(case, progress),
        due_text=due_text(case, progress),
        stages=tuple(_stages(case, progress)),
        next_text=next_text(case, progress, can_urge=not urge_reason),
        contact=contact,
        can_urge=not urge_reason,
        urge_reason=urge_reason,
        urges=urges,
        can_rate=case.state in DECIDED and rating is None,
        rating=rating,
        sample=case.sample,
    )


def _stages(case: Case, progress: Progress) -> Iterator[Stage]:
    """The first stage that is not done is the current one, while the case is open."""
    reached = False
    for stage in case.stages:
        at, note = stage.at, stage.note
        if progress.deemed and stage.limit == "accept" and at is None:
            at, note = case.submitted_on, DEEMED
        status: Literal["done", "current", "next"] = "done"
        if at is None:
            status = "current" if not reached and case.state in OPEN else "next"
            reached = True
        due = _limit(stage, case, progress) if at is None else None
        yield Stage(name=stage.name, status=status, at=at, due_on=due, note=note)


def _limit(stage: CaseStage, case: Case, progress: Progress) -> date | None:
    """Until when an open stage has to be done."""
    if case.state not in OPEN:
        return None
    if stage.limit == "decide":
        return progress.due_on
    told = case.accepted_on is not None or progress.stands_still
    return progress.accept_by if stage.limit == "accept" and not told else None
