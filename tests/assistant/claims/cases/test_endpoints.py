"""The routes of cases: exact answers, one shape of refusal, a line in the audit trail for everything, nobody's name unasked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from tests.assistant.claims.cases.fixtures import AGAINST, FACTORS, NAME, SECRETS, SUSPECT, CaseWorld
from tests.assistant.claims.reports.world import OURS, Site

ROOT = "/api/v1/claims/cases"
OPENING = {"person_id": SUSPECT, "title": "多次索赔", "facts": "十四件"}


@pytest.fixture
def site(world: CaseWorld) -> Iterator[Site]:
    made = Site(world)
    with made.client:
        yield made


def ask(site: Site, who: str, method: str, path: str, body: Any = None) -> Any:
    headers = {**OURS, "Cookie": f"qq_session={who}"}
    return site.client.request(method, ROOT + path, headers=headers, json=body)


def case_of(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    assert [each for each in SECRETS if each in answer.text] == []
    return dict(answer.json())


def step(site: Site, who: str, case: dict[str, Any], action: str, **sent: Any) -> Any:
    return ask(site, who, "POST", f"/{case['id']}/{action}", {"version": case["version"], "note": "理由"} | sent)


def test_the_whole_way_over_the_wire_leaves_a_line_for_everything(site: Site) -> None:
    signed = {"factors": list(FACTORS), "against_seen": list(AGAINST)}
    case = case_of(ask(site, "market", "POST", "", OPENING))
    case = case_of(step(site, "market", case, "review"))
    assert case["dossier"]["person_id"] == SUSPECT and [each["code"] for each in case["against"]] == list(AGAINST)
    case = case_of(step(site, "market", case, "seen"))
    case = case_of(step(site, "market", case, "recognise", **signed))
    again = step(site, "market", case, "confirm", **signed)
    assert (again.status_code, again.json()["error"]["code"]) == (403, "same_person")
    case = case_of(step(site, "admin", case, "seen", note=""))
    case = case_of(step(site, "admin", case, "confirm", **signed))
    assert case["state"] == "confirmed" and case["history"][0]["from"] is None
    page = case_of(ask(site, "market", "GET", "?state=confirmed"))
    assert page["counts"] == {"confirmed": 1} and page["cases"][0]["id"] == case["id"]
    revealed = ask(site, "market", "POST", f"/{case['id']}/reveal", {"note": "核对"}).json()
    assert revealed["identity"]["names"] == [NAME]
    audit = case_of(ask(site, "market", "GET", f"/{case['id']}/audit"))
    assert audit["whole"] and audit["length"] == 7 and audit["events"][1]["previous"] == audit["events"][0]["digest"]
    with site.world.engine.connect() as connection:
        lines = connection.execute(text("SELECT action, subject FROM audit ORDER BY at")).all()
    done = [line.action for line in lines]
    expected = ["open", "review", "seen", "recognise", "seen", "confirm"]
    assert [each.removeprefix("claim_case_") for each in done[:6]] == expected
    assert done[6:] == ["claim_cases_listed", "claim_case_reveal", "claim_case_audited"]
    assert lines[5].subject.endswith(f"6:{case['chain']['head'][:16]}"), "the chain's head stands elsewhere too"


def test_a_stale_page_a_wrong_id_and_a_wrong_body_are_refused_in_one_shape(site: Site) -> None:
    case = case_of(ask(site, "market", "POST", "", OPENING))
    assert ask(site, "market", "POST", "", OPENING).json()["error"]["code"] == "case_exists"
    refused = {
        ("POST", f"/{case['id']}/review"): ({"version": 9, "note": "x"}, 409, "stale_version"),
        ("POST", f"/{case['id']}/confirm"): ({"version": 1, "note": "x"}, 409, "wrong_state"),
        ("POST", f"/{case['id']}/dismiss"): ({"version": 1}, 422, "invalid_request"),
        ("POST", f"/{case['id']}/explode"): ({"version": 1, "note": "x"}, 422, "invalid_request"),
        ("POST", f"/{case['id']}/close"): ({"version": 2**40, "note": "x"}, 422, "invalid_request"),
        ("POST", f"/{case['id']}/seen"): ({"version": "1"}, 422, "invalid_request"),
        ("POST", f"/{case['id']}/reveal"): ({}, 422, "invalid_request"),
        ("POST", ""): ({"title": "x", "facts": "x", "state": "confirmed"}, 422, "invalid_request"),
        ("GET", "/C-0000000000000000"): (None, 404, "case_not_found"),
        ("GET", "/C-0'--"): (None, 422, "invalid_request"),
        ("GET", "?state=nothing"): (None, 422, "invalid_request"),
    }
    for (method, path), (body, status, code) in refused.items():
        answer = ask(site, "market", method, path, body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), path


def test_others_see_no_case(site: Site) -> None:
    case = case_of(ask(site, "market", "POST", "", OPENING))
    one = f"/{case['id']}"
    routes = (("GET", ""), ("GET", one), ("GET", f"{one}/audit"), ("POST", ""), ("POST", f"{one}/review"), ("POST", f"{one}/reveal"))  # fmt: skip
    for who in ("company", "agent", "editor", "tester", "analyst", "police", "hotline"):
        for method, path in routes:
            answer = ask(site, who, method, path, {"version": 1, "note": "x"})
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed"), (who, path)


def test_the_desk_links_only_to_a_case_that_there_is(site: Site, world: CaseWorld) -> None:
    world.claims.desk._case_exists = world.cases.exists
    case_id, (receipt, _code) = world.open(), world.report()
    for linked, status in (("C-0000000000000000", 404), (case_id, 200)):
        path = f"/api/v1/claims/desk/{receipt}"
        headers = {**OURS, "Cookie": "qq_session=market"}
        site.client.post(f"{path}/accept", headers=headers, json={"note": "受理"})
        answer = site.client.post(f"{path}/link", headers=headers, json={"note": "并案", "case_id": linked})
        assert answer.status_code == status, answer.text
