"""The HTTP service: routes, layers and failures around one assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.middleware import Middleware

from assistant.accounts import endpoints as accounts
from assistant.chat import endpoints as chat
from assistant.edge import handlers
from assistant.edge.body import BodyLimit
from assistant.edge.headers import SecurityHeaders
from assistant.edge.request import RequestContext
from assistant.edge.surprises import Surprises
from assistant.guides import endpoints as guides
from assistant.labels import endpoints as labels
from assistant.matching import endpoints as matching
from assistant.policies import endpoints as policies
from assistant.search import endpoints as search
from assistant.site import endpoints as site
from assistant.site import pages

if TYPE_CHECKING:
    from assistant.wiring import Assistant

DESCRIPTION = """全全 answers questions about government services from the departments' guides, with its sources.

Every failure has the shape {"error": {"code", "message", "request_id"}}, and every response names its request in the
header X-Request-ID."""


def create_app(assistant: Assistant) -> FastAPI:
    """Return the service over an assistant, which stays its maker's to close."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        assistant.start()
        yield
        await assistant.close_model()

    app = FastAPI(
        title="全全 Quanquan",
        version=version("quanquan"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(RequestContext, metrics=assistant.metrics),
            Middleware(SecurityHeaders),
            Middleware(Surprises),
            Middleware(BodyLimit),
        ],
    )
    handlers.install(app)
    app.include_router(chat.router(assistant.chat, assistant.limiter, assistant.gate, assistant.metrics))
    app.include_router(guides.router(assistant.guides))
    app.include_router(
        matching.router(
            assistant.matching, assistant.match_limiter, assistant.typing_limiter, assistant.accounts.person
        )
    )
    app.include_router(policies.router(assistant.policies))
    app.include_router(search.router(assistant.searching, assistant.search_limiter))
    app.include_router(site.router(assistant.site))
    app.include_router(accounts.router(assistant.accounts, assistant.sign_in_limiter, assistant.company_name))
    app.include_router(labels.router(assistant.labels, assistant.label_library, assistant.accounts))
    for benefits in assistant.benefits.routers(assistant.accounts, assistant.objection_limiter):
        app.include_router(benefits)
    for applications in assistant.applications.routers(assistant.accounts, assistant.case_limiter):
        app.include_router(applications)
    for claims in assistant.claims.routers(assistant.accounts):
        app.include_router(claims)
    app.include_router(_operations(assistant))
    app.router.routes.extend(pages.routes())
    return app


def _operations(assistant: Assistant) -> APIRouter:
    """Return the routes for those who run the service."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        """Tell that the process runs."""
        return {"status": "ok"}

    @routes.get("/readyz", responses={503: {"description": "A citizen would not be answered now"}})
    def ready(response: Response) -> dict[str, str | None]:
        """Tell whether a citizen would be answered: a snapshot is loaded and the database takes turns."""
        fine = assistant.is_ready()
        response.status_code = 200 if fine else 503
        return {"status": "ready" if fine else "not_ready", "snapshot": assistant.index.snapshot_id}

    @routes.get("/metrics", response_class=Response)
    async def metrics() -> Response:
        """Give the service's figures in the Prometheus text format."""
        return Response(assistant.metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return routes
