"""What recognition gives: for each person, evidence for and against with the complaints it rests on, and a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.complaints.recognition.rules import Factor, Protection

Strength = Literal["weak", "clear"]
Suggestion = Literal["none", "review", "handover"]
MOST_NAMED = 100
"""Complaints named under one piece of evidence; ``count`` tells how many there are."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Ground(_Part):
    """What is found: in words with its figures, and the complaints it rests on as ``source:number``; without one it cannot be stated."""

    label: str
    strength: Strength
    text: str
    count: int = Field(ge=1)
    complaints: tuple[str, ...]


class Evidence(Ground):
    """One factor found."""

    factor: Factor


class Shield(Ground):
    """What speaks for a genuine consumer."""

    protection: Protection


class PersonFinding(_Part):
    """One person looked at. ``proposal`` asks a person to look (review) or to weigh a hand-over; it decides nothing.

    ``most_in_window`` counts complaints, ``matters_in_window`` what they are about (0: made before matters were counted).
    """

    person_id: str
    complaints: int
    kinds: Mapping[str, int]
    first_on: date
    last_on: date
    most_in_window: int
    matters_in_window: int = 0
    factors: tuple[Evidence, ...]
    protections: tuple[Shield, ...]
    proposal: Suggestion
    reasons: tuple[str, ...]

    @property
    def grave(self) -> int:
        """How many factors are clear."""
        return sum(one.strength == "clear" for one in self.factors)


class Findings(_Part):
    """One run of recognition: by which rules, over which register and links, on which day."""

    rules_version: str
    rules_digest: str
    links_version: str
    on: date
    persons: tuple[PersonFinding, ...]

    @cached_property
    def by_person(self) -> Mapping[str, PersonFinding]:
        """The finding of each person looked at."""
        return {one.person_id: one for one in self.persons}
