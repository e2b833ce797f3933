"""``GET /api/v1/site``: what the page shows before the first question."""

from __future__ import annotations

from fastapi import APIRouter, Response

from assistant.openapi import errors
from assistant.site.schemas import Site
from assistant.site.service import SiteService


def router(service: SiteService) -> APIRouter:
    """Return the site route over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["site"])

    @routes.get("/site", response_model=Site, responses=errors(500))
    async def read_site() -> Response:
        """Give the page's texts, its boards, starting suggestions, life events and departments."""
        return Response(service.site().model_dump_json(), media_type="application/json")

    return routes
