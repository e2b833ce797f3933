"""The label endpoints over HTTP: who may, exact shapes, and hostile bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.accounts.guard import Accounts
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.edge import handlers
from assistant.edge.body import BodyLimit
from assistant.labels import endpoints
from assistant.labels.desk import LabelDesk
from assistant.labels.repository import LabelRepository
from tests.assistant.labels.sample import Office, body_of, edited, office_in

PASSWORD = "鲤城 correct horse"
OURS = {"X-Quanquan-Request": "1"}
LABELS = "/api/v1/labels"
ONE = f"{LABELS}/P001"


class Reception:
    """The service over one office, and clients that are signed in."""

    def __init__(self, folder: Path) -> None:
        self.office: Office = office_in(folder)
        self.service = AccountService(AccountRepository(self.office.engine))
        accounts = Accounts(self.service)
        desk = LabelDesk(
            lambda: self.office.index, LabelRepository(self.office.engine), self.office.library, accounts.audit
        )
        app = FastAPI()
        handlers.install(app)
        app.add_middleware(BodyLimit)
        app.include_router(endpoints.router(desk, self.office.library, accounts))
        self.app = app

    def client(self, role: str | None = "editor", headers: dict[str, str] | None = None) -> TestClient:
        """Somebody with a role, or a stranger."""
        made = TestClient(self.app, headers=OURS if headers is None else headers)
        if role is not None:
            code = "91350502MAX50L2368" if role == "company" else None
            self.service.add(f"{role}-person", PASSWORD, role, code)
            made.cookies.set("qq_session", self.service.sign_in(f"{role}-person", PASSWORD)[0])
        return made


@pytest.fixture(scope="module")
def reception(tmp_path_factory: pytest.TempPathFactory) -> Reception:
    return Reception(tmp_path_factory.mktemp("labels"))


@pytest.fixture(scope="module")
def editor(reception: Reception) -> Iterator[TestClient]:
    with reception.client() as client:
        yield client


def sendable(editor: TestClient, **changes: Any) -> dict[str, Any]:
    """A body that is in order but for ``changes``."""
    opened = editor.get(ONE).json()
    body = {"base_version": opened["newest_version"], "measures": opened["measures"], "decisions": opened["decisions"]}
    return body | {"text_digest": opened["text_digest"], "note": "核对", "confirmed": []} | changes


def code_of(response: Any) -> tuple[int, str]:
    assert response.json().keys() == {"error"}, response.text
    return response.status_code, response.json()["error"]["code"]


def test_a_stranger_is_asked_to_sign_in(reception: Reception) -> None:
    with reception.client(None) as stranger:
        for path in (LABELS, f"{LABELS}/fields", ONE, f"{ONE}/versions", f"{ONE}/diff?from=0&to=0"):
            assert code_of(stranger.get(path)) == (401, "sign_in_required")
        assert code_of(stranger.put(ONE, json={})) == (401, "sign_in_required")
        assert code_of(stranger.post(f"{ONE}/check", json={})) == (401, "sign_in_required")
        assert code_of(stranger.post(f"{ONE}/versions/0/restore", json={})) == (401, "sign_in_required")


@pytest.mark.parametrize("role", ["company", "agent", "tester", "analyst"])
def test_other_roles_may_not(reception: Reception, role: str) -> None:
    with reception.client(role) as client:
        picked = client.get(f"{LABELS}/measures?mode=申报")
        assert picked.status_code == (200 if role == "agent" else 403)
        if role == "agent":
            row = {
                "id": "P001-1",
                "title": "增产奖励",
                "mode": "申报",
                "document_id": "P001",
                "document_title": "若干措施",
            }
            assert picked.json()["measures"][0] == row | {"needs_person": True}
            assert client.get(f"{LABELS}/measures?mode=免申即享").json()["measures"] == []
            assert client.get(f"{LABELS}/measures?mode=x").status_code == 422
        assert code_of(client.get(LABELS)) == (403, "not_allowed")
        assert code_of(client.put(ONE, json={})) == (403, "not_allowed")


def test_a_page_of_another_site_may_not_write(reception: Reception, editor: TestClient) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    assert code_of(editor.put(ONE, json=sendable(editor), headers=foreign)) == (403, "not_allowed")


def test_an_editor_reads_saves_compares_and_restores(tmp_path: Path) -> None:
    with Reception(tmp_path).client("admin") as admin:
        opened = admin.get(ONE).json()
        assert opened["suggested"]["P001-1"][0].keys() == {"label", "text", "start", "end"}
        assert admin.get(LABELS).json()["documents"][0]["open_human"] == 1
        body = sendable(admin)
        body["measures"][0]["title"] = "增产奖"
        checked = admin.post(
            f"{ONE}/check", json={name: body[name] for name in ("base_version", "measures", "decisions")}
        )
        assert checked.json() == {
            "warnings": [],
            "changes": [
                {"measure_id": "P001-1", "title": "增产奖", "part": "名称", "text": "名称由“增产奖励”改为“增产奖”"}
            ],
            "open_human": 1,
        }
        saved = admin.put(ONE, json=body)
        assert (saved.status_code, saved.json()["version"]) == (200, 1)
        assert code_of(admin.put(ONE, json=body)) == (409, "stale_version")
        assert admin.get(f"{ONE}/diff?from=0&to=1").json()["changes"][0]["part"] == "名称"
        restored = admin.post(f"{ONE}/versions/0/restore", json={"base_version": 1, "note": "改错了"})
        assert restored.json()["measures"][0]["title"] == "增产奖励"
        listed = admin.get(f"{ONE}/versions").json()["versions"]
        assert [(one["number"], one["by"], one["note"]) for one in listed] == [
            (2, "admin-person", "改错了"),
            (1, "admin-person", "核对"),
            (0, "", "系统从原文读出的标签"),
        ]
        assert admin.get(f"{ONE}?version=1").json()["measures"][0]["title"] == "增产奖"


def test_pickers_name_every_field_and_comparison_in_words(editor: TestClient) -> None:
    given = editor.get(f"{LABELS}/fields").json()
    rows = {row["name"]: row for row in given["fields"]}
    assert rows["revenue"]["unit"] == "万元"
    assert {"op": ">=", "label": "不低于（含）"} in rows["revenue"]["ops"]
    assert rows["district"]["values"][0] == "鲤城区"
    assert [award["kind"] for award in given["awards"]][:2] == ["fixed", "percent"]


def nested(depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {"human": "视情况"}
    for _ in range(depth):
        tree = {"not": tree}
    return tree


TREES: list[Any] = [
    {},
    {"all": {}},
    {"any": []},
    {"all": [None]},
    {"human": " "},
    {"human": "x" * 2001},
    {"human": "\ud800"},
    {"human": "a\u0000b"},
    {"field": "name", "op": "==", "value": "\udfff"},
    {"field": "nothing", "op": "==", "value": 1},
    {"field": "revenue", "op": "in", "value": ["1"]},
    {"field": "revenue", "op": ["=="], "value": 1},
    {"field": ["revenue"], "op": "==", "value": 1},
    {"field": "revenue", "op": ">=", "value": "2000"},
    {"field": "revenue", "op": ">=", "value": True},
    {"field": "revenue", "op": ">=", "value": 10**40},
    {"field": "revenue", "op": ">=", "value": 0.1234567890123456789},
    {"field": "revenue", "op": ">=", "value": 1e300},
    {"field": "revenue", "op": ">=", "value": 1, "more": 1},
    {"field": "founded_on", "op": ">=", "value": "2025-02-30"},
    {"field": "district", "op": "in", "value": ["x"] * 30_000},
    {"all": [{"human": "视情况"}] * 11_000},
    {"__class__": 1},
    nested(9),
    nested(40),
]


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: json.dumps(tree)[:40])
def test_a_hostile_tree_is_refused_in_the_one_shape(editor: TestClient, tree: Any) -> None:
    body = sendable(editor)
    body["measures"][1]["conditions"] = tree
    for method, path in (("PUT", ONE), ("POST", f"{ONE}/check")):
        sent = body if method == "PUT" else {name: body[name] for name in ("base_version", "measures", "decisions")}
        response = editor.request(method, path, content=json.dumps(sent), headers={"Content-Type": "application/json"})
        assert response.status_code == 422, response.text
        assert response.json().keys() == {"error"}


@pytest.mark.parametrize(
    "award",
    [
        {},
        {"kind": "fixed"},
        {"kind": "fixed", "amount": -1},
        {"kind": "fixed", "amount": "100"},
        {"kind": "fixed", "amount": 10**13},
        {"kind": "percent", "base": "revenue", "rate": 0, "cap": None},
        {"kind": "percent", "base": "employees", "rate": 0.1, "cap": None},
        {"kind": "tiered", "field": "revenue", "tiers": []},
        {"kind": "by_set", "field": "qualifications", "amounts": {"\ud800": 1}},
        {"kind": "by_set", "field": "revenue", "amounts": {"a": 1}},
        {"kind": "lottery"},
    ],
)
def test_a_hostile_award_is_refused_in_the_one_shape(editor: TestClient, award: Any) -> None:
    body = sendable(editor)
    body["measures"][1]["award"] = award
    response = editor.put(ONE, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code == 422, response.text
    assert response.json().keys() == {"error"}


@pytest.mark.parametrize(
    "changes",
    [
        {"note": ""},
        {"note": "x" * 501},
        {"note": "\ud800"},
        {"base_version": -1},
        {"base_version": True},
        {"base_version": 10**30},
        {"text_digest": "abc"},
        {"measures": {}},
        {"measures": [7]},
        {"decisions": [{"measure_id": "P001-1", "text": "x", "how": "guess"}]},
        {"confirmed": [7]},
        {"more": 1},
    ],
    ids=lambda changes: json.dumps(changes)[:30],
)
def test_a_hostile_body_is_refused_in_the_one_shape(editor: TestClient, changes: dict[str, Any]) -> None:
    content = json.dumps(sendable(editor, **changes))
    response = editor.put(ONE, content=content, headers={"Content-Type": "application/json"})
    assert response.status_code == 422, response.text
    assert response.json().keys() == {"error"}


@pytest.mark.parametrize(
    "change", [{"deadline": "2026-02-30"}, {"deadline": "soon"}, {"id": "../x"}, {"mode": "白给"}, {"title": "\ud800"}]
)
def test_a_hostile_measure_is_refused_in_the_one_shape(editor: TestClient, change: dict[str, Any]) -> None:
    body = sendable(editor)
    body["measures"][0] |= change
    response = editor.put(ONE, content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert response.status_code == 422, response.text


def test_what_is_no_json_or_too_large_is_refused(editor: TestClient) -> None:
    json_type = {"Content-Type": "application/json"}
    assert code_of(editor.put(ONE, content=b"[" * 100_000, headers=json_type))[0] == 400
    assert code_of(editor.put(ONE, content=b"[1]", headers=json_type))[0] == 400
    assert code_of(editor.put(ONE, content=b" " * (1 << 21), headers=json_type)) == (413, "payload_too_large")
    assert code_of(editor.put(ONE, content=b"a=1"))[0] == 415


@pytest.mark.parametrize(
    "path", ["/P999", "/P001?version=99", "/P001/diff?from=0&to=99", "/..%2f", "/%00", "/P001/versions/5"]
)
def test_what_is_not_here_is_told_in_the_one_shape(editor: TestClient, path: str) -> None:
    response = editor.get(LABELS + path)
    assert response.status_code in (404, 405), response.text


@pytest.mark.parametrize(
    "path", ["/P001?version=-1", "/P001?version=x", "/P001/diff", "/P001/diff?from=0&to=1e9", f"/{'P' * 129}"]
)
def test_a_wrong_question_is_told_in_the_one_shape(editor: TestClient, path: str) -> None:
    assert code_of(editor.get(LABELS + path))[0] == 422


def test_bodies_of_the_sample_are_in_order(reception: Reception) -> None:
    opened = reception.office.open()
    assert edited(opened)["measures"] == body_of(opened)["measures"]
