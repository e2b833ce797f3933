"""What the credit check takes and gives."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from assistant.edge.http import Body, Part, Reply


class CheckIn(Body):
    """Credit codes to look up."""

    codes: Annotated[list[Annotated[str, StringConstraints(max_length=40)]], Field(min_length=1, max_length=500)]


class Listed(Part):
    """A company that stands on a list."""

    credit_code: str
    list: str
    reason: str


class Checked(Reply):
    """What was found; ``invalid`` are no credit codes."""

    checked: int
    listed: tuple[Listed, ...]
    invalid: tuple[str, ...]
    lists: tuple[str, ...]
