"""``/api/v1/labels``: the label library, for editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from assistant.accounts.guard import Accounts, Person
from assistant.edge.body import read_json
from assistant.edge.handlers import parse_request
from assistant.labels.checking import bounded
from assistant.labels.desk import LabelDesk
from assistant.labels.fields import fields
from assistant.labels.schemas import (
    Checked,
    CheckRequest,
    Differences,
    Documents,
    Fields,
    Measures,
    Opened,
    RestoreRequest,
    SaveRequest,
    Versions,
)
from assistant.labels.service import LabelLibrary
from assistant.openapi import errors
from knowledge.models import AwardMode

_Schema = TypeVar("_Schema", bound=BaseModel)
Id = Annotated[str, Path(min_length=1, max_length=128, examples=["P001"])]
Number = Annotated[int, Path(ge=0, le=10**6)]
_READ: Final = errors(401, 403, 404, 422, 500, 503)
_WRITE: Final = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)


def _body(schema: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema.model_json_schema()}}}}


def router(desk: LabelDesk, library: LabelLibrary, accounts: Accounts) -> APIRouter:
    """Return the label routes; all are for the roles editor and admin, but agents pick from the measures too."""
    routes = APIRouter(prefix="/api/v1/labels", tags=["labels"])
    _picking(routes, desk, accounts.require("agent", "editor", "admin"))
    _reading(routes, desk, library, accounts.require("editor", "admin"))
    _writing(routes, desk, accounts.require("editor", "admin"))
    return routes


def _picking(routes: APIRouter, desk: LabelDesk, staff: Callable[[Request], Person]) -> None:
    @routes.get("/measures", responses=_READ, dependencies=[Depends(staff)])
    def measures(mode: AwardMode | None = None) -> Measures:
        """List the measures that have not ended, to pick from."""
        return desk.measures(mode)


def _reading(routes: APIRouter, desk: LabelDesk, library: LabelLibrary, editor: Callable[[Request], Person]) -> None:
    who = [Depends(editor)]

    @routes.get("", responses=_READ, dependencies=who)
    def documents() -> Documents:
        """List the documents with what waits for an editor, those that need work first."""
        return desk.documents()

    @routes.get("/fields", responses=_READ, dependencies=who)
    def pickers() -> Fields:
        """Give the fields, comparisons, kinds of award and known words."""
        return fields(measure for _, measure in library.measures())

    @routes.get("/{document_id}", responses=_READ, dependencies=who)
    def opened(document_id: Id, version: Annotated[int | None, Query(ge=0, le=10**6)] = None) -> Opened:
        """Give a document's text and labels side by side, at its newest or another version."""
        return desk.open(document_id, version)

    @routes.get("/{document_id}/versions", responses=_READ, dependencies=who)
    def versions(document_id: Id) -> Versions:
        """List who saved what and when."""
        return desk.versions(document_id)

    @routes.get("/{document_id}/diff", responses=_READ, dependencies=who)
    def differences(
        document_id: Id,
        older: Annotated[int, Query(alias="from", ge=0, le=10**6)],
        newer: Annotated[int, Query(alias="to", ge=0, le=10**6)],
    ) -> Differences:
        """Tell in words what changed between two versions."""
        return desk.differences(document_id, older, newer)


def _writing(routes: APIRouter, desk: LabelDesk, editor: Callable[[Request], Person]) -> None:
    who = Depends(editor)

    @routes.post("/{document_id}/check", responses=_WRITE, openapi_extra=_body(CheckRequest), response_model=Checked)
    async def check(document_id: Id, request: Request, _person: Person = who) -> Checked:
        """Tell what saving would warn of and change, without saving."""
        asked = await _read(CheckRequest, request)
        return await run_in_threadpool(desk.check, document_id, asked)

    @routes.put("/{document_id}", responses=_WRITE, openapi_extra=_body(SaveRequest), response_model=Opened)
    async def save(document_id: Id, request: Request, person: Person = who) -> Opened:
        """Save a version; 409 stale_version where somebody was quicker, 422 confirmation_needed with open warnings."""
        asked = await _read(SaveRequest, request)
        return await run_in_threadpool(desk.save, document_id, asked, person)

    @routes.post(
        "/{document_id}/versions/{number}/restore",
        responses=_WRITE,
        openapi_extra=_body(RestoreRequest),
        response_model=Opened,
    )
    async def restore(document_id: Id, number: Number, request: Request, person: Person = who) -> Opened:
        """Make an earlier version the newest one; 0 is what was read from the text."""
        asked = await _read(RestoreRequest, request)
        return await run_in_threadpool(desk.restore, document_id, number, asked, person)


async def _read(schema: type[_Schema], request: Request) -> _Schema:
    body = await read_json(request)
    bounded(body)
    return parse_request(schema, body)
