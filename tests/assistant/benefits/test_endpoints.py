"""Benefits over HTTP: who may, one error shape, nothing sent makes a 500."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.assistant.benefits.world import OURS, PAPERS, PDF, PNG, Site, World, code

FORM = {"fields": {}, "contact_name": "张三", "contact_phone": "0595-12345678"}
ZERO = "0" * 32


def sent(site: Site, **changes: Any) -> dict[str, Any]:
    """The body of an application with its papers uploaded."""
    ids = []
    for paper in PAPERS:
        headers = {"X-File-Name": quote(f"{paper}.pdf"), "X-Document": quote(paper)}
        ids.append(site.ask("owner", "POST", "/uploads", content=PDF, headers=headers).json()["id"])
    return {"measure_id": "P1-1", "form": FORM, "documents": ids, "submit_id": "a" * 16} | changes


def test_an_application_from_draft_to_payment(site: Site, world: World) -> None:
    draft = site.ask("owner", "GET", "/applications/draft?measure_id=P1-1")
    assert draft.status_code == 200
    assert draft.json()["sample"] is True
    body = sent(site)
    made = site.ask("owner", "POST", "/applications", json=body)
    assert made.status_code == 201
    number = made.json()["number"]
    assert made.json()["history"][0] | {"at": ""} == {
        "at": "", "action": "submit", "action_text": "申报", "from": None, "to": "submitted", "who": "企业", "note": "",
    }  # fmt: skip
    assert site.ask("owner", "POST", "/applications", json=body).status_code == 200
    assert [each["number"] for each in site.ask("owner", "GET", "/applications").json()["applications"]] == [number]
    assert site.ask("neighbour", "GET", f"/applications/{number}").status_code == 404
    urged = site.ask("owner", "POST", f"/applications/{number}/urge", json={"text": "请尽快"})
    assert urged.json()["left"] == 2
    soon = site.ask("owner", "POST", f"/applications/{number}/urge", json={})
    assert (soon.status_code, soon.json()["error"]["code"]) == (429, "urge_too_soon")
    assert soon.headers["Retry-After"] == "86400"
    for action in ("accept", "review", "publicise"):
        assert site.ask("agent", "POST", f"/desk/{number}/{action}", json={"note": "好"}).status_code == 200
    shown = site.ask(None, "GET", "/publicity").json()["publicities"]
    objection = {"text": "金额不对吧", "contact": "13800000000"}
    told = site.ask(None, "POST", f"/publicity/{shown[0]['id']}/objections", json=objection)
    assert told.status_code == 201
    world.clock.forward(days=8)
    early = site.ask("admin", "POST", f"/desk/{number}/approve", json={})
    assert (early.status_code, early.json()["error"]["code"]) == (409, "publicity_running")
    path = f"/publicity/{shown[0]['id']}/objections"
    assert site.ask("agent", "GET", path).json()["objections"][0]["contact"] == "13800000000"
    settled = site.ask("agent", "POST", f"{path}/{told.json()['id']}", json={"decision": "dismissed", "note": "无误"})
    assert settled.json()["objections"][0]["state"] == "dismissed"
    assert site.ask("admin", "POST", f"/desk/{number}/approve", json={}).json()["state"] == "approved"
    assert site.ask("agent", "POST", f"/desk/{number}/pay", json={}).json()["state_text"] == "已兑付"
    wrong = site.ask("agent", "POST", f"/desk/{number}/pay", json={})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "wrong_state")
    assert site.ask("agent", "GET", "/desk?state=paid").json()["total"] == 1


def test_a_payment_run_over_http(site: Site, world: World) -> None:
    made = site.ask("agent", "POST", "/runs", json={"measure_id": "P2-3", "budget": "75000.00"})
    assert made.status_code == 201
    run = made.json()
    assert run["counts"] == {"payable": 7, "waiting": 1, "excluded": 0}
    assert site.ask("agent", "POST", "/runs", json={"measure_id": "P2-3", "budget": "75000.00"}).status_code == 200
    other = site.ask("agent", "POST", "/runs", json={"measure_id": "P2-3"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "run_exists")
    base = f"/runs/{run['id']}"
    assert (
        site.ask("agent", "GET", f"{base}/lines?status=waiting").json()["lines"][0]["reason_text"] == "预算用完，候补"
    )
    assert site.ask("agent", "GET", f"{base}/payments.csv").status_code == 409
    assert site.ask("agent", "POST", f"{base}/publish", json={}).json()["state"] == "published"
    page = site.ask(None, "GET", f"/publicity/{run['id']}").json()
    assert (page["from"], page["until"], len(page["lines"])) == ("2026-11-23", "2026-11-30", 7)
    world.clock.forward(days=8)
    assert site.ask("agent", "POST", f"{base}/approve", json={}).status_code == 403
    assert site.ask("admin", "POST", f"{base}/approve", json={}).json()["approved_by"] == "admin"
    assert site.ask("agent", "POST", f"{base}/file", json={}).json()["state"] == "filed"
    file = site.ask("agent", "GET", f"{base}/payments.csv")
    assert file.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert file.content.startswith("\ufeff批次".encode())
    assert site.ask("agent", "POST", f"{base}/replay").json()["same"] is True
    assert len(site.ask("agent", "GET", "/runs").json()["runs"]) == 1


def test_a_push_over_http(site: Site) -> None:
    assert site.ask("agent", "POST", "/push", json={"measure_id": "P1-2"}).status_code == 201
    push = site.ask("agent", "POST", "/push", json={"measure_id": "P1-2"})
    assert (push.status_code, push.json()["notified"]) == (200, 8)
    inbox = site.ask("owner", "GET", "/notices").json()
    assert inbox["unread"] == 1
    assert site.ask("owner", "POST", f"/notices/{inbox['notices'][0]['id']}/read").status_code == 204
    assert site.ask("neighbour", "POST", f"/notices/{inbox['notices'][0]['id']}/read").status_code == 404
    assert site.ask("agent", "GET", f"/push/{push.json()['id']}/companies.csv").status_code == 200
    assert site.ask("owner", "POST", "/push/opt-out", json={"category": "all", "opted_out": True}).status_code == 200
    checked = site.ask("agent", "POST", "/credit-check", json={"codes": [code(1)]})
    assert checked.json()["checked"] == 1


def test_uploads_come_back_as_attachments_only(site: Site) -> None:
    name = quote('表"格.pdf', safe="")
    headers = {"X-File-Name": name}
    kept = site.ask("owner", "POST", "/uploads", content=PDF, headers=headers)
    assert kept.status_code == 201
    given = site.ask("owner", "GET", f"/uploads/{kept.json()['id']}")
    assert given.content == PDF
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert given.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert site.ask("neighbour", "GET", f"/uploads/{kept.json()['id']}").status_code == 404
    assert site.ask("owner", "POST", "/uploads", content=PDF, headers=headers).status_code == 200
    wrong = site.ask("owner", "POST", "/uploads", content=PNG, headers=headers)
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (415, "upload_refused")
    huge = site.ask("owner", "POST", "/uploads", content=PDF + b"\0" * (11 << 20), headers=headers)
    assert (huge.status_code, huge.json()["error"]["code"]) == (413, "upload_too_large")


ROUTES = [
    ("GET", "/applications/draft?measure_id=P1-1", {"owner"}),
    ("GET", "/applications", {"owner"}),
    ("POST", "/applications", {"owner"}),
    ("POST", "/uploads", {"owner"}),
    ("GET", "/notices", {"owner"}),
    ("GET", "/push/opt-out", {"owner"}),
    ("GET", "/desk", {"agent", "admin"}),
    ("GET", "/runs", {"agent", "admin"}),
    ("POST", "/runs", {"agent", "admin"}),
    ("GET", "/push", {"agent", "admin"}),
    ("POST", "/credit-check", {"agent", "admin"}),
    ("GET", f"/runs/{ZERO}/objections", {"agent", "admin"}),
]


@pytest.mark.parametrize(("method", "path", "allowed"), ROUTES)
def test_every_route_is_for_its_roles_only(quiet_site: Site, method: str, path: str, allowed: set[str]) -> None:
    assert quiet_site.ask(None, method, path, json={}).status_code == 401
    for who in ("owner", "agent", "admin", "tester"):
        refused = quiet_site.ask(who, method, path, json={}).status_code == 403
        assert refused == (who not in allowed), who


def test_a_page_of_another_site_can_do_nothing(quiet_site: Site) -> None:
    body = sent(quiet_site)
    for headers in ({"X-Quanquan-Request": ""}, {"Origin": "https://evil.example"}):
        answer = quiet_site.ask("owner", "POST", "/applications", json=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert OURS


@pytest.mark.parametrize(
    "changes",
    [
        {"extra": 1},
        {"measure_id": 5},
        {"measure_id": "x" * 65},
        {"submit_id": "short"},
        {"submit_id": "a" * 15 + "'"},
        {"documents": "none"},
        {"documents": ["../../etc/passwd"]},
        {"documents": [ZERO] * 41},
        {"form": None},
        {"form": {"fields": {}}},
        {"form": FORM | {"contact_phone": "call me"}},
        {"form": FORM | {"contact_name": ""}},
        {"form": FORM | {"contact_name": "长" * 51}},
        {"form": FORM | {"note": "长" * 1001}},
        {"form": FORM | {"fields": {"rd_expense": {"$gt": 0}}}},
        {"form": FORM | {"fields": {"rd_expense": None}}},
        {"form": FORM | {"fields": {"x" * 41: 1}}},
        {"form": FORM | {"fields": []}},
        {"form": FORM | {"admin": True}},
    ],
)
def test_hostile_bodies_are_422(quiet_site: Site, changes: dict[str, Any]) -> None:
    answer = quiet_site.ask("owner", "POST", "/applications", json=sent(quiet_site) | changes)
    assert answer.status_code == 422, answer.text
    assert set(answer.json()["error"]) == {"code", "message", "request_id"}


def test_halves_of_emoji_and_nul_are_dropped(site: Site) -> None:
    body = sent(site, form=FORM | {"note": "好"})
    content = json.dumps(body).replace("\\u597d", "\\ud83d\\u0000\\u597d")
    answer = site.ask("owner", "POST", "/applications", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["form"]["note"]) == (201, "好")


@pytest.mark.parametrize(
    "path",
    [
        "/applications/SQ20261123-000001-0000",
        "/applications/%00",
        "/applications/" + "x" * 41,
        "/applications/draft?measure_id=%27%3B%20drop%20table",
        "/uploads/..%2f..%2fetc%2fpasswd",
        f"/uploads/{ZERO}",
        "/uploads/" + "g" * 32,
    ],
)
def test_hostile_paths_are_told_in_the_one_shape(quiet_site: Site, path: str) -> None:
    answer = quiet_site.ask("owner", "GET", path)
    assert answer.status_code in (404, 422), answer.text
    assert set(answer.json()["error"]) == {"code", "message", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/runs", {"measure_id": "P2-3", "budget": "1e9"}),
        ("POST", "/runs", {"measure_id": "P2-3", "budget": 100}),
        ("POST", "/runs", {"measure_id": "P2-3", "period": "2026Q5"}),
        ("POST", "/runs", {"measure_id": "P2-3", "on": "9999-99-99"}),
        ("POST", "/runs", {"measure_id": "P2-3", "order": "mine first"}),
        ("POST", "/runs", {"measure_id": "P2-3", "publicity_days": 0}),
        ("POST", "/runs", {"measure_id": "\ud800"}),
        ("POST", "/credit-check", {"codes": ["\ud800"]}),
        ("POST", "/credit-check", {"codes": []}),
        ("POST", "/credit-check", {"codes": ["x"] * 501}),
        ("POST", f"/runs/{ZERO}/steal", {}),
        ("POST", "/desk/SQ/steal", {}),
        ("GET", "/desk?limit=100000", None),
        ("GET", "/desk?offset=-1", None),
        ("GET", "/desk?state=x", None),
    ],
)
def test_hostile_requests_of_staff_are_422(quiet_site: Site, method: str, path: str, body: Any) -> None:
    content = None if body is None else json.dumps(body)
    answer = quiet_site.ask("agent", method, path, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize("path", [f"/runs/{ZERO}", f"/runs/{ZERO}/lines", f"/publicity/{ZERO}", "/desk/SQ1"])
def test_what_is_not_there_is_404(quiet_site: Site, path: str) -> None:
    assert quiet_site.ask("agent", "GET", path).status_code == 404


def test_the_staffs_steps_are_in_the_audit_trail(site: Site, world: World) -> None:
    from sqlalchemy import select

    from assistant.state.accounts_models import AuditRow

    number = world.submit()
    site.ask("agent", "POST", f"/desk/{number}/accept", json={})
    with world.engine.connect() as connection:
        actions = connection.execute(select(AuditRow.action, AuditRow.subject)).all()
    assert ("application_accept", number) in [tuple(row) for row in actions]


def test_a_wrong_field_is_named_as_people_call_it(quiet_site: Site) -> None:
    body = sent(quiet_site, form=FORM | {"contact_phone": "打我电话"})
    answer = quiet_site.ask("owner", "POST", "/applications", json=body)
    assert answer.json()["error"]["message"] == "联系电话（contact_phone）格式不正确。"
