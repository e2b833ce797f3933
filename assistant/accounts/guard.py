"""Who asks, and may they? Routes take a person from here.

An unsafe request needs the header ``X-Quanquan-Request: 1``: a page of another site cannot set it without a preflight,
which we do not grant; the cookie is ``SameSite=Strict`` besides (OWASP's custom-header defence against forged requests).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from assistant.accounts.person import NotAllowed, Person, Role, SignInRequired
from assistant.accounts.service import LASTS, AccountService

__all__ = ["Accounts", "Person"]

COOKIE: Final = "qq_session"
HEADER: Final = "x-quanquan-request"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST: Final = 128


class Accounts:
    """What routes ask about who is signed in."""

    def __init__(self, service: AccountService) -> None:
        self.service = service

    def person(self, request: Request) -> Person | None:
        """Whoever is signed in, ``None`` for an anonymous reader; raises StateUnavailable."""
        token = request.cookies.get(COOKIE, "")
        return self.service.person(token) if 0 < len(token) <= _LONGEST else None

    def require(self, *roles: Role) -> Callable[[Request], Person]:
        """What gives the person who made a request; it raises SignInRequired or NotAllowed."""

        def signed_in(request: Request) -> Person:
            check_own_page(request)
            person = self.person(request)
            if person is None:
                raise SignInRequired
            if roles and person.role not in roles:
                raise NotAllowed("您的账号没有做这件事的权限。")
            return person

        return signed_in

    def audit(self, person: Person, action: str, subject: str) -> None:
        """Write down what somebody did; raises StateUnavailable."""
        self.service.audit(person, action, subject)


def check_own_page(request: Request) -> None:
    """Refuse what a page of another site might have sent; raises NotAllowed."""
    if request.method in _SAFE:
        return
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get(HEADER) != "1":
        raise NotAllowed("请在本网站的页面上操作。")


def keep(response: Response, token: str, secure: bool) -> None:
    """Give the browser the secret of a sign-in; no script can read it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )
