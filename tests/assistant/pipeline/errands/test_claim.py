"""A report of a malicious claim, guided: one thing at a time, saved after each, resumed, changed, sent only when confirmed."""

from __future__ import annotations

import pytest

from assistant.outcomes import wording
from assistant.pipeline.errands import case, claim
from assistant.pipeline.errands.slots import CHANNELS, slots
from assistant.pipeline.reply import ClaimCard, OpenPage, Reply
from knowledge import text
from tests.assistant.pipeline.authored import authored
from tests.assistant.pipeline.errands.desk import NUMBER, Talk
from tests.assistant.pipeline.said import CRISIS, REFUSED
from tests.assistant.pipeline.test_policy_match import _on_policies

STORY = "有人买了十箱标签有问题的货来敲诈我们"
ANSWERS = (
    "泉州榛柏熙鞋业有限公司", "上个月十五号", "12315", "没有", "张三", "不知道", "胶鞋", "十箱", "三千八", "他要十倍赔偿", "38000元", "没有",
    "陈小明", "13800138000",
)  # fmt: skip


def card(reply: Reply) -> ClaimCard:
    assert isinstance(reply.card, ClaimCard)
    return reply.card


def asked(name: str) -> str:
    return next(one.ask for one in slots() if one.name == name)


@pytest.mark.parametrize(
    "said",
    [
        STORY,
        "我要举报恶意索赔",
        "我想举报职业打假人",
        "我们店被恶意索赔了",
        "有人买了我们超市五十瓶酱油，说标签不对要赔十倍",
        "职业打假人讹我们店",
    ],
)
def test_the_wish_of_a_business_is_known(said: str) -> None:
    talk = Talk()
    reply = talk.say(said)
    assert reply.outcome == "clarify" and asked("reporter_company") in reply.text and "疑似" in reply.text
    assert len(talk.reports.kept) == 1


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉商家", "我买了十瓶过期酱油怎么索赔", "我买到假货能要求赔偿十倍吗", "商家敲诈我", "投诉这家饭店宰客", "我的举报进度怎么查",
        "举报恶意索赔的回执编号忘了", "我想要索赔", "房东敲诈我押金", "举报工地噪音",
    ],
)  # fmt: skip
def test_a_customer_who_complains_is_not_meant(said: str) -> None:
    assert not claim.opens(text.normalise(said))


@pytest.mark.parametrize("said", ["职业打假人索赔怎么办", "恶意索赔怎么认定", "什么是职业索赔", "职业打假合法吗"])
def test_a_question_about_it_is_told_the_way_and_nothing_that_no_record_says(said: str) -> None:
    talk = Talk()
    reply = talk.say(said)
    assert (reply.outcome, reply.text) == ("tool", wording("tool", "claim_about"))
    assert OpenPage(label="打开举报页面", url="/claims") in reply.actions
    assert reply.suggestions[0].text == "我要举报恶意索赔"
    assert not talk.reports.kept


def test_no_authored_question_is_captured_by_an_errand() -> None:
    questions = [
        *authored(),
        *_on_policies(),
        *(line for group in (CRISIS, REFUSED) for lines in group.values() for line in lines),
    ]
    assert len(questions) > 13_117
    captured = [said for said in questions if case.opens(text.normalise(said)) or claim.opens(text.normalise(said))]
    assert captured == []


def test_from_the_first_words_to_the_receipt() -> None:
    talk = Talk()
    reply = talk.says(STORY, *ANSWERS)
    assert (reply.text, card(reply).stage, card(reply).missing) == (wording("clarify", "claim_review"), "review", ())
    assert talk.reports.only == {
        "description": STORY, "reporter_company": "泉州榛柏熙鞋业有限公司", "happened_on": "2026-10-15", "channel": "12315",
        "claimant_name": "张三", "product": "胶鞋", "quantity": "10", "paid": "3800.00", "demands": "他要十倍赔偿",
        "demanded": "38000.00", "contact_name": "陈小明", "contact_phone": "13800138000",
    }  # fmt: skip
    sent = talk.say("确认提交")
    assert (card(sent).stage, card(sent).receipt, card(sent).code) == ("sent", "SP20261124ABCDE", "K7M2P9QX")
    assert "SP20261124ABCDE" in sent.text and "K7M2P9QX" not in sent.model_dump_json(exclude={"card"})
    assert len(talk.reports.sent) == 1 and (talk.state.errand, talk.state.draft) == (None, "")


