"""What the endpoints of this package share: strict JSON for threaded endpoints, attachments, their descriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

from assistant.accounts.person import Person
from assistant.edge.body import read_json
from assistant.text import clean


async def json_body(request: Request) -> dict[str, Any]:
    """Read the body on the event loop; the endpoint itself then runs in a thread, because it waits for the disk."""
    return await read_json(request)


JsonBody = Annotated[dict[str, Any], Depends(json_body)]
Guard = Callable[[Request], Person]

_CLEANED = BeforeValidator(lambda value: clean(value) if isinstance(value, str) else value)
Plain = Annotated[str, _CLEANED]
"""Text without what no database can take; blank space around it is dropped."""
Note = Annotated[Plain, StringConstraints(max_length=1000)]
Label = Annotated[Plain, StringConstraints(min_length=1, max_length=64)]


class Body(BaseModel):
    """Base of what is sent here: nothing unknown, nothing of another type."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Part(BaseModel):
    """Base of the parts of what is answered here."""

    model_config = ConfigDict(frozen=True)


class Reply(Part):
    """Base of whole answers; all data of this service is sample data until a city's own is imported."""

    sample: bool = True


def described(schema: type[BaseModel]) -> dict[str, Any]:
    """The body's description for the API document."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema.model_json_schema()}}}}


def reply(body: BaseModel, status: int = 200) -> Response:
    """Send what was validated when it was made."""
    return Response(body.model_dump_json(by_alias=True), status_code=status, media_type="application/json")


def attachment(content: bytes, name: str, media_type: str = "application/octet-stream") -> Response:
    """Send a file that no browser opens by itself: always saved, never shown, never run."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(content, media_type=media_type, headers=headers)
