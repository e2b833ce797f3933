"""Fit the reading of questions in conversation on the shipped conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ingest.fit.logit import Choice, fit_logit
from ingest.fit.reading import counted
from knowledge import text
from knowledge.context import FEATURES, ContextModel
from knowledge.embedded import EmbeddedIndex
from knowledge.models import Question
from knowledge.progress import Progress, SilentProgress

KEPT = 6
"""Items spoken of that a conversation remembers."""
SWITCHES = 200
"""Questions after an unrelated item, beside some 1,400 turns of conversations."""
STRENGTH = 1e-3
"""Of the L2; five-fold over the shipped turns 0.0003 and 0.003 are worse by a point."""
LEAST = 100
"""Turns that a fit needs; with fewer the shipped weights stand."""


@dataclass(frozen=True)
class ContextTurn:
    """One turn of an authored conversation: its text, the item meant, and the items spoken of before (last first)."""

    text: str
    item_id: str
    spoken: tuple[str, ...]


def turns_of(dialogues: Sequence[Sequence[Question]]) -> list[ContextTurn]:
    """The turns that follow another one, with what was spoken of before."""
    turns = []
    for dialogue in dialogues:
        spoken: tuple[str, ...] = ()
        for turn in dialogue:
            if spoken:
                turns.append(ContextTurn(text.normalise(turn.text), turn.item_id, spoken))
            spoken = spoken_after(spoken, turn.item_id)
    return turns


def spoken_after(spoken: Sequence[str], item_id: str) -> tuple[str, ...]:
    """The items spoken of once ``item_id`` was answered."""
    return tuple(dict.fromkeys((item_id, *spoken)))[:KEPT]


def switches_of(questions: Sequence[tuple[str, str]], items: Sequence[str], seed: int) -> list[ContextTurn]:
    """Questions (text and item) asked after an item that has nothing to do with them; authors of conversations seldom
    write such, citizens who have two errands do."""
    random = np.random.default_rng(seed)
    chosen = random.permutation(len(questions))[:SWITCHES]
    turns = []
    for text_of, item_id in (questions[at] for at in chosen):
        spoken = [items[at] for at in random.permutation(len(items))[:3] if items[at] != item_id]
        turns.append(ContextTurn(text_of, item_id, tuple(spoken[: random.integers(1, 3)])))
    return turns


def fit_context(
    index: EmbeddedIndex,
    turns: Sequence[ContextTurn],
    switches: Sequence[ContextTurn] = (),
    progress: Progress | None = None,
) -> ContextModel:
    """The context model for indexes like ``index``; turns on items that it does not hold teach nothing.

    ``switches`` are learnt from beside enough turns only: by themselves they would teach that nobody ever stays.
    """
    with (progress or SilentProgress()).task("学习连续对话", len(turns) + len(switches)) as task:
        choices = [choice for turn in counted(turns, task) if (choice := _choice(index, turn)) is not None]
        if len(choices) < LEAST:
            return ContextModel()
        choices += [choice for turn in counted(switches, task) if (choice := _choice(index, turn)) is not None]
    start = [ContextModel().weights.get(name, 0.0) for name in FEATURES]
    weights = fit_logit(choices, start, STRENGTH)
    return ContextModel({name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)})


def _choice(index: EmbeddedIndex, turn: ContextTurn) -> Choice | None:
    spoken = tuple(item_id for item_id in turn.spoken if item_id in index.guides)
    if not spoken or turn.item_id not in index.guides or not text.has_words(turn.text):
        return None
    read = index.read(turn.text, spoken)
    ids = list(index.guides)
    names = [ids[subject] for subject in read.items.subjects]
    return (
        (index.in_context(read, index.evidence(read), spoken), names.index(turn.item_id))
        if turn.item_id in names
        else None
    )
