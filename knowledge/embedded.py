"""The index inside the process: sparse BM25, FAISS over item proxies, exact cosines over the candidates' texts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import faiss
import numpy as np
import numpy.typing as npt

from knowledge import text
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.domain import DomainModel
from knowledge.errors import SnapshotDamaged
from knowledge.facets import FacetModel
from knowledge.lexical import LexicalIndex
from knowledge.models import Facet, LifeEvent, ServiceGuide, ServiceItem
from knowledge.ports import Hit, SearchResult
from knowledge.ranker import SIGNALS, Matrix, Ranker, evidence_of
from knowledge.records import KnowledgeRecords

CANDIDATES = 12
"""Items that each retriever may put forward; the ranker sees their union."""
ENCODER = "encoder"
VECTORS = "vectors.npy"
PROXIES = "proxies.faiss"
TEXTS = "lexical_texts.npz"
GUIDES = "lexical_guides.npz"
FACETS = "facets.npz"
DOMAIN = "domain.npz"
FITTED = "fitted.json"
DAMAGE = (OSError, ValueError, LookupError, TypeError, RuntimeError, EOFError, BadZipFile)
"""What readers raise on files that are cut short or not theirs; RuntimeError is FAISS's."""


@dataclass(frozen=True)
class IndexParts:
    """Everything the index reads besides the records.

    ``texts_of[i]:texts_of[i + 1]`` are the rows of item ``i`` (in guide order) in ``vectors`` and in ``texts``;
    ``proxies`` holds one vector an item, ``guides`` one document an item.
    """

    encoder: Encoder
    vectors: Vectors
    texts_of: npt.NDArray[np.int64]
    proxies: Vectors
    texts: LexicalIndex
    guides: LexicalIndex
    facets: FacetModel
    ranker: Ranker = Ranker()
    domain: DomainModel = DomainModel()

    def save(self, folder: Path, encoder_name: str) -> None:
        """Write all parts but the encoder, whose folder the fit has written; ``encoder_name`` is empty for that one."""
        np.save(folder / VECTORS, self.vectors)
        flat = faiss.IndexFlatIP(self.proxies.shape[1])
        flat.add(self.proxies)
        faiss.write_index(flat, str(folder / PROXIES))
        self.texts.save(folder / TEXTS)
        self.guides.save(folder / GUIDES)
        self.facets.save(folder / FACETS)
        self.domain.save(folder / DOMAIN)
        fitted = {
            "encoder": encoder_name,
            "texts_of": self.texts_of.tolist(),
            "ranker": self.ranker.to_dict(),
        }
        (folder / FITTED).write_text(json.dumps(fitted, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what :meth:`save` wrote; raises SnapshotDamaged when a file is missing or broken."""
        try:
            fitted = json.loads((folder / FITTED).read_text("utf-8"))
            flat = faiss.read_index(str(folder / PROXIES))
            name = fitted["encoder"]
            return cls(
                encoder=SentenceEncoder(name) if name else StaticEncoder(folder / ENCODER),
                vectors=np.load(folder / VECTORS, allow_pickle=False),
                texts_of=np.array(fitted["texts_of"], dtype=np.int64),
                proxies=flat.reconstruct_n(0, flat.ntotal),
                texts=LexicalIndex.load(folder / TEXTS),
                guides=LexicalIndex.load(folder / GUIDES),
                facets=FacetModel.load(folder / FACETS),
                ranker=Ranker.from_dict(fitted["ranker"]),
                domain=DomainModel.load(folder / DOMAIN),
            )
        except DAMAGE as error:
            raise SnapshotDamaged("知识快照里的检索文件读不出来") from error


class EmbeddedIndex:
    """A :class:`knowledge.ports.KnowledgeIndex` over arrays in memory; immutable, safe to share between threads."""

    def __init__(self, records: KnowledgeRecords, parts: IndexParts, snapshot_id: str = "") -> None:
        self.snapshot_id = snapshot_id
        self.guides: Mapping[str, ServiceGuide] = {guide.id: guide for guide in records.guides}
        self.items: Mapping[str, ServiceItem] = {item.id: item for item in records.items}
        self.life_events: Sequence[LifeEvent] = records.life_events
        self.question_count = len(records.questions)
        self._ids = tuple(self.guides)
        self._parts = parts
        self._flat = faiss.IndexFlatIP(parts.proxies.shape[1])
        self._flat.add(np.ascontiguousarray(parts.proxies))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The index of a snapshot folder; the folder's name is the snapshot's id."""
        records, parts = KnowledgeRecords.read(folder), IndexParts.load(folder)
        if not len(records.guides) == len(parts.proxies) == len(parts.texts_of) - 1:
            raise SnapshotDamaged("知识快照里的检索文件和办事指南对不上")
        index = cls(records, parts, folder.name)
        index.search("预热")  # dictionaries are read on first use: before the first citizen, not with them
        index.facets("预热")
        return index

    def search(self, query: str, k: int = 6) -> SearchResult:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        normalised = text.normalise(query)
        if not text.has_words(normalised) or k < 1:
            return SearchResult(query, normalised, (), scope=0.0)
        candidates, signals = self.signals(normalised)
        probabilities = self._parts.ranker.probabilities(signals)
        order = np.argsort(-probabilities, kind="stable")
        evidence = evidence_of(signals, probabilities, order, len(normalised), self._parts.domain.log_odds(normalised))
        confidence = self._parts.ranker.confidence(evidence)
        best = float(probabilities[order[0]])
        hits = tuple(
            Hit(
                item_id=self._ids[candidates[at]],
                score=round(float(probabilities[at]), 6),
                confidence=round(_share(confidence, float(probabilities[at]), best), 6),
                signals={name: round(float(value), 4) for name, value in zip(SIGNALS, signals[at], strict=True)},
            )
            for at in order[:k]
        )
        return SearchResult(query, normalised, hits, scope=round(self._parts.ranker.in_scope(evidence), 6))

    def facets(self, query: str) -> tuple[tuple[Facet, float], ...]:
        """See :class:`knowledge.ports.KnowledgeIndex`."""
        return self._parts.facets.rank(text.normalise(query))

    def signals(self, normalised: str) -> tuple[npt.NDArray[np.int64], Matrix]:
        """Candidates (item numbers, ascending) and their signals, shape ``(n, len(SIGNALS))``."""
        parts = self._parts
        vector = parts.encoder.encode([normalised])[0]
        words = text.terms(normalised)
        # In a base of one or two guides every known word is in most documents, and its BM25 weight falls below zero.
        by_text = np.maximum(np.maximum.reduceat(parts.texts.scores(words), parts.texts_of[:-1]), 0)
        by_guide = np.maximum(parts.guides.scores(words), 0)
        near = self._flat.search(vector[None], min(CANDIDATES, len(self._ids)))[1][0]
        candidates = np.unique(np.concatenate([near, _top(by_text), _top(by_guide)])).astype(np.int64)
        signals = np.column_stack(
            [
                parts.proxies[candidates] @ vector,
                self._best_text(candidates, vector),
                by_text[candidates] / max(float(by_text.max()), 1e-9),
                by_guide[candidates] / max(float(by_guide.max()), 1e-9),
                by_text[candidates] / parts.texts.ceiling(words),
            ]
        ).astype(np.float64)
        return candidates, signals

    def _best_text(self, candidates: npt.NDArray[np.int64], vector: Vectors) -> Vectors:
        """Best cosine between ``vector`` and the texts of each candidate."""
        starts, ends = self._parts.texts_of[candidates], self._parts.texts_of[candidates + 1]
        rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
        offsets = np.concatenate([[0], np.cumsum(ends - starts)[:-1]])
        return np.maximum.reduceat(self._parts.vectors[rows] @ vector, offsets)


def _share(confidence: float, probability: float, best: float) -> float:
    """A hit's part of certainty: the winner has ``confidence``, the others part the rest as the order's odds have it."""
    if probability >= best:
        return confidence
    return min(confidence, (1 - confidence) * probability / (1 - best))


def _top(scores: Matrix) -> npt.NDArray[np.intp]:
    """The best ``CANDIDATES`` positions, in no order."""
    if len(scores) <= CANDIDATES:
        return np.arange(len(scores))
    return np.argpartition(-scores, CANDIDATES)[:CANDIDATES]
