"""``/api/v1/ratings`` for everybody, ``/api/v1/casework/ratings`` for the staff."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, Plain, described, reply
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.openapi import errors
from assistant.ratings import schemas
from assistant.ratings.levels import options
from assistant.ratings.service import RatingService

Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def router(service: RatingService, accounts: Accounts, limiter: RateLimiter) -> APIRouter:
    """Return both sides' routes."""
    routes = APIRouter(prefix="/api/v1", tags=["ratings"])
    signed_in = Depends(accounts.require("agent", "admin"))

    @routes.get("/ratings/options", response_model=schemas.Options)
    def choices() -> Response:
        """Give the five levels and their reasons."""
        return reply(options())

    @routes.post(
        "/ratings/replies",
        response_model=schemas.RatingReply,
        responses=errors(400, 404, 408, 409, 413, 415, 422, 429, 500, 503),
        openapi_extra=described(schemas.ReplyRatingIn),
    )
    def rate_reply(request: Request, body: JsonBody) -> Response:
        """Rate a reply of one's own conversation; it may be changed for an hour."""
        limiter.spend(address_key(request.client.host if request.client else None))
        return reply(service.rate_reply(parse_request(schemas.ReplyRatingIn, body)))

    @routes.get("/casework/ratings", response_model=schemas.DeskRatings, responses=errors(401, 403, 422, 500, 503))
    def ratings(
        *,
        _person: Person = signed_in,
        followup: Literal["open", "done"] | None = None,
        department: Annotated[Plain | None, Query(max_length=64)] = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Response:
        """Give a page of ratings, open follow-ups first."""
        return reply(service.ratings(followup, department or None, offset, limit))

    @routes.post(
        "/casework/ratings/{rating_id}/followup",
        response_model=schemas.DeskRating,
        responses=errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503),
        openapi_extra=described(schemas.FollowupIn),
    )
    def follow_up(*, person: Person = signed_in, rating_id: Id, body: JsonBody) -> Response:
        """Write down what was done about a low rating; who rated an application reads it."""
        done = service.follow_up(person, rating_id, parse_request(schemas.FollowupIn, body).text)
        accounts.audit(person, "rating_followed_up", rating_id)
        return reply(done)

    return routes
