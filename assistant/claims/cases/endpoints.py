"""``/api/v1/claims/cases``: officers of the market regulator and administrators; every read, look and step is written down."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from assistant.accounts.guard import Accounts, Person
from assistant.claims.cases import schemas
from assistant.claims.cases.service import CaseService
from assistant.claims.guard import market_desk
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_READ = errors(401, 403, 404, 422, 500, 503)
CaseId = Annotated[str, Path(pattern=r"^C-[0-9A-F]{16}$")]


def router(service: CaseService, accounts: Accounts) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1/claims/cases", tags=["claims"])
    _reading(routes, service, accounts)
    _doing(routes, service, accounts)
    return routes


def _reading(routes: APIRouter, service: CaseService, accounts: Accounts) -> None:
    officer = Depends(market_desk(accounts))

    @routes.get("", response_model=schemas.Cases, responses=_READ)
    def page(
        *,
        person: Person = officer,
        state: Annotated[str, Query(max_length=16)] = "",
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of cases, longest untouched first."""
        found = service.page(state or None, offset, limit)
        accounts.audit(person, "claim_cases_listed", state)
        return reply(found)

    @routes.get("/{case_id}", response_model=schemas.Case, responses=_READ)
    def one(*, person: Person = officer, case_id: CaseId) -> Response:
        """Give a whole case, masked."""
        found = service.one(person, case_id)
        accounts.audit(person, "claim_case_read", _anchored(found))
        return reply(found)

    @routes.get("/{case_id}/audit", response_model=schemas.Audit, responses=_READ)
    def audit(*, person: Person = officer, case_id: CaseId) -> Response:
        """Give the chained history and whether it holds."""
        found = service.audit(case_id)
        accounts.audit(person, "claim_case_audited", case_id)
        return reply(found)


def _doing(routes: APIRouter, service: CaseService, accounts: Accounts) -> None:
    officer = Depends(market_desk(accounts))

    @routes.post(
        "", status_code=201, response_model=schemas.Case, responses=_ALL, openapi_extra=described(schemas.Opening)
    )
    def open_case(*, person: Person = officer, body: JsonBody) -> Response:
        """Open a case of a person, of a report, or by hand."""
        made = service.open(person, parse_request(schemas.Opening, body))
        accounts.audit(person, "claim_case_open", _anchored(made))
        return reply(made, 201)

    @routes.post(
        "/{case_id}/reveal",
        response_model=schemas.Revealed,
        responses=_ALL,
        openapi_extra=described(schemas.Asking),
    )
    def reveal(*, person: Person = officer, case_id: CaseId, body: JsonBody) -> Response:
        """Give the identity unmasked, for a reason that is kept."""
        accounts.audit(person, "claim_case_reveal", case_id)
        return reply(service.reveal(person, case_id, parse_request(schemas.Asking, body).note))

    @routes.post(
        "/{case_id}/{action}", response_model=schemas.Case, responses=_ALL, openapi_extra=described(schemas.Step)
    )
    def act(*, person: Person = officer, case_id: CaseId, action: schemas.Action, body: JsonBody) -> Response:
        """Make a step."""
        done = service.act(person, case_id, action, parse_request(schemas.Step, body))
        accounts.audit(person, f"claim_case_{action}", _anchored(done))
        return reply(done)


def _anchored(case: schemas.Case) -> str:
    """The case with length and head of its history: a chain rewritten later does not fit what stands here."""
    return f"{case.id} {case.chain.length}:{case.chain.head[:16]}"
