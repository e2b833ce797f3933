"""Index the changed subjects alone, with all that was fitted on the whole base: encoder, weights of words, ranker, models.

A patch costs milliseconds a subject where a build costs minutes. What it leaves as it was (statistics of words, the
encoder's idea of meaning, the ranker) drifts by as little as the few changed subjects are a part of the base; a build
renews it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ingest.fit.texts import SubjectTexts, guide_texts, topic_texts
from knowledge import text
from knowledge.dense import Encoder, Vectors
from knowledge.models import Question, ServiceGuide, Topic
from knowledge.parts import IndexParts, SubjectParts, subject_keys
from knowledge.records import KnowledgeRecords

PULL = 1.0
"""How far a proxy follows the mean of its subject's texts when these change; see README for what was measured."""


@dataclass(frozen=True)
class SubjectPatcher:
    """Makes the parts of changed subjects by the index ``parts`` that is in force."""

    parts: IndexParts

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
        encoder = self.parts.encoder
        return SubjectParts(
            vectors=encoder.encode(subject.short),
            texts=[text.terms(line) for line in subject.short],
            whole=[term for line in subject.all for term in text.terms(line)],
            proxy=self._proxy(encoder, subject, known),
        )

    def _proxy(self, encoder: Encoder, subject: SubjectTexts, known: SubjectTexts | None) -> Vectors:
        """The mean of what the subject's proxy would learn from; of a known subject its fitted proxy, moved by the change."""
        mean = _mean(encoder, subject.all)
        if known is None or subject.key not in self.parts.keys:
            return _unit(mean)
        fitted = self.parts.proxies[self.parts.keys.index(subject.key)]
        return _unit(fitted + np.float32(PULL) * (mean - _mean(encoder, known.all)))


Source = tuple[ServiceGuide | Topic, tuple[Question, ...]]


def _texts(key: str, source: Source) -> SubjectTexts:
    record, asked = source
    if isinstance(record, Topic):
        return topic_texts(key, record)
    return guide_texts(record, [text.normalise(question.text) for question in asked])


def _sources(records: KnowledgeRecords) -> Mapping[str, Source]:
    """Of each subject the records that its texts come from; equal sources give equal texts."""
    asked: dict[str, list[Question]] = {guide.id: [] for guide in records.guides}
    for question in records.questions:
        asked[question.item_id].append(question)
    keys = subject_keys(records.guides, records.topics)
    guides: Iterable[Source] = ((guide, tuple(asked[guide.id])) for guide in records.guides)
    topics: Iterable[Source] = ((topic, ()) for topic in records.topics)
    return dict(zip(keys, (*guides, *topics), strict=True))


def _mean(encoder: Encoder, lines: Sequence[str]) -> Vectors:
    mean: Vectors = encoder.encode(lines).mean(axis=0)
    return mean


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit.astype(np.float32)
