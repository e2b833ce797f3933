"""办件 as the conversation needs it: a card of where an application stands, over the applications' service."""

from __future__ import annotations

from assistant.applications.case import plain_number
from assistant.applications.schemas import ApplicationView
from assistant.applications.service import ApplicationService
from assistant.pipeline.errands.case import page_of
from assistant.pipeline.reply import ApplicationCard, CaseContact, CaseStage, CaseUrges


class ServiceApplications:
    """``Applications`` over the service: the same tries, locks and words as on the page."""

    def __init__(self, service: ApplicationService) -> None:
        self._service = service

    def look_up(self, number: str, factor: str, client: str) -> ApplicationCard:
        """Where an application stands; raises what ``ApplicationService.look_up`` does."""
        return card_of(self._service.look_up(plain_number(number), factor, client))


def card_of(view: ApplicationView) -> ApplicationCard:
    """The card: what the page shows, without the wording of past urges."""
    shared = {
        name: getattr(view, name) for name in ApplicationView.model_fields if name in ApplicationCard.model_fields
    }
    return ApplicationCard.model_validate(
        shared
        | {
            "stages": tuple(CaseStage.model_validate(one.model_dump()) for one in view.stages),
            "contact": CaseContact.model_validate(view.contact.model_dump()),
            "urges": CaseUrges(count=view.urges.count, left=view.urges.left, next_at=view.urges.next_at),
            "rated": None if view.rating is None else view.rating.score,
            "page": page_of(view.number),
        }
    )
