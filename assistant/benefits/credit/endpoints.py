"""``POST /api/v1/benefits/credit-check``."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from assistant.accounts.guard import Accounts, Person
from assistant.benefits.credit.schemas import Checked, CheckIn
from assistant.benefits.credit.service import CreditService
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, described, reply
from assistant.openapi import errors


def router(service: CreditService, accounts: Accounts) -> APIRouter:
    """Return the route of the credit check."""
    routes = APIRouter(prefix="/api/v1/benefits", tags=["benefits"])
    staff = Depends(accounts.require("agent", "admin"))

    @routes.post(
        "/credit-check",
        response_model=Checked,
        responses=errors(400, 401, 403, 408, 413, 415, 422, 500, 503),
        openapi_extra=described(CheckIn),
    )
    def check(*, person: Person = staff, body: JsonBody) -> Response:
        """Look up to 500 companies up on all lists."""
        done = service.check(parse_request(CheckIn, body).codes)
        accounts.audit(person, "credit_check", str(done.checked))
        return reply(done)

    return routes
