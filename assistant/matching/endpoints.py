"""``POST /api/v1/policies/match``, ``GET /api/v1/companies``, ``GET /api/v1/policies/match.xlsx``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from assistant.accounts.person import Person
from assistant.edge.body import read_json
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import RateLimiter, address_key
from assistant.matching.schemas import LONGEST_NAME, CompanyList, MatchReply, MatchRequest
from assistant.matching.service import MatchService
from assistant.openapi import errors

_BODY: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": MatchRequest.model_json_schema()}}}
}
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {XLSX: {}}, "description": "The results as a work sheet"}
}
WhoAsks = Callable[[Request], Person | None]
"""Whoever is signed in, None for anybody else."""


def router(service: MatchService, limiter: RateLimiter, typing: RateLimiter, who: WhoAsks) -> APIRouter:
    """Return the matching's routes over a service. Include it before the policy files', whose path takes any name.

    ``typing`` limits the suggestions, which a page asks for at every pause of somebody who types.
    """
    routes = APIRouter(prefix="/api/v1", tags=["matching"])

    @routes.post(
        "/policies/match",
        response_model=MatchReply,
        responses=errors(400, 404, 408, 413, 415, 422, 429, 500, 503),
        openapi_extra=_BODY,
    )
    async def match(request: Request) -> Response:
        """Tell what a company can claim, how much, and what it just misses, each with its reason.

        Without sign-in only public fields are used, and what they cannot decide is listed under ``unknown``. Several
        companies of like name: ``candidates``, and nothing matched.
        """
        _spend(limiter, request)
        wanted = parse_request(MatchRequest, await read_json(request))
        asked = (wanted.company, wanted.on, who(request))
        reply = service.match(*asked) if service.is_quick(wanted.on) else await asyncio.to_thread(service.match, *asked)
        return _private(Response(reply.model_dump_json(), media_type="application/json"))

    @routes.get("/companies", response_model=CompanyList, responses=errors(422, 429, 500, 503))
    async def companies(
        request: Request, q: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME, examples=["榛柏熙"])]
    ) -> Response:
        """Find companies by a name as typed: parts, abbreviations, wrong characters, old names."""
        _spend(typing, request)
        return Response(service.companies(q).model_dump_json(), media_type="application/json")

    @routes.get(
        "/policies/match.xlsx",
        response_class=Response,
        responses=_SHEET | errors(404, 422, 429, 500, 503),
    )
    async def sheet(
        request: Request,
        company: Annotated[str, Query(min_length=1, max_length=LONGEST_NAME, examples=["91350502MAX50L2368"])],
        on: date | None = None,
    ) -> Response:
        """Give the same results as a work sheet of three pages: 可以享受, 差一点, 需补数据."""
        _spend(limiter, request)
        person = who(request)
        reply, file = await asyncio.to_thread(service.workbook, company, on, person)
        name = f"{reply.company.name if reply.company else ''}-政策匹配-{reply.on.isoformat()}.xlsx"
        disposition = f"attachment; filename=\"match.xlsx\"; filename*=UTF-8''{quote(name, safe='')}"
        return _private(Response(file, media_type=XLSX, headers={"Content-Disposition": disposition}))

    return routes


def _spend(limiter: RateLimiter, request: Request) -> None:
    limiter.spend(address_key(request.client.host if request.client else None))


def _private(response: Response) -> Response:
    """What depends on who asks is kept by no cache on the way."""
    response.headers["Cache-Control"] = "no-store"
    return response
