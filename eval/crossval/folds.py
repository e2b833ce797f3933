"""Authored questions in folds: what one fold's index learns, and what it is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.answers.load import LabelledQuestion
from eval.errors import BadInput
from ingest.fit.texts import texts_of
from knowledge import text
from knowledge.models import Question
from knowledge.records import KnowledgeRecords

LONGEST = 500
"""Characters of a question that chat takes."""
STYLE = "authored"


@dataclass(frozen=True)
class Fold:
    """One fold: ``records`` without its questions, and those, ``asked`` of an index that has not seen them.

    ``places`` says of each question that stays which one of its item it is in its author's file, from 0; ``known`` counts
    those that are not asked because the base says them all the same (as an alias, or as another author's question).
    """

    number: int
    records: KnowledgeRecords
    places: tuple[int, ...]
    asked: tuple[LabelledQuestion, ...]
    known: int

    def first(self, most: int) -> KnowledgeRecords:
        """The records with the first ``most`` questions of each item's file only."""
        early = (one for one, place in zip(self.records.questions, self.places, strict=True) if place < most)
        return replace(self.records, questions=tuple(early))


def fold_numbers(questions: Sequence[Question], folds: int, seed: int) -> list[int]:
    """The fold (from 1) of each question; those of an item are spread evenly, at random by ``seed``."""
    random = np.random.default_rng(seed)
    of_item: dict[str, list[int]] = defaultdict(list)
    for at, question in enumerate(questions):
        of_item[question.item_id].append(at)
    numbers = [0] * len(questions)
    for places in of_item.values():
        start = int(random.integers(folds))
        for turn, at in enumerate(random.permutation(places).tolist()):
            numbers[at] = (start + turn) % folds + 1
    return numbers


def checked(only: Sequence[int], folds: int) -> tuple[int, ...]:
    """The distinct fold numbers asked for. Raises ``BadInput`` for one that there is not."""
    beyond = [number for number in only if not 1 <= number <= folds]
    if beyond:
        raise BadInput(f"there is no fold {beyond[0]} of {folds}")
    return tuple(dict.fromkeys(only))


def split(records: KnowledgeRecords, folds: int, seed: int, number: int) -> Fold:
    """Fold ``number`` (from 1) of ``folds``. Raises ``BadInput`` where nothing would be asked or learnt."""
    numbers = fold_numbers(records.questions, folds, seed)
    places = _places(records.questions)
    stays = [at for at, of in enumerate(numbers) if of != number]
    left = replace(records, questions=tuple(records.questions[at] for at in stays))
    away = [records.questions[at] for at, of in enumerate(numbers) if of == number]
    said = {line for subject in texts_of(left) for line in subject.short}
    asked = [one for one in away if (line := text.normalise(one.text)) not in said and text.has_words(line)]
    if not asked or not stays:
        raise BadInput(f"{len(records.questions)} questions are too few for {folds} folds")
    return Fold(number, left, tuple(places[at] for at in stays), tuple(map(_row, asked)), len(away) - len(asked))


def _places(questions: Sequence[Question]) -> list[int]:
    """Which one of its item each question is, from 0."""
    seen: dict[str, int] = defaultdict(int)
    found = []
    for question in questions:
        found.append(seen[question.item_id])
        seen[question.item_id] += 1
    return found


def _row(question: Question) -> LabelledQuestion:
    return LabelledQuestion(
        item_id=question.item_id, facet=question.facet, style=STYLE, question=question.text[:LONGEST]
    )
