"""The index inside the process: sparse BM25, FAISS over item proxies, exact cosines over the candidates' texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge import text
from knowledge.context import Neighbourhood, Put, context_features
from knowledge.dense import Vectors
from knowledge.errors import SnapshotDamaged
from knowledge.index_patch import INDEX, load_parts, load_subjects
from knowledge.intents import Intent
from knowledge.manifest import FileEntry
from knowledge.models import Facet, LifeEvent, Origin, Passage, PolicyDocument, ServiceGuide, ServiceItem, Topic
from knowledge.origins import Origins
from knowledge.parts import ENCODER, LARGE_FILES, PASSAGES, IndexParts, load_passages, subject_keys
from knowledge.passages import PassageHit
from knowledge.ports import Hit, SearchResult
from knowledge.ranker import SIGNALS, Kind, Matrix, Ranked, evidence_of
from knowledge.record_patch import RecordPatch
from knowledge.records import BASE_RECORDS, KnowledgeRecords

CANDIDATES = 8
"""Items that each retriever may put forward; the ranker sees their union."""
TOPICS = 4
"""Topics that the ranker sees."""
NOTHING: Mapping[Kind, float] = {"item": 0.0, "topic": 0.0, "policy": 0.0, "missing": 0.0, "foreign": 1.0}
"""What a text without words is after."""


@dataclass(frozen=True)
class Reading:
    """What the words of one query say by themselves: ranked items and topics, and the best article's coverage.

    ``covers`` is how much of the query each item's guide covers, shape as ``items.scores``.
    """

    normalised: str
    items: Ranked
    covers: Matrix
    topics: Ranked | None
    policy: float

    def evidence(self, domain: float, policy_words: float) -> Matrix:
        """The ranker's evidence, with what the intents' model says of the words."""
        return evidence_of(
            self.items,
            self.topics,
            length=len(self.normalised),
            domain=domain,
            policy=self.policy,
            policy_words=policy_words,
        )


class EmbeddedIndex:
    """A :class:`knowledge.ports.KnowledgeIndex` over arrays in memory; immutable, safe to share between threads."""

    def __init__(self, records: KnowledgeRecords, parts: IndexParts, snapshot_id: str = "") -> None:
        self.snapshot_id = snapshot_id
        self.guides: Mapping[str, ServiceGuide] = {guide.id: guide for guide in records.guides}
        self.items: Mapping[str, ServiceItem] = {item.id: item for item in records.items}
        self.life_events: Sequence[LifeEvent] = records.life_events
        self.policies: Mapping[str, PolicyDocument] = {policy.id: policy for policy in records.policies}
        self.question_count = len(records.questions)
        self._origins = Origins.of(records.origins)
        self._topics: Sequence[Topic] = records.topics
        self._ids = tuple(self.guides)
        self._number = {item_id: number for number, item_id in enumerate(self._ids)}
        self._near = Neighbourhood.of(records.guides, records.topics)
        self._records, self._parts = records, parts
        self.files: Mapping[str, FileEntry] = {}
        """Files of the snapshot, as its manifest has them; what is equal in another need not be read again."""
        self._flat = faiss.IndexFlatIP(parts.proxies.shape[1])
        self._flat.add(np.ascontiguousarray(parts.proxies[: len(self._ids)]))

    @classmethod
    def load(
        cls, folder: Path, files: Mapping[str, FileEntry] | None = None, before: EmbeddedIndex | None = None
    ) -> EmbeddedIndex:
        """The index of a snapshot folder; the folder's name is the snapshot's id.

        With the manifest's ``files`` and the index that was in force ``before``, only what differs is read: an edited
        guide is in force in a fraction of a second however large the base. Raises SnapshotDamaged.
        """
        same = _same_files(files, before)
        if files is not None and before is not None and _fitted(files) <= same:
            return before._patched(folder, files, same)
        records = KnowledgeRecords.read(folder, whole=False)
        index = cls._over(folder, records, load_parts(folder, records), files or {})
        changes = RecordPatch.read(folder) or RecordPatch()
        index._origins = Origins.read(folder).with_changes(changes.origins, changes.gone)
        index.search("预热")  # dictionaries are read on first use: before the first citizen, not with them
        index.facets("预热")
        index.passages("预热")
        return index

    def _patched(self, folder: Path, files: Mapping[str, FileEntry], same: Set[str]) -> EmbeddedIndex:
        """This index with what a later patch of the same build changes."""
        changes = RecordPatch.read(folder) or RecordPatch()
        records = self._records.reread(folder, same, changes)
        keys = subject_keys(records.guides, records.topics)
        parts = self._parts.patched({} if INDEX in same else load_subjects(folder), keys)
        if PASSAGES not in same or records.passages is not self._records.passages:
            parts = replace(parts, passages=load_passages(folder, records.passages))
        index = EmbeddedIndex._over(folder, records, parts, files)
        index._origins = self._origins.with_changes(changes.origins, changes.gone)
        return index

    @classmethod
    def _over(
        cls, folder: Path, records: KnowledgeRecords, parts: IndexParts, files: Mapping[str, FileEntry]
    ) -> EmbeddedIndex:
        if not len(records.guides) + len(records.topics) == len(parts.proxies) == len(parts.texts_of) - 1:
            raise SnapshotDamaged("知识快照里的检索文件和办事指南对不上")
        index = cls(records, parts, folder.name)
        index.files = dict(files)
        index.question_count = KnowledgeRecords.count_questions(folder)
        return index

    def search(self, query: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        normalised = text.normalise(query)
        if not text.has_words(normalised) or k < 1:
            return SearchResult(query, normalised, (), NOTHING)
        spoken = tuple(dict.fromkeys(item_id for item_id in context if item_id in self._number))
        read = self.read(normalised, spoken)
        ranker, evidence = self._parts.ranker, self.evidence(read)
        probabilities, confidence = read.items.probabilities, ranker.confidence(evidence)
        order = read.items.order
        if spoken:
            probabilities = self._parts.context.probabilities(self.in_context(read, evidence, spoken))
            order = np.argsort(-probabilities, kind="stable")
            confidence = _in_conversation(confidence, float(probabilities[order[0]]), order[0] == read.items.order[0])
        best = float(probabilities[order[0]])
        hits = tuple(
            Hit(
                item_id=self._ids[read.items.subjects[at]],
                score=round(float(probabilities[at]), 6),
                confidence=round(_share(confidence, float(probabilities[at]), best), 6),
                signals={
                    name: round(float(value), 4) for name, value in zip(SIGNALS, read.items.signals[at], strict=True)
                },
            )
            for at in order[:k]
        )
        return SearchResult(query, normalised, hits, ranker.kind(evidence), self._best_topics(read.topics))

    def facets(self, query: str) -> tuple[tuple[Facet, float], ...]:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        return self._parts.facets.rank(text.normalise(query))

    def origin(self, record_id: str) -> Origin | None:
        """See the port."""
        return self._origins.get(record_id)

    def articles(self, document_id: str) -> tuple[Passage, ...]:
        """See the port."""
        return self._parts.passages.articles(document_id)

    def passages(self, query: str, k: int = 3) -> tuple[PassageHit, ...]:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        return self._parts.passages.search(text.normalise(query), k)

    def intents(self, query: str) -> Mapping[Intent, float]:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        return self._parts.intents.probabilities(text.normalise(query))

    def read(self, normalised: str, spoken: Sequence[str] = ()) -> Reading:
        """Rank items and topics by the words alone; what a conversation puts forward is among the items in any case."""
        parts, count = self._parts, len(self._ids)
        vector = parts.encoder.encode([normalised])[0]
        words = text.terms(normalised)
        # In a base of one or two guides every known word is in most documents, and its BM25 weight falls below zero.
        by_text = np.maximum(np.maximum.reduceat(parts.texts.scores(words), parts.texts_of[:-1]), 0)
        by_whole = np.maximum(parts.wholes.scores(words), 0)
        near = self._flat.search(vector[None], min(CANDIDATES, count))[1][0]
        put_forward = (
            near,
            _top(by_text[:count]),
            _top(by_whole[:count]),
            np.array(self._beside(spoken), dtype=np.int64),
        )
        ceiling = parts.texts.ceiling(words)

        def ranked(subjects: npt.NDArray[np.int64]) -> Ranked:
            signals = np.column_stack(
                [
                    parts.proxies[subjects] @ vector,
                    self._best_text(subjects, vector),
                    by_text[subjects] / max(float(by_text.max()), 1e-9),
                    by_whole[subjects] / max(float(by_whole.max()), 1e-9),
                    by_text[subjects] / ceiling,
                ]
            ).astype(np.float64)
            return Ranked.of(parts.ranker, subjects, signals)

        items, topics = ranked(np.unique(np.concatenate(put_forward)).astype(np.int64)), None
        if self._topics:
            by_topic = parts.proxies[count:] @ vector
            topics = ranked(count + np.sort(_top(by_topic, TOPICS)).astype(np.int64))
        articles = parts.passages.search(normalised, 1)
        covers = by_whole[items.subjects] / parts.wholes.ceiling(words)
        return Reading(normalised, items, covers, topics, articles[0].coverage if articles else 0.0)

    def in_context(self, read: Reading, evidence: Matrix, spoken: Sequence[str]) -> Matrix:
        """Features of the candidates in a conversation (``knowledge.context``); ``spoken`` names at least one item."""
        ranker = self._parts.ranker
        kinds = ranker.kind(evidence)
        put = Put(
            general=dict(self._parts.facets.rank(read.normalised))["general"],
            sure=ranker.confidence(evidence),
            none=kinds["missing"] + kinds["foreign"],
            topic=kinds["topic"],
        )
        words = np.column_stack([read.items.scores, read.items.probabilities, read.covers])
        roles = np.array([self._near.roles(self._ids[subject], spoken) for subject in read.items.subjects])
        return context_features(words, roles, put.cues(read.normalised))

    def evidence(self, read: Reading) -> Matrix:
        """The ranker's evidence of a reading, by this index's own model of the words."""
        intents = self._parts.intents
        return read.evidence(intents.log_odds(read.normalised), intents.policy_words(read.normalised))

    def _best_topics(self, topics: Ranked | None) -> tuple[Topic, ...]:
        if topics is None:
            return ()
        return tuple(self._topics[topics.subjects[at] - len(self._ids)] for at in topics.order)

    def _beside(self, spoken: Sequence[str]) -> list[int]:
        """Item numbers that a conversation puts forward: those spoken of, and the neighbours of the last one."""
        if not spoken:
            return []
        others = (*spoken, *self._near.near(spoken[0]))
        return [self._number[item_id] for item_id in others if item_id in self._number]

    def _best_text(self, subjects: npt.NDArray[np.int64], vector: Vectors) -> Vectors:
        """Best cosine between ``vector`` and the texts of each subject; slices, for gathering the rows costs more."""
        vectors, starts = self._parts.vectors, self._parts.texts_of
        best = [(vectors[starts[at] : starts[at + 1]] @ vector).max() for at in subjects.tolist()]
        return np.array(best, dtype=np.float32)


def _in_conversation(by_words: float, in_context: float, alike: bool) -> float:
    """Confidence in the winner: where the words alone name it too, whichever is surer."""
    return max(by_words, in_context) if alike else in_context


def _fitted(files: Mapping[str, FileEntry]) -> Set[str]:
    """Names of the files that a patch leaves as they are; without all of them nothing can be patched."""
    encoder = {name for name in files if name.startswith(f"{ENCODER}/")}
    return LARGE_FILES | BASE_RECORDS | encoder


def _same_files(files: Mapping[str, FileEntry] | None, before: EmbeddedIndex | None) -> Set[str]:
    """Names of the files whose content ``before`` has read."""
    if files is None or before is None:
        return frozenset()
    return {name for name, entry in files.items() if before.files.get(name) == entry}


_LEAST_LEFT = 1e-12
"""What is left beside a winner whose probability rounds to 1."""


def _share(confidence: float, probability: float, best: float) -> float:
    """A hit's part of certainty: the winner has ``confidence``, the others part the rest as the order's odds have it."""
    if probability >= best:
        return confidence
    return min(confidence, (1 - confidence) * probability / max(1 - best, _LEAST_LEFT))


def _top(scores: npt.NDArray[np.floating], most: int = CANDIDATES) -> npt.NDArray[np.intp]:
    """The best ``most`` positions, in no order."""
    if len(scores) <= most:
        return np.arange(len(scores))
    return np.argpartition(-scores, most)[:most]
