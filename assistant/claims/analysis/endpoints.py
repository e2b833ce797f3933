"""``/api/v1/claims/analysis``: analysts, officers of the market regulator and administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from assistant.accounts.guard import Accounts, Person
from assistant.accounts.person import NotAllowed
from assistant.claims.analysis import schemas
from assistant.claims.analysis.pictures import PictureService
from assistant.claims.analysis.service import AnalysisService, Kept, Page
from assistant.claims.analysis.shown import View
from assistant.edge.handlers import parse_request
from assistant.edge.http import JsonBody, attachment, described, reply
from assistant.openapi import errors
from assistant.text import clean
from knowledge.complaints.columns import Filter
from knowledge.complaints.complaint import Kind, Source
from knowledge.complaints.concentration import Sort

_READ = errors(401, 403, 404, 422, 500, 503)
_ALL = errors(400, 401, 403, 404, 408, 413, 415, 422, 500, 503)
_CSV = "text/csv; charset=utf-8"
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Limit = Annotated[int, Query(ge=1, le=200)]
PersonId = Annotated[str, Query(pattern=r"^(R-[0-9A-Za-z-]{1,60})?$")]
TraderId = Annotated[str, Query(pattern=r"^(T-[0-9a-f]{12})?$")]


@dataclass(frozen=True)
class Analysis:
    """The services behind the routes."""

    figures: AnalysisService
    pictures: PictureService

    @classmethod
    def of(cls, kept: Kept) -> Analysis:
        """Both over one register."""
        return cls(AnalysisService(kept), PictureService(kept))


def analysts(accounts: Accounts) -> Callable[[Request], Person]:
    """What gives an analyst, an officer of 市场监管 or an administrator; it raises SignInRequired or NotAllowed for all others."""
    signed_in = accounts.require("analyst", "officer", "admin")

    def person(request: Request) -> Person:
        found = signed_in(request)
        if found.role == "officer" and found.authority != "market":
            raise NotAllowed("这里只对市场监管部门和数据分析人员开放。")
        return found

    return person


def chosen(
    kind: Kind | None = None,
    source: Source | None = None,
    trade: Annotated[str | None, Query(max_length=200)] = None,
    trader: TraderId = "",
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
) -> Filter:
    """The filters that most routes share."""
    return Filter(kind, source, None if trade is None else clean(trade), trader or None, first, last)


Chosen = Annotated[Filter, Depends(chosen)]


def router(analysis: Analysis, accounts: Accounts) -> APIRouter:
    """Return the routes of analysis."""
    routes = APIRouter(prefix="/api/v1/claims/analysis", tags=["claims"])
    reader = Depends(analysts(accounts))
    _figures(routes, analysis.figures, reader)
    _lists(routes, analysis.figures, accounts, reader)
    _pictures(routes, analysis.pictures, accounts, reader)
    return routes


def _figures(routes: APIRouter, service: AnalysisService, reader: Person) -> None:
    @routes.get("/summary", response_model=schemas.Summary, responses=_READ)
    def summary(*, person: Person = reader, chosen: Chosen) -> Response:
        """Give everything in all."""
        return reply(service.summary(View.of(person), chosen))

    @routes.get("/series", response_model=schemas.Series, responses=_READ)
    def by_month(*, person: Person = reader, chosen: Chosen) -> Response:
        """Give the months, with none left out."""
        return reply(service.series(View.of(person), chosen))

    @routes.get("/kinds", response_model=schemas.Kinds, responses=_READ)
    def kinds(*, person: Person = reader, chosen: Chosen) -> Response:
        """Give how each kind ended."""
        return reply(service.kinds(View.of(person), chosen))


def _lists(routes: APIRouter, service: AnalysisService, accounts: Accounts, reader: Person) -> None:
    @routes.get("/trades", response_model=schemas.Trades, responses=_READ)
    def trades(
        *, person: Person = reader, chosen: Chosen, offset: Offset = 0, limit: Limit = 50, sort: Sort = "complaints"
    ) -> Response:
        """Give the trades under complaint."""
        return reply(service.trades(View.of(person), chosen, Page(offset, limit, sort)))

    @routes.get("/traders.csv", response_class=Response, responses=_READ)
    def traders_file(*, person: Person = reader, chosen: Chosen, sort: Sort = "complaints") -> Response:
        """Give the traders as a file, for guidance and training."""
        content = service.traders_file(View.of(person), chosen, sort)
        accounts.audit(person, "claims_traders_exported", chosen.trade or "")
        return attachment(content, "被投诉集中的经营者.csv", _CSV)

    @routes.get("/traders", response_model=schemas.Traders, responses=_READ)
    def traders(
        *,
        person: Person = reader,
        chosen: Chosen,
        offset: Offset = 0,
        limit: Limit = 50,
        sort: Sort = "complaints",
        q: Annotated[str, Query(max_length=100)] = "",
    ) -> Response:
        """Give the traders under complaint."""
        return reply(service.traders(View.of(person), chosen, Page(offset, limit, sort, clean(q))))


def _pictures(routes: APIRouter, service: PictureService, accounts: Accounts, reader: Person) -> None:
    @routes.get("/network", response_model=schemas.Network, responses=_READ)
    def network(
        *,
        asker: Person = reader,
        person: PersonId = "",
        trader: TraderId = "",
        limit: Annotated[int, Query(ge=10, le=150)] = 60,
    ) -> Response:
        """Give who stands around a person or a trader."""
        accounts.audit(asker, "claims_network", person or trader)
        return reply(service.network(View.of(asker), person, trader, limit))

    @routes.post("/similar", response_model=schemas.Similar, responses=_ALL, openapi_extra=described(schemas.SimilarIn))
    def similar(*, person: Person = reader, body: JsonBody) -> Response:
        """Give how cases ended that read like a text; the text is not kept."""
        asked = parse_request(schemas.SimilarIn, body)
        accounts.audit(person, "claims_similar", "")
        return reply(service.similar(View.of(person), asked))
