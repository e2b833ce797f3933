"""Every route of claims and casework by every role: who has not the role reads no claim, no person and no file.

The routes come from the service's own description, so that a new one must be entered here with those who may use it. Secrets are
planted in the register, in a report, its file, a case and an urge; none of them may stand in any answer to somebody without the role, nor in
the logs.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, get_args
from urllib.parse import quote, unquote

import pytest
import structlog
from starlette.testclient import TestClient

from assistant.accounts.guard import COOKIE
from assistant.accounts.person import AUTHORITIES, ROLES
from assistant.accounts.repository import AccountRepository
from assistant.app import create_app
from assistant.observability import configure_logging
from assistant.wiring import Assistant
from knowledge.complaints.recognition.findings import Evidence
from knowledge.complaints.recognition.rules import Factor
from knowledge.settings import Settings
from tests.assistant.benefits.world import code
from tests.assistant.fakes import build_bench
from tests.knowledge.complaints.registers import finding, findings, in_force, made, published

PREFIXES: Final = ("/api/v1/claims", "/api/v1/casework")
OURS: Final = {"X-Quanquan-Request": "1"}

NAME, PHONE, ID, ACCOUNT = "试藏密", "15400009871", "350599199001019873", "6219990000000098765"
ADDRESS, TOLD = "泉州市鲤城区试藏路九十八号三幢七六五室", "试藏之词九八七"
CLAIMANT, REPORTER, REPORTER_PHONE = "试藏索赔人", "试藏举报人", "13800009872"
FILE = b"%PDF-1.7\n%planted 98765 file\n"
FILE_NAME = "试藏证据九八七.pdf"
URGED, RATED, ASKED = "试藏催办的话", "试藏评价的话", "试藏问卷的话"
SECRETS: Final = (NAME, PHONE, ID, ACCOUNT, ADDRESS, TOLD, CLAIMANT, REPORTER, REPORTER_PHONE, FILE.decode().split("\n")[1], FILE_NAME, URGED, RATED, ASKED)  # fmt: skip

# --- who may use which route ---

EVERYBODY: Final = frozenset({"nobody", "company", "agent", "editor", "tester", "analyst", "admin", *AUTHORITIES})
"""Everybody that is tried; of officers the authority stands for them, ``nobody`` is not signed in."""
COMPANY: Final = frozenset({"company"})
STAFF: Final = frozenset({"agent", "admin"})
MARKET: Final = frozenset({"market", "admin"})
ANALYSTS: Final = MARKET | {"analyst"}
OFFICERS: Final = frozenset({*AUTHORITIES, "admin"})

MAY: Final[Mapping[str, frozenset[str]]] = {
    # companies and citizens: nobody signs in; secrets (draft id, code, last four signs) open what is one's own
    "POST /api/v1/claims": EVERYBODY,
    "POST /api/v1/claims/drafts": EVERYBODY,
    "GET /api/v1/claims/drafts/{draft_id}": EVERYBODY,
    "PUT /api/v1/claims/drafts/{draft_id}": EVERYBODY,
    "DELETE /api/v1/claims/drafts/{draft_id}": EVERYBODY,
    "POST /api/v1/claims/drafts/{draft_id}/files": EVERYBODY,
    "DELETE /api/v1/claims/drafts/{draft_id}/files/{file_id}": EVERYBODY,
    "GET /api/v1/claims/{receipt}": EVERYBODY,
    "POST /api/v1/claims/{receipt}/files": EVERYBODY,
    "POST /api/v1/claims/{receipt}/supplement": EVERYBODY,
    "GET /api/v1/claims/questionnaire": EVERYBODY,
    "POST /api/v1/claims/questionnaire": EVERYBODY,
    "GET /api/v1/claims/mine": COMPANY,
    # the desk of reports
    "GET /api/v1/claims/desk": MARKET,
    "GET /api/v1/claims/desk/leads": MARKET,
    "POST /api/v1/claims/desk/leads/{lead_id}": MARKET,
    "GET /api/v1/claims/desk/{receipt}": MARKET,
    "GET /api/v1/claims/desk/{receipt}/files/{file_id}": MARKET,
    "POST /api/v1/claims/desk/{receipt}/{action}": MARKET,
    # who may be behind complaints, masked
    "GET /api/v1/claims/persons": MARKET,
    "GET /api/v1/claims/persons/{person_id}": MARKET,
    # cases
    "GET /api/v1/claims/cases": MARKET,
    "POST /api/v1/claims/cases": MARKET,
    "GET /api/v1/claims/cases/{case_id}": MARKET,
    "GET /api/v1/claims/cases/{case_id}/audit": MARKET,
    "POST /api/v1/claims/cases/{case_id}/reveal": MARKET,
    "POST /api/v1/claims/cases/{case_id}/{action}": MARKET,
    # hand-over: an authority sees its own; another's is not found
    "GET /api/v1/claims/cases/{case_id}/packet.docx": MARKET,
    "GET /api/v1/claims/handover/flow": OFFICERS,
    "GET /api/v1/claims/joint": OFFICERS,
    "GET /api/v1/claims/joint/{handover_id}": OFFICERS,
    "GET /api/v1/claims/joint/{handover_id}/packet.docx": OFFICERS,
    "POST /api/v1/claims/joint/{handover_id}/{action}": OFFICERS,
    # figures
    "GET /api/v1/claims/questionnaire/summary": ANALYSTS,
    "GET /api/v1/claims/analysis/summary": ANALYSTS,
    "GET /api/v1/claims/analysis/series": ANALYSTS,
    "GET /api/v1/claims/analysis/kinds": ANALYSTS,
    "GET /api/v1/claims/analysis/trades": ANALYSTS,
    "GET /api/v1/claims/analysis/traders": ANALYSTS,
    "GET /api/v1/claims/analysis/traders.csv": ANALYSTS,
    "GET /api/v1/claims/analysis/network": ANALYSTS,
    "POST /api/v1/claims/analysis/similar": ANALYSTS,
    # applications
    "GET /api/v1/casework/urges": STAFF,
    "POST /api/v1/casework/urges/{urge_id}/answer": STAFF,
    "POST /api/v1/casework/urges/deliver": STAFF,
    "GET /api/v1/casework/overdue": STAFF,
    "GET /api/v1/casework/summary": STAFF,
    "GET /api/v1/casework/ratings": STAFF,
    "POST /api/v1/casework/ratings/{rating_id}/followup": STAFF,
}


@dataclass
class Town:
    """The whole service with everything planted, and everybody's browser."""

    client: TestClient
    assistant: Assistant
    held: dict[str, str] = field(default_factory=dict)
    """Real ids for the places of paths; those that are secrets themselves are wrong ones."""

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        headers = {**OURS, **({} if who == "nobody" else {"Cookie": f"{COOKIE}={who}"}), **more.pop("headers", {})}
        return self.client.request(method, path, headers=headers, **more)

    def routes(self) -> list[tuple[str, str]]:
        """Method and path of every route under the prefixes, as the service describes itself."""
        described = self.client.app.openapi()["paths"]  # type: ignore[attr-defined]
        return [
            (method.upper(), path)
            for path, methods in described.items()
            if path.startswith(PREFIXES)
            for method in methods
        ]

    def paths(self, method: str, path: str) -> list[str]:
        """The route with its places filled, once for each word that a place may hold."""
        described = self.client.app.openapi()["paths"][path][method.lower()]  # type: ignore[attr-defined]
        words = {one["name"]: one["schema"].get("enum", ()) for one in described.get("parameters", ()) if one["in"] == "path"}  # fmt: skip
        made = [path]
        for name, choices in words.items():
            values = choices or (self.held[name],)
            made = [one.replace(f"{{{name}}}", value) for one in made for value in values]
        return made


