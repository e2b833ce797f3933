"""``/api/v1/benefits/uploads``."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Path, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.uploads.schemas import Upload
from assistant.benefits.uploads.service import MOST_BYTES, UploadService
from assistant.edge.http import attachment, reply
from assistant.edge.upload import uploaded
from assistant.openapi import errors


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
        content: Annotated[bytes, Depends(uploaded(MOST_BYTES))],
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
