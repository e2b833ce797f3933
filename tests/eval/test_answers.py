"""What the answers task makes of replies, read off a script whose figures are known by hand."""

from __future__ import annotations

import pytest

from eval.answers.evaluate import evaluate
from eval.answers.load import LabelledQuestion
from eval.fake import Contract, ScriptedTarget
from eval.progress import silent
from eval.report import Report, Table

NAMES = {"GA-001": "身份证补领", "GA-002": "身份证换领", "GA-020": "护照"}


def question(text: str, item_id: str = "GA-001", facet: str = "fee", style: str = "plain") -> LabelledQuestion:
    return LabelledQuestion.model_validate({"item_id": item_id, "facet": facet, "style": style, "question": text})


def answered(item_id: str, facet: str = "fee", *suggested: str) -> Contract:
    suggestions = [{"text": one, "item_id": one} for one in suggested]
    return {"outcome": "answered", "item_id": item_id, "facet": facet, "confidence": 0.9, "suggestions": suggestions}


def table(report: Report, name: str) -> Table:
    return next(one for one in report.tables if one.name == name)


@pytest.fixture
def report() -> Report:
    """Five questions: right; right with another facet; wrong but one tap away; wrong and lost; suggested."""
    target = ScriptedTarget(
        replies={
            "一": answered("GA-001"),
            "二": answered("GA-001", "general"),
            "三": answered("GA-002", "fee", "GA-001"),
            "四": answered("GA-002", "fee", "GA-020"),
            "五": {"outcome": "suggested", "suggestions": [{"text": "?", "item_id": "GA-001"}, {"text": "12345"}]},
        },
        rankings={
            "一": [("GA-001", 0.9)],
            "二": [("GA-001", 0.8), ("GA-002", 0.1)],
            "三": [("GA-002", 0.6), ("GA-001", 0.3)],
            "四": [("GA-002", 0.7), *[(f"XX-10{n}", 0.0) for n in range(6)], ("GA-001", 0.0)],
        },
        item_names=NAMES,
    )
    return evaluate(
        [question(one, style="short" if one in "四五" else "plain") for one in "一二三四五"], target, silent
    )


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("right_first", 2 / 5, 5),
        ("within_six", 3 / 5, 5),
        ("mrr", (1 + 1 + 1 / 2 + 1 / 8 + 0) / 5, 5),
        ("answered_right", 2 / 5, 5),
        ("answered_wrong", 2 / 5, 5),
        ("answered_wrong_lost", 1 / 5, 5),
        ("suggested", 1 / 5, 5),
        ("clarify", 0.0, 5),
        ("failed", 0.0, 5),
        ("answer_precision", 2 / 4, 4),
        ("reachable", 4 / 5, 5),
        ("reply_first", 3 / 5, 5),
        ("facet_right", 1 / 2, 2),
        ("facet_among", 1 / 2, 2),
        ("right_first.plain", 2 / 3, 3),
        ("right_first.short", 0.0, 2),
        ("reachable.short", 1 / 2, 2),
        ("facet_right.fee", 1 / 2, 2),
        ("brier", (0.01 + 0.04 + 0.36 + 0.49 + 0) / 5, 5),
        ("calibration_error", (0.1 + 0.2 + 0.6 + 0.7 + 0) / 5, 5),
        ("reply_calibration_error", 0.9 - 2 / 4, 4),
        ("turn_p50_ms", 1.0, 5),
        ("search_p99_ms", 1.0, 5),
    ],
)
def test_figures_by_hand(report: Report, name: str, value: float, n: int) -> None:
    figure = report.figures[name]
    assert figure.value == pytest.approx(value)
    assert figure.n == n


def test_confusions_name_both_items_and_give_examples(report: Report) -> None:
    assert table(report, "answer_confusions").rows == (("GA-001 身份证补领", "GA-002 身份证换领", 2, "三 / 四"),)
    assert ("GA-001 身份证补领", "-", 1, "五") in table(report, "search_confusions").rows
    assert table(report, "facet_confusions").rows == (("fee", "general", 1, "二"),)


def test_every_question_keeps_its_row(report: Report) -> None:
    assert [row["ending"] for row in report.rows] == [
        "answered_right",
        "answered_right",
        "answered_wrong",
        "answered_wrong_lost",
        "suggested",
    ]
    assert [row["rank"] for row in report.rows] == [1, 1, 2, 8, None]


def test_a_guess_that_is_not_stated_as_an_answer_is_not_right() -> None:
    target = ScriptedTarget(replies={"一": {"outcome": "clarify", "item_id": "GA-001", "facet": "fee"}})
    figures = evaluate([question("一")], target, silent).figures
    assert figures["answered_right"].value == 0
    assert figures["clarify"].value == 1
    assert figures["reachable"].value == 1
    assert figures["facet_right"].value is None


def test_items_the_knowledge_base_lacks_are_noted(report: Report) -> None:
    assert report.notes == ()
    missing = evaluate([question("一", item_id="ZZ-999")], ScriptedTarget(item_names=NAMES), silent)
    assert missing.notes == ("1 wanted items are not in this knowledge base: ZZ-999",)


def test_each_question_is_asked_in_a_session_of_its_own() -> None:
    target = ScriptedTarget()
    evaluate([question("一"), question("二")], target, silent)
    assert target.asked == [("一", None), ("二", None)]


def test_a_facet_told_beside_another_is_among_them_but_does_not_lead() -> None:
    reply = {**answered("GA-001", "materials"), "facets": ["materials", "fee"]}
    figures = evaluate([question("一")], ScriptedTarget(replies={"一": reply}), silent).figures
    assert figures["facet_right"].value == 0
    assert figures["facet_among"].value == 1


def test_what_leads_the_reply_is_its_own_item_or_its_first_suggestion() -> None:
    chips = [{"text": "?"}, {"text": "a", "item_id": "GA-001"}, {"text": "b", "item_id": "GA-002"}]
    replies: dict[str, Contract] = {
        "一": {"outcome": "clarify", "suggestions": chips},
        "二": {"outcome": "clarify", "suggestions": chips[::-1]},
    }
    asked = [question("一"), question("二")]
    assert evaluate(asked, ScriptedTarget(replies=replies), silent).figures["reply_first"].value == 0.5
