"""``GET /api/v1/search``: the editor's test page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.openapi import errors
from assistant.search.schemas import SearchReply
from assistant.search.service import SearchService


def router(service: SearchService, limiter: RateLimiter) -> APIRouter:
    """Return the search route over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["search"])

    @routes.get("/search", response_model=SearchReply, responses=errors(422, 429, 500, 503))
    async def search(
        request: Request,
        q: Annotated[str, Query(min_length=1, max_length=500, examples=["身份证丢了咋整"])],
        k: Annotated[int, Query(ge=1, le=50)] = 6,
    ) -> Response:
        """Rank items for a question, with scores: the same search that answers citizens."""
        limiter.spend(address_key(request.client.host if request.client else None))
        return Response(service.ranked(q, k).model_dump_json(), media_type="application/json")

    return routes
