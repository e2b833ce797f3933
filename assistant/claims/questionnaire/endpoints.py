"""``/api/v1/claims/questionnaire``: open to companies; leads for the market regulator, counts for analysts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.claims.guard import analysts, market_desk
from assistant.claims.questionnaire import schemas
from assistant.claims.questionnaire.service import QuestionnaireService
from assistant.claims.reports.limits import Limits
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503)
_READ = errors(401, 403, 404, 422, 500, 503)
LeadId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def router(service: QuestionnaireService, accounts: Accounts, limits: Limits) -> APIRouter:
    """Return the questionnaire's routes."""
    routes = APIRouter(prefix="/api/v1/claims", tags=["claims"])
    _companies(routes, service, limits)
    _staff(routes, service, accounts)
    return routes


def _companies(routes: APIRouter, service: QuestionnaireService, limits: Limits) -> None:
    @routes.get("/questionnaire", response_model=schemas.Sheet, responses=errors(500))
    def sheet() -> Response:
        """Give the questions in force."""
        return reply(service.sheet())

    @routes.post(
        "/questionnaire",
        response_model=schemas.Thanks,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.AnswersIn),
    )
    def answer(*, request: Request, body: JsonBody) -> Response:
        """Take a company's answers."""
        limits.send(request, "questionnaire")
        thanks, new = service.answer(parse_request(schemas.AnswersIn, body))
        return reply(thanks, 201 if new else 200)


def _staff(routes: APIRouter, service: QuestionnaireService, accounts: Accounts) -> None:
    officer = Depends(market_desk(accounts))
    reader = Depends(analysts(accounts))

    @routes.get("/questionnaire/summary", response_model=schemas.Summary, responses=_READ)
    def summary(*, _person: Person = reader, version: Annotated[str | None, Query(max_length=32)] = None) -> Response:
        """Count the answers of a version, without small cells."""
        return reply(service.summary(version))

    @routes.get("/desk/leads", response_model=schemas.Leads, responses=_READ)
    def leads(
        *,
        person: Person = officer,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of leads, open ones first."""
        page = service.leads(offset, limit)
        accounts.audit(person, "claim_leads_read", "")
        return reply(page)

    @routes.post(
        "/desk/leads/{lead_id}",
        response_model=schemas.Lead,
        responses=_ALL,
        openapi_extra=described(schemas.HandleIn),
    )
    def handle(*, person: Person = officer, lead_id: LeadId, body: JsonBody) -> Response:
        """Write down what became of a lead."""
        done = service.handle(person, lead_id, parse_request(schemas.HandleIn, body).note)
        accounts.audit(person, "claim_lead_handled", lead_id)
        return reply(done)
