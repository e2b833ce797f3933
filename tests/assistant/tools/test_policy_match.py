"""The matching as a LangChain tool: the same function as the conversation's."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from langchain_core.messages import ToolMessage

from assistant.matching.choice import CompanyNotFound
from assistant.matching.schemas import MatchReply
from assistant.tools.company_policies import ServiceCompanies, card_of
from assistant.tools.policy_match import policy_match_tool
from tests.assistant.matching.stand_ins import ON, OTHER, SHOE, PlainDirectory, portrait, service


def call(matching: object, **arguments: object) -> ToolMessage:
    tool = policy_match_tool(matching)  # type: ignore[arg-type]
    message = tool.invoke({"type": "tool_call", "id": "1", "name": "policy_match", "args": arguments})
    assert isinstance(message, ToolMessage)
    return message


def test_a_model_reads_the_same_card_as_a_citizen() -> None:
    matching = service()
    message = call(matching, company="榛柏熙鞋业", on="2026-11-23")
    companies = ServiceCompanies(matching, lambda: PlainDirectory((portrait(),)))
    assert json.loads(str(message.content)) == json.loads(companies.card(SHOE, ON).model_dump_json())
    assert isinstance(message.artifact, MatchReply)
    assert message.artifact.scope == "public"
    assert "1,850" not in str(message.content)


def test_a_model_is_told_whom_to_choose_from_and_what_failed() -> None:
    alike = service(portrait(), portrait("石狮榛柏熙鞋业有限公司", OTHER, district="石狮市"))
    assert [one["district"] for one in json.loads(str(call(alike, company="榛柏熙").content))["candidates"]] == [
        "鲤城区", "石狮市",
    ]  # fmt: skip
    failed = call(service(), company="查无此企业")
    assert "没有找到这家企业" in json.loads(str(failed.content))["error"]
    assert failed.artifact is None


def test_the_tool_describes_what_it_takes() -> None:
    tool = policy_match_tool(service())
    assert tool.name == "policy_match"
    assert set(tool.args) == {"company", "on"}
    assert "惠企政策" in tool.description


def test_names_are_certain_alike_or_nobodys() -> None:
    renamed = replace(portrait(), former_names=("泉州砚桐鞋业有限公司",))
    other = portrait("石狮榛柏熙鞋业有限公司", OTHER)
    companies = ServiceCompanies(service(), lambda: PlainDirectory((renamed, other)))
    assert [one.name for one in companies.named("榛柏熙").alike] == [renamed.name, other.name]
    certain = companies.named("砚桐鞋业").certain
    assert certain is not None and certain.matched == "泉州砚桐鞋业有限公司"
    assert companies.named("查无") == (None, ())
    assert companies.by_code("91350502MAX50L237B") is None
    with pytest.raises(CompanyNotFound):
        companies.card("91350502MAX50L237B", ON)
    with pytest.raises(ValueError, match="nobody"):
        card_of(service(portrait(), other).match("榛柏熙"))
