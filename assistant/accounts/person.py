"""Who is signed in, and the failures of signing in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.errors import ServiceError

Role = Literal["company", "agent", "editor", "tester", "analyst", "admin", "officer"]
ROLES: tuple[Role, ...] = get_args(Role)

Authority = Literal["market", "procuratorate", "police", "court", "justice", "hotline"]
"""市场监管, 检察, 公安, 法院, 司法, 12345: those who see one another's matters of malicious claims, each what concerns it."""
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)


@dataclass(frozen=True)
class Person:
    """Somebody signed in; ``credit_code`` is the company that a person of the role ``company`` speaks for, ``authority`` where an ``officer`` serves."""

    id: str
    name: str
    role: Role
    credit_code: str | None = None
    authority: Authority | None = None


class SignInRequired(ServiceError):
    """Nobody is signed in."""

    code = "sign_in_required"
    status = 401

    def __init__(self) -> None:
        super().__init__("请先登录。")


class NotAllowed(ServiceError):
    """Whoever is signed in may not do this."""

    code = "not_allowed"
    status = 403


class WrongPassword(ServiceError):
    """Name and password do not belong together; which of them is wrong is never told."""

    code = "wrong_password"
    status = 401

    def __init__(self) -> None:
        super().__init__("账号或者密码不对，请核对后再试。")


class AccountLocked(ServiceError):
    """Too many wrong passwords; ``retry_after`` says for how long."""

    code = "account_locked"
    status = 429

    def __init__(self, seconds: int) -> None:
        super().__init__(f"密码输错的次数太多，账号暂时锁定，请过 {-(-seconds // 60)} 分钟再试。")
        self.retry_after = seconds
