"""The endings of a turn and their wording, read from outcomes.yaml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.pipeline.reply import CallNumber, Outcome


class Ending(BaseModel):
    """Wording of one outcome: for staff (``meaning``), for citizens (``text``), and for special cases (``variants``).

    ``calls`` are the numbers offered, most urgent first, by variant (``general`` is ``text``); each is a label that ends
    in its number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: str
    text: str
    variants: dict[str, str] = {}
    calls: dict[str, tuple[str, ...]] = {}


@cache
def endings() -> dict[Outcome, Ending]:
    """All outcomes, in file order; raises ValidationError when the file names an unknown outcome."""
    raw = yaml.safe_load((files("assistant") / "outcomes.yaml").read_text("utf-8"))
    return TypeAdapter(dict[Outcome, Ending]).validate_python(raw)


def wording(outcome: Outcome, variant: str = "") -> str:
    """The words a citizen reads."""
    ending = endings()[outcome]
    return ending.variants[variant] if variant else ending.text


def calls(outcome: Outcome, variant: str = "") -> tuple[CallNumber, ...]:
    """The numbers that a citizen is offered with those words; often none."""
    labels = endings()[outcome].calls.get(variant or "general", ())
    return tuple(CallNumber(label=label, number=label.split()[-1]) for label in labels)
