"""Signing in and out, and looking after accounts."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from assistant.accounts import passwords
from assistant.accounts.person import AUTHORITIES, ROLES, AccountLocked, Authority, Person, Role, WrongPassword
from assistant.accounts.repository import AccountRepository
from assistant.errors import InvalidRequest, StateUnavailable
from assistant.observability import describe_exception
from knowledge.errors import NotFound
from knowledge.portraits.credit_code import is_credit_code

LASTS = timedelta(hours=8)
"""A working day: nobody stays signed in overnight."""
MOST_FAILURES = 5
LOCKED = timedelta(minutes=15)
_NAME = re.compile(r"[\w.@-]{2,64}")

_log = structlog.get_logger(__name__)


class AccountService:
    """Accounts over one database; every failure of the database is a ``StateUnavailable``."""

    def __init__(self, repository: AccountRepository, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._repository = repository
        self._now = now

    def sign_in(self, name: str, password: str) -> tuple[str, Person]:
        """Open a sign-in; its secret and who it is. Raises WrongPassword, AccountLocked or StateUnavailable."""
        with _database():
            row, now = self._repository.by_name(name), self._now()
            if row is not None and row.locked_until is not None and row.locked_until > now:
                raise AccountLocked(int((row.locked_until - now).total_seconds()) + 1)
            right = passwords.matches(row.password_hash if row is not None and row.active else None, password)
            if row is None or not right:
                if row is not None:
                    self._repository.failed(row.id, MOST_FAILURES, now + LOCKED)
                raise WrongPassword
            token = secrets.token_urlsafe(32)
            self._repository.open(row.id, _digest(token), now, LASTS)
        person = _person(row)
        self.audit(person, "sign_in", "")
        return token, person

    def sign_out(self, token: str) -> None:
        """End a sign-in; one that is not open is none the worse."""
        with _database():
            self._repository.close(_digest(token))

    def person(self, token: str) -> Person | None:
        """Who holds an open sign-in; raises StateUnavailable."""
        with _database():
            row = self._repository.owner(_digest(token), self._now())
        return None if row is None else _person(row)

    def audit(self, person: Person, action: str, subject: str) -> None:
        """Write down what somebody did; raises StateUnavailable, so that nothing is done that leaves no trace."""
        entry = {"at": self._now(), "account_id": person.id, "name": person.name, "role": person.role}
        with _database():
            self._repository.audit(entry | {"action": action, "subject": subject})

    def add(
        self, name: str, password: str, role: str, credit_code: str | None = None, authority: str | None = None
    ) -> Person:
        """Make an account; raises InvalidRequest for a taken name, a weak password or a wrong role or code."""
        if not _NAME.fullmatch(name):
            raise InvalidRequest("账号名只能用字母、数字、汉字和 . @ - _，2 到 64 个字符。")
        if role not in ROLES:
            raise InvalidRequest(f"没有这个角色，可以用的有：{'、'.join(ROLES)}。")
        if (role == "company") != (credit_code is not None) or (credit_code and not is_credit_code(credit_code)):
            raise InvalidRequest("企业账号要写对统一社会信用代码，其他账号不写。")
        if (role == "officer") != (authority is not None) or (authority and authority not in AUTHORITIES):
            raise InvalidRequest(f"officer 账号要写所在单位（{'、'.join(AUTHORITIES)}），其他账号不写。")
        passwords.check_new(name, password)
        account = {
            "id": secrets.token_hex(16),
            "name": name,
            "role": role,
            "credit_code": credit_code,
            "authority": authority,
        }
        kept = {"password_hash": passwords.hashed(password), "active": True, "failures": 0, "locked_until": None}
        with _database():
            try:
                self._repository.add(account | kept | {"created_at": self._now()})
            except IntegrityError as error:
                raise InvalidRequest("这个账号名已经有人用了。") from error
        return Person(str(account["id"]), name, _role(role), credit_code, _authority(authority))

    def all(self) -> Sequence[Row[Any]]:
        """Every account."""
        with _database():
            return self._repository.all()

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password and end its sign-ins; raises NotFound or InvalidRequest."""
        passwords.check_new(name, password)
        self._change(name, password_hash=passwords.hashed(password), failures=0, locked_until=None)

    def set_active(self, name: str, active: bool) -> None:
        """Close an account (its sign-ins end) or open it again; raises NotFound."""
        self._change(name, active=active, failures=0, locked_until=None)

    def _change(self, name: str, **values: object) -> None:
        with _database():
            if not self._repository.change(name, **values):
                raise NotFound("没有这个账号。")
            row = self._repository.by_name(name)
            if row is not None:
                self._repository.close_all(row.id)


@contextmanager
def _database() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        _log.error("accounts_unavailable", **describe_exception(error))
        raise StateUnavailable("系统暂时不能登录，请稍后再试。") from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _role(name: str) -> Role:
    return next(role for role in ROLES if role == name)


def _authority(name: str | None) -> Authority | None:
    return next((authority for authority in AUTHORITIES if authority == name), None)


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, _role(row.role), row.credit_code, _authority(row.authority))
