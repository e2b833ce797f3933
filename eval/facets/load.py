"""Questions that ask two things of an item, and which."""

from __future__ import annotations

from pathlib import Path

from pydantic import field_validator

from eval.reading import DataRow, Text, load_tsv
from knowledge.models import FACETS, Facet


class TwoFacets(DataRow):
    """A question; ``facets`` names the two that it asks, in the order of asking (``materials fee`` in a file)."""

    facets: tuple[Facet, ...]
    question: Text

    @field_validator("facets", mode="before")
    @classmethod
    def _two_of_them(cls, value: object) -> tuple[str, ...]:
        named = tuple(value.split()) if isinstance(value, str) else ()
        if len(set(named)) != 2 or not set(named) <= set(FACETS):
            raise ValueError(f"not two facets, with a blank between them, of: {' '.join(FACETS)}")
        return named


def load(path: Path) -> tuple[TwoFacets, ...]:
    """Read a TSV with the columns facets, question. Raises ``BadInput`` naming the line."""
    return load_tsv(path, TwoFacets)
