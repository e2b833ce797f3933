"""What the parsers give: records, each with its origin, and what an editor should know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from knowledge.manifest import Problem
from knowledge.models import Origin

T = TypeVar("T")


@dataclass(frozen=True)
class Sourced(Generic[T]):
    """A record and where it comes from."""

    value: T
    origin: Origin


@dataclass(frozen=True)
class Parsed(Generic[T]):
    """What one file holds. A record that cannot be used is a rejection among ``problems``, with its ``item_id`` where known."""

    records: tuple[Sourced[T], ...] = ()
    problems: tuple[Problem, ...] = ()
