"""What passes over ``WS /api/v1/ws/chat``: one JSON object a text message, told apart by ``type``.

Every ``ask`` that can be read is followed by ``accepted``, by any number of ``delta``, at most one ``replace``, and ends with
exactly one ``reply`` or one ``error``. One that is refused outright has the ``error`` alone.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from assistant.chat.schemas import ChatRequest
from assistant.errors import ErrorDetail
from assistant.pipeline.reply import Reply

AskId = Annotated[
    str, Field(max_length=64, description="The client's own name for an ask; given back in all its events")
]


class Ask(ChatRequest):
    """One thing a citizen says, as ``POST /api/v1/chat`` takes it."""

    type: Literal["ask"]
    id: AskId | None = None


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True)


class Cancel(_Event):
    """End the ask that is under way now: its reply comes at once, in the composed wording. Without one: nothing."""

    type: Literal["cancel"]


class Ping(_Event):
    """Keep the connection: one without any message from the client is closed after a time."""

    type: Literal["ping"]


class Accepted(_Event):
    """The ask is under way; ``request_id`` finds it in the logs."""

    type: Literal["accepted"] = "accepted"
    id: str | None
    request_id: str


class Delta(_Event):
    """The next words of the answer, already checked; put together they are the reply's ``text``."""

    type: Literal["delta"] = "delta"
    id: str | None
    text: str


class Replace(_Event):
    """What was streamed is withdrawn: show this instead."""

    type: Literal["replace"] = "replace"
    id: str | None
    text: str


class Replied(_Event):
    """The whole reply, saved before it was sent; always the last event of its ask."""

    type: Literal["reply"] = "reply"
    id: str | None
    reply: Reply


class Failed(_Event):
    """The ask failed, or a message could not be read; ``retry_after`` (seconds) says when to try again."""

    type: Literal["error"] = "error"
    id: str | None
    error: ErrorDetail
    retry_after: int | None = None


class Pong(_Event):
    """The answer to ``ping``."""

    type: Literal["pong"] = "pong"


ServerEvent = Accepted | Delta | Replace | Replied | Failed | Pong

CLIENT_EVENTS: Final[dict[str, type[Ask] | type[Cancel] | type[Ping]]] = {"ask": Ask, "cancel": Cancel, "ping": Ping}


def schemas() -> dict[str, Any]:
    """JSON Schemas of both directions, for the API's description."""
    client: TypeAdapter[Any] = TypeAdapter(Annotated[Ask | Cancel | Ping, Field(discriminator="type")])
    server: TypeAdapter[Any] = TypeAdapter(Annotated[ServerEvent, Field(discriminator="type")])
    return {"client": client.json_schema(), "server": server.json_schema(mode="serialization")}
