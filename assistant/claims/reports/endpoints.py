"""``/api/v1/claims`` for companies: drafts, files, reports, status. Nobody need sign in; secrets open what is one's own.

``/{receipt}`` matches any one segment: this router comes after all others of claims.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import unquote

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.accounts.guard import Accounts, Person
from assistant.claims.evidence.intake import Received, receive
from assistant.claims.evidence.service import EvidenceService
from assistant.claims.guard import own_company
from assistant.claims.reports import schemas
from assistant.claims.reports.limits import Limits
from assistant.claims.reports.receipts import PATTERN, digest
from assistant.claims.reports.service import ReportService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors

_ALL = errors(400, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503)
_READ = errors(404, 409, 422, 429, 500, 503)
DraftPath = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
FilePath = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
ReceiptPath = Annotated[str, Path(pattern=PATTERN)]
CODE_HEADER = "x-claim-code"


def router(service: ReportService, evidence: EvidenceService, accounts: Accounts, limits: Limits) -> APIRouter:
    """Return the routes of companies."""
    routes = APIRouter(prefix="/api/v1/claims", tags=["claims"])
    _drafts(routes, service, accounts, limits)
    _files(routes, service, evidence, limits)
    _reports(routes, service, accounts, limits)
    return routes


def _drafts(routes: APIRouter, service: ReportService, accounts: Accounts, limits: Limits) -> None:
    company = Depends(own_company(accounts))

    @routes.post(
        "/drafts",
        response_model=schemas.Draft,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.DraftIn),
    )
    def start(*, request: Request, company: Person | None = company, body: JsonBody) -> Response:
        """Begin a draft; its id is the secret that opens it."""
        limits.send(request, "draft")
        return reply(service.start_draft(parse_request(schemas.DraftIn, body).fields, company), 201)

    @routes.get("/drafts/{draft_id}", response_model=schemas.Draft, responses=_READ)
    def draft(*, request: Request, draft_id: DraftPath) -> Response:
        """Give a draft with what it still lacks."""
        limits.ask(request)
        return reply(service.draft(draft_id))

    @routes.put(
        "/drafts/{draft_id}", response_model=schemas.Draft, responses=_ALL, openapi_extra=described(schemas.DraftIn)
    )
    def save(*, request: Request, draft_id: DraftPath, body: JsonBody) -> Response:
        """Replace all fields; with ``version``, only if nobody saved since."""
        limits.ask(request)
        sent = parse_request(schemas.DraftIn, body)
        return reply(service.save_draft(draft_id, sent.fields, sent.version))

    @routes.delete("/drafts/{draft_id}", status_code=204, response_class=Response, responses=_READ)
    def delete(*, request: Request, draft_id: DraftPath) -> Response:
        """Delete a draft with its files."""
        limits.ask(request)
        service.delete_draft(draft_id)
        return Response(status_code=204)


def _files(routes: APIRouter, service: ReportService, evidence: EvidenceService, limits: Limits) -> None:
    async def incoming(request: Request) -> tuple[str, Received]:
        """Whose the file is, before a byte of it is read; then the file, on disk."""
        limits.ask(request)
        owner = await run_in_threadpool(_owner, request)
        path, most = await run_in_threadpool(evidence.prepare, owner)
        sent = "receipt" in request.path_params
        return owner, await receive(request, path, most, lambda size: limits.upload(request, size, sent=sent))

    def _owner(request: Request) -> str:
        given = request.path_params
        if "draft_id" in given:
            return digest(given["draft_id"])
        return service.owner_of_files(given["receipt"], request.headers.get(CODE_HEADER, "")[:64])

    def taken(request: Request, file: tuple[str, Received]) -> Response:
        name = unquote(request.headers.get("x-file-name", "")[:1000])
        kept, new = evidence.take(file[0], name, file[1])
        return reply(kept, 201 if new else 200)

    arrived = Depends(incoming)

    @routes.post("/drafts/{draft_id}/files", response_model=schemas.Evidence, status_code=201, responses=_ALL)
    def add(*, request: Request, draft_id: DraftPath, file: tuple[str, Received] = arrived) -> Response:
        """Take one file: the raw body, its percent-encoded name in X-File-Name; the same file again is the same."""
        del draft_id
        return taken(request, file)

    @routes.delete("/drafts/{draft_id}/files/{file_id}", status_code=204, response_class=Response, responses=_READ)
    def remove(*, request: Request, draft_id: DraftPath, file_id: FilePath) -> Response:
        """Take a file off a draft."""
        limits.ask(request)
        evidence.remove(digest(draft_id), file_id)
        return Response(status_code=204)

    @routes.post("/{receipt}/files", response_model=schemas.Evidence, status_code=201, responses=_ALL)
    def add_later(*, request: Request, receipt: ReceiptPath, file: tuple[str, Received] = arrived) -> Response:
        """Take a further file for a report that was sent; its code stands in X-Claim-Code."""
        del receipt
        return taken(request, file)


def _reports(routes: APIRouter, service: ReportService, accounts: Accounts, limits: Limits) -> None:
    company = Depends(own_company(accounts))
    signed_in = Depends(accounts.require("company"))

    @routes.post(
        "",
        response_model=schemas.Receipt,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.SubmitIn),
    )
    def submit(*, request: Request, company: Person | None = company, body: JsonBody) -> Response:
        """Send a draft, or fields at once; once for each submit_id."""
        limits.send(request, "report")
        sent = parse_request(schemas.SubmitIn, body)
        if sent.draft_id is not None:
            receipt, new = service.submit(sent.draft_id, sent.submit_id, company, sent.version)
        else:
            receipt, new = service.submit_fields(sent.fields or {}, sent.submit_id, company)
        return reply(receipt, 201 if new else 200)

    @routes.get("/mine", response_model=schemas.MineList, responses=errors(401, 403, 500, 503))
    def mine(*, person: Person = signed_in) -> Response:
        """List a company's own reports, sent while it was signed in."""
        return reply(service.mine(person))

    @routes.get("/{receipt}", response_model=schemas.Status, responses=_READ)
    def status(*, request: Request, receipt: ReceiptPath, code: Annotated[str, Query(max_length=64)] = "") -> Response:
        """Tell how a report stands; unknown number and wrong code are one answer."""
        limits.ask(request)
        return reply(service.status(receipt, code))

    @routes.post(
        "/{receipt}/supplement",
        response_model=schemas.Status,
        responses=_ALL,
        openapi_extra=described(schemas.SupplementIn),
    )
    def supplement(*, request: Request, receipt: ReceiptPath, body: JsonBody) -> Response:
        """Add something, or answer what the staff asked."""
        limits.ask(request)
        sent = parse_request(schemas.SupplementIn, body)
        return reply(service.supplement(receipt, sent.code, sent.text))
