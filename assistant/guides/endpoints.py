"""``GET /api/v1/guides`` and ``GET /api/v1/guides/{id}``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from assistant.guides.schemas import GuideList
from assistant.guides.service import GuideFilter, GuideService
from assistant.openapi import errors
from assistant.pipeline.reply import GuideCard
from knowledge.models import Audience

_Name = Annotated[str | None, Query(max_length=100)]


def router(service: GuideService) -> APIRouter:
    """Return the guide routes over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["guides"])

    @routes.get("/guides", response_model=GuideList, responses=errors(422, 429, 500, 503))
    async def list_guides(
        department: _Name = None, board: _Name = None, audience: Audience | None = None, life_event: _Name = None
    ) -> Response:
        """List the guides, all or by department, board (desk), audience and life event."""
        found = service.list(GuideFilter(department, board, audience, life_event))
        return Response(found.model_dump_json(), media_type="application/json")

    @routes.get("/guides/{item_id}", response_model=GuideCard, responses=errors(404, 422, 500, 503))
    async def read_guide(item_id: Annotated[str, Path(examples=["GA-015"], max_length=64)]) -> Response:
        """Give one guide whole, laid out as a card."""
        return Response(service.card(item_id).model_dump_json(), media_type="application/json")

    return routes
