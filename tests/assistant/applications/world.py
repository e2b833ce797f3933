"""A town hall of tests: applications over a database, a clock that is set by hand, and browsers of staff and citizens."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import Person, Role
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.applications.case import Case, CaseStage
from assistant.applications.ports import CaseSystem, FakeCaseSystem
from assistant.applications.wiring import Rules, build_applications
from assistant.edge import handlers
from assistant.edge.body import BodyLimit
from assistant.edge.rate_limit import RateLimiter
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.observability import Metrics
from tests.assistant.fakes import FakeIndex

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
"""A Tuesday, ten in the morning in Quanzhou."""
OURS = {"X-Quanquan-Request": "1"}
AGENT = Person("agent", "agent", "agent")


_USUAL = Rules()


class SetClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


def case_of(number: str = "T1", **changes: Any) -> Case:
    """A case under review, on time."""
    plain: dict[str, Any] = {
        "number": number,
        "item_id": "GA-015",
        "item_name": "居民身份证补领（丢失）",
        "department": "公安分局",
        "applicant": "王小明",
        "state": "reviewing",
        "submitted_on": date(2026, 11, 18),
        "accepted_on": date(2026, 11, 19),
        "promised_days": 20,
        "finished_on": None,
        "stages": (
            CaseStage("收件", date(2026, 11, 18)),
            CaseStage("受理", date(2026, 11, 19), limit="accept"),
            CaseStage("审核"),
            CaseStage("决定", limit="decide"),
        ),
    }
    return Case(**plain | changes)


def finished(number: str = "T2", **changes: Any) -> Case:
    """A case that was approved in time."""
    return case_of(number, state="approved", finished_on=date(2026, 11, 20), **changes)


class World:
    """Services, service over HTTP, and the clock, over one engine."""

    def __init__(self, engine: Engine, folder: Path, system: CaseSystem | None = None, rules: Rules = _USUAL) -> None:
        self.engine = engine
        self.folder = folder
        self.clock = SetClock()
        self.built = build_applications(
            engine, folder, FakeIndex, key="test key", system=system, rules=rules, clock=self.clock
        )
        self.service, self.desk, self.ratings = self.built.service, self.built.desk, self.built.ratings
        self._client: TestClient | None = None

    @property
    def client(self) -> TestClient:
        """A client of the service, as it stands on the network."""
        if self._client is None:
            self._client = self._served()
        return self._client

    def _served(self) -> TestClient:
        repository = AccountRepository(self.engine)
        accounts = Accounts(AccountService(repository))
        people: tuple[Role, ...] = ("company", "agent", "admin", "analyst", "tester", "editor", "officer")
        now = datetime.now(UTC)
        for role in people:
            account = {"id": role, "name": role, "role": role, "credit_code": None, "password_hash": "none"}
            repository.add(account | {"active": True, "failures": 0, "locked_until": None, "created_at": now})
            repository.open(role, hashlib.sha256(role.encode()).hexdigest(), now, timedelta(hours=8))
        layers = [Middleware(RequestContext, metrics=Metrics()), Middleware(Surprises), Middleware(BodyLimit)]
        app = FastAPI(middleware=layers)
        handlers.install(app)
        for router in self.built.routers(accounts, RateLimiter(None)):
            app.include_router(router)
        return TestClient(app, raise_server_exceptions=False)

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> Any:
        """A request of somebody's browser; ``None`` is a citizen."""
        cookie = {"Cookie": f"{COOKIE}={who}"} if who else {}
        headers = OURS | cookie | more.pop("headers", {})
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)


def fake_system(*cases: Case, factors: tuple[str, ...] = ("1234", "567X")) -> FakeCaseSystem:
    """A case system that holds these cases, all with the same factors."""
    return FakeCaseSystem({case.number: (case, frozenset(factors)) for case in cases})
