"""Whole conversations over the shipped knowledge base: what is kept, what is left, and what is corrected."""

from __future__ import annotations

import pytest

from assistant.pipeline.reply import Reply
from assistant.wiring import Assistant

CARD, RENEWAL = "GA-015", "GA-014"
WEDDING, WEDDING_LOST = "MZ-001", "MZ-003"


def talk(assistant: Assistant, *said: str) -> list[Reply]:
    replies: list[Reply] = []
    for text in said:
        replies.append(assistant.ask(text, replies[-1].session_id if replies else None))
    return replies


def items(replies: list[Reply]) -> list[str | None]:
    return [reply.item_id for reply in replies]


def test_bare_follow_ups_stay_on_the_item_each_with_its_facet(assistant: Assistant) -> None:
    replies = talk(assistant, "身份证丢了怎么补", "多少钱", "去哪里办", "要带什么材料")
    assert items(replies) == [CARD] * 4
    assert [reply.facet for reply in replies] == ["general", "fee", "place", "materials"]
    assert not [offer for reply in replies for offer in reply.suggestions if offer.hint]


def test_a_neighbour_is_reached_in_two_words_and_the_way_back_in_four(assistant: Assistant) -> None:
    replies = talk(assistant, "结婚证怎么办", "那补办呢", "多少钱", "前面那个要带什么")
    assert items(replies) == [WEDDING, WEDDING_LOST, WEDDING_LOST, WEDDING]
    assert [replies[2].facet, replies[3].facet] == ["fee", "materials"]


@pytest.mark.parametrize(
    ("first", "then", "item_id"),
    [
        ("身份证丢了怎么补", "我想提取公积金买房", "GJ-001"),
        ("结婚证怎么办", "刚出生的孩子怎么上户口", "GA-001"),
        ("我想提取公积金买房", "身份证到期了怎么换", RENEWAL),
    ],
)
def test_a_full_new_question_leaves_the_item(assistant: Assistant, first: str, then: str, item_id: str) -> None:
    assert items(talk(assistant, first, then, "要带什么材料"))[1:] == [item_id, item_id]


@pytest.mark.parametrize(
    ("first", "correction", "item_id"),
    [
        ("身份证丢了怎么补", "不是，我是说护照丢了", "GA-021"),
        ("身份证到期了怎么换", "不对，是身份证丢了", CARD),
        ("结婚证怎么办", "说错了，是结婚证丢了要补", WEDDING_LOST),
    ],
)
def test_a_correction_is_taken(assistant: Assistant, first: str, correction: str, item_id: str) -> None:
    assert items(talk(assistant, first, correction, "多少钱"))[1:] == [item_id, item_id]


def test_a_broad_wish_lists_its_items_and_a_number_chooses_one(assistant: Assistant) -> None:
    wish, chosen, fee = talk(assistant, "我想开店", "第二个", "多少钱")
    assert (wish.outcome, wish.item_id) == ("clarify", None)
    assert [offer.hint for offer in wish.suggestions[:2]] != [None, None]
    assert (chosen.item_id, chosen.facet) == (wish.suggestions[1].item_id, "general")
    assert (fee.item_id, fee.facet) == (chosen.item_id, "fee")


def test_a_life_event_lists_its_items_in_the_order_of_doing(assistant: Assistant) -> None:
    (reply,) = talk(assistant, "刚生了孩子")
    offered = [offer.item_id for offer in reply.suggestions]
    assert offered.index("WJ-002") < offered.index("GA-001") < offered.index("YB-001")


def test_a_specific_question_is_answered_without_a_list(assistant: Assistant) -> None:
    (reply,) = talk(assistant, "身份证丢了怎么补")
    assert (reply.outcome, reply.item_id) == ("answered", CARD)
    assert not [offer for offer in reply.suggestions if offer.hint]


@pytest.mark.parametrize("before", [(), ("身份证丢了怎么补",)])
def test_a_policy_question_is_answered_from_the_article(assistant: Assistant, before: tuple[str, ...]) -> None:
    *_, policy = talk(assistant, *before, "首次升规的工业企业奖励多少钱")
    assert (policy.outcome, policy.item_id) == ("answered", None)
    assert [(one.source_id, one.section) for one in policy.citations][0] == ("P001", "第三条")


def test_a_policy_question_in_between_changes_no_item_spoken_of(assistant: Assistant) -> None:
    replies = talk(assistant, "身份证丢了怎么补", "首次升规的工业企业奖励多少钱", "那身份证要带什么材料")
    assert items(replies) == [CARD, None, CARD]


@pytest.mark.parametrize("typed", ["shenfenzheng diu le zenme ban", "shen fen zheng diu le"])
def test_pinyin_typing_finds_the_item(assistant: Assistant, typed: str) -> None:
    (reply,) = talk(assistant, typed)
    found = [reply.item_id, *(offer.item_id for offer in reply.suggestions[:3])]
    assert CARD in found


@pytest.mark.parametrize(
    ("said", "facets"),
    [
        ("补身份证要带什么材料，多少钱", ("materials", "fee")),
        ("补身份证去哪里办，要多久", ("place", "time")),
        ("补身份证多少钱，几天能拿到", ("fee", "time")),
    ],
)
def test_two_facets_asked_are_both_answered(assistant: Assistant, said: str, facets: tuple[str, ...]) -> None:
    (reply,) = talk(assistant, said)
    assert (reply.item_id, reply.facets) == (CARD, facets)
    assert reply.facet in facets
    assert len(reply.citations) == 2


def test_a_frequent_question_is_answered_first(assistant: Assistant) -> None:
    guide = assistant.index.current().guides[CARD]
    asked = guide.faq[0]
    reply = assistant.ask(asked.q, item_id=CARD)
    assert reply.text.startswith(asked.a)
    assert reply.citations[0].section == "常见问题"


@pytest.mark.parametrize("said", ["护照怎么办", "低保怎么申请", "老公打我，怎么离婚", "去美国留学，护照怎么办"])
def test_a_matter_that_is_named_and_asked_about_is_never_foreign(assistant: Assistant, said: str) -> None:
    (reply,) = talk(assistant, said)
    assert reply.outcome in {"answered", "clarify"}


def test_most_questions_after_an_unrelated_one_reach_their_own_item(assistant: Assistant) -> None:
    errands = {
        "身份证丢了怎么补": "GA-015",
        "我想开药店要什么条件": "SC-010",
        "公司要换法定代表人": "SC-003",
        "孩子今年小学毕业怎么报初中": "JY-002",
        "想用公积金付房租": "GJ-002",
        "门诊的票怎么拿回来报": "YB-005",
        "电动车怎么上牌": "GA-027",
        "老人八十岁有津贴吗": "MZ-007",
    }
    said = list(errands)
    replies = [talk(assistant, before, after)[-1] for before, after in zip(said, said[1:] + said[:1], strict=True)]
    right = [reply.item_id == errands[after] for reply, after in zip(replies, said[1:] + said[:1], strict=True)]
    assert sum(right) >= len(right) - 1
