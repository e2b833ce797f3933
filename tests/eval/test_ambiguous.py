"""What the ambiguous task makes of offers."""

from __future__ import annotations

import pytest

from eval.ambiguous.evaluate import evaluate
from eval.ambiguous.load import OpenQuestion
from eval.fake import Contract, ScriptedTarget
from eval.progress import silent
from eval.report import Figure


def figures(reply: Contract, *acceptable: str) -> dict[str, Figure]:
    question = OpenQuestion(question="过户", acceptable_item_ids=acceptable)
    return evaluate([question], ScriptedTarget(replies={"过户": reply}), silent).figures


def offer(outcome: str, *item_ids: str, item_id: str | None = None) -> Contract:
    suggestions = [{"text": one, "item_id": one} for one in item_ids]
    return {"outcome": outcome, "item_id": item_id, "suggestions": suggestions}


@pytest.mark.parametrize(
    ("reply", "recall", "wrong", "at_once"),
    [
        (offer("clarify", "GG-001", "GG-002", "GA-001"), 1.0, 0, 0),
        (offer("suggested", "GG-001", "GG-001"), 0.5, 0, 0),
        (offer("answered", "GG-002", item_id="GG-001"), 1.0, 0, 1),
        (offer("answered", "GG-001", "GG-002", item_id="GA-001"), 1.0, 1, 1),
        (offer("answered", item_id="GA-001"), 0.0, 1, 1),
        (offer("answered"), 0.0, 1, 1),
        (offer("out_of_scope"), 0.0, 0, 0),
    ],
)
def test_offers_are_counted_and_wrong_answers_are_named(
    reply: Contract, recall: float, wrong: int, at_once: int
) -> None:
    found = figures(reply, "GG-001", "GG-002")
    assert found["recall"].value == recall
    assert found["offers_one"].value == float(recall > 0)
    assert found["answered_wrong"].value == wrong
    assert found["answered_at_once"].value == at_once


def test_more_acceptable_items_than_can_be_shown_do_not_lower_recall() -> None:
    ids = [f"GG-00{n}" for n in range(1, 9)]
    assert figures(offer("clarify", *ids[:6]), *ids)["recall"].value == 1.0
    assert figures(offer("clarify", *ids[:3]), *ids)["recall"].value == 0.5


def test_an_item_stated_is_recalled_but_not_among_the_suggestions() -> None:
    found = figures(offer("answered", "GG-002", item_id="GG-001"), "GG-001", "GG-002")
    assert found["recall"].value == 1.0
    assert found["recall_suggestions"].value == 0.5
