"""Fit and index the records of one snapshot: encoder, vectors, BM25, facets, intents, ranker, context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from ingest.fit.context import fit_context, shipped_turns
from ingest.fit.encoder import fit_encoder
from ingest.fit.facets import fit_facets
from ingest.fit.intents import fit_intents, intents_unseen, shipped_lines
from ingest.fit.noise import NoiseMaker
from ingest.fit.proxies import fit_proxies
from ingest.fit.ranker import HeldOut, Words, fit_ranker, hold_out, hold_out_policies
from ingest.fit.texts import SubjectTexts, texts_of
from knowledge import text
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.embedded import ENCODER, EmbeddedIndex, IndexParts
from knowledge.facets import FacetModel
from knowledge.intents import Intent
from knowledge.lexical import LexicalIndex
from knowledge.models import PolicyQuestion
from knowledge.passages import PassageIndex
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

FOREIGN: tuple[Intent, ...] = ("out_of_scope", "other_place")
"""Intents of lines that no guide answers: they teach the ranker when not to believe its winner."""


def build_index(
    records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
) -> dict[str, float]:
    """Write the index files of ``records`` (at least one guide) into ``folder``; returns figures for the manifest.

    One thread: the sums then come in one order, so that equal input gives equal files on any machine of a kind.
    ``previous`` is the snapshot in force, unused so far: each run fits afresh.
    """
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        builder = _Builder(records, folder, settings, progress)
        with progress.task("识别问法要素", 1) as task:
            facets = fit_facets(records.questions, settings.seed)
            task.advance()
        subjects = texts_of(records)
        trial, figures = builder.trial(subjects, facets)
        whole = builder.parts(subjects, records.policy_questions, facets, folder)
        parts = replace(whole, ranker=trial.ranker, context=trial.context)
        parts.save(folder, settings.encoder)
        return {**figures, "texts": float(parts.texts.size), "dimension": float(parts.vectors.shape[1])}


@dataclass(frozen=True)
class _Builder:
    """One build's records and settings."""

    records: KnowledgeRecords
    folder: Path
    settings: Settings
    progress: Progress

    def trial(self, subjects: Sequence[SubjectTexts], facets: FacetModel) -> tuple[IndexParts, dict[str, float]]:
        """An index without a part of what is known, with the ranker and context that it taught; and their figures."""
        seed = self.settings.seed
        stay, away = hold_out(subjects, seed)
        policies, policies_away = hold_out_policies(self.records.policy_questions, seed)
        away += [HeldOut(text.normalise(question.text), None, "policy") for question in policies_away]
        noise = NoiseMaker((line for subject in subjects for line in subject.asked), seed)
        away += [replace(one, text=text.normalise(noise.noisy(one.text))) for one in away]
        with TemporaryDirectory(dir=self.folder) as scratch:  # inside the draft: a killed run leaves nothing elsewhere
            parts = self.parts(stay, policies, facets, Path(scratch))
            with self.progress.task("校准可信度", 2) as task:
                unseen, words = self._words(stay, policies, away)
                ranker, figures = fit_ranker(self._index(parts, stay), unseen, words)
                task.advance()
                taught = replace(parts, ranker=ranker)
                taught = replace(taught, context=fit_context(self._index(taught, stay), shipped_turns()))
                task.advance()
        return taught, figures

    def _words(
        self, stay: Sequence[SubjectTexts], policies: Sequence[PolicyQuestion], away: Sequence[HeldOut]
    ) -> tuple[list[HeldOut], Mapping[str, Words]]:
        """All held-out lines, the foreign ones among them, and what models that had not learnt each say of its words."""
        lines = shipped_lines()
        foreign = [line for intent in FOREIGN for line in lines[intent]]
        others = [one.text for one in away]
        models = intents_unseen(_own(stay), _texts(policies), lines, others, self.settings.seed)
        words = {line: Words(models[line].log_odds(line), models[line].policy_words(line)) for line in (*others, *foreign)}
        return [*away, *(HeldOut(line, None, "foreign") for line in foreign)], words

    def parts(
        self, subjects: Sequence[SubjectTexts], policies: Sequence[PolicyQuestion], facets: FacetModel, folder: Path
    ) -> IndexParts:
        """The index of ``subjects`` and ``policies``, with the ranker's defaults; its encoder is saved in ``folder``."""
        encoder, proxies = self._encoder(subjects, folder)
        short = [line for subject in subjects for line in subject.short]
        with self.progress.task("建立索引", len(short)) as task:
            texts = LexicalIndex.build([text.terms(line) for line in short])
            wholes = LexicalIndex.build([[term for line in one.all for term in text.terms(line)] for one in subjects])
            vectors = encoder.encode(short)
            task.advance(len(short))
        if proxies is None:
            proxies = fit_proxies(vectors, [len(subject.short) for subject in subjects], self.settings.seed)
        return IndexParts(
            encoder=encoder,
            vectors=vectors,
            texts_of=np.cumsum([0, *(len(subject.short) for subject in subjects)]),
            proxies=proxies,
            texts=texts,
            wholes=wholes,
            facets=facets,
            passages=PassageIndex.build(self.records.passages, self.records.policies, policies),
            intents=fit_intents(_own(subjects), _texts(policies), shipped_lines(), self.settings.seed),
        )

    def _encoder(self, subjects: Sequence[SubjectTexts], folder: Path) -> tuple[Encoder, Vectors | None]:
        if self.settings.encoder:
            return SentenceEncoder(self.settings.encoder), None
        fitted = fit_encoder(subjects, self.settings.seed, self.progress)
        fitted.save(folder / ENCODER)
        return StaticEncoder(folder / ENCODER), fitted.proxies

    def _index(self, parts: IndexParts, subjects: Sequence[SubjectTexts]) -> EmbeddedIndex:
        """The index over the guides among ``subjects``; topics are never held out as a whole."""
        kept = {subject.item_id for subject in subjects}
        guides = tuple(guide for guide in self.records.guides if guide.id in kept)
        return EmbeddedIndex(replace(self.records, guides=guides), parts)


def _own(subjects: Sequence[SubjectTexts]) -> list[str]:
    """What one could ask the guides."""
    return [line for subject in subjects for line in subject.short]


def _texts(questions: Sequence[PolicyQuestion]) -> list[str]:
    return [text.normalise(question.text) for question in questions]
