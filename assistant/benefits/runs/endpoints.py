"""``/api/v1/benefits/runs``: payment without application, for the staff."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.runs import schemas
from assistant.benefits.runs.service import RunService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, attachment, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_READ = errors(401, 403, 404, 422, 500, 503)
RunId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Action = Literal["continue", "publish", "approve", "file", "cancel"]


def router(service: RunService, accounts: Accounts) -> APIRouter:
    """Return the routes of payment runs."""
    routes = APIRouter(prefix="/api/v1/benefits/runs", tags=["benefits"])
    signed_in = Depends(accounts.require("agent", "admin"))

    @routes.post(
        "", response_model=schemas.Run, status_code=201, responses=_ALL, openapi_extra=described(schemas.RunIn)
    )
    def start(*, person: Person = signed_in, body: JsonBody) -> Response:
        """Prepare the run of a measure and period, once; sent again it goes on with the same run."""
        run, new = service.start(person, parse_request(schemas.RunIn, body))
        accounts.audit(person, "run_start", run.id)
        return reply(run, 201 if new else 200)

    @routes.get("", response_model=schemas.Runs, responses=_READ)
    def all_runs(*, person: Person = signed_in) -> Response:
        """List runs, newest first."""
        return reply(service.all(person))

    @routes.get("/{run_id}", response_model=schemas.Run, responses=_READ)
    def one(*, person: Person = signed_in, run_id: RunId) -> Response:
        """Give one run with its history."""
        return reply(service.one(person, run_id))

    @routes.get("/{run_id}/lines", response_model=schemas.Lines, responses=_READ)
    def lines(
        *,
        _person: Person = signed_in,
        run_id: RunId,
        status: Literal["payable", "waiting", "excluded"] | None = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
    ) -> Response:
        """Give a page of a run's companies, each with its reason."""
        return reply(service.lines(run_id, status, offset, limit))

    @routes.get("/{run_id}/payments.csv", response_class=Response, responses=_READ | errors(409))
    def payments(*, person: Person = signed_in, run_id: RunId) -> Response:
        """Give the payment file, as an attachment."""
        name, content = service.payments(run_id)
        accounts.audit(person, "run_payments", run_id)
        return attachment(content, name, "text/csv; charset=utf-8")

    @routes.post("/{run_id}/replay", response_model=schemas.Replay, responses=_ALL)
    def replay(*, person: Person = signed_in, run_id: RunId) -> Response:
        """Work the list out again from the frozen inputs, and compare."""
        accounts.audit(person, "run_replay", run_id)
        return reply(service.replay(run_id))

    @routes.post(
        "/{run_id}/{action}", response_model=schemas.Run, responses=_ALL, openapi_extra=described(schemas.StepIn)
    )
    def act(*, person: Person = signed_in, run_id: RunId, action: Action, body: JsonBody) -> Response:
        """Make a step: continue, publish, approve, file or cancel."""
        done = service.act(person, run_id, action, parse_request(schemas.StepIn, body).note)
        accounts.audit(person, f"run_{action}", run_id)
        return reply(done)

    return routes
