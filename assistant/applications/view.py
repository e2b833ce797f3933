"""A case, its urges and its rating as the applicant sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from assistant.applications.case import DECIDED, OPEN, Case, CaseStage
from assistant.applications.progress import Progress, progress_of
from assistant.applications.schemas import ApplicationView, Contact, Stage, Urges
from assistant.applications.words import next_text, state_text
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
        stages=tuple(_stages(case, progress)),
        next_text=next_text(case, progress),
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
        status: Literal["done", "current", "next"] = "done"
        if stage.at is None:
            status = "current" if not reached and case.state in OPEN else "next"
            reached = True
        yield Stage(name=stage.name, status=status, at=stage.at, due_on=_limit(stage, case, progress), note=stage.note)


def _limit(stage: CaseStage, case: Case, progress: Progress) -> date | None:
    if stage.limit == "decide":
        return progress.due_on
    return progress.accept_by if stage.limit == "accept" and case.accepted_on is None and stage.at is None else None
