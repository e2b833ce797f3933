"""The applicant's side: look up, urge, rate. Whoever does not know the second factor learns nothing at all."""

from __future__ import annotations

from assistant.applications.case import DECIDED, OPEN, Case, plain_number
from assistant.applications.errors import ApplicationNotFound, CaseSystemUnavailable, NotOpen
from assistant.applications.ports import CaseRatings, CaseSystem, ContactOf
from assistant.applications.schemas import ApplicationView, RatingIn, UrgeIn, UrgeReply
from assistant.applications.tries import Tries
from assistant.applications.urging import Urging
from assistant.applications.view import application_view
from assistant.clock import Clock, day_of
from assistant.ratings.schemas import RatingReply


class ApplicationService:
    """Applications, each for whoever knows its number and the last four signs of id, phone or organisation code.

    ``client`` names where a request comes from (:func:`assistant.edge.rate_limit.address_key`). Every method raises
    ApplicationNotFound, ApplicationLocked, CaseSystemUnavailable or StateUnavailable.
    """

    def __init__(
        self,
        system: CaseSystem,
        tries: Tries,
        urging: Urging,
        ratings: CaseRatings,
        contact: ContactOf,
        clock: Clock,
    ) -> None:
        self._system = system
        self._tries = tries
        self._urging = urging
        self._ratings = ratings
        self._contact = contact
        self._clock = clock

    def look_up(self, number: str, verify: str, client: str) -> ApplicationView:
        """Where an application stands."""
        case = self._case(number, verify, client)
        now = self._clock()
        urges, reason = self._urging.state_of(case, now)
        contact = self._contact(case.item_id, case.department)
        return application_view(case, day_of(now), contact, urges, reason, self._ratings.of_case(case.number))

    def urge(self, number: str, sent: UrgeIn, client: str) -> UrgeReply:
        """Urge the department; besides: NotOpen, UrgeTooSoon or UrgeLimit."""
        return self._urging.urge(self._case(number, sent.verify, client), sent, self._clock())

    def rate(self, number: str, sent: RatingIn, client: str) -> RatingReply:
        """Rate a finished application, once; besides: NotOpen, AlreadyRated or InvalidRequest."""
        case = self._case(number, sent.verify, client)
        if case.state not in DECIDED:
            raise NotOpen("办完以后才能评价。" if case.state in OPEN else "这件申请已经撤回，不能评价。")
        return self._ratings.rate_case(
            case.number, case.item_name, case.department, sent.score, sent.reasons, sent.text
        )

    def _case(self, number: str, verify: str, client: str) -> Case:
        """The try is counted before anything is looked up, and taken back where it was right or nobody could tell."""
        plain = plain_number(number)
        attempt = self._tries.begin(plain, client)
        try:
            case = self._system.look_up(plain, verify.upper())
        except CaseSystemUnavailable:
            attempt.undecided()
            raise
        if case is None:
            raise ApplicationNotFound
        attempt.right()
        return case
