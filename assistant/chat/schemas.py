"""What ``POST /api/v1/chat`` takes; what it gives is ``assistant.pipeline.reply.Reply``."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from assistant.state.sessions import SESSION_ID
from assistant.text import clean
from knowledge.models import Facet, ItemId

MAX_TEXT: Final = 500
"""Characters of one question."""


class ChatRequest(BaseModel):
    """One thing a citizen says. ``item_id`` and ``facet`` come with a tapped suggestion and pin what is asked."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    text: Annotated[
        str,
        Field(
            description="What the citizen typed, said or tapped, at most 500 characters",
            examples=["身份证丢了咋整"],
            json_schema_extra={"minLength": 1, "maxLength": MAX_TEXT},
        ),
    ]
    session_id: Annotated[
        str | None, Field(description="From the last reply, to go on with its conversation; absent: a new one")
    ] = None
    item_id: Annotated[ItemId | None, Field(description="The suggestion's item", examples=["GA-015"])] = None
    facet: Annotated[Facet | None, Field(description="The suggestion's facet", examples=["fee"])] = None
    ask_id: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{32}$",
            description=(
                "128 random bits in hexadecimal, made by the client for each question: sent again within two minutes, "
                "also over the other transport, the same question gets its first reply and is one turn"
            ),
        ),
    ] = None

    @field_validator("text")
    @classmethod
    def _readable(cls, text: str) -> str:
        text = clean(text)
        if not text:
            raise PydanticCustomError("empty_text", "请先写下您想问的事。")
        if len(text) > MAX_TEXT:
            raise PydanticCustomError("long_text", "这段话太长了，请缩短到 500 个字以内再发。")
        return text

    @field_validator("session_id")
    @classmethod
    def _well_formed(cls, session_id: str | None) -> str | None:
        if session_id is not None and not SESSION_ID.fullmatch(session_id):
            raise PydanticCustomError("session_id", "会话编号的格式不正确，请刷新页面重新开始。")
        return session_id
