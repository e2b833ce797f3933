"""Applications and ratings, built once over a database, a home and the guides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import APIRouter
from sqlalchemy import Engine

from assistant.accounts.guard import Accounts
from assistant.applications import endpoints
from assistant.applications.adapters.http import HttpCaseSystem
from assistant.applications.adapters.transport import Patience
from assistant.applications.desk import DeskService
from assistant.applications.embedded import EmbeddedCaseSystem
from assistant.applications.key import keyed_by, secret_of
from assistant.applications.ports import CaseSystem
from assistant.applications.repository import CaseRepository, TryRepository, UrgeRepository
from assistant.applications.schemas import Contact
from assistant.applications.service import ApplicationService
from assistant.applications.tries import Tries, TryRules
from assistant.applications.urging import UrgeRule, Urging
from assistant.caretaker import Caretaker
from assistant.clock import Clock, now
from assistant.edge.rate_limit import RateLimiter
from assistant.errors import InvalidSetting
from assistant.ratings import endpoints as rating_endpoints
from assistant.ratings.repository import RatingRepository
from assistant.ratings.service import RatingService
from assistant.state.database import Database
from knowledge.errors import SnapshotUnavailable
from knowledge.models import ServiceGuide
from knowledge.ports import KnowledgeIndex
from knowledge.settings import Settings

_HOTLINE: Final = "12345"


@dataclass(frozen=True)
class Rules:
    """What an operator may set; days are working days, but for ``text_days``."""

    urge: UrgeRule = UrgeRule()
    tries: TryRules = TryRules()
    followup_days: int = 5
    text_days: int = 180
    """So long free words of urges and ratings are kept, as those of conversations are."""


@dataclass(frozen=True)
class Applications:
    """The services of applications and ratings."""

    service: ApplicationService
    desk: DeskService
    urging: Urging
    ratings: RatingService
    system: CaseSystem
    caretaker: Caretaker
    clock: Clock

    def routers(self, accounts: Accounts, limiter: RateLimiter) -> Sequence[APIRouter]:
        """Every route; ``limiter`` holds those who need not sign in."""
        return (
            endpoints.citizen_router(self.service, limiter),
            endpoints.staff_router(self.desk, self.urging, accounts, self.clock),
            rating_endpoints.router(self.ratings, accounts, limiter),
        )

    def start(self) -> None:
        """Begin what runs beside the requests."""
        self.caretaker.start()

    def close(self) -> None:
        """Let go of threads and of the case system's connections."""
        self.caretaker.close()
        self.system.close()


def build_applications(
    engine: Engine,
    home: Path,
    index: Callable[[], KnowledgeIndex],
    *,
    key: str = "",
    system: CaseSystem | None = None,
    rules: Rules = Rules(),  # frozen
    clock: Clock = now,
) -> Applications:
    """Build every service; without a case system it is the embedded one. ``key``: see :mod:`assistant.applications.key`."""
    database = Database(engine)
    keyed = keyed_by(secret_of(key, home / "secrets" / "cases.key"))
    cases = system or EmbeddedCaseSystem(CaseRepository(database), keyed, clock)
    guides = GuideContacts(index)
    rated = RatingRepository(database)
    ratings = RatingService(rated, guides.item_name, rules.followup_days, clock)
    urges = UrgeRepository(database)
    urging = Urging(urges, cases, rules.urge)
    kept = timedelta(days=rules.text_days)
    tries = Tries(TryRepository(database), keyed, rules.tries, clock)
    return Applications(
        service=ApplicationService(cases, tries, urging, ratings, guides.contact, clock),
        desk=DeskService(cases, urges, ratings, clock),
        urging=urging,
        ratings=ratings,
        system=cases,
        caretaker=Caretaker(
            {
                "urges_delivered": lambda: urging.deliver(clock()),
                "urge_texts_erased": lambda: urges.erase_texts(clock() - kept),
                "rating_texts_erased": lambda: rated.erase_texts(clock() - kept),
            },
            name="applications-caretaker",
        ),
        clock=clock,
    )


def case_system(settings: Settings) -> CaseSystem | None:
    """The authority's case system, ``None`` where no address is set; raises InvalidSetting."""
    if not settings.case_system_url:
        return None
    address = urlsplit(settings.case_system_url)
    if address.scheme not in ("http", "https") or not address.netloc or address.query or address.fragment:
        raise InvalidSetting("QUANQUAN_CASE_SYSTEM_URL 应写成 https://主机名/路径。")
    token = settings.case_system_token.get_secret_value() if settings.case_system_token else ""
    total = settings.case_system_timeout
    patience = Patience(total=total, connect=min(2.0, total), read=min(3.0, total))
    return HttpCaseSystem(settings.case_system_url, token, patience)


class GuideContacts:
    """Whom to ask, as the item's guide says; the hotline where no guide answers."""

    def __init__(self, index: Callable[[], KnowledgeIndex]) -> None:
        self._index = index

    def contact(self, item_id: str | None, department: str) -> Contact:
        """The first place of the item's guide."""
        guide = self._guide(item_id)
        if guide is None or not guide.places:
            return Contact(department=department, place="", phone=_HOTLINE, hours="")
        place = guide.places[0]
        where = f"{place.name}，{place.address}" if place.address else place.name
        return Contact(department=department, place=where, phone=place.phone or _HOTLINE, hours=place.hours)

    def item_name(self, item_id: str | None) -> str:
        """The item's name, or that a reply was about none."""
        guide = self._guide(item_id)
        return "智能问答" if guide is None else guide.name

    def _guide(self, item_id: str | None) -> ServiceGuide | None:
        try:
            return self._index().guides.get(item_id or "")
        except SnapshotUnavailable:
            return None
