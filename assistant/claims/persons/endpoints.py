"""``/api/v1/claims/persons``: officers of the market regulator and administrators; every read is written down."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from assistant.accounts.guard import Accounts, Person
from assistant.claims.guard import market_desk
from assistant.claims.persons import schemas
from assistant.claims.persons.service import PersonService
from assistant.edge.http import reply
from assistant.openapi import errors
from assistant.text import clean

_READ = errors(401, 403, 404, 422, 500, 503)
PersonId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$")]


def router(service: PersonService, accounts: Accounts) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1/claims/persons", tags=["claims"])
    officer = Depends(market_desk(accounts))

    @routes.get("", response_model=schemas.Persons, responses=_READ)
    def page(
        *,
        person: Person = officer,
        proposal: Literal["", "none", "review", "handover"] = "",
        q: Annotated[str, Query(max_length=100)] = "",
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=100)] = 20,
    ) -> Response:
        """Give a page of persons, masked; what was typed to find them is not written down."""
        accounts.audit(person, "claim_persons_list", f"proposal={proposal or 'any'} search={bool(q)} offset={offset}")
        return reply(service.page(proposal or None, clean(q), offset, limit))

    @routes.get("/{person_id}", response_model=schemas.Person, responses=_READ)
    def one(*, person: Person = officer, person_id: PersonId) -> Response:
        """Give one person, masked."""
        accounts.audit(person, "claim_person_read", person_id)
        return reply(service.one(person_id))

    return routes
