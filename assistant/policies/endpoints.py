"""``GET /api/v1/policies/{id}``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response

from assistant.openapi import errors
from assistant.policies.schemas import PolicyPage
from assistant.policies.service import PolicyService


def router(service: PolicyService) -> APIRouter:
    """Return the policy routes over a service."""
    routes = APIRouter(prefix="/api/v1", tags=["policies"])

    @routes.get("/policies/{document_id}", response_model=PolicyPage, responses=errors(404, 422, 500, 503))
    async def read_policy(document_id: Annotated[str, Path(examples=["P001"], max_length=64)]) -> Response:
        """Give one policy file whole: title, number, issuer, dates, whether it is in force today, and its articles."""
        return Response(service.page(document_id).model_dump_json(), media_type="application/json")

    return routes
