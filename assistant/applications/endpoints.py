"""``/api/v1/applications`` for applicants, ``/api/v1/casework`` for the staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.applications import schemas
from assistant.applications.desk import DeskService
from assistant.applications.service import ApplicationService
from assistant.applications.urging import Urging
from assistant.clock import Clock
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, Plain, described, reply
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.openapi import errors
from assistant.ratings.schemas import RatingReply

_ALL = errors(400, 404, 408, 409, 413, 415, 422, 429, 500, 503)
_STAFF = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_STAFF_READ = errors(401, 403, 422, 500, 503)
Number = Annotated[str, Path(min_length=1, max_length=60)]
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Department = Annotated[Plain | None, Query(max_length=64)]


def citizen_router(service: ApplicationService, limiter: RateLimiter) -> APIRouter:
    """Return the applicants' routes: nobody signs in, the second factor is asked every time."""
    routes = APIRouter(prefix="/api/v1/applications", tags=["applications"])

    def client_of(request: Request) -> str:
        client = address_key(request.client.host if request.client else None)
        limiter.spend(client)
        return client

    @routes.get("/{number}", response_model=schemas.ApplicationView, responses=errors(404, 422, 429, 500, 503))
    def look_up(
        request: Request, number: Number, verify: Annotated[str, Query(pattern="^[0-9A-Za-z]{4}$")]
    ) -> Response:
        """Tell where an application stands, to who knows the last four signs of id, phone or organisation code."""
        return reply(service.look_up(number, verify, client_of(request)))

    @routes.post(
        "/{number}/urge", response_model=schemas.UrgeReply, responses=_ALL, openapi_extra=described(schemas.UrgeIn)
    )
    def urge(request: Request, number: Number, body: JsonBody) -> Response:
        """Urge the department (催办)."""
        sent = parse_request(schemas.UrgeIn, body)
        return reply(service.urge(number, sent, client_of(request)))

    @routes.post(
        "/{number}/rating", response_model=RatingReply, responses=_ALL, openapi_extra=described(schemas.RatingIn)
    )
    def rate(request: Request, number: Number, body: JsonBody) -> Response:
        """Rate a finished application (好差评), once."""
        sent = parse_request(schemas.RatingIn, body)
        return reply(service.rate(number, sent, client_of(request)))

    return routes


def staff_router(desk: DeskService, urging: Urging, accounts: Accounts, clock: Clock) -> APIRouter:
    """Return the desks' routes."""
    routes = APIRouter(prefix="/api/v1/casework", tags=["casework"])
    signed_in = Depends(accounts.require("agent", "admin"))

    @routes.get("/urges", response_model=schemas.DeskUrges, responses=_STAFF_READ)
    def urges(
        *,
        _person: Person = signed_in,
        state: schemas.UrgeFilter | None = None,
        department: Department = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of urges; ``late``: not answered in time, ``undelivered``: the case system has not got them."""
        return reply(desk.urges(state, department or None, offset, limit))

    @routes.post(
        "/urges/{urge_id}/answer",
        response_model=schemas.DeskUrge,
        responses=_STAFF,
        openapi_extra=described(schemas.AnswerIn),
    )
    def answer(*, person: Person = signed_in, urge_id: Id, body: JsonBody) -> Response:
        """Answer an urge, once; the applicant reads it."""
        done = desk.answer(person, urge_id, parse_request(schemas.AnswerIn, body).text)
        accounts.audit(person, "urge_answered", urge_id)
        return reply(done)

    @routes.post("/urges/deliver", response_model=schemas.Delivered, responses=_STAFF)
    def deliver(*, person: Person = signed_in) -> Response:
        """Hand urges that the case system has not got to it again, also those that it refused."""
        taken = urging.deliver(clock(), everything=True)
        accounts.audit(person, "urges_delivered", str(taken))
        return reply(schemas.Delivered(delivered=taken))

    @routes.get("/overdue", response_model=schemas.OverdueCases, responses=_STAFF_READ)
    def overdue(*, _person: Person = signed_in, department: Department = None) -> Response:
        """Give the cases past their promised limit, worst first."""
        return reply(desk.overdue(department or None))

    @routes.get("/summary", response_model=schemas.CaseworkSummary, responses=_STAFF_READ)
    def summary(*, _person: Person = signed_in) -> Response:
        """Give the figures of all desks."""
        return reply(desk.summary())

    return routes
