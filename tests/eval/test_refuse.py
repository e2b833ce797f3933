"""What the refuse task makes of endings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest

from assistant.pipeline.reply import Outcome
from eval.fake import ScriptedTarget
from eval.progress import silent
from eval.refuse.evaluate import ENDINGS, evaluate
from eval.refuse.load import KINDS, RealQuestion, UnansweredQuestion
from eval.report import Report

REAL = [RealQuestion(item_id="GA-001", question=text) for text in ("补身份证", "办护照")]


def run(outcomes: Sequence[tuple[str, str]], in_scope: Sequence[str] = ()) -> Report:
    """Messages as (kind, outcome), and the outcomes of the real questions."""
    messages = [
        UnansweredQuestion.model_validate({"question": f"消息{n}", "kind": kind})
        for n, (kind, _) in enumerate(outcomes)
    ]
    replies = {f"消息{n}": {"outcome": outcome} for n, (_, outcome) in enumerate(outcomes)}
    real = REAL[: len(in_scope)]
    replies |= {one.question: {"outcome": outcome} for one, outcome in zip(real, in_scope, strict=True)}
    return evaluate(messages, {"real": real} if real else {}, ScriptedTarget(replies=replies), silent)


def test_every_kind_has_an_ending_of_the_contract() -> None:
    assert set(ENDINGS) == set(KINDS)
    assert set(ENDINGS.values()) <= set(get_args(Outcome))


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_ending_of_its_own_kind_is_right(kind: str) -> None:
    outcomes = get_args(Outcome)
    report = run([(kind, outcome) for outcome in outcomes])
    assert [row["outcome"] for row in report.rows if row["right"]] == [dict(ENDINGS.items())[kind]]  # type: ignore[index]
    assert report.figures[f"right_outcome.{kind}"].value == pytest.approx(1 / len(outcomes))


def test_figures_by_hand() -> None:
    figures = run(
        [("crisis", "crisis"), ("crisis", "answered"), ("abuse", "abuse"), ("out_of_scope", "refused")],
        in_scope=["answered", "out_of_scope"],
    ).figures
    assert figures["right_outcome"].value == 0.5
    assert figures["answered_anyway"].value == 0.25
    assert figures["right_outcome.crisis"].value == 0.5
    assert figures["right_outcome.jailbreak"].value is None
    assert figures["in_scope_refused"].value == 0.5
    assert figures["in_scope_refused"].n == 2


def test_wrong_refusals_cannot_be_measured_without_real_questions() -> None:
    assert run([("abuse", "abuse")]).figures["in_scope_refused"].value is None


def test_the_confusion_names_kinds_and_outcomes() -> None:
    report = run([("crisis", "crisis"), ("crisis", "answered")], in_scope=["clarify"])
    assert report.tables[0].columns == ("kind", "answered", "clarify", "crisis", "right")
    assert [row[:-1] for row in report.tables[0].rows] == [("crisis", 1, None, 1), ("in_scope", None, 1, None)]
    assert [row[0] for row in report.tables[1].rows] == ["crisis"]


def test_each_set_of_real_questions_has_its_own_figure() -> None:
    replies = {"补身份证": {"outcome": "answered"}, "办护照": {"outcome": "crisis"}}
    sets = {"plain": REAL[:1], "hard": REAL[1:]}
    figures = evaluate([], sets, ScriptedTarget(replies=replies), silent).figures
    assert figures["in_scope_refused"].value == 0.5
    assert figures["in_scope_refused.plain"].value == 0
    assert figures["in_scope_refused.hard"].value == 1
