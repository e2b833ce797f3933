"""The endings of a turn and their wording, read from outcomes.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.pipeline.reply import Outcome


class Ending(BaseModel):
    """Wording of one outcome: for staff (``meaning``), for citizens (``text``), and for special cases (``variants``)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: str
    text: str
    variants: dict[str, str] = {}


@cache
def endings() -> dict[Outcome, Ending]:
    """All outcomes, in file order; raises ValidationError when the file names an unknown outcome."""
    raw = yaml.safe_load((files("assistant") / "outcomes.yaml").read_text("utf-8"))
    return TypeAdapter(dict[Outcome, Ending]).validate_python(raw)


def wording(outcome: Outcome, variant: str = "") -> str:
    """The words a citizen reads."""
    ending = endings()[outcome]
    return ending.variants[variant] if variant else ending.text