def leaks(answer: Any) -> list[str]:
    """The secrets that stand in an answer, however they are written."""
    raw = answer.content.decode("utf-8", "replace")
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    try:
        read = json.dumps(json.loads(raw), ensure_ascii=False)
    except ValueError:
        read = raw
    text = "\n".join((raw, read, heads, unquote(heads)))
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A service with everything planted; tests here change nothing that another rests on."""
    home = tmp_path_factory.mktemp("roles")
    rows = [
        *(
            made(n, name=NAME, phone=PHONE, id_number=ID, address=ADDRESS, account=ACCOUNT, text=f"{TOLD}，我是{NAME}，电话{PHONE}，身份证{ID}，赔到{ACCOUNT}，住{ADDRESS}。第{n}件糕点没有标明生产日期，不赔偿就到处举报")
            for n in range(14)
        ),
        *(made(n) for n in range(14, 40)),
    ]  # fmt: skip
    sign = Evidence(label="批量", strength="clear", text="14 件", count=14, complaints=(), factor=get_args(Factor)[0])
    found = finding(0, "handover", 14).model_copy(update={"factors": (sign,)})
    published(home, in_force(rows, [0] * 14 + list(range(1, 27))), findings(found))
    bench = build_bench(home)
    try:
        with TestClient(create_app(bench.assistant), raise_server_exceptions=False) as client:
            planted = Town(client, bench.assistant)
            sign_in_everybody(bench.assistant)
            plant(planted)
            yield planted
    finally:
        bench.assistant.close()


def sign_in_everybody(assistant: Assistant) -> None:
    """An account of each role, officers of each authority, each with a browser whose secret is its name."""
    accounts, now = AccountRepository(assistant.state.engine), datetime.now(UTC)
    for name in sorted(EVERYBODY - {"nobody"}):
        authority = name if name in AUTHORITIES else None
        row: dict[str, object] = {"id": name, "name": name, "role": "officer" if authority else name, "authority": authority}  # fmt: skip
        row |= {"credit_code": code(1) if name == "company" else None, "password_hash": "none", "active": True}
        accounts.add(row | {"failures": 0, "locked_until": None, "created_at": now})
        accounts.open(name, hashlib.sha256(name.encode()).hexdigest(), now, timedelta(hours=8))


def plant(town: Town) -> None:
    """A report with a file, a questionnaire's lead, an urge and a bad rating, sent as the public sends them."""
    fields = {
        "reporter_company": "泉州试店食品有限公司",
        "contact_name": REPORTER,
        "contact_phone": REPORTER_PHONE,
        "claimant_name": CLAIMANT,
        "claimant_phone": PHONE,
        "claimant_address": ADDRESS,
        "claimant_account": ACCOUNT,
        "happened_on": "2026-11-20",
        "channel": "12315",
        "case_numbers": ["A0001"],
        "demands": f"{TOLD}，要求赔偿",
        "description": f"{TOLD}，{NAME}来电索赔。",
    }
    draft = _done(town.ask("nobody", "POST", "/api/v1/claims/drafts", json={"fields": fields}))["draft_id"]
    name = {"X-File-Name": quote(FILE_NAME)}
    file = _done(town.ask("nobody", "POST", f"/api/v1/claims/drafts/{draft}/files", content=FILE, headers=name))
    sent = _done(town.ask("nobody", "POST", "/api/v1/claims", json={"draft_id": draft, "submit_id": "s" * 20}))
    town.held |= {"receipt": sent["receipt"], "file_id": file["id"], "draft_id": "0" * 32, "person_id": "R-00000000"}
    _casework(town)
    _lead(town)
    _case(town)


