"""Fit and index the records of one snapshot: encoder, vectors, BM25, facets, intents, ranker, context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from ingest.fit.beside import beside
from ingest.fit.context import fit_context, switches_of, turns_of
from ingest.fit.dialogues import shipped_dialogues, shipped_turns
from ingest.fit.encoder import fit_encoder
from ingest.fit.facets import fit_facets
from ingest.fit.intents import fit_intents, intents_unseen, shipped_lines
from ingest.fit.noise import NoiseMaker
from ingest.fit.proxies import fit_proxies
from ingest.fit.ranker import HeldOut, Words, fit_ranker, hold_out, hold_out_policies
from ingest.fit.reading import MANY, Reading
from ingest.fit.texts import SubjectTexts, texts_of
from knowledge import text
from knowledge.context import ContextModel
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.embedded import EmbeddedIndex
from knowledge.facets import FacetModel
from knowledge.intents import Intent, IntentModel
from knowledge.lexical import LexicalIndex
from knowledge.models import PolicyQuestion
from knowledge.parts import ENCODER, IndexParts
from knowledge.passages import PassageIndex
from knowledge.progress import Progress, SilentProgress
from knowledge.ranker import Ranker
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

FOREIGN: tuple[Intent, ...] = ("out_of_scope", "other_place")
"""Intents of lines that no guide answers: they teach the ranker when not to believe its winner."""


MOST_AWAY = 1_300
"""Held-out questions of each kind that the ranker is fitted on, at most: it has a few dozen weights."""


@dataclass(frozen=True)
class Taught:
    """What the trial teaches the index in force, and its figures."""

    ranker: Ranker
    context: ContextModel
    figures: dict[str, float]


def build_index(
    records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
) -> dict[str, float]:
    """Write the index files of ``records`` (at least one guide) into ``folder``; returns figures for the manifest.

    One thread a process: the sums then come in one order, so that equal input gives equal files on any machine of a
    kind. Of many lines the trial runs in a second process, beside the build proper; it gives the same there.
    ``previous`` is the snapshot in force, unused so far: each run fits afresh.
    """
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        subjects = texts_of(records)
        with Reading.begun(line for subject in subjects for line in subject.lessons) as finish:
            with progress.task("识别问法要素", 1) as task:
                facets = fit_facets(records.questions, shipped_turns(), settings.seed)
                task.advance()
            with progress.task("分词与注音", 1) as task:
                reading = finish()
                task.advance()
        builder = _Builder(records, folder, settings, progress, subjects, facets, reading)
        if len(reading.places) < MANY:
            taught, whole = builder.trial(), builder.whole()
        else:
            with beside(_trial_alone, builder.unwatched()) as trial:
                whole = builder.whole()
                taught = trial()
        parts = replace(whole, ranker=taught.ranker, context=taught.context)
        parts.save(folder, settings.encoder)
        return {**taught.figures, "texts": float(parts.texts.size), "dimension": float(parts.vectors.shape[1])}


def _trial_alone(builder: _Builder) -> Taught:
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        return builder.trial()


@dataclass(frozen=True)
class _Builder:
    """One build's records and settings, and what is shared by the trial and the build proper."""

    records: KnowledgeRecords
    folder: Path
    settings: Settings
    progress: Progress
    subjects: Sequence[SubjectTexts]
    facets: FacetModel
    reading: Reading

    def unwatched(self) -> _Builder:
        """The same for a process that nobody watches, without the records that a trial does not need."""
        return replace(self, progress=SilentProgress(), records=replace(self.records, questions=(), items=()))

    def whole(self) -> IndexParts:
        """The index of all that is known, with the ranker's defaults; its encoder is saved in the folder."""
        policies = self.records.policy_questions
        intents = fit_intents(_own(self.subjects), _texts(policies), shipped_lines(), self.settings.seed)
        return self.parts(self.subjects, policies, self.folder, intents)

    def trial(self) -> Taught:
        """Fit an index without a part of what is known, and on that part the ranker and context."""
        seed = self.settings.seed
        stay, away = hold_out(self.subjects, seed)
        away = _fewer(away, seed)
        policies, policies_away = hold_out_policies(self.records.policy_questions, seed)
        away += [HeldOut(text.normalise(question.text), None, "policy") for question in policies_away]
        noise = NoiseMaker((line for subject in self.subjects for line in subject.asked), seed)
        away += [replace(one, text=text.normalise(noise.noisy(one.text))) for one in away]
        lines = shipped_lines()
        models = intents_unseen(_own(stay), _texts(policies), lines, [one.text for one in away], seed)
        with TemporaryDirectory(dir=self.folder) as scratch:  # inside the draft: a killed run leaves nothing elsewhere
            parts = self.parts(stay, policies, Path(scratch), models[away[0].text] if away else IntentModel())
            with self.progress.task("校准可信度", 2) as task:
                unseen = [*away, *(HeldOut(line, None, "foreign") for intent in FOREIGN for line in lines[intent])]
                words = {one.text: _words(models[one.text], one.text) for one in unseen}
                ranker, figures = fit_ranker(self._index(parts, stay), unseen, words)
                task.advance()
                taught = replace(parts, ranker=ranker)
                index = self._index(taught, stay)
                asked = [(one.text, one.item_id) for one in away if one.item_id is not None]
                switches = switches_of(asked, list(index.guides), seed)
                context = fit_context(index, turns_of(shipped_dialogues()), switches)
                task.advance()
        return Taught(ranker, context, figures)

    def parts(
        self, subjects: Sequence[SubjectTexts], policies: Sequence[PolicyQuestion], folder: Path, intents: IntentModel
    ) -> IndexParts:
        """The index of ``subjects`` and ``policies``, with the ranker's defaults; its encoder is saved in ``folder``."""
        encoder, proxies, encode = self._encoder(subjects, folder)
        short = [line for subject in subjects for line in subject.short]
        with self.progress.task("建立索引", len(short)) as task:
            texts = self._lexical([[line] for line in short])
            wholes = self._lexical([subject.all for subject in subjects])
            vectors = encode(short)
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
            facets=self.facets,
            passages=PassageIndex.build(self.records.passages, self.records.policies, policies),
            intents=intents,
            keys=tuple(subject.key for subject in subjects),
        )

    def _lexical(self, documents: Sequence[Sequence[str]]) -> LexicalIndex:
        """BM25 of documents of lines."""
        rows = [self.reading.rows(lines) for lines in documents]
        said = self.reading.terms.gather(np.concatenate(rows))
        lengths = np.array([int(self.reading.terms.lengths(row).sum()) for row in rows], dtype=np.int64)
        return LexicalIndex.of_numbers(self.reading.terms.names, said, lengths)

    def _encoder(
        self, subjects: Sequence[SubjectTexts], folder: Path
    ) -> tuple[Encoder, Vectors | None, Callable[[Sequence[str]], Vectors]]:
        """The encoder, the proxies that were fitted with it, and what encodes the lines of this build."""
        if self.settings.encoder:
            named = SentenceEncoder(self.settings.encoder)
            return named, None, named.encode
        fitted = fit_encoder(subjects, self.settings.seed, self.progress, reading=self.reading)
        fitted.save(folder / ENCODER)
        return StaticEncoder(folder / ENCODER), fitted.proxies, lambda lines: fitted.encode(self.reading, lines)

    def _index(self, parts: IndexParts, subjects: Sequence[SubjectTexts]) -> EmbeddedIndex:
        """The index over the guides among ``subjects``; topics are never held out as a whole."""
        kept = {subject.item_id for subject in subjects}
        guides = tuple(guide for guide in self.records.guides if guide.id in kept)
        return EmbeddedIndex(replace(self.records, guides=guides), parts)


def _fewer(away: Sequence[HeldOut], seed: int) -> list[HeldOut]:
    """At most ``MOST_AWAY`` of each kind, chosen at random, in their order."""
    random = np.random.default_rng(seed)
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(away):
        places[one.kind].append(at)
    few = (random.choice(those, min(MOST_AWAY, len(those)), replace=False).tolist() for those in places.values())
    return [away[at] for at in sorted(chain.from_iterable(few))]


def _words(intents: IntentModel, line: str) -> Words:
    return Words(intents.log_odds(line), intents.policy_words(line))


def _own(subjects: Sequence[SubjectTexts]) -> list[str]:
    """What one could ask the guides."""
    return [line for subject in subjects for line in subject.short]


def _texts(questions: Sequence[PolicyQuestion]) -> list[str]:
    return [text.normalise(question.text) for question in questions]
