"""Cases and hand-overs over a database of its own, with everybody's browser and a clock that is moved."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine, text
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import AUTHORITIES, Person
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.claims.cases import schemas as case_schemas
from assistant.claims.cases.repository import CaseRepository
from assistant.claims.cases.service import CaseService
from assistant.claims.handover import endpoints
from assistant.claims.handover.repository import HandoverRepository
from assistant.claims.handover.service import Around, HandoverService
from assistant.claims.persons.compile import compiled
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.schemas import Evidence
from assistant.edge import handlers
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.observability import Metrics
from assistant.state.database import Database
from knowledge.complaints.store import sample_register

OURS = {"X-Quanquan-Request": "1"}
OTHERS = tuple(each for each in AUTHORITIES if each != "market")
NO_OFFICERS = ("company", "agent", "editor", "tester", "analyst")
FIRST, SECOND = Person("market", "林科员", "officer", None, "market"), Person("admin", "管理员", "admin")
REGISTER = sample_register()
RECEIPT = "QZ20261124ABCDE"
CLAIMANT = Identity(names=("试藏密",), phones=("15400009871",))
FILE = Evidence(id="f" * 32, name="试藏密的聊天.pdf", type="application/pdf", size=77, sha256="c" * 64, scan="clean")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class World:
    """Both services and the routes of hand-over."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock, database = engine, Clock(), Database(engine)
        repository = CaseRepository(database)
        self.cases = CaseService(
            repository, lambda one: compiled(REGISTER, one), RECEIPT.__eq__, timedelta(days=365), clock=self.clock
        )
        around = Around(
            lambda case: (FILE,) if case.receipt == RECEIPT else (),
            lambda case: CLAIMANT if case.receipt else Identity(),
        )
        self.handovers = HandoverService(
            repository, HandoverRepository(database), self.cases.handover_moved, around, clock=self.clock
        )
        self.cases.handovers = self.handovers
        self.client = TestClient(self._app(), raise_server_exceptions=False)

    def _app(self) -> FastAPI:
        accounts, at = AccountRepository(self.engine), datetime.now(UTC)
        for name in (*NO_OFFICERS, "admin", *AUTHORITIES):
            authority = name if name in AUTHORITIES else None
            row = {"id": name, "name": name, "role": "officer" if authority else name, "credit_code": None}
            kept = {"authority": authority, "password_hash": "none", "active": True, "failures": 0}
            accounts.add(row | kept | {"locked_until": None, "created_at": at})
            accounts.open(name, hashlib.sha256(name.encode()).hexdigest(), at, timedelta(hours=8))
        app = FastAPI(middleware=[Middleware(RequestContext, metrics=Metrics()), Middleware(Surprises)])
        handlers.install(app)
        app.include_router(endpoints.router(self.handovers, Accounts(AccountService(accounts))))
        return app

    def ask(self, who: str | None, method: str, path: str, **more: Any) -> Any:
        cookie = {"Cookie": f"{COOKIE}={who}"} if who else {}
        return self.client.request(method, f"/api/v1/claims{path}", headers={**OURS, **cookie}, **more)

    def case(self, state: str = "confirmed", *, receipt: str | None = None, by_hand: bool = False) -> str:
        """A case in the state that it reaches by people's steps; of the person most in view, a report, or by hand."""
        assert REGISTER.findings is not None
        person = None if receipt or by_hand else REGISTER.findings.persons[0].person_id
        facts = f"{CLAIMANT.names[0]}（{CLAIMANT.phones[0]}）一次买了二十包。"
        sent = {"title": "疑似恶意索赔", "facts": facts, "person_id": person, "receipt": receipt}
        case = self.cases.open(FIRST, case_schemas.Opening.model_validate(sent))
        for who, action in ((FIRST, "review"), (FIRST, "recognise"), (SECOND, "confirm")):
            if case.state == state:
                break
            if action != "review":
                case = self.step(who, case.id, "seen")
            case = self.step(who, case.id, action)
        assert case.state == state
        return case.id

    def step(self, who: Person, case_id: str, action: Any, **more: Any) -> case_schemas.Case:
        """A step of a case, with what it asks for."""
        case = self.cases.one(who, case_id)
        sent: dict[str, Any] = {"version": case.version, "note": f"理由：{action}"}
        if action in ("recognise", "confirm"):
            factors = [each.code for each in case.factors[:1]] or ["现场录像"]
            sent |= {"factors": factors, "against_seen": [each.code for each in case.against]}
        return self.cases.act(who, case_id, action, case_schemas.Step.model_validate(sent | more))

    def prepared(self, case_id: str, *to: str) -> list[str]:
        """Ids of hand-overs that were just prepared."""
        before = {each.id for each in self.handovers.of_case(case_id)}
        self.step(FIRST, case_id, "handover", to=list(to))
        made = {each.authority: each.id for each in self.handovers.of_case(case_id) if each.id not in before}
        return [made[each] for each in to]

    def act(self, who: str, handover_id: str, action: str, note: str = "理由") -> Any:
        """A step of a hand-over by a browser, from the version in force."""
        row = self.handovers.repository.find(handover_id)
        assert row is not None
        return self.ask(who, "POST", f"/joint/{handover_id}/{action}", json={"version": row.version, "note": note})

    def done(self, who: str, handover_id: str, action: str) -> dict[str, Any]:
        """The same, which must succeed."""
        answer = self.act(who, handover_id, action)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def audited(self) -> list[tuple[str, ...]]:
        """What stands in the audit trail."""
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text("select name, action, subject from audit"))]
