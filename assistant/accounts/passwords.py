"""Passwords: argon2id after RFC 9106, a few at a time, because each takes 64 MiB and a core for a moment."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from assistant.errors import InvalidRequest

SHORTEST = 10
LONGEST = 200

_hasher = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)


def hashed(password: str) -> str:
    """The hash to keep."""
    with _AT_ONCE:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Is it the password of a kept hash? ``None`` (no such account) takes as long and is never right."""
    with _AT_ONCE:
        try:
            return _hasher.verify(kept or _nobody(), password) and kept is not None
        except (VerifyMismatchError, InvalidHashError):
            return False


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def check_new(name: str, password: str) -> None:
    """Refuse a password that is too easy; raises InvalidRequest with the reason."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidRequest(f"密码应有 {SHORTEST} 到 {LONGEST} 个字符。")
    if name.lower() in password.lower() or len(set(password)) < 5:
        raise InvalidRequest("密码太容易猜，请换一个：不要含账号名，不要总是同几个字符。")
