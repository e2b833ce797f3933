"""The matching over the shipped labels and companies: every match and sum of matches_dev.jsonl, seen by those who may."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from assistant.accounts.person import Person
from assistant.wiring import Assistant
from knowledge.portraits.portrait import PUBLIC

ON = date(2026, 11, 23)
SHOE = "91350502MAX50L2368"
ADMIN = Person("1", "甲", "admin")


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, int | float | None]]:
    """Award by company and measure that is met."""
    found: dict[str, dict[str, int | float | None]] = defaultdict(dict)
    for line in files("eval").joinpath("data/matches_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["matched"]:
            found[row["company"]][row["measure"]] = row["award"]
    return found


def test_every_company_gets_what_the_given_matches_say(
    assistant: Assistant, expected: dict[str, dict[str, int | float | None]]
) -> None:
    assert len(expected) > 50
    for code, measures in expected.items():
        reply = assistant.matching.match(code, ON, ADMIN)
        assert {row.measure_id: row.award for row in reply.matches} == measures
        counted = [Decimal(str(row.award)) for row in reply.matches if row.applied_in_total]
        assert Decimal(str(reply.total)) == sum(counted)
        assert all(row.quote and row.explanation.endswith("。") for row in reply.matches)


def test_anybody_sees_a_part_of_it_and_no_private_figure(
    assistant: Assistant, expected: dict[str, dict[str, int | float | None]]
) -> None:
    for code, measures in expected.items():
        reply = assistant.matching.match(code, ON)
        assert {row.measure_id for row in reply.matches} <= measures.keys()
        assert reply.company is not None and {row.field for row in reply.company.fields} <= PUBLIC
        assert all(short.field in PUBLIC for row in reply.near_misses for short in row.unmet)


def test_the_companys_own_staff_sign_in_and_see_the_rest(client: TestClient, assistant: Assistant) -> None:
    client.base_url = client.base_url.copy_with(scheme="https")
    assistant.accounts.service.add("榛柏熙财务", "一个很长的密码 2026", "company", SHOE)
    body = {"company": "榛柏熙鞋业", "on": ON.isoformat()}
    before = client.post("/api/v1/policies/match", json=body).json()
    signed = client.post(
        "/api/v1/accounts/sign-in",
        json={"name": "榛柏熙财务", "password": "一个很长的密码 2026"},
        headers={"X-Quanquan-Request": "1"},
    )
    assert signed.json()["company"] == "泉州榛柏熙鞋业有限公司"
    after = client.post("/api/v1/policies/match", json=body).json()
    other = client.post("/api/v1/policies/match", json=body | {"company": "棠岳坤鞋业"}).json()
    assert (before["scope"], after["scope"], other["scope"]) == ("public", "own", "public")
    assert before["total"] < after["total"]
    assert any("营业收入 2,600 万元" in row["explanation"] for row in after["matches"])
    sheet = client.get("/api/v1/policies/match.xlsx", params={"company": SHOE, "on": ON.isoformat()})
    rows = list(load_workbook(io.BytesIO(sheet.content))["可以享受"].iter_rows(min_row=5, values_only=True))
    assert len(rows) == len(after["matches"])
    client.post("/api/v1/accounts/sign-out", headers={"X-Quanquan-Request": "1"})


def test_the_page_of_a_policy_file_is_still_found_beside_the_work_sheet(client: TestClient) -> None:
    assert client.get("/api/v1/policies/P001").status_code == 200
    assert client.get("/api/v1/policies/match.xlsx").status_code == 422


def test_the_conversation_asks_back_and_remembers_that_it_did(client: TestClient) -> None:
    first = client.post("/api/v1/chat", json={"text": "我们公司能申请哪些奖励"}).json()
    assert first["outcome"] == "clarify"
    then = client.post("/api/v1/chat", json={"text": "棠岳坤鞋业", "session_id": first["session_id"]}).json()
    assert (then["outcome"], then["card"]["kind"]) == ("tool", "policy_match")
    assert then["card"]["company"] == "晋江棠岳坤鞋业股份有限公司"
