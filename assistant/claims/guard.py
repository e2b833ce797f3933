"""Who may work on claims: the market regulator's officers and administrators."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from assistant.accounts.guard import HEADER, Accounts
from assistant.accounts.person import NotAllowed, Person


def market_desk(accounts: Accounts) -> Callable[[Request], Person]:
    """What gives an officer of 市场监管 or an administrator; it raises SignInRequired or NotAllowed for all others."""
    signed_in = accounts.require("officer", "admin")

    def person(request: Request) -> Person:
        found = signed_in(request)
        if found.role == "officer" and found.authority != "market":
            raise NotAllowed("这里只对市场监管部门开放。")
        return found

    return person


def own_company(accounts: Accounts) -> Callable[[Request], Person | None]:
    """What gives the company that is signed in, ``None`` for everybody else: reporting needs no account.

    A request that a page of another site may have made (no own header) counts as anonymous, whatever its cookies.
    """

    def person(request: Request) -> Person | None:
        if request.headers.get(HEADER) != "1":
            return None
        found = accounts.person(request)
        return found if found is not None and found.role == "company" else None

    return person


def analysts(accounts: Accounts) -> Callable[[Request], Person]:
    """What gives those who read masked counts: analysts, officers of 市场监管, administrators."""
    signed_in = accounts.require("analyst", "officer", "admin")

    def person(request: Request) -> Person:
        found = signed_in(request)
        if found.role == "officer" and found.authority != "market":
            raise NotAllowed("这里只对市场监管部门和分析人员开放。")
        return found

    return person
