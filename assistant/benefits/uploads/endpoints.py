"""``/api/v1/benefits/uploads``."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Path, Request, Response
from starlette.requests import ClientDisconnect

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.errors import UploadTooLarge
from assistant.benefits.http import attachment, reply
from assistant.benefits.uploads.schemas import Upload
from assistant.benefits.uploads.service import MOST_BYTES, UploadService
from assistant.errors import MalformedBody, SlowBody
from assistant.openapi import errors

READ_SECONDS: Final = 120.0
"""Ten megabytes over a poor connection."""


async def _content(request: Request) -> bytes:
    """Read the file, no further than it may go; raises UploadTooLarge, SlowBody or MalformedBody."""
    content = bytearray()
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for piece in request.stream():
                content += piece
                if len(content) > MOST_BYTES:
                    raise UploadTooLarge(f"文件太大了，一个文件最多 {MOST_BYTES >> 20} MB。")
    except TimeoutError as error:
        raise SlowBody("文件没有在规定时间内传完，请检查网络后再传。") from error
    except ClientDisconnect as error:
        raise MalformedBody("文件没有传完。") from error
    return bytes(content)


def router(service: UploadService, accounts: Accounts) -> APIRouter:
    """Return the upload routes."""
    routes = APIRouter(prefix="/api/v1/benefits/uploads", tags=["benefits"])
    company = Depends(accounts.require("company"))
    reader = Depends(accounts.require("company", "agent", "admin"))

    @routes.post(
        "", response_model=Upload, status_code=201, responses=errors(400, 401, 403, 408, 413, 415, 422, 429, 500, 503)
    )
    def upload(
        *,
        request: Request,
        person: Person = company,
        content: Annotated[bytes, Depends(_content)],
    ) -> Response:
        """Take one file: the raw body, its percent-encoded name in X-File-Name, the required paper in X-Document."""
        name, document = (unquote(request.headers.get(header, "")) for header in ("x-file-name", "x-document"))
        kept, new = service.take(person.credit_code or "", name, document, content)
        return reply(kept, 201 if new else 200)

    @routes.get("/{upload_id}", response_class=Response, responses=errors(401, 403, 404, 422, 500, 503))
    def download(*, person: Person = reader, upload_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")]) -> Response:
        """Give a file back, as an attachment, to its company and to the staff."""
        kept = service.give(person, upload_id)
        return attachment(kept.content, kept.name)

    return routes
