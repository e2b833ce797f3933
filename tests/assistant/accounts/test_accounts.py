"""Sign-in: who may, who may not, and what a stranger can find out."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from sqlalchemy import func, select, text
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE, Accounts
from assistant.accounts.person import AccountLocked, NotAllowed, SignInRequired, WrongPassword
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import LASTS, LOCKED, MOST_FAILURES, AccountService
from assistant.app import create_app
from assistant.edge import handlers
from assistant.errors import InvalidRequest
from assistant.observability import Metrics
from assistant.state.accounts_models import AuditRow
from assistant.state.store import StateStore, open_state
from tests.assistant.fakes import Bench

GOOD = "鲤城 correct horse"
CODE = "91350502MAX50L2368"
OURS = {"X-Quanquan-Request": "1"}
SIGN_IN = "/api/v1/accounts/sign-in"
ME = "/api/v1/accounts/me"


def cookie(token: str) -> dict[str, str]:
    return {"Cookie": f"{COOKIE}={token}"}


def signed(token: str) -> dict[str, str]:
    return OURS | cookie(token)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[StateStore]:
    opened = open_state(f"sqlite:///{tmp_path / 'state.db'}", Metrics())
    yield opened
    opened.close()


@pytest.fixture
def service(state: StateStore, clock: Clock) -> AccountService:
    made = AccountService(AccountRepository(state.engine), clock)
    made.add("李编辑", GOOD, "editor")
    return made


def test_the_right_password_opens_a_sign_in_that_lasts_a_working_day(service: AccountService, clock: Clock) -> None:
    token, person = service.sign_in("李编辑", GOOD)
    assert (person.name, person.role, person.credit_code) == ("李编辑", "editor", None)
    assert service.person(token) == person
    clock.now += LASTS
    assert service.person(token) is None


def test_wrong_name_and_wrong_password_are_told_alike(service: AccountService) -> None:
    with pytest.raises(WrongPassword) as of_name:
        service.sign_in("谁也不是", GOOD)
    with pytest.raises(WrongPassword) as of_password:
        service.sign_in("李编辑", GOOD + "x")
    assert of_name.value.message == of_password.value.message


def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(service: AccountService, clock: Clock) -> None:
    for _ in range(MOST_FAILURES):
        with pytest.raises(WrongPassword):
            service.sign_in("李编辑", "wrong password")
    with pytest.raises(AccountLocked) as locked:
        service.sign_in("李编辑", GOOD)
    assert 0 < (locked.value.retry_after or 0) <= LOCKED.total_seconds() + 1
    clock.now += LOCKED + timedelta(seconds=1)
    assert service.sign_in("李编辑", GOOD)[1].name == "李编辑"


def test_guesses_sent_together_are_each_counted(service: AccountService) -> None:
    def guess(_: int) -> type[Exception]:
        with pytest.raises((WrongPassword, AccountLocked)) as failed:
            service.sign_in("李编辑", "wrong password")
        return failed.type

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(guess, range(MOST_FAILURES)))
    with pytest.raises(AccountLocked):
        service.sign_in("李编辑", GOOD)


def test_the_database_holds_neither_passwords_nor_secrets(service: AccountService, tmp_path: Path) -> None:
    token, _ = service.sign_in("李编辑", GOOD)
    held = b"".join(path.read_bytes() for path in tmp_path.glob("state.db*"))
    assert token.encode() not in held and GOOD.encode() not in held


def test_a_new_password_or_a_closed_account_ends_what_is_open(service: AccountService) -> None:
    token, _ = service.sign_in("李编辑", GOOD)
    service.set_password("李编辑", "另一个 long password")
    assert service.person(token) is None
    token, _ = service.sign_in("李编辑", "另一个 long password")
    service.set_active("李编辑", False)
    assert service.person(token) is None
    with pytest.raises(WrongPassword):
        service.sign_in("李编辑", "另一个 long password")


@pytest.mark.parametrize(
    ("name", "password", "role", "code"),
    [
        ("李编辑", GOOD, "editor", None),
        ("a b", GOOD, "editor", None),
        ("王五", "short", "editor", None),
        ("王五", "aaaaaaaaaaaaaa", "editor", None),
        ("wangwu", "WANGWU-2026-11", "editor", None),
        ("王五", GOOD, "king", None),
        ("王五", GOOD, "company", None),
        ("王五", GOOD, "company", CODE[:-1] + "9"),
        ("王五", GOOD, "agent", CODE),
    ],
)
def test_an_account_that_should_not_be_is_refused(
    service: AccountService, name: str, password: str, role: str, code: str | None
) -> None:
    with pytest.raises(InvalidRequest):
        service.add(name, password, role, code)


def test_what_somebody_did_is_written_down(service: AccountService, state: StateStore) -> None:
    person = service.add("企业甲", GOOD, "company", CODE)
    service.audit(person, "apply", "P001-1")
    with state.engine.connect() as connection:
        (row,) = connection.execute(select(AuditRow.__table__)).all()
    assert (row.name, row.role, row.action, row.subject) == ("企业甲", "company", "apply", "P001-1")


@pytest.fixture
def page(service: AccountService) -> Iterator[TestClient]:
    """A small app with one route for editors."""
    accounts, app = Accounts(service), FastAPI()
    handlers.install(app)
    service.add("陈窗口", GOOD, "agent")

    editor = accounts.require("editor")

    @app.post("/edit")
    def edit(request: Request) -> str:
        return editor(request).name

    with TestClient(app) as client:
        yield client


def test_a_route_for_editors_is_for_editors(page: TestClient, service: AccountService) -> None:
    assert page.post("/edit", headers=OURS).status_code == SignInRequired.status
    for name, status in (("陈窗口", NotAllowed.status), ("李编辑", 200)):
        token, _ = service.sign_in(name, GOOD)
        assert page.post("/edit", headers=signed(token)).status_code == status


@pytest.mark.parametrize("headers", [{}, OURS | {"Origin": "https://evil.example"}, OURS | {"Origin": "null"}])
def test_a_page_of_another_site_cannot_act_in_somebodys_name(
    page: TestClient, service: AccountService, headers: dict[str, str]
) -> None:
    token, _ = service.sign_in("李编辑", GOOD)
    assert page.post("/edit", headers=headers | cookie(token)).status_code == 403


@pytest.mark.parametrize("token", ["", "x", "A" * 5000, "' OR 1=1 --", "%00"])
def test_a_made_up_cookie_is_nobody(page: TestClient, token: str) -> None:
    assert page.post("/edit", headers=signed(token)).status_code == 401


def test_signing_in_over_http_sets_a_cookie_that_no_script_reads(bench: Bench) -> None:
    bench.assistant.accounts.service.add("李编辑", GOOD, "editor")
    with TestClient(create_app(bench.assistant)) as http:
        assert http.get(ME).status_code == 401
        assert http.post(SIGN_IN, json={"name": "李编辑", "password": GOOD}).status_code == 403
        answer = http.post(SIGN_IN, json={"name": "李编辑", "password": GOOD}, headers=OURS)
        assert answer.status_code == 200
        assert {"httponly", "samesite=strict"} <= set(answer.headers["set-cookie"].lower().split("; "))
        assert http.get(ME).json() == {
            "name": "李编辑",
            "role": "editor",
            "credit_code": None,
            "authority": None,
            "company": None,
        }
        assert http.post("/api/v1/accounts/sign-out", headers=OURS).status_code == 204
        assert http.get(ME).status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"name": "x"}, {"name": 1, "password": []}, {"name": "x", "password": "y", "z": 1}]
)
def test_a_strange_sign_in_gets_a_clear_refusal(bench: Bench, body: dict[str, object]) -> None:
    with TestClient(create_app(bench.assistant)) as http:
        answer = http.post(SIGN_IN, json=body, headers=OURS)
    assert answer.status_code == 422 and answer.json()["error"]["message"]


def test_a_database_that_is_gone_is_told_as_such(bench: Bench) -> None:
    with bench.assistant.state.engine.begin() as connection:
        connection.execute(text("DROP TABLE sign_in"))
    with TestClient(create_app(bench.assistant)) as http:
        assert http.get(ME, headers=cookie("x" * 43)).json()["error"]["code"] == "state_unavailable"


def test_ended_sign_ins_are_swept_away_by_the_next(service: AccountService, state: StateStore, clock: Clock) -> None:
    from assistant.state.accounts_models import SignInRow

    service.sign_in("李编辑", GOOD)
    clock.now += LASTS
    service.sign_in("李编辑", GOOD)
    with state.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(SignInRow)) == 1
