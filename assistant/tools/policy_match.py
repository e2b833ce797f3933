"""The matching as a LangChain tool, over the same service: for a language model, and for programs that speak LangChain.

The router calls the service itself, so that answering without a model imports no LangChain.
"""

from __future__ import annotations

from datetime import date

import orjson
from langchain_core.tools import StructuredTool
from pydantic import BaseModel, ConfigDict, Field

from assistant.matching.schemas import LONGEST_NAME, MatchReply
from assistant.matching.service import MatchService
from assistant.tools.company_policies import card_of
from knowledge.errors import QuanquanError

NAME = "policy_match"


class PolicyMatchInput(BaseModel):
    """What the tool takes."""

    model_config = ConfigDict(extra="forbid")

    company: str = Field(
        min_length=1, max_length=LONGEST_NAME, description="企业名称（可以是简称）或者 18 位统一社会信用代码"
    )
    on: date | None = Field(default=None, description="按哪一天计算，不填就是今天")


def policy_match_tool(service: MatchService) -> StructuredTool:
    """Public fields only. The content is JSON for a model; the artifact is the whole ``MatchReply``, None after a failure."""

    def match(company: str, on: date | None = None) -> tuple[str, MatchReply | None]:
        try:
            reply = service.match(company, on)
        except QuanquanError as failure:
            return _json({"error": failure.message}), None
        if reply.company is None:
            return _json({"candidates": [one.model_dump(mode="json") for one in reply.candidates]}), reply
        return card_of(reply).model_dump_json(), reply

    return StructuredTool.from_function(
        func=match,
        name=NAME,
        description="按企业名称匹配惠企政策：能拿哪些补贴奖励、多少钱、还差什么条件。名字相近的有几家时返回 candidates，请让用户选一家。",
        args_schema=PolicyMatchInput,
        response_format="content_and_artifact",
    )


def _json(content: dict[str, object]) -> str:
    return orjson.dumps(content).decode()
