"""All records of one snapshot, and their form on disk: one JSON Lines file a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from knowledge.errors import SnapshotDamaged
from knowledge.models import (
    LifeEvent,
    Origin,
    Passage,
    PolicyDocument,
    PolicyQuestion,
    Question,
    Record,
    ServiceGuide,
    ServiceItem,
    Topic,
)
from knowledge.record_patch import RecordPatch

RecordT = TypeVar("RecordT", bound=Record)

GUIDES = "guides.jsonl"
ITEMS = "items.jsonl"
QUESTIONS = "questions.jsonl"
LIFE_EVENTS = "life_events.jsonl"
TOPICS = "topics.jsonl"
POLICIES = "policies.jsonl"
PASSAGES = "passages.jsonl"
POLICY_QUESTIONS = "policy_questions.jsonl"
ORIGINS = "origins.jsonl"
BASE_RECORDS = frozenset({GUIDES, QUESTIONS, ORIGINS})
"""Files that a patched snapshot leaves as its whole build wrote them; the others are written anew where they differ."""


@dataclass(frozen=True)
class KnowledgeRecords:
    """What one snapshot says.

    ``guides`` are sorted by id; ``items`` holds exactly one row for each guide, in the item list's order;
    ``questions`` are grouped by item in guide order, each group in its author's order; ``life_events`` come in
    the item list's order. ``related`` of a guide, ``item_ids`` of a life event and ``choices`` of a topic name published
    guides only. ``passages`` are grouped by document in the order of ``policies``, each group in the text's order.
    ``origins`` say where guides and policy files come from, by id.
    """

    guides: tuple[ServiceGuide, ...] = ()
    items: tuple[ServiceItem, ...] = ()
    questions: tuple[Question, ...] = ()
    life_events: tuple[LifeEvent, ...] = ()
    topics: tuple[Topic, ...] = ()
    policies: tuple[PolicyDocument, ...] = ()
    passages: tuple[Passage, ...] = ()
    policy_questions: tuple[PolicyQuestion, ...] = ()
    origins: tuple[Origin, ...] = ()

    @cached_property
    def asked(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions by item."""
        groups: dict[str, list[Question]] = {}
        for question in self.questions:
            groups.setdefault(question.item_id, []).append(question)
        return {item_id: tuple(group) for item_id, group in groups.items()}

    def as_files(self, leave: Set[str] = frozenset()) -> dict[str, bytes]:
        """File name to content, but for the files to ``leave``; equal records give equal bytes."""
        kinds: dict[str, Iterable[Record]] = {
            GUIDES: self.guides,
            ITEMS: self.items,
            QUESTIONS: self.questions,
            LIFE_EVENTS: self.life_events,
            TOPICS: self.topics,
            POLICIES: self.policies,
            PASSAGES: self.passages,
            POLICY_QUESTIONS: self.policy_questions,
            ORIGINS: self.origins,
        }
        return {name: _lines(records) for name, records in kinds.items() if name not in leave}

    def write(self, folder: Path) -> None:
        """Write the record files into ``folder``, which exists."""
        for name, data in self.as_files().items():
            (folder / name).write_bytes(data)

    @classmethod
    def read(cls, folder: Path, *, whole: bool = True) -> KnowledgeRecords:
        """The records written into ``folder``; raises SnapshotDamaged when a file is missing or breaks its format.

        Unless ``whole``, questions and origins are left out: a server asks for the number of the first and for one of the
        second at a time (:class:`knowledge.origins.Origins`), and reading them is half its start.
        """
        records = cls(
            guides=_read(folder / GUIDES, ServiceGuide),
            items=_read(folder / ITEMS, ServiceItem),
            questions=_read(folder / QUESTIONS, Question) if whole else (),
            life_events=_read(folder / LIFE_EVENTS, LifeEvent),
            topics=_read(folder / TOPICS, Topic),
            policies=_read(folder / POLICIES, PolicyDocument),
            passages=_read(folder / PASSAGES, Passage),
            policy_questions=_read(folder / POLICY_QUESTIONS, PolicyQuestion),
            origins=_read(folder / ORIGINS, Origin) if whole else (),
        )
        patch = RecordPatch.read(folder)
        return records if patch is None else records._patched(patch, whole)

    def _patched(self, patch: RecordPatch, whole: bool) -> KnowledgeRecords:
        guides = patch.guided(self.guides)
        if not whole:
            return replace(self, guides=guides)
        questions = patch.questioned(self.questions, guides)
        return replace(self, guides=guides, questions=questions, origins=patch.traced(self.origins))

    def reread(self, folder: Path, same: Set[str], changes: RecordPatch) -> KnowledgeRecords:
        """These records (read without questions and origins) with ``changes`` and the small files not in ``same``."""

        def either(name: str, kind: type[RecordT], now: tuple[RecordT, ...]) -> tuple[RecordT, ...]:
            return now if name in same else _read(folder / name, kind)

        return KnowledgeRecords(
            guides=changes.guided(self.guides),
            items=either(ITEMS, ServiceItem, self.items),
            life_events=either(LIFE_EVENTS, LifeEvent, self.life_events),
            topics=either(TOPICS, Topic, self.topics),
            policies=either(POLICIES, PolicyDocument, self.policies),
            passages=either(PASSAGES, Passage, self.passages),
            policy_questions=either(POLICY_QUESTIONS, PolicyQuestion, self.policy_questions),
        )

    @staticmethod
    def count_questions(folder: Path) -> int:
        """How many questions were written into ``folder``; raises SnapshotDamaged when their file is missing."""
        patch = RecordPatch.read(folder)
        if patch is not None:
            return patch.question_count
        try:
            return (folder / QUESTIONS).read_bytes().count(b"\n")
        except OSError as error:
            raise SnapshotDamaged(f"知识快照里的 {QUESTIONS} 读不出来") from error


def _lines(records: Iterable[Record]) -> bytes:
    return "".join(record.model_dump_json() + "\n" for record in records).encode()


def _read(path: Path, kind: type[RecordT]) -> tuple[RecordT, ...]:
    """One parse of the whole file: three times as fast as one a line at 100,000 questions."""
    try:
        lines = path.read_bytes().splitlines()
        return TypeAdapter(tuple[kind, ...]).validate_json(b"[" + b",".join(lines) + b"]")  # type: ignore[valid-type]
    except (OSError, ValidationError) as error:
        raise SnapshotDamaged(f"知识快照里的 {path.name} 读不出来") from error
