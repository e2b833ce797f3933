"""The plainest ways to ask for each facet, which authors of question files leave out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from knowledge.models import Facet


@cache
def plain_wordings() -> dict[Facet, tuple[str, ...]]:
    """Phrases by facet, in file order; each is said behind an item's name or a story."""
    raw = yaml.safe_load((files("knowledge") / "lexicon" / "wordings.yaml").read_text("utf-8"))
    return {facet: tuple(phrases) for facet, phrases in raw.items()}
