"""``/api/v1/claims/desk``: officers of 市场监管 and administrators only; each read of a report or file leaves a line in the audit."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Response
from starlette.responses import FileResponse

from assistant.accounts.guard import Accounts, Person
from assistant.claims.evidence.service import StoredEvidence
from assistant.claims.guard import market_desk
from assistant.claims.reports import schemas
from assistant.claims.reports.desk import DeskService
from assistant.claims.reports.endpoints import FilePath, ReceiptPath
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_READ = errors(401, 403, 404, 409, 422, 500, 503)


def router(desk: DeskService, accounts: Accounts) -> APIRouter:
    """Return the desk's routes."""
    routes = APIRouter(prefix="/api/v1/claims/desk", tags=["claims"])
    officer = Depends(market_desk(accounts))

    @routes.get("", response_model=schemas.DeskPage, responses=_READ)
    def queue(
        *,
        person: Person = officer,
        state: Annotated[str | None, Query(max_length=16)] = None,
        case_id: Annotated[str | None, Query(max_length=64)] = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of reports (linked to a case), longest untouched first."""
        page = desk.queue(state or None, offset, limit, case_id or None)
        accounts.audit(person, "claim_reports_listed", " ".join(filter(None, (state, case_id))))
        return reply(page)

    @routes.get("/{receipt}", response_model=schemas.DeskReport, responses=_READ)
    def one(*, person: Person = officer, receipt: ReceiptPath) -> Response:
        """Give a whole report."""
        report = desk.one(receipt)
        accounts.audit(person, "claim_report_read", receipt)
        return reply(report)

    @routes.get("/{receipt}/files/{file_id}", response_class=Response, responses=_READ)
    def file(*, person: Person = officer, receipt: ReceiptPath, file_id: FilePath) -> Response:
        """Give a file, as an attachment."""
        given = desk.give(receipt, file_id)
        accounts.audit(person, "claim_file_read", f"{receipt}/{file_id}")
        return _attached(given)

    @routes.post(
        "/{receipt}/{action}",
        response_model=schemas.DeskReport,
        responses=_ALL,
        openapi_extra=described(schemas.DeskStep),
    )
    def act(*, person: Person = officer, receipt: ReceiptPath, action: schemas.DeskAction, body: JsonBody) -> Response:
        """Make a step: accept, ask, link, decline, close or reopen."""
        done = desk.act(person, receipt, action, parse_request(schemas.DeskStep, body))
        accounts.audit(person, f"claim_report_{action}", receipt)
        return reply(done)

    return routes


def _attached(given: StoredEvidence) -> FileResponse:
    """A file from disk that no browser opens by itself (as ``assistant.edge.http.attachment``, never held in memory)."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(given.name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return FileResponse(given.path, media_type="application/octet-stream", headers=headers)
