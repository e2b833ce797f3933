"""Questions about policy files as turns of a conversation."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.pipeline.context import DialogueState
from knowledge.passages import PassageHit
from knowledge.ranker import Kind
from tests.assistant.pipeline.scripted import ScriptedIndex, ask, turn
from tests.assistant.pipeline.test_policies import hit, policy

CARD, OTHER = "GA-015", "YB-001"
ON = date(2026, 11, 23)
TALK = DialogueState(spoken=(CARD, OTHER), offered=("SC-002",), failures=1)
ASKED = "参加展会有什么补贴"


def index(
    chance: float = 0.95, found: tuple[PassageHit, ...] = (hit(),), first: float = 0.6, published: bool = True
) -> ScriptedIndex:
    others: dict[Kind, float] = {"policy": chance, "item": 1 - chance}
    return ScriptedIndex(
        confidences=((CARD, first), (OTHER, 0.1)),
        scope=1.0,
        others=others,
        found=found,
        policies={"P001": policy()} if published else {},
    )


def covering(share: float) -> PassageHit:
    return PassageHit(hit().passage, 10.0, share)


def test_a_policy_question_is_answered_from_the_article_with_its_source() -> None:
    reply = ask(index(), ASKED, on=ON)
    assert (reply.outcome, reply.item_id, reply.facet, reply.facets, reply.card) == ("answered", None, None, (), None)
    assert "“第二条 奖励5万元。”" in reply.text
    assert [(one.source_id, one.section) for one in reply.citations] == [("P001", "第二条")]
    assert "泉商〔2025〕001号" in reply.citations[0].title
    assert "P001号措施" in reply.suggestions[0].text


def test_in_a_conversation_it_is_answered_too_and_the_item_spoken_of_stays() -> None:
    reply, state = turn(index(first=0.9), ASKED, state=TALK, on=ON)
    assert (reply.outcome, reply.item_id) == ("answered", None)
    assert reply.citations[0].source_id == "P001"
    assert state == DialogueState(spoken=(CARD, OTHER))
    reply, state = turn(ScriptedIndex(confidences=((CARD, 0.9),)), "那要带什么", state=state)
    assert (reply.item_id, state.spoken) == (CARD, (CARD, OTHER))


@pytest.mark.parametrize(
    "unsure",
    [index(chance=0.89), index(found=()), index(found=(covering(0.08),)), index(published=False)],
    ids=["not sure", "no article", "an article on something else", "no policy files"],
)
def test_what_no_article_answers_goes_to_the_guides(unsure: ScriptedIndex) -> None:
    reply = ask(unsure, ASKED, on=ON)
    assert (reply.outcome, reply.item_id) == ("answered", CARD)
    assert {one.source_id for one in reply.citations} == {CARD}


def test_an_article_that_covers_enough_answers() -> None:
    assert ask(index(found=(covering(0.1),)), ASKED, on=ON).citations[0].source_id == "P001"


def test_a_tapped_item_is_answered_whatever_the_words_sound_like() -> None:
    assert ask(index(), ASKED, item_id=CARD, facet="fee").item_id == CARD


def test_an_article_of_a_document_that_has_ended_is_told_as_such() -> None:
    reply = ask(index(), ASKED, on=date(2029, 1, 1))
    assert reply.text.startswith("请注意：")
    assert "不能再按它申请" in reply.text