def test_nothing_is_sent_without_the_confirmation_of_the_whole() -> None:
    talk = Talk()
    for said in (STORY, "提交", "确认提交", *ANSWERS[1:]):
        talk.say(said)
    assert talk.reports.sent == []
    assert (
        talk.says("泉州榛柏熙鞋业有限公司", "提交").text == wording("clarify", "claim_review")
        or talk.reports.sent == []
    )


def test_every_answer_is_saved_before_the_next_is_asked() -> None:
    talk = Talk()
    talk.say(STORY)
    for said in ANSWERS:
        talk.say(said)
        kept = dict(talk.reports.only)
        assert Talk(reports=talk.reports, state=talk.state).reports.only == kept
    assert "contact_phone" in talk.reports.only


def test_what_is_unclear_is_asked_back_with_the_reason() -> None:
    talk = Talk()
    talk.says(STORY, "泉州榛柏熙鞋业有限公司")
    for said in ("上个月", "国庆前后", "12月3日"):
        reply = talk.say(said)
        assert asked("happened_on") in reply.text and "happened_on" not in talk.reports.only
    assert wording("clarify", "claim_form") in reply.text
    assert "2026年10月15日" in talk.say("上个月十五号").text


def test_every_channel_can_be_tapped() -> None:
    talk = Talk()
    reply = talk.says(STORY, *ANSWERS[:2])
    assert [one.text for one in reply.suggestions] == [
        *(label for label, _ in CHANNELS.values()),
        "返回上一步",
        "不报了",
    ]
    for label, _ in CHANNELS.values():
        again = Talk()
        again.says(STORY, *ANSWERS[:2], label)
        assert "channel" in again.reports.only, label


def test_what_the_form_refuses_is_not_kept() -> None:
    talk = Talk()
    reply = talk.says(STORY, *ANSWERS[:-1], "1380013800")
    assert "11 位手机号" in reply.text and "contact_phone" not in talk.reports.only


def test_back_skip_why_and_what_cannot_be_left_out() -> None:
    talk = Talk()
    talk.say("我要举报恶意索赔")
    assert wording("clarify", "claim_must") in talk.say("跳过").text
    assert "核对和回复" in talk.say("为什么要问这个").text
    talk.say("泉州榛柏熙鞋业有限公司")
    assert asked("reporter_company") in talk.say("返回上一步").text
    assert asked("happened_on") in talk.say("跳过").text  # what was said before stays
    assert talk.reports.only == {"reporter_company": "泉州榛柏熙鞋业有限公司"}
    reply = talk.say("剩下的都跳过")
    assert wording("clarify", "claim_skipped") in reply.text and asked("happened_on") in reply.text


def test_after_skipping_the_rest_only_what_is_needed_is_asked() -> None:
    talk = Talk()
    talk.says(STORY, "剩下的都跳过")
    reply = talk.says("泉州榛柏熙鞋业有限公司", "今天", "打电话", "要我赔一万元", "陈小明", "13800138000")
    assert card(reply).stage == "review"


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (("修改发生日期", "昨天"), "happened_on", "2026-11-23"),
        (("把购买金额改成3900",), "paid", "3900.00"),
        (("联系电话写错了", "13900139000"), "contact_phone", "13900139000"),
        (("修改对方姓名", "李四"), "claimant_name", "李四"),
        (("修改对方姓名", "不知道"), "claimant_name", None),
    ],
)
def test_the_whole_is_changed_by_saying(lines: tuple[str, ...], name: str, value: str | None) -> None:
    talk = Talk()
    reply = talk.says(STORY, *ANSWERS, *lines)
    assert talk.reports.only.get(name) == value
    assert card(reply).stage == "review"


def test_a_change_in_the_middle_comes_back_to_where_it_was() -> None:
    talk = Talk()
    reply = talk.says(STORY, *ANSWERS[:3], "把发生日期改成昨天")
    assert talk.reports.only["happened_on"] == "2026-11-23"
    assert asked("case_numbers") in reply.text


