"""The errands over the real services, the chat over HTTP, and both as LangChain tools: nothing secret is written down."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text as sql
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.index_holder import IndexHolder
from assistant.observability import Metrics
from assistant.pipeline.reply import ApplicationCard, ClaimCard
from assistant.pipeline.runner import Engine
from assistant.state.store import open_state
from assistant.tools.case_status import ServiceApplications
from assistant.tools.claim_reports import ServiceClaims
from assistant.tools.errands import case_status_tool, claim_draft_tool
from assistant.wiring import Assistant
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore
from tests.assistant.fakes import load_fake, publish
from tests.assistant.pipeline.scripted import ScriptedIndex

NUMBER, SIGNS = "LC2026000104", "0044"
STORY = "有人买了十箱标签有问题的货来敲诈我们"


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    """The whole service over scripted search results."""
    url = SecretStr(f"sqlite:///{tmp_path / 'state.db'}")
    settings = Settings.model_validate({"home": tmp_path, "rate_limit": "off", "database_url": url})
    metrics, store = Metrics(), SnapshotStore(settings.knowledge_home)
    publish(store)
    holder = IndexHolder(store, load_fake, metrics)
    holder.open()
    engine = Engine(ScriptedIndex)
    built = Assistant(settings, metrics, holder, engine, open_state(settings.database, metrics))
    engine.applications = ServiceApplications(built.applications.service)
    engine.claims = ServiceClaims(built.claims.reports, built.claims.limits.sending)
    with built:
        yield built


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    """A client of that service."""
    with TestClient(create_app(assistant)) as connected:
        yield connected


def talk(client: TestClient, *lines: str) -> list[dict[str, object]]:
    """Turns of one conversation over HTTP."""
    replies: list[dict[str, object]] = []
    for line in lines:
        body: dict[str, object] = {"text": line}
        if replies:
            body["session_id"] = replies[0]["session_id"]
        answer = client.post("/api/v1/chat", json=body)
        assert answer.status_code == 200
        replies.append(answer.json())
    return replies


def written(assistant: Assistant) -> str:
    """All that the conversation wrote down."""
    with assistant.state.engine.connect() as connection:
        turns = connection.execute(sql("select user_text, reply from turn")).all()
        states = connection.execute(sql("select state from session")).all()
    return json.dumps([list(row) for row in (*turns, *states)], ensure_ascii=False)


def test_over_http_the_card_comes_and_neither_number_nor_signs_are_written_down(
    client: TestClient, assistant: Assistant, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    replies = talk(client, "我的办件到哪一步了", NUMBER, SIGNS)
    card = replies[-1]["card"]
    assert isinstance(card, dict) and (card["kind"], card["number"]) == ("application", NUMBER)
    assert replies[-1]["heard"] == "核对用的后四位 ****"
    heard = capsys.readouterr()
    for place in (written(assistant), caplog.text, heard.out, heard.err):
        assert NUMBER not in place and SIGNS not in place


def test_wrong_tries_in_the_conversation_count_where_those_of_the_page_count(client: TestClient) -> None:
    for _ in range(5):
        talk(client, f"查办件 {NUMBER} 后四位 9999")
    assert "输错的次数太多" in str(talk(client, f"查办件 {NUMBER} 后四位 {SIGNS}")[-1]["text"])
    assert client.get(f"/api/v1/applications/{NUMBER}", params={"verify": SIGNS}).status_code == 429


def test_a_report_is_kept_by_the_service_and_the_conversation_writes_down_nothing_private(
    client: TestClient, assistant: Assistant
) -> None:
    lines = (
        STORY, "泉州榛柏熙鞋业有限公司", "昨天", "打电话", "跳过", "张三丰", "13700137000", "胶鞋", "十箱", "三千八", "赔十倍", "38000", "没有",
        "陈小明", "13800138000", "确认提交",
    )  # fmt: skip
    replies = talk(client, *lines)
    card = replies[-1]["card"]
    assert isinstance(card, dict) and card["stage"] == "sent"
    status = client.get(f"/api/v1/claims/{card['receipt']}", params={"code": str(card["code"])})
    assert status.status_code == 200 and status.json()["state"] == "submitted"
    kept = written(assistant)
    for secret in ("张三丰", "陈小明", "13700137000", "13800138000", str(card["code"]), "draft_id"):
        assert secret not in kept


def test_what_the_page_saved_in_between_is_not_lost(client: TestClient, assistant: Assistant) -> None:
    card = talk(client, STORY)[-1]["card"]
    assert isinstance(card, dict)
    draft = client.get(f"/api/v1/claims/drafts/{card['draft_id']}").json()
    fields = draft["fields"] | {"claimant_address": "鲤城区某路"}
    client.put(f"/api/v1/claims/drafts/{card['draft_id']}", json={"fields": fields, "version": draft["version"]})
    port = ServiceClaims(assistant.claims.reports, assistant.claims.limits.sending)
    kept = port.put(str(card["draft_id"]), "product", "胶鞋").fields
    assert (kept["claimant_address"], kept["product"], kept["description"]) == ("鲤城区某路", "胶鞋", STORY)


def test_a_draft_said_twice_to_be_sent_is_one_report(client: TestClient, assistant: Assistant) -> None:
    port = ServiceClaims(assistant.claims.reports, assistant.claims.limits.sending)
    fields = {
        "reporter_company": "泉州某店", "contact_name": "陈", "contact_phone": "13800138000", "happened_on": "2026-01-05",
        "channel": "12315", "demands": "十倍", "description": "买了十箱",
    }  # fmt: skip
    draft = port.start(fields, "here")
    assert not draft.missing and not draft.wrong
    assert port.submit(draft.draft_id, "here").receipt == port.submit(draft.draft_id, "here").receipt


def test_the_look_up_is_a_langchain_tool(assistant: Assistant) -> None:
    tool = case_status_tool(ServiceApplications(assistant.applications.service), "here")
    message = tool.invoke(
        {"type": "tool_call", "id": "1", "name": tool.name, "args": {"number": NUMBER, "verify": SIGNS}}
    )
    assert isinstance(message.artifact, ApplicationCard) and message.artifact.number == NUMBER
    wrong = [
        tool.invoke({"type": "tool_call", "id": "2", "name": tool.name, "args": {"number": number, "verify": "9999"}})
        for number in (NUMBER, "LC2026999999")
    ]
    assert wrong[0].content == wrong[1].content and wrong[0].artifact is None


def test_the_draft_is_a_langchain_tool_that_tells_its_id_to_nobody_and_sends_nothing(assistant: Assistant) -> None:
    tool = claim_draft_tool(ServiceClaims(assistant.claims.reports, assistant.claims.limits.sending), "here")
    call = {"type": "tool_call", "id": "1", "name": tool.name, "args": {"fields": {"description": STORY}}}
    message = tool.invoke(call)
    assert "举报企业名称" in message.content and message.artifact.draft_id not in message.content
    refused = tool.invoke(call | {"args": {"fields": {"nonsense": "x"}}})
    assert "没有这个栏目" in refused.content and refused.artifact is None
    assert ClaimCard(stage="draft", page="/claims").kind == "claim_report"
