"""Index the changed subjects alone, with all that was fitted on the whole base: encoder, weights of words, ranker, models.

A patch costs milliseconds a subject where a build costs minutes. What it leaves as it was (statistics of words, the
encoder's idea of meaning, the ranker) drifts by as little as the few changed subjects are a part of the base; a build
renews it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.fit.texts import SubjectTexts, guide_texts, topic_texts
from knowledge import text
from knowledge.dense import Encoder, Vectors
from knowledge.index_patch import load_subjects, save_subjects
from knowledge.models import Passage, PolicyDocument, PolicyQuestion, Question, ServiceGuide, Topic
from knowledge.parts import FITTED, PASSAGES, SubjectParts, load_proxies, subject_keys
from knowledge.passages import PassageIndex
from knowledge.records import KnowledgeRecords

PULL = 1.0
"""How far a proxy follows the mean of its subject's texts when these change; see README for what was measured."""


class Patcher:
    """An ``ingest.patching.IndexPatcher``; what it read of one build serves all snapshots patched from it."""

    def __init__(self) -> None:
        self._build: tuple[int, int] | None = None
        self._fitted: tuple[Encoder, dict[str, Vectors]] | None = None

    def __call__(self, before: KnowledgeRecords, after: KnowledgeRecords, folder: Path, *, previous: Path) -> None:
        """Write the subjects that differ from the build beneath ``previous``, and where policy files differ their index."""
        encoder, proxies = self._read(previous)
        patched = load_subjects(previous)
        subjects = SubjectPatcher(encoder, proxies | {key: one.proxy for key, one in patched.items()})
        stand = patched | subjects.changed(before, after)
        keys = subject_keys(after.guides, after.topics)
        save_subjects(folder, {key: stand[key] for key in keys if key in stand})
        if _policies(before) != _policies(after):
            PassageIndex.build(*_policies(after)).save(folder / PASSAGES)

    def _read(self, folder: Path) -> tuple[Encoder, dict[str, Vectors]]:
        """Encoder and proxies of a build; links to one file are told by its number on the disk."""
        status = (folder / FITTED).stat()
        build = (status.st_dev, status.st_ino)
        if self._fitted is None or self._build != build:
            self._build, self._fitted = build, load_proxies(folder)
        return self._fitted


def _policies(
    records: KnowledgeRecords,
) -> tuple[Sequence[Passage], Sequence[PolicyDocument], Sequence[PolicyQuestion]]:
    return records.passages, records.policies, records.policy_questions


@dataclass(frozen=True)
class SubjectPatcher:
    """Makes the parts of changed subjects by the encoder in force; ``proxies`` are those in force, by subject key."""

    encoder: Encoder
    proxies: Mapping[str, Vectors]

    def changed(self, before: KnowledgeRecords, after: KnowledgeRecords) -> dict[str, SubjectParts]:
        """Parts of each subject whose texts ``after`` differ from those ``before``, or were not there."""
        old, new = _sources(before), _sources(after)
        patch = {}
        for key, source in new.items():
            earlier = old.get(key)
            if earlier == source:
                continue
            subject, known = _texts(key, source), _texts(key, earlier) if earlier is not None else None
            if known is None or (subject.short, subject.long) != (known.short, known.long):
                patch[key] = self._made(subject, known)
        return patch

    def _made(self, subject: SubjectTexts, known: SubjectTexts | None) -> SubjectParts:
        return SubjectParts(
            vectors=self.encoder.encode(subject.short),
            texts=[text.terms(line) for line in subject.short],
            whole=[term for line in subject.all for term in text.terms(line)],
            proxy=self._proxy(subject, known),
        )

    def _proxy(self, subject: SubjectTexts, known: SubjectTexts | None) -> Vectors:
        """The mean of what the subject's proxy would learn from; of a known subject its fitted proxy, moved by the change."""
        mean, fitted = self._mean(subject), self.proxies.get(subject.key)
        if known is None or fitted is None:
            return _unit(mean)
        return _unit(fitted + np.float32(PULL) * (mean - self._mean(known)))

    def _mean(self, subject: SubjectTexts) -> Vectors:
        mean: Vectors = self.encoder.encode(subject.all).mean(axis=0)
        return mean


Source = tuple[ServiceGuide | Topic, tuple[Question, ...]]


def _texts(key: str, source: Source) -> SubjectTexts:
    record, asked = source
    if isinstance(record, Topic):
        return topic_texts(key, record)
    return guide_texts(record, [text.normalise(question.text) for question in asked])


def _sources(records: KnowledgeRecords) -> Mapping[str, Source]:
    """Of each subject the records that its texts come from; equal sources give equal texts."""
    keys = subject_keys(records.guides, records.topics)
    guides: Iterable[Source] = ((guide, records.asked.get(guide.id, ())) for guide in records.guides)
    topics: Iterable[Source] = ((topic, ()) for topic in records.topics)
    return dict(zip(keys, (*guides, *topics), strict=True))


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit.astype(np.float32)
