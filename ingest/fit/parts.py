"""The parts of an index over some subjects: of the trial's, and of all that is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.fit.encoder import FITTED_ENCODER, FittedEncoder, fit_encoder
from ingest.fit.proxies import fit_proxies
from ingest.fit.reading import Reading, counted
from ingest.fit.stages import Form, Stages
from ingest.fit.texts import SubjectTexts
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.facets import FacetModel
from knowledge.intents import IntentModel
from knowledge.lexical import LexicalIndex
from knowledge.models import PolicyQuestion
from knowledge.parts import ENCODER, IndexParts
from knowledge.passages import PassageIndex
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords

AT_ONCE = 4_096
"""Lines that an encoder not fitted here takes at a time: what it has encoded is kept, which may have cost minutes."""


def _save_vectors(vectors: Vectors, path: Path) -> None:
    np.save(path, vectors)


def _load_vectors(path: Path) -> Vectors:
    vectors: Vectors = np.load(path, allow_pickle=False)
    return vectors


VECTORS = Form(".npy", _save_vectors, _load_vectors)


@dataclass(frozen=True)
class Models:
    """What parts hold besides what is made of their subjects."""

    facets: FacetModel
    intents: IntentModel


@dataclass(frozen=True)
class PartsMaker:
    """What both indexes of a build are made with; ``named`` is an encoder not fitted here, or empty."""

    records: KnowledgeRecords
    seed: int
    named: str
    stages: Stages

    def fitted(
        self, name: str, subjects: Sequence[SubjectTexts], features: Reading, progress: Progress
    ) -> FittedEncoder | None:
        """The encoder of ``subjects``, kept as the stage ``name``; None where the encoder is not fitted here."""
        if self.named:
            return None
        return self.stages.made(
            name, FITTED_ENCODER, lambda: fit_encoder(subjects, self.seed, progress, reading=features)
        )

    def parts(
        self,
        subjects: Sequence[SubjectTexts],
        policies: Sequence[PolicyQuestion],
        encoder: tuple[str, FittedEncoder | None],
        readings: tuple[Reading, Reading],
        models: Models,
        folder: Path,
        progress: Progress,
    ) -> IndexParts:
        """The index of ``subjects`` and ``policies``, with the ranker's defaults.

        ``encoder`` is what :meth:`fitted` was given and gave; it is saved in ``folder``. ``readings`` are features and
        terms of all lines.
        """
        name, fitted = encoder
        features, terms = readings
        short = [line for subject in subjects for line in subject.short]
        reader, encode = self._encoder(fitted, features, folder, name, progress)
        with progress.task("建立检索", len(subjects)) as task:
            texts = _lexical(terms, [[line] for line in short])
            wholes = _lexical(terms, [subject.all for subject in counted(subjects, task)])
        vectors = encode(short)
        if fitted is None:
            proxies = fit_proxies(vectors, [len(subject.short) for subject in subjects], self.seed)
        return IndexParts(
            encoder=reader,
            vectors=vectors,
            texts_of=np.cumsum([0, *(len(subject.short) for subject in subjects)]),
            proxies=proxies if fitted is None else fitted.proxies,
            texts=texts,
            wholes=wholes,
            facets=models.facets,
            passages=PassageIndex.build(self.records.passages, self.records.policies, policies),
            intents=models.intents,
            keys=tuple(subject.key for subject in subjects),
        )

    def _encoder(
        self, fitted: FittedEncoder | None, features: Reading, folder: Path, name: str, progress: Progress
    ) -> tuple[Encoder, Callable[[Sequence[str]], Vectors]]:
        """The encoder of questions, and what encodes the lines of this build."""
        if fitted is None:
            given = SentenceEncoder(self.named)
            return given, lambda lines: self._encoded(given, lines, name, progress)
        fitted.save(folder / ENCODER)
        return StaticEncoder(folder / ENCODER), lambda lines: fitted.encode(features, lines)

    def _encoded(self, encoder: Encoder, lines: Sequence[str], name: str, progress: Progress) -> Vectors:
        """Vectors of ``lines``, as many at a time as are kept together."""
        found = []
        with progress.task("计算语义向量", len(lines)) as task:
            for start in range(0, len(lines), AT_ONCE):
                some = lines[start : start + AT_ONCE]
                found.append(self.stages.made(f"{name}-{start}", VECTORS, lambda some=some: encoder.encode(some)))  # type: ignore[misc]
                task.advance(len(some))
        return np.concatenate(found)


def _lexical(terms: Reading, documents: Sequence[Sequence[str]]) -> LexicalIndex:
    """BM25 of documents of lines."""
    rows = [terms.rows(lines) for lines in documents]
    said = terms.cut.gather(np.concatenate(rows))
    lengths = np.array([int(terms.cut.lengths(row).sum()) for row in rows], dtype=np.int64)
    return LexicalIndex.of_numbers(terms.cut.names, said, lengths)
