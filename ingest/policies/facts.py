"""One thing that was read of a policy file: its value, the words that say so, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.models import Position

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Fact(Generic[T_co]):
    """``quote`` are the document's own words, ``at`` is their place."""

    value: T_co
    quote: str
    at: Position
