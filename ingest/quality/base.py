"""All that the checks look at, with the tables that several of them need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from ingest.quality.findings import Finding
from ingest.words import Path
from knowledge.manifest import Problem
from knowledge.models import Passage, PolicyDocument, Question, Record, ServiceGuide
from knowledge.ports import KnowledgeIndex
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords


class LinkChecker(Protocol):
    """Knows the addresses of this site; it never asks the network."""

    def fault(self, url: str) -> str | None:
        """Why a well-formed address leads nowhere, as a predicate in plain Chinese; ``None`` when nothing speaks against it."""


@dataclass(frozen=True)
class Base:
    """One knowledge base on one day; ``index`` and ``links`` may be missing, their checks then find nothing."""

    records: KnowledgeRecords
    today: date
    problems: tuple[Problem, ...] = ()
    index: KnowledgeIndex | None = None
    links: LinkChecker | None = None
    deep: bool = False
    progress: Progress = field(default_factory=SilentProgress)

    @cached_property
    def guides(self) -> Mapping[str, ServiceGuide]:
        """Guides by id."""
        return {guide.id: guide for guide in self.records.guides}

    @cached_property
    def policies(self) -> Mapping[str, PolicyDocument]:
        """Policy files by id."""
        return {policy.id: policy for policy in self.records.policies}

    @cached_property
    def articles(self) -> Mapping[str, tuple[Passage, ...]]:
        """Articles of each policy file, in the text's order."""
        found: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.records.passages:
            found[passage.document_id].append(passage)
        return {document_id: tuple(passages) for document_id, passages in found.items()}

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """Authored questions of each item."""
        found: dict[str, list[Question]] = defaultdict(list)
        for question in self.records.questions:
            found[question.item_id].append(question)
        return {item_id: tuple(asked) for item_id, asked in found.items()}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the guides that bear each name (as printed, blanks aside) or alias."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for guide in self.records.guides:
            for name in (guide.name, *guide.aliases):
                found[name.replace(" ", "")][guide.id] = None
        return {name: tuple(ids) for name, ids in found.items()}


Run = Callable[[Base], Iterable[Finding]]


@dataclass(frozen=True)
class Check:
    """One entry of the registry: a stable ``code``, what editors call it, and the function that finds."""

    code: str
    title: str
    run: Run


def of_guides(check: Callable[[ServiceGuide], Iterable[Finding]]) -> Run:
    """A check that looks at one guide at a time."""

    def run(base: Base) -> Iterator[Finding]:
        for guide in base.records.guides:
            yield from check(guide)

    return run


def texts_of(record: Record) -> Iterator[tuple[Path, str]]:
    """Every text of a record with its path."""
    yield from _texts((), record.model_dump())


def _texts(path: tuple[str | int, ...], value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts((*path, name), inner)
    elif isinstance(value, (list, tuple)):
        for number, inner in enumerate(value):
            yield from _texts((*path, number), inner)