def test_something_else_in_the_middle_is_answered_and_the_report_waits() -> None:
    talk = Talk()
    talk.says(STORY, *ANSWERS[:6])
    aside = talk.say("身份证丢了怎么补要多少钱")
    assert (aside.outcome, aside.item_id, aside.suggestions[0].text) == ("answered", "GA-015", "继续举报")
    follow = talk.say("那要带什么材料")
    assert follow.outcome == "answered" and "product" not in talk.reports.only
    assert asked("product") in talk.say("继续").text
    assert talk.say("胶鞋") and talk.reports.only["product"] == "胶鞋"


def test_a_tapped_suggestion_in_the_middle_is_answered() -> None:
    talk = Talk()
    talk.say(STORY)
    tapped = talk.say("居民身份证补领要多少钱？", item_id="GA-015", facet="fee")
    assert tapped.item_id == "GA-015" and talk.reports.only == {"description": STORY}
    assert asked("reporter_company") in talk.say("继续举报").text


def test_a_case_number_answers_the_question_for_it_and_opens_no_look_up() -> None:
    talk = Talk()
    talk.says(STORY, *ANSWERS[:3])
    talk.say("编号 1350502002026111512345678，还有（2026）闽0502民初1234号")
    assert talk.reports.only["case_numbers"] == ["1350502002026111512345678", "(2026)闽0502民初1234号"]
    assert talk.say("查一下我的办件").text == wording("clarify", "case_number")
    assert asked("claimant_name") in talk.says(NUMBER, "算了", "继续举报").text


def test_a_violent_threat_gets_help_first_and_the_report_goes_on() -> None:
    talk = Talk()
    talk.say(STORY)
    crisis = talk.say("他拿刀砍我")
    assert crisis.outcome == "crisis" and not any(one.text == "继续举报" for one in crisis.suggestions)
    assert asked("happened_on") in talk.say("泉州榛柏熙鞋业有限公司").text


def test_who_stops_keeps_the_draft_and_can_delete_it() -> None:
    talk = Talk()
    talk.says(STORY, "泉州榛柏熙鞋业有限公司")
    assert talk.say("不报了").text == wording("tool", "claim_stopped")
    assert (talk.state.errand, len(talk.reports.kept)) == (None, 1)
    assert talk.say("我要举报恶意索赔").text == wording("clarify", "claim_begun")  # one report at a time
    assert asked("happened_on") in talk.say("继续举报").text
    talk.say("不报了")
    assert talk.say("删除草稿").text == wording("tool", "claim_discarded")
    assert (talk.reports.kept, talk.state.draft) == ({}, "")


def test_a_draft_is_gone_on_with_in_another_conversation_by_its_id_which_is_not_kept() -> None:
    talk = Talk()
    talk.says(STORY, "泉州榛柏熙鞋业有限公司")
    later = Talk(reports=talk.reports)
    reply = later.say(f"继续举报 {talk.state.draft}")
    assert asked("happened_on") in reply.text
    assert reply.heard is not None and talk.state.draft not in reply.model_dump_json(exclude={"card"})


def test_a_draft_that_is_gone_is_told_and_forgotten() -> None:
    talk = Talk()
    talk.say(STORY)
    talk.reports.kept.clear()
    reply = talk.say("泉州榛柏熙鞋业有限公司")
    assert reply.outcome == "tool" and "没有找到这份草稿" in reply.text
    assert (talk.state.errand, talk.state.draft) == (None, "")


def test_what_is_private_is_neither_kept_nor_said_again() -> None:
    talk = Talk()
    talk.says(STORY, *ANSWERS[:4])
    for said, secret in (("张三丰", "张三丰"), ("13700137000", "13700137000")):
        reply = talk.say(said)
        assert reply.heard is not None and secret not in reply.heard
        assert secret not in reply.model_dump_json(exclude={"card"}) + talk.state.model_dump_json()
        assert "13700137000" not in reply.model_dump_json()
    talk.says(*ANSWERS[6:])
    changed = talk.say("把联系电话改成13900139000")
    assert changed.heard is not None and "139" not in changed.heard