def _case(town: Town) -> None:
    """A case of the planted person, its identity frozen by a review."""
    opening = {"person_id": "R-00000000", "title": "试藏案件", "facts": TOLD}
    case = _done(town.ask("market", "POST", "/api/v1/claims/cases", json=opening))
    town.held["case_id"] = case["id"]
    begin = {"version": case["version"], "note": "开始审核"}
    _handover(town, _done(town.ask("market", "POST", f"/api/v1/claims/cases/{case['id']}/review", json=begin)))


def _handover(town: Town, case: dict[str, Any]) -> None:
    """The case confirmed by two and sent to the police, to nobody else."""
    path = f"/api/v1/claims/cases/{case['id']}"
    signed = {"factors": [case["factors"][0]["code"]], "against_seen": [each["code"] for each in case["against"]]}
    steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("market", "seen", {}),
        ("market", "recognise", signed),
        ("admin", "seen", {}),
        ("admin", "confirm", signed),
        ("market", "handover", {"to": ["police"]}),
    )
    for who, action, more in steps:
        sent = {"version": case["version"], "note": "试办", **more}
        case = _done(town.ask(who, "POST", f"{path}/{action}", json=sent))
    made = case["handovers"][0]
    town.held["handover_id"] = made["id"]
    sent = {"version": made["version"], "note": "试办"}
    _done(town.ask("market", "POST", f"/api/v1/claims/joint/{made['id']}/send", json=sent))


