"""Both errands as LangChain tools, over the same services: for a language model, and for programs that speak LangChain.

The router calls the ports itself, so that answering without a model imports no LangChain. A report is only drafted by a tool: sending
it takes a person's own confirmation.
"""

from __future__ import annotations

from typing import Any

import orjson
from langchain_core.tools import StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from assistant.pipeline.errands.ports import Applications, ClaimDraft, ClaimReports
from assistant.pipeline.errands.slots import slots
from assistant.pipeline.reply import ApplicationCard
from knowledge.errors import QuanquanError

CASE = "application_status"
CLAIM = "malicious_claim_draft"


class CaseStatusInput(BaseModel):
    """What the look-up takes."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(min_length=4, max_length=40, description="办件编号，例如 LC2026000101")
    verify: str = Field(
        pattern=r"^[0-9A-Za-z]{4}$", description="申请人身份证、手机号或统一社会信用代码的后四位，必须由用户本人提供"
    )


class ClaimDraftInput(BaseModel):
    """What a draft takes: fields of the report, by name; others are refused."""

    model_config = ConfigDict(extra="forbid")

    fields: dict[str, str | list[str]] = Field(
        description="举报的内容，键为：" + "、".join(f"{one.name}（{one.label}）" for one in slots())
    )


def case_status_tool(applications: Applications, client: str) -> StructuredTool:
    """Where an application stands; the artifact is the whole card, None after a failure. ``client``: whose wrong tries count."""

    def look_up(number: str, verify: str) -> tuple[str, ApplicationCard | None]:
        try:
            card = applications.look_up(number, verify, client)
        except QuanquanError as failure:
            return _json({"error": failure.message}), None
        return card.model_dump_json(), card

    return StructuredTool.from_function(
        func=look_up,
        name=CASE,
        description="按办件编号和核对用的后四位查询办件进度。两样都要由用户提供，不能猜。",
        args_schema=CaseStatusInput,
        response_format="content_and_artifact",
    )


def claim_draft_tool(claims: ClaimReports, client: str) -> StructuredTool:
    """Draft a report of what may be a malicious claim; the content never holds the draft's id, which is a secret: the artifact does."""

    def draft(fields: dict[str, str | list[str]]) -> tuple[str, ClaimDraft | None]:
        try:
            made = claims.start(fields, client)
        except QuanquanError as failure:
            return _json({"error": failure.message}), None
        missing = [label for _, label in made.missing]
        return _json({"missing": missing, "wrong": dict(made.wrong), "expires_on": made.expires_on.isoformat()}), made

    return StructuredTool.from_function(
        func=draft,
        name=CLAIM,
        description="替企业起草一份疑似恶意索赔的举报草稿（不提交）。只写用户说过的内容，不能补写；提交要用户本人确认。",
        args_schema=ClaimDraftInput,
        response_format="content_and_artifact",
    )


def _json(content: dict[str, Any]) -> str:
    return orjson.dumps(content).decode()
