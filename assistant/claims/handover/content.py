"""What a packet says, as plain data: made from a case, read by nothing but the writer of the document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import yaml

_BASES: Final = Path(__file__).with_name("legal_bases.yaml")


@dataclass(frozen=True)
class LegalBasis:
    """A rule by title and articles; ``source`` says where it comes from."""

    title: str
    articles: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Event:
    """One complaint of the timeline, or what a company reported; ``on`` is an ISO day, ``sum_demanded`` text in yuan."""

    on: str
    kind: str
    ref: str
    respondent: str
    sum_demanded: str
    outcome: str


@dataclass(frozen=True)
class Proof:
    """One file of evidence; ``size`` in bytes, ``sha256`` in hexadecimal digits."""

    name: str
    type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Sign:
    """A factor against, or a circumstance for, with the complaints that it rests on."""

    label: str
    text: str
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Decision:
    """A row of the history: when (as people read it), who, what and why."""

    at: str
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class PacketContent:
    """A whole packet; ``receiver`` is empty where it stays in the house, ``head`` the digest of the history's last row,
    ``news`` what has become of the case since.
    """

    title: str
    case_id: str
    receiver: str
    made_on: str
    sample: bool
    masked: bool
    news: str
    facts: str
    parties: tuple[tuple[str, str], ...]
    timeline: tuple[Event, ...]
    timeline_total: int
    evidence: tuple[Proof, ...]
    factors: tuple[Sign, ...]
    against: tuple[Sign, ...]
    decisions: tuple[Decision, ...]
    head: str
    length: int
    whole: bool
    bases: tuple[LegalBasis, ...]


@lru_cache(maxsize=1)
def legal_bases() -> tuple[LegalBasis, ...]:
    """The rules of ``legal_bases.yaml``."""
    rows = yaml.safe_load(_BASES.read_text(encoding="utf-8"))
    return tuple(LegalBasis(row["title"], tuple(row["articles"]), row["source"]) for row in rows)
