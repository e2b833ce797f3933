"""Reports over a database of its own: a clock that is moved, people of every kind, a service with their browsers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import AUTHORITIES, Person
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.claims.evidence.intake import Received
from assistant.claims.evidence.scan import Scanner
from assistant.claims.reports.limits import Limits
from assistant.claims.reports.schemas import DeskStep
from assistant.claims.wiring import Claims, build_claims
from assistant.edge import handlers
from assistant.edge.body import BodyLimit
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.observability import Metrics
from knowledge.settings import Settings
from tests.assistant.benefits.world import PDF, code

OURS = {"X-Quanquan-Request": "1"}
SUBMIT = "s" * 20
FILLED: dict[str, Any] = {
    "reporter_company": "泉州某某食品店",
    "contact_name": "陈老板",
    "contact_phone": "138 0013 8000",
    "claimant_name": "张某某",
    "claimant_phone": "139****0000",
    "happened_on": "2026-11-20",
    "channel": "12315",
    "case_numbers": ["20261120001"],
    "paid": "128.5",
    "demands": "要求退一赔十",
    "demanded": "1285",
    "description": "一次买了二十包，随后投诉标签问题。",
}
MARKET = Person("market", "林科员", "officer", None, "market")
COMPANY = Person("company", "厂长", "company", code(1))
STAFF = ("market", "admin")
"""Who may work at the desk; everybody else may not."""
OTHERS = ("company", "neighbour", "agent", "editor", "tester", "analyst", *(a for a in AUTHORITIES if a != "market"))


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class World:
    """The services of claims over one database and home."""

    engine: Engine
    home: Path
    clock: Clock = field(default_factory=Clock)
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = Settings(home=self.home, rate_limit="off", **self.settings)
        names = {code(1): "泉州第1号鞋业有限公司"}
        self.claims: Claims = build_claims(self.engine, settings, names.get, clock=self.clock)
        self.claims.desk._case_exists = lambda _case_id: True  # reports are tested here, without cases

    def scan_with(self, scanner: Scanner) -> None:
        """Put another scanner in place."""
        self.claims.evidence._scanner = scanner

    def draft(self, **changes: Any) -> str:
        """A draft that may be sent; its id."""
        return self.claims.reports.start_draft(FILLED | changes).draft_id

    def report(self, **changes: Any) -> tuple[str, str]:
        """A report that was sent, a moment after the one before; receipt and code."""
        self.clock.forward(seconds=1)
        sent, _ = self.claims.reports.submit(self.draft(**changes), SUBMIT)
        return sent.receipt, str(sent.code)

    def file(self, owner: str, content: bytes = PDF, name: str = "聊天记录.pdf") -> str:
        """Evidence of a draft (its digest) or report; its id."""
        return self.claims.evidence.take(owner, name, self.received(owner, content))[0].id

    def received(self, owner: str, content: bytes) -> Received:
        """A file as it lies after it came in."""
        path, _ = self.claims.evidence.prepare(owner)
        path.write_bytes(content)
        return Received(path, len(content), hashlib.sha256(content).hexdigest())

    def act(self, receipt: str, action: str, **sent: Any) -> Any:
        """A step of the desk."""
        return self.claims.desk.act(MARKET, receipt, action, DeskStep.model_validate(sent))


class Site:
    """The service over a world, with the browsers of everybody."""

    def __init__(self, world: World, limits: Limits | None = None) -> None:
        self.world = world
        self.repository = AccountRepository(world.engine)
        accounts = Accounts(AccountService(self.repository))
        now = datetime.now(UTC)
        row: dict[str, object]
        for name in (*STAFF, *OTHERS):
            authority = name if name in AUTHORITIES else None
            role = "officer" if authority else "company" if name == "neighbour" else name
            credit_code = {"company": code(1), "neighbour": code(2)}.get(name)
            row = {"id": name, "name": name, "role": role, "credit_code": credit_code, "authority": authority}
            row |= {"password_hash": "none", "active": True, "failures": 0, "locked_until": None, "created_at": now}
            self.repository.add(row)
            self.repository.open(name, hashlib.sha256(name.encode()).hexdigest(), now, timedelta(hours=8))
        layers = [Middleware(RequestContext, metrics=Metrics()), Middleware(Surprises), Middleware(BodyLimit)]
        app = FastAPI(middleware=layers)
        handlers.install(app)
        if limits is not None:
            object.__setattr__(world.claims, "limits", limits)
        for router in world.claims.routers(accounts):
            app.include_router(router)
        self.app = app
        self.client = TestClient(app, raise_server_exceptions=False)

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> Any:
        """A request of somebody's browser."""
        cookie = {"Cookie": f"{COOKIE}={who}"} if who else {}
        headers = OURS | cookie | more.pop("headers", {})
        return self.client.request(method, f"/api/v1/claims{path}", headers=headers, **more)
