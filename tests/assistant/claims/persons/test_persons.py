"""Persons behind complaints: masked, kinds apart, for and against side by side, for the market regulator only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import AUTHORITIES
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.claims.persons import endpoints, masks
from assistant.claims.persons.compile import compiled
from assistant.claims.persons.dossier import Identity
from assistant.claims.persons.service import PersonService
from assistant.edge import handlers
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.observability import Metrics
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.store import sample_register

OTHERS = ["company", "agent", "editor", "tester", "analyst", *[each for each in AUTHORITIES if each != "market"]]


@pytest.fixture(scope="module")
def register() -> RegisterInForce:
    return sample_register()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{Path(tmp_path_factory.mktemp('persons')) / 'state.db'}")
    migrate(made)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(engine: Engine, register: RegisterInForce) -> Iterator[TestClient]:
    repository, now = AccountRepository(engine), datetime.now(UTC)
    for name in ("company", "agent", "editor", "tester", "analyst", "admin", *AUTHORITIES):
        authority = name if name in AUTHORITIES else None
        account = {"id": name, "name": name, "role": "officer" if authority else name, "credit_code": None}
        kept = {"authority": authority, "password_hash": "none", "active": True, "failures": 0, "locked_until": None}
        repository.add(account | kept | {"created_at": now})
        repository.open(name, hashlib.sha256(name.encode()).hexdigest(), now, timedelta(hours=8))

    class Held:
        def current(self) -> RegisterInForce:
            return register

    app = FastAPI(middleware=[Middleware(RequestContext, metrics=Metrics()), Middleware(Surprises)])
    handlers.install(app)
    app.include_router(endpoints.router(PersonService(Held(), lambda _ids: {}), Accounts(AccountService(repository))))
    with TestClient(app, raise_server_exceptions=False) as connected:
        yield connected


def ask(client: TestClient, who: str | None, path: str) -> Any:
    headers = {"Cookie": f"{COOKIE}={who}"} if who else {}
    return client.get(f"/api/v1/claims/persons{path}", headers=headers)


def looked_at(register: RegisterInForce) -> list[str]:
    assert register.findings is not None
    return [each.person_id for each in register.findings.persons]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_reads_a_person(client: TestClient, register: RegisterInForce, who: str) -> None:
    assert ask(client, who, "").status_code == 403
    assert ask(client, who, f"/{looked_at(register)[0]}").status_code == 403
    assert ask(client, None, "").status_code == 401


def test_the_list_begins_with_what_recognition_proposes(client: TestClient) -> None:
    found = ask(client, "market", "?limit=100").json()
    ranks = [["handover", "review", "none"].index(each["proposal"]) for each in found["persons"]]
    assert found["sample"] is True
    assert ranks
    assert ranks == sorted(ranks)


def test_kinds_stand_apart_and_no_identity_is_shown(client: TestClient, register: RegisterInForce) -> None:
    for person_id in looked_at(register):
        answer = ask(client, "admin", f"/{person_id}")
        assert answer.status_code == 200
        shown = answer.json()
        assert [each["kind"] for each in shown["kinds"]] == ["complaint", "report", "lawsuit"]
        assert all(one["kind"] == each["kind"] for each in shown["kinds"] for one in each["complaints"])
        assert sum(each["count"] for each in shown["kinds"]) == shown["total"]
        known = compiled(register, person_id).identity
        secret = (*known.id_numbers, *known.phones, *known.accounts, *(n for n in known.names if len(n) > 1))
        assert not [each for each in secret if "*" not in each and each in answer.text]


def test_whoever_reads_a_person_is_written_down(client: TestClient, engine: Engine, register: RegisterInForce) -> None:
    person_id = looked_at(register)[0]
    ask(client, "market", f"/{person_id}")
    ask(client, "market", "?q=13800001234")
    with engine.connect() as connection:
        rows = connection.execute(text("select name, action, subject from audit")).all()
    assert ("market", "claim_person_read", person_id) in [tuple(row) for row in rows]
    assert not [row for row in rows if "13800001234" in row.subject]


@pytest.mark.parametrize("path", ["/nobody", "/%00", "/" + "x" * 65, "?q=%ED%A0%80%00", "?offset=-1", "?proposal=all"])
def test_nothing_sent_makes_a_fault(client: TestClient, path: str) -> None:
    answer = ask(client, "market", path)
    assert answer.status_code in (200, 404, 422)


def test_masks_leave_too_little_to_find_anybody() -> None:
    assert masks.name("张三丰") == "张**"
    assert masks.name("张") == "张*"
    assert masks.phone("13800001234") == "138****1234"
    assert masks.number("1234") == "***"


def test_words_keep_the_days_and_signs_of_the_matter_and_lose_who_it_was() -> None:
    known = Identity(names=("张三丰",), phones=("13800001234",), addresses=(), accounts=(), id_numbers=())
    text = "2026-05-02，张三丰（13800001234）买了 12 盒；2026-05-03 又来。另留号码 13900005678，生于 1985-03-07。"
    shown = masks.words(text, known)
    assert "2026-05-02" in shown and "2026-05-03" in shown
    for private in ("张三丰", "13800001234", "13900005678", "1985-03-07"):
        assert private not in shown
    assert (
        masks.words("“同一天”投诉 3 家：甲，乙；丙（共 3 件）。", known) == "“同一天”投诉 3 家：甲，乙；丙（共 3 件）。"
    )