def _casework(town: Town) -> None:
    urged = town.ask("nobody", "POST", "/api/v1/applications/LC2026000104/urge", json={"verify": "0044", "text": URGED})
    _done(urged)
    rating = {"verify": "5513", "score": 1, "reasons": ["too_slow"], "text": RATED}
    _done(town.ask("nobody", "POST", "/api/v1/applications/LC2026000113/rating", json=rating))
    town.held["urge_id"] = _done(town.ask("agent", "GET", "/api/v1/casework/urges"))["urges"][0]["id"]
    town.held["rating_id"] = _done(town.ask("agent", "GET", "/api/v1/casework/ratings"))["ratings"][0]["id"]


def _lead(town: Town) -> None:
    version = _done(town.ask("nobody", "GET", "/api/v1/claims/questionnaire"))["version"]
    answers = {"size": "micro", "trade": "catering", "needs": ["claims"], "met_claims": "several", "wish": ASKED}
    sheet = {"version": version, "company": "泉州试店食品有限公司", "contact_phone": REPORTER_PHONE, "answers": answers}
    _done(town.ask("nobody", "POST", "/api/v1/claims/questionnaire", json=sheet))
    town.held["lead_id"] = _done(town.ask("market", "GET", "/api/v1/claims/desk/leads"))["leads"][0]["id"]


def _done(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json())


# --- the walk ---


def test_every_role_and_every_authority_is_tried() -> None:
    roles = set(ROLES) - {"officer"}
    assert roles | set(AUTHORITIES) | {"nobody"} == EVERYBODY


def test_every_route_stands_in_the_table_and_every_entry_is_a_route(town: Town) -> None:
    served = {f"{method} {path}" for method, path in town.routes()}
    assert served - MAY.keys() == set(), "a new route: enter who may use it"
    assert MAY.keys() - served == set(), "no such route"


def test_nobody_without_the_role_gets_further_than_the_door(town: Town) -> None:
    for method, path in town.routes():
        for filled in town.paths(method, path):
            for who in sorted(EVERYBODY - MAY[f"{method} {path}"]):
                for body in ({}, {"json": {"note": "试", "text": "试", "reason": "试", "version": 1}}):
                    answer = town.ask(who, method, filled, **body)
                    expected = (401, "sign_in_required") if who == "nobody" else (403, "not_allowed")
                    assert (answer.status_code, answer.json()["error"]["code"]) == expected, (who, method, filled)
                    assert leaks(answer) == [], (who, method, filled)


def test_whoever_has_the_role_is_not_stopped_at_the_door(town: Town) -> None:
    for method, path in town.routes():
        if method != "GET":
            continue
        for filled in town.paths(method, path):
            for who in sorted(MAY[f"{method} {path}"] - {"nobody"}):
                assert town.ask(who, method, filled).status_code not in (401, 403, 500), (who, method, filled)


def test_what_is_open_to_all_tells_nothing_of_anybody_without_the_secret(town: Town) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {},
        {"json": {}},
        {"json": {"code": "00000000", "text": "试"}},
        {"headers": {"X-Claim-Code": "00000000"}},
    )
    for method, path in town.routes():
        if "nobody" not in MAY[f"{method} {path}"]:
            continue
        for filled in town.paths(method, path):
            for more in wrong:
                answer = town.ask("nobody", method, filled, **more)
                assert answer.status_code < 500 and leaks(answer) == [], (method, filled)


def test_an_analyst_sees_figures_and_no_person(town: Town) -> None:
    for method, path in town.routes():
        if "analyst" not in MAY[f"{method} {path}"] or path.endswith("/drafts"):
            continue
        for filled in town.paths(method, path):
            for query in ("", "?person=R-00000000"):
                answer = town.ask("analyst", method, filled + query, json={"text": "糕点没有标明生产日期，要求赔偿"})
                assert leaks(answer) == [], (method, filled)


def test_what_went_to_the_police_is_not_there_for_any_other_authority(town: Town) -> None:
    for method, path in town.routes():
        if "police" not in MAY[f"{method} {path}"] or "nobody" in MAY[f"{method} {path}"]:
            continue
        for filled in town.paths(method, path):
            for who in sorted(set(AUTHORITIES) - {"market", "police"}):
                answer = town.ask(who, method, filled, json={"version": 2, "note": "试"})
                assert leaks(answer) == [], (who, method, filled)
                if "{handover_id}" in path:
                    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "handover_not_found")
    own = f"/api/v1/claims/joint/{town.held['handover_id']}"
    assert leaks(town.ask("police", "GET", own)) == [TOLD]
    assert town.ask("police", "GET", f"{own}/packet.docx").status_code == 200


