"""Reports over HTTP: who gets in, what is never told, uploads as they come in, the audit's lines."""

from __future__ import annotations

import hashlib
import re
import stat
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from assistant.claims.reports.limits import Limits
from assistant.claims.wiring import build_claims
from assistant.edge.rate_limit import Rate
from assistant.state.accounts_models import AuditRow
from knowledge.settings import Settings
from tests.assistant.benefits.world import PDF
from tests.assistant.claims.reports.world import FILLED, OTHERS, STAFF, SUBMIT, Site, World

DESK = [
    ("GET", "/desk", None),
    ("GET", "/desk?state=submitted", None),
    ("GET", "/desk/{receipt}", None),
    ("GET", "/desk/{receipt}/files/{file}", None),
    ("POST", "/desk/{receipt}/accept", {"note": ""}),
    ("GET", "/desk/leads", None),
    ("POST", "/desk/leads/" + "0" * 32, {"note": "x"}),
]


def send(site: Site) -> tuple[str, str, str]:
    """A report with a file, sent as a browser does; receipt, code, file."""
    draft = site.ask(None, "POST", "/drafts", json={"fields": FILLED}).json()["draft_id"]
    headers = {"X-File-Name": quote("聊天 记录.pdf")}
    file = site.ask(None, "POST", f"/drafts/{draft}/files", content=PDF, headers=headers)
    assert file.status_code == 201, file.text
    sent = site.ask(None, "POST", "", json={"draft_id": draft, "submit_id": SUBMIT})
    assert sent.status_code == 201, sent.text
    return sent.json()["receipt"], sent.json()["code"], file.json()["id"]


def audited(site: Site) -> list[tuple[str, str, str]]:
    with site.world.engine.connect() as connection:
        rows = connection.execute(select(AuditRow.name, AuditRow.action, AuditRow.subject))
        return [(row[0], row[1], row[2]) for row in rows]


def test_a_report_from_draft_to_status(site: Site) -> None:
    receipt, code, _ = send(site)
    assert re.fullmatch(r"[A-Z]{2}\d{8}[0-9A-Z]{5}", receipt)
    assert re.fullmatch(r"[0-9A-Z]{8}", code)
    status = site.ask(None, "GET", f"/{receipt}", params={"code": code.lower()})
    assert status.status_code == 200
    assert status.json()["files"] == [{"name": "聊天 记录.pdf", "sha256": hashlib.sha256(PDF).hexdigest()}]
    body = {"code": code, "text": "补充一点"}
    assert site.ask(None, "POST", f"/{receipt}/supplement", json=body).status_code == 200


def test_drafts_over_http(site: Site) -> None:
    draft = site.ask(None, "POST", "/drafts", json={"fields": {}}).json()
    address = f"/drafts/{draft['draft_id']}"
    saved = site.ask(None, "PUT", address, json={"fields": FILLED, "version": draft["version"]})
    assert (saved.status_code, saved.json()["missing"]) == (200, [])
    stale = site.ask(None, "PUT", address, json={"fields": {}, "version": draft["version"]})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "draft_changed")
    file = site.ask(None, "POST", f"{address}/files", content=PDF, headers={"X-File-Name": "a.pdf"})
    again = site.ask(None, "POST", f"{address}/files", content=PDF, headers={"X-File-Name": "a.pdf"})
    assert (file.status_code, again.status_code, again.json()) == (201, 200, file.json())
    assert site.ask(None, "DELETE", f"{address}/files/{file.json()['id']}").status_code == 204
    assert site.ask(None, "GET", address).json()["files"] == []
    assert site.ask(None, "DELETE", address).status_code == 204
    assert site.ask(None, "GET", address).json()["error"]["code"] == "draft_not_found"


@pytest.mark.parametrize(("method", "path", "body"), DESK)
def test_nobody_without_the_role_gets_to_the_desk(site: Site, method: str, path: str, body: Any) -> None:
    receipt, _, file = send(site)
    address = path.format(receipt=receipt, file=file)
    more = {"json": body} if body else {}
    refused = site.ask(None, method, address, **more)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "sign_in_required")
    for who in OTHERS:
        refused = site.ask(who, method, address, **more)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not_allowed"), who
    assert audited(site) == []


def test_a_page_of_another_site_changes_nothing(site: Site) -> None:
    receipt, _, _ = send(site)
    for headers in ({"X-Quanquan-Request": "0"}, {"Origin": "https://evil.example"}):
        refused = site.ask("market", "POST", f"/desk/{receipt}/accept", json={"note": ""}, headers=headers)
        assert refused.status_code == 403


