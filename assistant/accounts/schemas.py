"""What signing in takes and gives."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.accounts.person import Authority, Role


class SignInRequest(BaseModel):
    """Name and password."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=64)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class Me(BaseModel):
    """Who is signed in; ``company`` is the name of the company that an account speaks for, where it is known."""

    model_config = ConfigDict(frozen=True)

    name: str
    role: Role
    credit_code: str | None
    authority: Authority | None
    company: str | None
