"""The library that matching reads: the published labels, with what editors accepted laid over."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog
from pydantic import ValidationError
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import StateUnavailable
from assistant.labels.repository import LabelRepository
from assistant.observability import describe_exception
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import HumanAward, parse_award
from knowledge.measures.conditions import All, Condition, Human, Not, parse_condition
from knowledge.measures.conditions import Any as OneOf
from knowledge.models import Measure, Passage, PolicyDocument

LOOK_SECONDS: Final = 1.0
"""How long another process's accepted version may stay unnoticed."""

_log = structlog.get_logger(__name__)


class PolicyIndex(Protocol):
    """What of ``KnowledgeIndex`` is read here."""

    @property
    def snapshot_id(self) -> str:
        """Which snapshot this is."""

    @property
    def policies(self) -> Mapping[str, PolicyDocument]:
        """Policy files by id."""

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """All articles of one policy file in the text's order."""


@dataclass(frozen=True)
class _Overlay:
    """The editors' accepted measures by document, as of a stamp of the table."""

    stamp: tuple[int, int]
    measures: Mapping[str, tuple[Measure, ...]]


@dataclass(frozen=True)
class _Library:
    snapshot_id: str
    stamp: tuple[int, int]
    documents: Mapping[str, PolicyDocument]
    measures: tuple[tuple[PolicyDocument, Measure], ...]


class LabelLibrary:
    """``measures`` and ``version`` cost an attribute read; once a second the table's stamp is asked for."""

    def __init__(
        self,
        index_source: Callable[[], PolicyIndex],
        repository: LabelRepository,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._index_source = index_source
        self._repository = repository
        self._clock = clock
        self._lock = threading.Lock()
        self._overlay: _Overlay | None = None
        self._library: _Library | None = None
        self._looked = float("-inf")

    def measures(self) -> Sequence[tuple[PolicyDocument, Measure]]:
        """Every measure with its document, which holds the same labels; raises SnapshotUnavailable or StateUnavailable.

        A measure of which :func:`needs_person` is true is for a person to check (需人工核对): it never leads to money by itself.
        """
        return self._current().measures

    @property
    def documents(self) -> Mapping[str, PolicyDocument]:
        """The policy files by id, with the labels in force; raises SnapshotUnavailable or StateUnavailable."""
        return self._current().documents

    @property
    def version(self) -> str:
        """Changes with every new snapshot and every newly accepted version, whichever process made it."""
        library = self._current()
        return f"{library.snapshot_id}@{library.stamp[0]}.{library.stamp[1]}"

    def look(self) -> None:
        """Look at the table at the next question, however lately it was done."""
        self._looked = float("-inf")

    def _current(self) -> _Library:
        index = self._index_source()
        library = self._library
        if library is not None and library.snapshot_id == index.snapshot_id and self._is_fresh():
            return library
        with self._lock:
            overlay = self._overlay_now()
            library = self._library
            if library is None or (library.snapshot_id, library.stamp) != (index.snapshot_id, overlay.stamp):
                library = self._library = _laid_over(index, overlay)
            return library

    def _is_fresh(self) -> bool:
        return self._clock() - self._looked < LOOK_SECONDS

    def _overlay_now(self) -> _Overlay:
        """What the table says; while it cannot be read, what it said before."""
        if self._overlay is not None and self._is_fresh():
            return self._overlay
        looked = self._clock()
        try:
            stamp = self._repository.stamp()
            if self._overlay is None or self._overlay.stamp != stamp:
                self._overlay = _Overlay(stamp, dict(_readable(self._repository.newest())))
        except SQLAlchemyError as error:
            _log.error("labels_unavailable", **describe_exception(error))
            if self._overlay is None:
                raise StateUnavailable("标签库暂时打不开，请稍后再试。") from error
        self._looked = looked
        return self._overlay


def _readable(rows: Iterable[Row[Any]]) -> Iterator[tuple[str, tuple[Measure, ...]]]:
    """The rows' measures; a row that cannot be read leaves the published labels in force, and is reported."""
    for row in rows:
        try:
            yield row.document_id, measures_of(row.measures)
        except InvalidRecord:
            _log.error("labels_unreadable", document=row.document_id, number=row.number)


def measures_of(stored: Iterable[Mapping[str, object]]) -> tuple[Measure, ...]:
    """Measures as they were stored; raises InvalidRecord."""
    try:
        read = tuple(Measure.model_validate(one, strict=False) for one in stored)
    except ValidationError as error:
        raise InvalidRecord("存下的标签读不出来") from error
    for measure in read:
        parse_condition(measure.conditions)
        parse_award(measure.award)
    return read


def _laid_over(index: PolicyIndex, overlay: _Overlay) -> _Library:
    documents = {
        name: policy.model_copy(update={"measures": overlay.measures[name]}) if name in overlay.measures else policy
        for name, policy in index.policies.items()
    }
    measures = tuple((policy, measure) for policy in documents.values() for measure in policy.measures)
    return _Library(index.snapshot_id, overlay.stamp, documents, measures)


def needs_person(measure: Measure) -> bool:
    """Does a clause or the award wait for a person? Raises InvalidRecord for a tree that is none."""
    return isinstance(parse_award(measure.award), HumanAward) or any(humans(parse_condition(measure.conditions)))


def humans(condition: Condition) -> Iterator[str]:
    """The clauses that only a person can decide, from left to right."""
    match condition:
        case Human(text):
            yield text
        case All(parts) | OneOf(parts):
            for part in parts:
                yield from humans(part)
        case Not(part):
            yield from humans(part)


def text_digest(articles: Iterable[Passage]) -> str:
    """SHA-256 of a document's text as it is published."""
    digest = hashlib.sha256()
    for article in articles:
        digest.update(article.text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