@pytest.mark.parametrize("who", STAFF)
def test_every_look_at_the_desk_leaves_a_line(site: Site, who: str) -> None:
    receipt, _, file = send(site)
    assert site.ask(who, "GET", "/desk").json()["total"] == 1
    assert site.ask(who, "GET", f"/desk/{receipt}").json()["company"] == "泉州某某食品店"
    given = site.ask(who, "GET", f"/desk/{receipt}/files/{file}")
    assert given.content == PDF
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in given.headers["content-security-policy"]
    accepted = site.ask(who, "POST", f"/desk/{receipt}/accept", json={"note": ""})
    assert accepted.json()["state"] == "accepted"
    assert audited(site) == [
        (who, "claim_reports_listed", ""),
        (who, "claim_report_read", receipt),
        (who, "claim_file_read", f"{receipt}/{file}"),
        (who, "claim_report_accept", receipt),
    ]


def test_unknown_number_and_wrong_code_cannot_be_told_apart(site: Site) -> None:
    receipt, _, _ = send(site)
    other = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    answers = []
    for number in (receipt, other):
        for _ in range(6):
            answer = site.ask(None, "GET", f"/{number}", params={"code": "AAAAAAAA"})
            error = answer.json()["error"]
            answers.append((number, answer.status_code, error["code"], error["message"]))
    mine = [rest for number, *rest in answers if number == receipt]
    assert mine == [rest for number, *rest in answers if number == other]
    assert [status for status, *_ in mine] == [404] * 5 + [429]


def test_later_files_need_the_code(site: Site) -> None:
    receipt, code, _ = send(site)
    headers = {"X-File-Name": "b.pdf", "X-Claim-Code": "AAAAAAAA"}
    refused = site.ask(None, "POST", f"/{receipt}/files", content=PDF + b"2", headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "report_not_found")
    added = site.ask(None, "POST", f"/{receipt}/files", content=PDF + b"2", headers=headers | {"X-Claim-Code": code})
    assert added.status_code == 201
    assert len(site.ask("market", "GET", f"/desk/{receipt}").json()["files"]) == 2


def test_a_report_that_has_ended_says_so_to_a_further_file(site: Site) -> None:
    receipt, code, _ = send(site)
    site.world.act(receipt, "decline", note="材料不足。")
    headers = {"X-File-Name": "b.pdf", "X-Claim-Code": code}
    refused = site.ask(None, "POST", f"/{receipt}/files", content=PDF + b"2", headers=headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "report_closed")
    assert "草稿" not in refused.json()["error"]["message"]


def test_uploads_are_private_on_disk_and_leave_nothing_when_refused(site: Site) -> None:
    site.world.claims.evidence._room = type(site.world.claims.evidence._room)(file=3 << 20)
    draft = site.ask(None, "POST", "/drafts", json={"fields": FILLED}).json()["draft_id"]
    address, name = f"/drafts/{draft}/files", {"X-File-Name": "a.pdf"}
    film = PDF + b"\0" * (2 << 20)
    for content, status in ((film, 201), (film * 2, 413), (b"MZ", 415), (b"", 415)):
        assert site.ask(None, "POST", address, content=content, headers=name).status_code == status
    unknown = site.ask(None, "POST", f"/drafts/{'0' * 32}/files", content=PDF, headers=name)
    assert unknown.status_code == 404
    kept = [path for path in (site.world.home / "claims").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [film]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in (kept[0].parent, kept[0].parents[2]))


def test_a_company_that_is_signed_in_sees_its_own_reports(site: Site) -> None:
    draft = site.ask("company", "POST", "/drafts", json={"fields": FILLED | {"reporter_company": ""}}).json()
    assert draft["fields"]["reporter_company"] == "泉州第1号鞋业有限公司"
    body = {"draft_id": draft["draft_id"], "submit_id": SUBMIT}
    receipt = site.ask("company", "POST", "", json=body).json()["receipt"]
    assert [each["receipt"] for each in site.ask("company", "GET", "/mine").json()["reports"]] == [receipt]
    assert site.ask("neighbour", "GET", "/mine").json()["reports"] == []
    assert site.ask(None, "GET", "/mine").status_code == 401
    assert site.ask("market", "GET", "/mine").status_code == 403


