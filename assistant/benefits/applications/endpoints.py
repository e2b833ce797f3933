"""``/api/v1/benefits/applications`` for companies, ``/api/v1/benefits/desk`` for the staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.applications import schemas
from assistant.benefits.applications.desk import DeskService
from assistant.benefits.applications.service import ApplicationService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503)
_READ = errors(401, 403, 404, 422, 500, 503)
Number = Annotated[str, Path(min_length=1, max_length=40)]


def router(service: ApplicationService, desk: DeskService, accounts: Accounts) -> APIRouter:
    """Return both sides' routes."""
    routes = APIRouter(prefix="/api/v1/benefits", tags=["benefits"])
    _company(routes, service, accounts)
    _staff(routes, desk, accounts)
    return routes


def _company(routes: APIRouter, service: ApplicationService, accounts: Accounts) -> None:
    signed_in = Depends(accounts.require("company"))

    @routes.get("/applications/draft", response_model=schemas.Draft, responses=_READ)
    def draft(
        *, person: Person = signed_in, measure_id: Annotated[str, Query(min_length=1, max_length=64)]
    ) -> Response:
        """Give a form prefilled from the company's portrait."""
        return reply(service.draft(person, measure_id))

    @routes.post(
        "/applications",
        response_model=schemas.Application,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.NewApplication),
    )
    def submit(*, person: Person = signed_in, body: JsonBody) -> Response:
        """Send an application, once for each submit_id."""
        sent, new = service.submit(person, parse_request(schemas.NewApplication, body))
        return reply(sent, 201 if new else 200)

    @routes.get("/applications", response_model=schemas.Applications, responses=_READ)
    def own(*, person: Person = signed_in) -> Response:
        """List the company's own applications."""
        return reply(service.own(person))

    @routes.get("/applications/{number}", response_model=schemas.Application, responses=_READ)
    def one(*, person: Person = signed_in, number: Number) -> Response:
        """Give one of the company's own applications with its history."""
        return reply(service.one(person, number))

    @routes.post(
        "/applications/{number}/urge",
        response_model=schemas.UrgeReply,
        responses=_ALL,
        openapi_extra=described(schemas.UrgeIn),
    )
    def urge(*, person: Person = signed_in, number: Number, body: JsonBody) -> Response:
        """Remind the department."""
        return reply(service.remind(person, number, parse_request(schemas.UrgeIn, body).text))

    @routes.post(
        "/applications/{number}/withdraw",
        response_model=schemas.Application,
        responses=_ALL,
        openapi_extra=described(schemas.NoteIn),
    )
    def withdraw(*, person: Person = signed_in, number: Number, body: JsonBody) -> Response:
        """Take an application back."""
        return reply(service.withdraw(person, number, parse_request(schemas.NoteIn, body).note))

    @routes.post(
        "/applications/{number}/resubmit",
        response_model=schemas.Application,
        responses=_ALL,
        openapi_extra=described(schemas.Filing),
    )
    def resubmit(*, person: Person = signed_in, number: Number, body: JsonBody) -> Response:
        """Send a corrected application that was returned."""
        return reply(service.resubmit(person, number, parse_request(schemas.Filing, body)))


def _staff(routes: APIRouter, desk: DeskService, accounts: Accounts) -> None:
    signed_in = Depends(accounts.require("agent", "admin"))

    @routes.get("/desk", response_model=schemas.Desk, responses=_READ)
    def queue(
        *,
        person: Person = signed_in,
        state: Annotated[str | None, Query(max_length=16)] = None,
        overdue: bool = False,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of the queue, longest waiting first."""
        return reply(desk.queue(person, state or None, overdue, offset, limit))

    @routes.get("/desk/{number}", response_model=schemas.Application, responses=_READ)
    def one(*, person: Person = signed_in, number: Number) -> Response:
        """Give one application as the staff see it."""
        return reply(desk.one(person, number))

    @routes.post(
        "/desk/{number}/{action}",
        response_model=schemas.Application,
        responses=_ALL,
        openapi_extra=described(schemas.DeskStep),
    )
    def act(*, person: Person = signed_in, number: Number, action: schemas.DeskAction, body: JsonBody) -> Response:
        """Make a step: accept, review, publicise, approve, pay, return or reject."""
        done = desk.act(person, number, action, parse_request(schemas.DeskStep, body))
        accounts.audit(person, f"application_{action}", number)
        return reply(done)
