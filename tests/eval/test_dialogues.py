"""What the dialogues task makes of conversations."""

from __future__ import annotations

import pytest

from eval.dialogues.evaluate import evaluate
from eval.dialogues.load import Dialogue
from eval.fake import Contract, ScriptedTarget
from eval.progress import silent
from eval.report import Report


def dialogue(name: str, *turns: tuple[str, str, str]) -> Dialogue:
    said = [{"user": user, "item_id": item_id, "facet": facet} for user, item_id, facet in turns]
    return Dialogue.model_validate({"id": name, "turns": said})


def answered(item_id: str, facet: str) -> Contract:
    return {"outcome": "answered", "item_id": item_id, "facet": facet}


PASSPORT = dialogue(
    "d1",
    ("办护照", "GA-020", "general"),
    ("带啥", "GA-020", "materials"),
    ("去香港呢", "GA-022", "general"),
    ("护照多久", "GA-020", "time"),
    ("多少钱", "GA-020", "fee"),
)
CARD = dialogue("d2", ("办身份证", "GA-001", "general"))
SCRIPT = {
    "办护照": answered("GA-020", "general"),
    "带啥": answered("GA-020", "general"),
    "去香港呢": answered("GA-020", "general"),
    "护照多久": {"outcome": "clarify", "item_id": "GA-020", "facet": "time"},
    "多少钱": answered("GA-020", "fee"),
    "办身份证": answered("GA-001", "general"),
}


@pytest.fixture
def report() -> Report:
    return evaluate([PASSPORT, CARD], ScriptedTarget(replies=SCRIPT), silent)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("item_right", 4 / 6, 6),
        ("item_facet_right", 3 / 6, 6),
        ("item_right.first", 1.0, 2),
        ("item_right.follow_up", 1.0, 2),
        ("item_facet_right.follow_up", 0.5, 2),
        ("item_right.moved", 0.0, 2),
        ("dialogue_right", 0.5, 2),
        ("wrong_item_answered", 1 / 6, 6),
    ],
)
def test_figures_by_hand(report: Report, name: str, value: float, n: int) -> None:
    assert report.figures[name].value == pytest.approx(value)
    assert report.figures[name].n == n


def test_late_turns_are_counted_together(report: Report) -> None:
    rows = [[getattr(cell, "value", cell) for cell in row] for row in report.tables[0].rows]
    assert [row[:3] for row in rows] == [["1", 2, 1.0], ["2", 1, 1.0], ["3", 1, 0.0], ["4 and later", 2, 0.5]]


def test_a_dialogue_is_one_session_and_the_next_is_another() -> None:
    target = ScriptedTarget(replies=SCRIPT)
    evaluate([PASSPORT, CARD, CARD], target, silent)
    sessions = [session for _, session in target.asked]
    assert sessions == [None, *["session-1"] * 4, None, None]


def test_wrong_turns_are_told_with_what_was_meant(report: Report) -> None:
    assert [row[0] for row in report.tables[1].rows] == ["d1/2", "d1/3", "d1/4"]


def test_a_facet_told_beside_another_counts_apart_from_the_strict_figure() -> None:
    both = {**answered("GA-020", "fee"), "facets": ["fee", "materials"]}
    figures = evaluate([dialogue("d", ("带啥", "GA-020", "materials"))], ScriptedTarget({"带啥": both}), silent).figures
    assert figures["item_facet_right"].value == 0
    assert figures["item_facet_among"].value == 1


def test_the_right_facet_of_a_wrong_item_is_not_right() -> None:
    figures = evaluate(
        [dialogue("d", ("带啥", "GA-020", "materials"))],
        ScriptedTarget({"带啥": answered("GA-022", "materials")}),
        silent,
    ).figures
    assert figures["item_facet_among"].value == 0
