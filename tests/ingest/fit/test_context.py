from __future__ import annotations

from dataclasses import dataclass

import pytest

from ingest.fit import context as module
from ingest.fit.context import KEPT, ContextTurn, fit_context, spoken_after, turns_of
from ingest.fit.dialogues import shipped_dialogues, shipped_turns
from knowledge import context as reading
from knowledge.context import ContextModel
from knowledge.embedded import EmbeddedIndex
from knowledge.models import Question
from tests.knowledge.small import DATA, IDS, question


def test_each_turn_but_the_first_is_read_after_what_was_spoken_of() -> None:
    talk = [
        question("GA-015", "general", "身份證丟了"),
        question("GA-015", "fee", "多少钱"),
        question("GA-001", "general", "孩子上户口"),
        question("GA-015", "time", "前面那个几天"),
    ]
    assert turns_of([talk, talk[:1], []]) == [
        ContextTurn("多少钱", "GA-015", ("GA-015",)),
        ContextTurn("孩子上户口", "GA-001", ("GA-015",)),
        ContextTurn("前面那个几天", "GA-015", ("GA-001", "GA-015")),
    ]


def test_what_was_spoken_of_is_remembered_as_a_conversation_does() -> None:
    spoken: tuple[str, ...] = ()
    for number in range(9):
        spoken = spoken_after(spoken, f"AA-{number:03}")
    assert spoken == tuple(f"AA-{number:03}" for number in range(8, 8 - KEPT, -1))
    assert spoken_after(spoken, spoken[-1]) == (spoken[-1], *spoken[:-1])


def test_the_shipped_conversations_speak_of_shipped_items() -> None:
    shipped = {path.stem for path in (DATA / "guides").glob("*.json")}
    assert len(shipped_dialogues()) >= 300
    assert min(map(len, shipped_dialogues())) >= 2
    assert {turn.item_id for turn in shipped_turns()} <= shipped


@dataclass(frozen=True)
class Tendency:
    """Conversations in which one habit always holds."""

    turns: list[ContextTurn]
    probe: ContextTurn


def habit(stays: bool) -> Tendency:
    """Who asks a bare «多少钱» means the last item, or the one before it."""
    turns = [
        ContextTurn("多少钱", first if stays else second, (first, second))
        for first in IDS
        for second in IDS
        if first != second
    ]
    first, second = "GA-015", "GA-001"
    return Tendency(turns * 2, ContextTurn("多少钱", first if stays else second, (first, second)))


@pytest.mark.parametrize("stays", [True, False])
def test_the_habit_of_the_conversations_is_learnt(small_index: EmbeddedIndex, stays: bool) -> None:
    given = habit(stays)
    model = fit_context(small_index, given.turns)
    assert model != ContextModel()
    assert set(model.weights) == set(reading.FEATURES)
    read = small_index.read(given.probe.text, given.probe.spoken)
    features = small_index.in_context(read, small_index.evidence(read), given.probe.spoken)
    ids = [list(small_index.guides)[subject] for subject in read.items.subjects]
    assert ids[int(model.probabilities(features).argmax())] == given.probe.item_id


def test_too_few_turns_leave_the_plain_weights(small_index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = habit(True).turns
    assert len(turns) >= module.LEAST
    assert fit_context(small_index, turns[: module.LEAST - 1]) == ContextModel()
    assert fit_context(small_index, []) == ContextModel()


def test_turns_on_items_that_are_not_here_or_without_words_teach_nothing(small_index: EmbeddedIndex) -> None:
    foreign = [
        ContextTurn("多少钱", "ZZ-001", ("GA-015",)),
        ContextTurn("多少钱", "GA-015", ("ZZ-001",)),
        ContextTurn("？？", "GA-015", ("GA-001",)),
    ] * module.LEAST
    assert fit_context(small_index, foreign) == ContextModel()
    turns = habit(True).turns
    assert fit_context(small_index, [*turns, *foreign]) == fit_context(small_index, turns)


def test_shipped_turns_are_questions_with_a_facet() -> None:
    assert all(isinstance(turn, Question) and turn.text for turn in shipped_turns())
