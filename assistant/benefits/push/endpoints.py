"""``/api/v1/benefits/push`` for the staff, ``notices`` and ``push/opt-out`` for companies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.push import schemas
from assistant.benefits.push.service import PushService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, attachment, described, reply
from assistant.openapi import errors

_ALL = errors(400, 401, 403, 404, 408, 409, 413, 415, 422, 500, 503)
_READ = errors(401, 403, 404, 422, 500, 503)
Id = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


def router(service: PushService, accounts: Accounts) -> APIRouter:
    """Return both sides' routes."""
    routes = APIRouter(prefix="/api/v1/benefits", tags=["benefits"])
    company = Depends(accounts.require("company"))
    staff = Depends(accounts.require("agent", "editor", "admin"))

    @routes.get("/push/opt-out", response_model=schemas.Categories, responses=_READ)
    def choices(*, person: Person = company) -> Response:
        """Give what the company wants notices of."""
        return reply(service.choices(person.credit_code or ""))

    @routes.post(
        "/push/opt-out", response_model=schemas.Categories, responses=_ALL, openapi_extra=described(schemas.OptOutIn)
    )
    def choose(*, person: Person = company, body: JsonBody) -> Response:
        """Opt out of a category, or in again."""
        return reply(service.choose(person.credit_code or "", parse_request(schemas.OptOutIn, body)))

    @routes.get("/notices", response_model=schemas.Notices, responses=_READ)
    def inbox(*, person: Person = company) -> Response:
        """Give the company's notices."""
        return reply(service.inbox(person.credit_code or ""))

    @routes.post("/notices/{notice_id}/read", status_code=204, responses=_READ)
    def read(*, person: Person = company, notice_id: Id) -> Response:
        """Mark a notice as read."""
        service.read(person.credit_code or "", notice_id)
        return Response(status_code=204)

    @routes.post(
        "/push",
        response_model=schemas.Push,
        status_code=201,
        responses=_ALL,
        openapi_extra=described(schemas.PushIn),
    )
    def push(*, person: Person = staff, body: JsonBody) -> Response:
        """Tell every company that a measure suits, once."""
        made, new = service.push(person, parse_request(schemas.PushIn, body).measure_id)
        accounts.audit(person, "push", made.id)
        return reply(made, 201 if new else 200)

    @routes.get("/push", response_model=schemas.Pushes, responses=_READ)
    def pushes(*, _person: Person = staff) -> Response:
        """List push lists, newest first."""
        return reply(service.all())

    @routes.get("/push/{push_id}/companies.csv", response_class=Response, responses=_READ)
    def export(*, person: Person = staff, push_id: Id) -> Response:
        """Give a list for the department, as an attachment."""
        name, content = service.export(push_id)
        accounts.audit(person, "push_export", push_id)
        return attachment(content, name, "text/csv; charset=utf-8")

    return routes
