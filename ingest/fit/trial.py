"""The trial: an index without a part of what is known, on which ranker and context are fitted by asking for that part."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from ingest.fit.beside import Handle, Here
from ingest.fit.context import fit_context, switches_of, turns_of
from ingest.fit.dialogues import shipped_dialogues
from ingest.fit.encoder import FittedEncoder
from ingest.fit.intents import Lines
from ingest.fit.noise import NoiseMaker
from ingest.fit.parts import Models, PartsMaker
from ingest.fit.ranker import HeldOut, Words, fit_ranker, hold_out, hold_out_policies
from ingest.fit.reading import Reading, Rows
from ingest.fit.stages import Form
from ingest.fit.texts import SubjectTexts
from knowledge import text
from knowledge.context import ContextModel
from knowledge.embedded import EmbeddedIndex
from knowledge.intents import Intent
from knowledge.models import PolicyQuestion
from knowledge.parts import IndexParts
from knowledge.progress import Progress, Task
from knowledge.ranker import Ranker

FOREIGN: tuple[Intent, ...] = ("out_of_scope", "other_place")
"""Intents of lines that no guide answers: they teach the ranker when not to believe its winner."""
MOST_AWAY = 1_300
"""Held-out questions of each kind that the ranker is fitted on, at most: it has a few dozen weights."""
ENCODER = "trial-encoder"


@dataclass(frozen=True)
class Taught:
    """What the trial teaches the index in force, and its figures."""

    ranker: Ranker
    context: ContextModel
    figures: dict[str, float]


def _save(taught: Taught, path: Path) -> None:
    told = {"ranker": taught.ranker.to_dict(), "context": taught.context.to_dict(), "figures": taught.figures}
    path.write_text(json.dumps(told), "utf-8")


def _load(path: Path) -> Taught:
    told = json.loads(path.read_text("utf-8"))
    return Taught(Ranker.from_dict(told["ranker"]), ContextModel.from_dict(told["context"]), dict(told["figures"]))


TAUGHT = Form(".json", _save, _load)


@dataclass(frozen=True)
class HoldOut:
    """What the trial index holds (``stay``, ``policies``), and what it is asked that it has not seen."""

    stay: Sequence[SubjectTexts]
    policies: Sequence[PolicyQuestion]
    away: Sequence[HeldOut]

    @classmethod
    def of(cls, subjects: Sequence[SubjectTexts], policies: Sequence[PolicyQuestion], seed: int) -> HoldOut:
        """Each question that is taken away is asked as it is, and with slips."""
        stay, away = hold_out(subjects, seed)
        away = _fewer(away, seed)
        kept, policies_away = hold_out_policies(policies, seed)
        away += [HeldOut(text.normalise(question.text), None, "policy") for question in policies_away]
        noise = NoiseMaker((line for subject in subjects for line in subject.asked), seed)
        away += [replace(one, text=text.normalise(noise.noisy(one.text))) for one in away]
        return cls(stay, kept, away)

    def unseen(self, lines: Lines) -> list[HeldOut]:
        """What was taken away, and the foreign ones among ``lines``."""
        return [*self.away, *(HeldOut(line, None, "foreign") for intent in FOREIGN for line in lines[intent])]


def trial_encoder(
    here: Here, maker: PartsMaker, held: Handle[HoldOut], places: Handle[Mapping[str, int]], features: Handle[Rows]
) -> FittedEncoder | None:
    """A piece of work: the encoder of what stays."""
    with _one_thread():
        reading = Reading(here.made(places), here.made(features))
        return maker.fitted(ENCODER, here.made(held).stay, reading, Titled(here.progress))


@dataclass(frozen=True)
class TrialInput:
    """What the trial needs besides what was left for it."""

    maker: PartsMaker
    terms: Rows
    models: Models
    unseen: Sequence[HeldOut]
    words: Mapping[str, Words]
    folder: Path


def trial(
    here: Here,
    given: TrialInput,
    held: Handle[HoldOut],
    places: Handle[Mapping[str, int]],
    features: Handle[Rows],
    encoder: Handle[FittedEncoder | None],
) -> Taught:
    """A piece of work: ranker and context, fitted on an index of what stays."""
    return given.maker.stages.made("trial", TAUGHT, lambda: _tried(here, given, held, places, features, encoder))


def _tried(
    here: Here,
    given: TrialInput,
    held: Handle[HoldOut],
    places: Handle[Mapping[str, int]],
    features: Handle[Rows],
    encoder: Handle[FittedEncoder | None],
) -> Taught:
    stay, read = here.made(held), here.made(places)
    readings = Reading(read, here.made(features)), Reading(read, given.terms)
    progress = Titled(here.progress)
    with _one_thread(), TemporaryDirectory(dir=given.folder) as scratch:
        # The scratch is inside the draft: a killed run leaves nothing elsewhere.
        parts = given.maker.parts(
            stay.stay, stay.policies, (ENCODER, here.made(encoder)), readings, given.models, Path(scratch), progress
        )
        return _taught(given, parts, stay, progress)


def _taught(given: TrialInput, parts: IndexParts, held: HoldOut, progress: Progress) -> Taught:
    maker = given.maker
    ranker, figures = fit_ranker(_index(maker, parts, held), given.unseen, given.words, progress)
    index = _index(maker, replace(parts, ranker=ranker), held)
    asked = [(one.text, one.item_id) for one in held.away if one.item_id is not None]
    switches = switches_of(asked, list(index.guides), maker.seed)
    return Taught(ranker, fit_context(index, turns_of(shipped_dialogues()), switches, progress), figures)


def _index(maker: PartsMaker, parts: IndexParts, held: HoldOut) -> EmbeddedIndex:
    """The index over the guides that stay; topics are never held out as a whole."""
    kept = {subject.item_id for subject in held.stay}
    guides = tuple(guide for guide in maker.records.guides if guide.id in kept)
    return EmbeddedIndex(replace(maker.records, guides=guides), parts)


def _fewer(away: Sequence[HeldOut], seed: int) -> list[HeldOut]:
    """At most ``MOST_AWAY`` of each kind, chosen at random, in their order."""
    random = np.random.default_rng(seed)
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(away):
        places[one.kind].append(at)
    few = (random.choice(those, min(MOST_AWAY, len(those)), replace=False).tolist() for those in places.values())
    return [away[at] for at in sorted(chain.from_iterable(few))]


@contextmanager
def _one_thread() -> Iterator[None]:
    """As in the build: sums come in one order on any machine of a kind."""
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        yield


@dataclass(frozen=True)
class Titled:
    """Phases of the trial, told apart from the same ones of the build proper."""

    progress: Progress

    def task(self, name: str, total: int | None) -> AbstractContextManager[Task]:
        """See :class:`knowledge.progress.Progress`."""
        return self.progress.task(f"试做：{name}", total)
