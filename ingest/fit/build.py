"""Fit and index the records of one snapshot: encoder, vectors, BM25, facets, intents, ranker, context."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from threadpoolctl import threadpool_limits

from ingest.expand.fill import expansion, facet_lessons
from ingest.fit.beside import Alone, Handle, Helper, Here, beside, same
from ingest.fit.dialogues import shipped_turns
from ingest.fit.facets import FACET_MODEL, fit_facets
from ingest.fit.intents import INTENT_MODEL, fit_intents, intents_unseen, shipped_lines
from ingest.fit.parts import Models, PartsMaker
from ingest.fit.ranker import Words
from ingest.fit.reading import MANY, ROWS, Reading, Rows, places_of, read
from ingest.fit.stages import Stages, Unkept
from ingest.fit.texts import SubjectTexts, texts_of
from ingest.fit.trial import TAUGHT, HoldOut, Taught, TrialInput, trial, trial_encoder
from knowledge import text
from knowledge.facets import FacetModel
from knowledge.intents import IntentModel
from knowledge.models import PolicyQuestion, Question
from knowledge.parts import IndexParts
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

NOTHING_KEPT = Unkept()


def build_index(
    records: KnowledgeRecords,
    folder: Path,
    *,
    settings: Settings,
    previous: Path | None,
    progress: Progress,
    stages: Stages = NOTHING_KEPT,
) -> dict[str, float]:
    """Write the index files of ``records`` (at least one guide) into ``folder``; returns figures for the manifest.

    One thread a process: the sums then come in one order, so that equal input gives equal files on any machine of a
    kind. Of many lines a second process does the trial, beside the build proper; it gives the same there. What ``stages``
    keep of an earlier attempt is not made again, and gives the same too.
    ``previous`` is the snapshot in force, unused so far: each run fits afresh.
    """
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        with progress.task("整理文字", None):
            made = expansion(records, settings.seed)
            subjects = texts_of(records, made)
            places = places_of(line for subject in subjects for line in subject.lessons)
        taught = stages.kept("trial", TAUGHT)
        many = len(places) >= MANY and taught is None
        with beside(progress) if many else nullcontext(Alone(progress)) as helper:
            build = _Build(records, folder, settings, progress, stages, subjects, made, places, helper)
            return build(taught)


def _features(here: Here, places: Handle[Mapping[str, int]], stages: Stages) -> Rows:
    """A piece of work: what the encoder reads of each line."""
    lines = here.made(places)
    return stages.made("features", ROWS, lambda: read(lines, text.features, here.progress, "注音"))


@dataclass(frozen=True)
class _Build:
    """One build: its order is that in which two processes are busy all the time."""

    records: KnowledgeRecords
    folder: Path
    settings: Settings
    progress: Progress
    stages: Stages
    subjects: Sequence[SubjectTexts]
    made: tuple[Question, ...]
    """Questions made by rule where authors wrote few: lessons, indexed nowhere."""
    places: Mapping[str, int]
    helper: Helper

    def __call__(self, taught: Taught | None) -> dict[str, float]:
        """``taught`` is what the trial taught, where an earlier attempt has finished it."""
        stages, progress = self.stages, self.progress
        places_there = self.helper.leave(same, self.places)
        features_there = self.helper.begin(_features, places_there, stages)
        trial_begun = self._trial_begun(places_there, features_there) if taught is None else None
        terms = stages.made("terms", ROWS, lambda: read(self.places, text.terms, progress, "分词"))
        facets = stages.made("facets", FACET_MODEL, self._facets)
        trial_there = trial_begun(terms, facets) if trial_begun is not None else None
        models = Models(facets, stages.made("intents", INTENT_MODEL, self._intents))
        features = Reading(self.places, self.helper.result(features_there))
        parts = self._parts(features, Reading(self.places, terms), models)
        learnt = self.helper.result(trial_there) if trial_there is not None else taught
        assert learnt is not None
        with progress.task("写出检索文件", None):
            parts = replace(parts, ranker=learnt.ranker, context=learnt.context)
            parts.save(self.folder, self.settings.encoder)
        return {**learnt.figures, "texts": float(parts.texts.size), "dimension": float(parts.vectors.shape[1])}

    def _trial_begun(
        self, places: Handle[Mapping[str, int]], features: Handle[Rows]
    ) -> Callable[[Rows, FacetModel], Handle[Taught]]:
        """Begin the trial; the call that is given goes on with it once there is all that it needs."""
        held = HoldOut.of(self.subjects, self.records.policy_questions, self.settings.seed)
        # Without what it does not read: a guide's origin, and questions, which are among the texts of subjects.
        maker = self._maker(replace(self.records, questions=(), items=(), origins=()))
        held_there = self.helper.leave(same, held)
        encoder = self.helper.leave(trial_encoder, maker, held_there, places, features)

        def go_on(terms: Rows, facets: FacetModel) -> Handle[Taught]:
            lines = shipped_lines()
            unseen = held.unseen(lines)
            own, asked = _own(held.stay), [one.text for one in held.away]
            models = intents_unseen(
                own, _texts(held.policies), lines, asked, self.settings.seed, self.stages, self.progress
            )
            words = {one.text: _words(models[one.text], one.text) for one in unseen}
            first = Models(facets, models[asked[0]] if asked else IntentModel())
            given = TrialInput(maker, terms, first, unseen, words, self.folder)
            return self.helper.begin(trial, given, held_there, places, features, encoder)

        return go_on

    def _parts(self, features: Reading, terms: Reading, models: Models) -> IndexParts:
        """The index of all that is known, with the ranker's defaults; its encoder is saved in the folder."""
        maker, policies = self._maker(self.records), self.records.policy_questions
        fitted = maker.fitted("encoder", self.subjects, features, self.progress)
        named = "encoder", fitted
        return maker.parts(self.subjects, policies, named, (features, terms), models, self.folder, self.progress)

    def _maker(self, records: KnowledgeRecords) -> PartsMaker:
        return PartsMaker(records, self.settings.seed, self.settings.encoder, self.stages)

    def _facets(self) -> FacetModel:
        asked = facet_lessons(self.records.questions, self.made, self.settings.seed)
        return fit_facets(asked, shipped_turns(), self.settings.seed, progress=self.progress)

    def _intents(self) -> IntentModel:
        policies = _texts(self.records.policy_questions)
        with self.progress.task("分辨来意", None):
            return fit_intents(_own(self.subjects), policies, shipped_lines(), self.settings.seed)


def _words(intents: IntentModel, line: str) -> Words:
    return Words(intents.log_odds(line), intents.policy_words(line))


def _own(subjects: Sequence[SubjectTexts]) -> list[str]:
    """What one could ask the guides."""
    return [line for subject in subjects for line in subject.short]


def _texts(questions: Sequence[PolicyQuestion]) -> list[str]:
    return [text.normalise(question.text) for question in questions]
