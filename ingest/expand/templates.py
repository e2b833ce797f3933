"""The templates of questions, read from ``templates.yaml`` once and checked as they are read."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ingest.fit.wordings import plain_wordings
from knowledge.models import Facet

SLOTS = ("call", "told", "situation", "x", "wording", "material", "channel", "condition")
_SLOT = re.compile(r"\{(\w*)\}")


def slots(template: str) -> tuple[str, ...]:
    """Names of the slots of ``template`` in order."""
    return tuple(_SLOT.findall(template))


def _known_slots(template: str) -> str:
    found = slots(template)
    if not found or not set(found) <= set(SLOTS):
        raise ValueError(f"a template has slots of {', '.join(SLOTS)}: {template}")
    return template


def _one_group(pattern: str) -> str:
    if re.compile(pattern).groups != 1:
        raise ValueError(f"an action has one group: {pattern}")
    return pattern


Template = Annotated[str, AfterValidator(_known_slots)]


class Action(BaseModel):
    """What people say for calls that ``match`` from first to last character: other names of the deed, and its story."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    match: Annotated[str, AfterValidator(_one_group)]
    call: Annotated[tuple[Template, ...], Field(min_length=1)]
    told: tuple[Template, ...] = ()


class Templates(BaseModel):
    """All templates; see ``templates.yaml`` for what each part means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: tuple[Action, ...]
    short: tuple[Template, ...]
    polite: tuple[Template, ...]
    story: tuple[Template, ...]
    framed: tuple[Template, ...]
    named: dict[Facet, tuple[Template, ...]]


@cache
def templates() -> Templates:
    """The shipped templates."""
    source = (files("ingest") / "expand" / "templates.yaml").read_text("utf-8")
    return Templates.model_validate(yaml.safe_load(source))


def wordings() -> dict[Facet, tuple[str, ...]]:
    """Plain wordings of each facet, as the facet model learns them."""
    return plain_wordings()
