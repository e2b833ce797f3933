"""What the grammar makes of tokens: chunks; and what it remembers while it reads a clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any as Whatever

from ingest.labels.tokens import Lexer, Token
from knowledge.measures.conditions import Atom, Condition


@dataclass(frozen=True)
class Chunk:
    """``value``: a condition of kind ``?``, yuan of ``sum``, yuans of ``sums``, (field, bounds) of ``many``, (base, rate) of
    ``share``, (field, yuan) of ``unit``, yuan or ``None`` of ``cap``; joints are their token's letter."""

    kind: str
    start: int
    end: int
    value: Whatever = None
    shape: str = ""


@dataclass
class Reading:
    """What reading a clause remembers: the field spoken of, and the document's meaning of 以上 (does it include?)."""

    text: str
    lexer: Lexer
    inclusive: Mapping[str, bool] = field(default_factory=dict)
    last: str | None = None
    scoped: bool = False
    tabled: bool = False
    depth: int = 0


Handler = Callable[[Reading, Sequence[Token]], "Chunk | None"]


def shape_of(condition: Condition) -> str:
    """The letter of what a condition is about: titles Q, listing L, industries C, company types T, listings of bad faith B."""
    match condition:
        case Atom("qualifications"):
            return "Q"
        case Atom("listed_status"):
            return "L"
        case Atom("industry_code", "prefix"):
            return "C"
        case Atom("company_type"):
            return "T"
        case Atom("dishonest" | "abnormal_listing" | "safety_accident"):
            return "B"
        case Atom():
            return "N"
    return "other"


def condition_chunk(tokens: Sequence[Token], condition: Condition, shape: str = "") -> Chunk:
    """The chunk of a condition that ``tokens`` say."""
    return Chunk("?", tokens[0].start, tokens[-1].end, condition, shape or shape_of(condition))
