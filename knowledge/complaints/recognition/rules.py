"""The rules of recognition as data: which factors, from how many complaints on, by which words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from knowledge.complaints.recognition.coercion import PARTS, Coercion
from knowledge.errors import QuanquanError

Factor = Literal[
    "excess_quantity",
    "knowing_purchase",
    "label_or_advertising",
    "many_or_repeated",
    "formatted_texts",
    "coercion",
    "false_identity",
    "abnormal_volume",
    "other",
]
Protection = Literal[
    "real_harm",
    "own_use",
    "moderate_demands",
    "upheld",
    "own_words",
    "one_identity",
    "spread_out",
    "varied_goods",
]
FACTORS: Final[tuple[Factor, ...]] = get_args(Factor)
PROTECTIONS: Final[tuple[Protection, ...]] = get_args(Protection)
PHRASES: Final = ("knowing", "label", "harm", "no_harm", "punitive", "refund")
SHIPPED: Final = "rules.yaml"


class InvalidRules(QuanquanError):
    """A file of rules cannot be understood."""

    code = "invalid_rules"
    status = 500


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measured(_Part):
    """One factor or protection; what its numbers mean stands beside them in the file. Those it does not use stay out."""

    label: str
    weak: int | None = None
    clear: int | None = None
    share: float | None = None
    strong: float | None = None
    pieces: int | None = None
    days: int | None = None
    respondents: int | None = None
    others: int | None = None
    own: int | None = None
    uses: float | None = None
    most_others: int | None = None
    ratio: float | None = None
    years: float | None = None
    a_year: int | None = None
    trades: int | None = None

    def __getitem__(self, name: str) -> float:
        """One number; raises InvalidRules where the file left it out."""
        value = getattr(self, name, None)
        if value is None:
            raise InvalidRules(f"识别规则“{self.label}”缺少 {name}。")
        return float(value)


class Trigger(_Part):
    """From how many matters in a window on somebody looks; fewer complaints than ``least`` are not even laid out."""

    matters: int = Field(ge=2)
    days: int = Field(ge=1)
    least: int = Field(ge=1)
    least_in_ring: int = Field(ge=1)


class OneMatter(_Part):
    """When complaints about one trader are one matter (``matters.py``)."""

    near: int = Field(ge=0)
    alike: float = Field(gt=0, le=1)
    longest: int = Field(ge=0)


class Proposal(_Part):
    """When review or hand-over is proposed."""

    review_factors: int = Field(ge=1)
    handover_factors: int = Field(ge=2)
    grave: frozenset[Factor]
    most_strong: int = Field(ge=0)
    most_weak: int = Field(ge=0)


class Rules(_Part):
    """One version of the rules."""

    version: str
    sources: tuple[str, ...]
    trigger: Trigger
    one_matter: OneMatter
    factors: Mapping[Factor, Measured]
    protections: Mapping[Protection, Measured]
    proposal: Proposal
    phrases: Mapping[str, str]
    coercion: Mapping[str, str]
    digest: str = ""

    @field_validator("phrases")
    @classmethod
    def _can_be_read(cls, phrases: Mapping[str, str]) -> Mapping[str, str]:
        if set(phrases) != set(PHRASES):
            raise ValueError(f"phrases must be {', '.join(PHRASES)}")
        for pattern in phrases.values():
            re.compile(_joined(pattern))
        return phrases

    @field_validator("coercion")
    @classmethod
    def _can_be_put_together(cls, phrases: Mapping[str, str]) -> Mapping[str, str]:
        if set(phrases) != set(PARTS):
            raise ValueError(f"coercion must be {', '.join(PARTS)}")
        Coercion(phrases)
        return phrases

    @field_validator("factors", "protections")
    @classmethod
    def _complete(cls, held: Mapping[str, Measured]) -> Mapping[str, Measured]:
        if set(held) not in (set(FACTORS), set(PROTECTIONS)):
            raise ValueError("a factor or protection is missing")
        return held

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """What each list of phrases finds."""
        return {name: re.compile(_joined(pattern)) for name, pattern in self.phrases.items()}

    @cached_property
    def threats(self) -> Coercion:
        """What finds a threat for money."""
        return Coercion(self.coercion)


def load_rules(path: Path | None = None) -> Rules:
    """The rules of a file, or the shipped ones; raises InvalidRules."""
    content = path.read_bytes() if path else (files(__package__) / SHIPPED).read_bytes()
    try:
        held: Any = yaml.safe_load(content)
        return Rules.model_validate(held | {"digest": hashlib.sha256(content).hexdigest()})
    except (yaml.YAMLError, ValidationError, TypeError, re.error) as error:
        raise InvalidRules("识别规则文件读不懂，请检查格式。") from error


def _joined(pattern: str) -> str:
    """A pattern over several lines of the file is one."""
    return "".join(pattern.split())
