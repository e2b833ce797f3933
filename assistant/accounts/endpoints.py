"""``/api/v1/accounts``: sign in, sign out, who am I."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from assistant.accounts.guard import COOKIE, Accounts, check_own_page, keep
from assistant.accounts.person import Person
from assistant.accounts.schemas import Me, SignInRequest
from assistant.edge.body import read_json
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.openapi import errors

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": SignInRequest.model_json_schema()}}}
}


def router(accounts: Accounts, limiter: RateLimiter, company_name: Callable[[str], str | None]) -> APIRouter:
    """Return the routes; ``company_name`` tells a company's name by its credit code."""
    routes = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])

    def shown(person: Person) -> Me:
        code = person.credit_code
        company = company_name(code) if code else None
        return Me(name=person.name, role=person.role, credit_code=code, authority=person.authority, company=company)

    anybody = accounts.require()

    @routes.post(
        "/sign-in",
        response_model=Me,
        responses=errors(400, 401, 403, 408, 413, 415, 422, 429, 500, 503),
        openapi_extra=_BODY,
    )
    async def sign_in(request: Request) -> Response:
        """Sign in; the secret travels in a cookie that scripts cannot read. Five wrong passwords lock for 15 minutes."""
        check_own_page(request)
        limiter.spend(address_key(request.client.host if request.client else None))
        given = parse_request(SignInRequest, await read_json(request))
        token, person = await run_in_threadpool(accounts.service.sign_in, given.name, given.password)
        response = Response(shown(person).model_dump_json(), media_type="application/json")
        keep(response, token, request.url.scheme == "https")
        return response

    @routes.post("/sign-out", status_code=204, responses=errors(403, 500, 503))
    def sign_out(request: Request) -> Response:
        """Sign out; also where nobody is signed in."""
        check_own_page(request)
        accounts.service.sign_out(request.cookies.get(COOKIE, ""))
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
        return response

    @routes.get("/me", response_model=Me, responses=errors(401, 500, 503))
    def me(request: Request) -> Me:
        """Tell who is signed in."""
        return shown(anybody(request))

    return routes
