"""常见问题: the department's own answer stands first where its question was asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pipeline.faq import asked_before
from knowledge import text
from knowledge.models import FrequentQuestion
from tests.assistant.pipeline.scripted import ScriptedIndex, ask, shipped_guides
from tests.knowledge.small import plain_guide

OLD = FrequentQuestion(q="捡回来的旧身份证还能用吗？", a="不能用，已经挂失作废。")
CHILD = FrequentQuestion(q="小孩丢了身份证要大人陪着去吗？", a="要，由监护人陪同。")
GUIDE = plain_guide("GA-015", "居民身份证补领（丢失）", "丢失后补领", faq=(OLD, CHILD))
INDEX = ScriptedIndex(guides={"GA-015": GUIDE}, asked=(("result", 0.9), ("general", 0.1)))


def test_a_frequent_question_is_answered_first_and_cited_first() -> None:
    reply = ask(INDEX, "捡回来的旧身份证还能用不")
    first, rest = reply.text.split("\n", 1)
    assert first == OLD.a
    assert rest == "「居民身份证补领（丢失）」办好以后，您会拿到：决定书。"
    assert [(one.source_id, one.section) for one in reply.citations] == [
        ("GA-015", "常见问题"),
        ("GA-015", "办理结果"),
    ]


def test_another_question_gets_no_frequent_answer() -> None:
    reply = ask(INDEX, "补办身份证办好拿到什么")
    assert OLD.a not in reply.text
    assert [one.section for one in reply.citations] == ["办理结果"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("捡回来的旧身份证还能用吗", OLD),
        ("捡回旧的身份证还能用吗", OLD),
        ("小孩的身份证丢了要大人陪着去吗", CHILD),
        ("身份证丢了", None),
        ("能用吗", None),
        ("身份证还能用吗我在外地上班一直没有时间回来办所以想问问到底要怎么办才好呢", None),
        ("", None),
    ],
)
def test_the_question_must_be_asked_almost_word_for_word(said: str, found: FrequentQuestion | None) -> None:
    assert asked_before(GUIDE, text.normalise(said)) == found


def test_a_short_question_is_not_alike_by_chance() -> None:
    short = GUIDE.model_copy(update={"faq": (FrequentQuestion(q="能用吗", a="能"),)})
    assert asked_before(short, "能用吗") is None


def test_a_guide_without_frequent_questions_has_none_to_give() -> None:
    assert asked_before(GUIDE.model_copy(update={"faq": ()}), "捡回来的旧身份证还能用吗") is None


def test_each_shipped_frequent_question_of_some_length_finds_its_own_answer() -> None:
    for guide in shipped_guides().values():
        for pair in guide.faq:
            if len(text.normalise(pair.q)) >= 8:
                assert asked_before(guide, text.normalise(pair.q)) == pair, guide.id


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_no_text_breaks_it(said: str) -> None:
    assert asked_before(GUIDE, text.normalise(said)) in (OLD, CHILD, None)
