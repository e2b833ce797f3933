"""``/api/v1/benefits/publicity``: open to everybody; objections are settled by the staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.publicity import schemas
from assistant.benefits.publicity.service import PublicityService
from assistant.benefits.runs.schemas import Objections, SettleIn
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503)
_READ = errors(404, 422, 500, 503)
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def router(service: PublicityService, accounts: Accounts, limiter: RateLimiter) -> APIRouter:
    """Return the routes of publicity."""
    routes = APIRouter(prefix="/api/v1/benefits", tags=["benefits"])
    signed_in = Depends(accounts.require("agent", "admin"))

    @routes.get("/publicity", response_model=schemas.Publicities, responses=_READ)
    def all_open() -> Response:
        """List what is under publicity today."""
        return reply(service.all())

    @routes.get("/publicity/{publicity_id}", response_model=schemas.PublicityPage, responses=_READ)
    def one(
        publicity_id: Id,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Response:
        """Give one publicity with its lines."""
        return reply(service.one(publicity_id, offset, limit))

    @routes.post(
        "/publicity/{publicity_id}/objections",
        response_model=schemas.ObjectionReply,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.ObjectionIn),
    )
    def object_to(request: Request, publicity_id: Id, body: JsonBody) -> Response:
        """Say what is wrong; nobody is paid before it is settled."""
        limiter.spend(address_key(request.client.host if request.client else None))
        return reply(service.object(publicity_id, parse_request(schemas.ObjectionIn, body)), 201)

    @routes.get("/runs/{publicity_id}/objections", response_model=Objections, responses=_READ)
    @routes.get("/publicity/{publicity_id}/objections", response_model=Objections, responses=_READ)
    def objections(*, _person: Person = signed_in, publicity_id: Id) -> Response:
        """Give all objections, to the staff."""
        return reply(service.objections(publicity_id))

    @routes.post(
        "/runs/{publicity_id}/objections/{objection_id}",
        response_model=Objections,
        responses=_ALL,
        openapi_extra=described(SettleIn),
    )
    @routes.post(
        "/publicity/{publicity_id}/objections/{objection_id}",
        response_model=Objections,
        responses=_ALL,
        openapi_extra=described(SettleIn),
    )
    def settle(*, person: Person = signed_in, publicity_id: Id, objection_id: Id, body: JsonBody) -> Response:
        """Settle an objection: upheld takes its line off the list."""
        done = service.settle(person, publicity_id, objection_id, parse_request(SettleIn, body))
        accounts.audit(person, "objection_settled", objection_id)
        return reply(done)

    return routes
