"""``/api/v1/claims/joint`` and ``/handover/flow``: officers of the six authorities and administrators; each read leaves a line in the audit."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from assistant.accounts.guard import Accounts, Person
from assistant.claims.guard import market_desk
from assistant.claims.handover import schemas, view
from assistant.claims.handover.packet import MEDIA_TYPE
from assistant.claims.handover.service import HandoverService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, attachment, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_READ = errors(401, 403, 404, 409, 422, 500, 503)
Id = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
CaseId = Annotated[str, Path(pattern=r"^C-[0-9A-F]{16}$")]


def router(service: HandoverService, accounts: Accounts) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1/claims", tags=["claims"])
    _reading(routes, service, accounts)
    _packets(routes, service, accounts)
    officer = Depends(accounts.require("officer", "admin"))

    @routes.post(
        "/joint/{handover_id}/{action}",
        response_model=schemas.HandoverDetail,
        responses=_ALL,
        openapi_extra=described(schemas.StepIn),
    )
    def act(*, person: Person = officer, handover_id: Id, action: schemas.HandoverAction, body: JsonBody) -> Response:
        """Make a step of the hand-over; who may make which is said by ``actions``."""
        done = service.act(person, handover_id, action, parse_request(schemas.StepIn, body))
        accounts.audit(person, f"claim_handover_{action}", handover_id)
        return reply(done)

    return routes


def _reading(routes: APIRouter, service: HandoverService, accounts: Accounts) -> None:
    officer = Depends(accounts.require("officer", "admin"))

    @routes.get("/handover/flow", response_model=schemas.Flow, responses=_READ)
    def flow(*, person: Person = officer, authority: schemas.AuthorityWord | None = None) -> Response:
        """Give the way of a hand-over as it is for an authority, or the whole."""
        del person
        return reply(view.flow(authority))

    @routes.get("/joint", response_model=schemas.Joint, responses=_READ)
    def joint(*, person: Person = officer, state: Annotated[str, Query(max_length=16)] = "") -> Response:
        """Give what concerns the reader's authority, newest change first."""
        accounts.audit(person, "claim_handovers_listed", state if state.isalpha() and state.isascii() else "")
        return reply(service.joint(person, state or None))

    @routes.get("/joint/{handover_id}", response_model=schemas.HandoverDetail, responses=_READ)
    def one(*, person: Person = officer, handover_id: Id) -> Response:
        """Give one hand-over with its case; another authority's is not found."""
        accounts.audit(person, "claim_handover_read", handover_id)
        return reply(service.one(person, handover_id))


def _packets(routes: APIRouter, service: HandoverService, accounts: Accounts) -> None:
    officer = Depends(accounts.require("officer", "admin"))
    market = Depends(market_desk(accounts))

    @routes.get("/joint/{handover_id}/packet.docx", response_class=Response, responses=_READ)
    def packet(*, person: Person = officer, handover_id: Id) -> Response:
        """Give the packet of a hand-over."""
        accounts.audit(person, "claim_packet", handover_id)
        return attachment(service.packet(person, handover_id), f"移送材料-{handover_id[:8]}.docx", MEDIA_TYPE)

    @routes.get("/cases/{case_id}/packet.docx", response_class=Response, responses=_READ)
    def case_packet(*, person: Person = market, case_id: CaseId) -> Response:
        """Give the packet of a case, for the market regulator itself."""
        accounts.audit(person, "claim_case_packet", case_id)
        return attachment(service.case_packet(person, case_id), f"案件材料-{case_id}.docx", MEDIA_TYPE)