def test_a_request_of_another_site_is_anonymous_whatever_its_cookies(site: Site) -> None:
    headers = {"X-Quanquan-Request": "0"}
    draft = site.ask("company", "POST", "/drafts", json={"fields": {}}, headers=headers).json()
    assert draft["fields"] == {}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/drafts", {"fields": []}, 422),
        ("POST", "/drafts", {"fields": {"contact_phone": 1}}, 422),
        ("POST", "/drafts", {}, 422),
        ("POST", "/drafts", {"fields": {}, "version": 0}, 422),
        ("PUT", "/drafts/" + "0" * 32, {"fields": {}, "version": 10**30}, 422),
        ("POST", "", {"submit_id": SUBMIT}, 422),
        ("POST", "", {"submit_id": SUBMIT, "draft_id": "0" * 32, "fields": {}}, 422),
        ("POST", "", {"submit_id": "短", "fields": {}}, 422),
        ("POST", "", {"submit_id": SUBMIT, "draft_id": "0" * 32}, 404),
        ("POST", "", {"submit_id": SUBMIT, "fields": {}}, 422),
        ("GET", "/drafts/none", None, 422),
        ("GET", "/nothing", None, 422),
        ("GET", "/SP20261124AAAA0", None, 404),
        ("POST", "/SP20261124AAAA0/files", None, 404),
        ("POST", "/%00%ff/files", None, 404),
        ("GET", "/%00%ff", None, 422),
        ("PUT", "/drafts/%00", {"fields": {}}, 422),
        ("POST", "/drafts/%00/files", None, 404),
        ("POST", "/drafts", {"fields": {"description": "字" * 100_000}}, 413),
        ("POST", "/drafts", {"fields": {"description": "字" * 6_000}}, 422),
        ("POST", "/SP20261124AAAA0/supplement", {"code": "A", "text": "x"}, 404),
        ("POST", "/SP20261124AAAA0/supplement", {"code": "", "text": "x"}, 422),
        ("DELETE", f"/drafts/{'0' * 32}/files/{'0' * 32}", None, 404),
    ],
)
def test_bad_requests_get_a_clear_error(site: Site, method: str, path: str, body: Any, status: int) -> None:
    answer = site.ask(None, method, path, **({} if body is None else {"json": body}))
    assert answer.status_code == status, answer.text
    assert set(answer.json()["error"]) == {"code", "message", "request_id"}


def test_what_is_wrong_is_named_and_what_was_typed_is_not_repeated(site: Site) -> None:
    fields = FILLED | {"contact_phone": "13800x38000", "reporter_code": "91350502123"}
    refused = site.ask(None, "POST", "", json={"fields": fields, "submit_id": SUBMIT})
    message = refused.json()["error"]["message"]
    assert "联系电话（contact_phone）" in message
    assert "统一社会信用代码（reporter_code）" in message
    assert "13800x38000" not in message
    assert "91350502123" not in message


def test_whoever_sends_very_often_is_told_when_to_come_back(world: World) -> None:
    site = Site(world, Limits.of(Rate(2, 3600), Rate(3, 60)))
    with site.client:
        answers = [site.ask(None, "POST", "/drafts", json={"fields": {}}).status_code for _ in range(3)]
        assert answers == [201, 201, 429]
        looks = [site.ask(None, "GET", "/SP20261124AAAA0").status_code for _ in range(4)]
        assert looks == [404, 404, 404, 429]


def test_what_one_address_uploads_in_a_day_is_bounded_and_what_was_sent_is_counted_apart(world: World) -> None:
    site = Site(world, Limits.of(None, None, Rate(3 * len(PDF), 86400)))
    name = {"X-File-Name": "a.pdf"}
    with site.client:
        receipt, code, _ = send(site)  # with one file

        def later() -> int:
            headers = name | {"X-Claim-Code": code}
            content = PDF[:-1] + str(len(site.ask("market", "GET", f"/desk/{receipt}").json()["files"])).encode()
            return int(site.ask(None, "POST", f"/{receipt}/files", content=content, headers=headers).status_code)

        drafts = [site.ask(None, "POST", "/drafts", json={"fields": {}}).json()["draft_id"] for _ in range(3)]
        answers = [site.ask(None, "POST", f"/drafts/{each}/files", content=PDF, headers=name) for each in drafts]
        assert [each.status_code for each in answers] == [201, 201, 429]
        assert answers[2].json()["error"]["code"] == "uploads_used_up"
        assert "先提交" in answers[2].json()["error"]["message"]
        assert [later() for _ in range(4)] == [201, 201, 201, 429]
        assert list((world.home / "claims" / "evidence" / "incoming").iterdir()) == []


def test_the_days_uploads_are_a_setting_and_hold_at_least_one_file(tmp_path: Path, world: World) -> None:
    settings = {"rate_limit": "60/minute", "claim_day_mb": 1, "claim_file_mb": 2}
    built = build_claims(world.engine, Settings.model_validate({"home": tmp_path} | settings), lambda _code: None)
    assert built.limits.files._rate == Rate(2 << 20, 86400)
    assert world.claims.limits.files._rate is None


def test_nothing_personal_is_logged(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    receipt, code, _ = send(site)
    site.ask(None, "GET", f"/{receipt}", params={"code": code})
    site.ask("market", "GET", f"/desk/{receipt}")
    logged = "".join(capfd.readouterr())
    for secret in ("13800138000", "138 0013 8000", "陈老板", "张某某", "二十包", code):
        assert secret not in logged
