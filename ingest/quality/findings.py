"""What one check says of one record, before it is given a name, a department and a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ingest.words import Path
from knowledge.models import Position

Severity = Literal["错误", "提醒", "建议"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""Gravest first: what misleads a citizen, what may, and what would serve citizens better."""


@dataclass(frozen=True)
class Spot:
    """A place that a finding speaks of: a field of the record ``about``, or a ``file`` of the source."""

    about: str = ""
    path: Path = ()
    file: str = ""
    at: Position | None = None


@dataclass(frozen=True)
class Finding:
    """One fault: ``what`` is wrong in one sentence with its figures, ``todo`` is what to do about it.

    ``about`` is an item's or a policy file's id, empty for the knowledge base as a whole; ``path`` is the field meant.
    ``more`` are further places that belong to it (the other side of a contradiction), ``quotes`` the words themselves.
    ``name`` stands where the record has none of its own, as a topic's or a file's.
    """

    severity: Severity
    about: str
    path: Path
    what: str
    todo: str
    more: tuple[Spot, ...] = ()
    quotes: tuple[str, ...] = ()
    name: str = ""
    file: str = ""
    at: Position | None = None