@pytest.mark.parametrize("headers", [{"X-Quanquan-Request": ""}, {"Origin": "https://elsewhere.example"}])
def test_a_page_of_another_site_can_do_nothing_with_a_browser_that_is_signed_in(
    town: Town, headers: dict[str, str]
) -> None:
    for method, path in town.routes():
        if method == "GET" or "nobody" in MAY[f"{method} {path}"]:
            continue
        for filled in town.paths(method, path):
            for who in sorted(MAY[f"{method} {path}"]):
                assert town.ask(who, method, filled, json={}, headers=headers).status_code == 403, (who, filled)


def test_a_forged_browser_is_nobody(town: Town) -> None:
    for method, path in town.routes():
        if "nobody" in MAY[f"{method} {path}"]:
            continue
        for forged in ("admin2", "x" * 300, "%00", "market'--"):
            answer = town.ask(forged, method, town.paths(method, path)[0], json={})
            assert answer.status_code == 401 and leaks(answer) == [], (forged, path)


def test_with_the_role_the_planted_things_are_really_there(town: Town) -> None:
    receipt, file_id = town.held["receipt"], town.held["file_id"]
    report = town.ask("market", "GET", f"/api/v1/claims/desk/{receipt}")
    assert {CLAIMANT, REPORTER, REPORTER_PHONE, TOLD, FILE_NAME} <= set(leaks(report))
    file = town.ask("market", "GET", f"/api/v1/claims/desk/{receipt}/files/{file_id}")
    assert file.content == FILE and file.headers["content-disposition"].startswith("attachment")
    person = town.ask("market", "GET", f"/api/v1/claims/persons/{town.held['person_id']}")
    assert person.status_code == 200 and person.json()["person_id"] == town.held["person_id"]
    assert not {NAME, PHONE, ID, ACCOUNT, ADDRESS} & set(leaks(person)), "persons are masked for officers too"
    case = f"/api/v1/claims/cases/{town.held['case_id']}"
    assert leaks(town.ask("market", "GET", case)) == [TOLD], "a case is masked; the officer's own words are not"
    revealed = town.ask("market", "POST", f"{case}/reveal", json={"note": "核对身份"})
    assert {NAME, PHONE, ID, ACCOUNT, ADDRESS} <= set(leaks(revealed))
    assert leaks(town.ask("agent", "GET", "/api/v1/casework/urges")) == [URGED]
    assert leaks(town.ask("agent", "GET", "/api/v1/casework/ratings")) == [RATED]
    assert ASKED in leaks(town.ask("market", "GET", "/api/v1/claims/desk/leads"))
    summary = town.ask("analyst", "GET", "/api/v1/claims/analysis/summary").json()
    assert summary["total"] == 40 and summary["sample"] is False


# --- the logs ---


@pytest.fixture
def logs(capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """Real logging of everything; the value reads what was written since."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(Settings.model_validate({"log_level": "debug"}))
    yield lambda: "".join(capfd.readouterr())
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def test_no_log_line_holds_a_name_a_number_an_address_or_a_word_of_anybody(town: Town, logs: Callable[[], str]) -> None:
    fields = {"claimant_name": CLAIMANT, "claimant_phone": PHONE, "claimant_address": ADDRESS, "description": TOLD}
    town.ask("nobody", "POST", "/api/v1/claims/drafts", json={"fields": fields})
    town.ask(
        "nobody",
        "POST",
        "/api/v1/claims",
        json={"fields": {"contact_phone": "不是电话" + PHONE}, "submit_id": "t" * 20},
    )
    for method, path in town.routes():
        for filled in town.paths(method, path):
            for who in ("nobody", "analyst", "market", "admin"):
                town.ask(who, method, filled, json={"text": f"{NAME}{PHONE}", "note": TOLD, "q": NAME})
    for query in (NAME, PHONE, ID, ADDRESS):
        town.ask("market", "GET", "/api/v1/claims/desk", params={"state": query})
        town.ask("market", "GET", "/api/v1/claims/persons", params={"q": query})
        town.ask("market", "GET", f"/api/v1/claims/desk/{query}")
        town.ask("nobody", "GET", f"/api/v1/claims/{query}", params={"code": query})
        town.ask("nobody", "GET", f"/api/v1/applications/{query}", params={"verify": ID[-4:]})
    written = logs()
    assert "/api/v1/claims" in written, "nothing was logged at all"
    assert [secret for secret in SECRETS if secret in written or secret in unquote(written)] == []
