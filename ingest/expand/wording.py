"""What the model is told and what editors read, from ``prompt.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.models import Facet


class Wording(BaseModel):
    """``facets`` names each facet for people, ``system`` is the model's task."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    facets: dict[Facet, str]
    system: str


@cache
def wording() -> Wording:
    """The shipped wording."""
    return Wording.model_validate(yaml.safe_load((files("ingest") / "expand" / "prompt.yaml").read_text("utf-8")))
