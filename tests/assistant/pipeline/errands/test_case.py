"""«我的办件到哪一步了» as a conversation: number, factor, card; wrong twice, locked, away; secrets kept nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.outcomes import wording
from assistant.pipeline.context import DialogueState
from assistant.pipeline.errands.case import opens
from assistant.pipeline.reply import ApplicationCard, OpenPage
from assistant.pipeline.runner import Engine
from knowledge import text
from tests.assistant.pipeline.errands.desk import CARD, NUMBER, SIGNS, Cases, Talk
from tests.assistant.pipeline.scripted import ScriptedIndex, turn


@pytest.mark.parametrize(
    "said",
    [
        "我的办件到哪一步了", "查一下我的办件", "我想查办件进度", "催一下我的件", "我的件办好了没", "帮我查下我的办件进度", "我那个办件卡在哪了",
        "催办", "我们的申请现在到哪了", "帮我看看我的业务办理进度", "办件进度怎么查", "怎么看办件进度", "在哪里查我的办件进度？",
    ],
)  # fmt: skip
def test_the_wish_is_known_and_the_number_asked_for(said: str) -> None:
    talk = Talk()
    reply = talk.say(said)
    assert (reply.outcome, reply.text) == ("clarify", wording("clarify", "case_number"))
    assert talk.state.errand is not None and talk.state.errand.slot == "number"


@pytest.mark.parametrize(
    "said",
    [
        "办件一般几天", "社保卡进度打哪个电话催", "身份证多久能办好", "我的快件到哪了",
        "网上能查办件进度吗", "我的护照申请到哪一步了打什么电话", "13800138000", "350502199001011234", "我的条件够不够",
    ],
)  # fmt: skip
def test_a_question_in_general_goes_on_to_the_guides(said: str) -> None:
    assert not opens(text.normalise(said))


def test_number_then_factor_show_the_card() -> None:
    talk = Talk()
    talk.say("我的办件到哪一步了")
    asked = talk.say(NUMBER)
    assert (asked.outcome, asked.text) == ("clarify", wording("clarify", "case_factor"))
    reply = talk.say("００３ｘ")
    assert reply.outcome == "tool" and isinstance(reply.card, ApplicationCard)
    assert "普通护照首次申领" in reply.text and "还剩 3 个工作日。" in reply.text and "示例数据" in reply.text
    assert talk.cases.asked == [(NUMBER, SIGNS, "198.51.100.7")]
    assert talk.state == DialogueState()
    assert {one.item_id for one in reply.suggestions} == {"GA-020"}


def test_all_in_one_sentence_is_enough() -> None:
    reply = Talk().say(f"查一下办件 {NUMBER}，后四位{SIGNS}")
    assert isinstance(reply.card, ApplicationCard) and not reply.card.urging


def test_how_it_stands_is_told_in_the_words_of_the_service_and_once() -> None:
    off = "期限是 2026 年 11 月 20 日（星期五），今天不上班，到 2026 年 11 月 23 日（星期一）还没有办好就算超期"
    card = CARD.model_copy(update={"days_left": 0, "due_on": date(2026, 11, 20), "limit_text": off})
    reply = Talk(cases=Cases(card=card)).says("查办件进度", NUMBER, SIGNS)
    assert f"\n{off}。\n" in reply.text
    assert "还有" not in reply.text
    withdrawn = card.model_copy(update={"limit_text": "", "state": "withdrawn"})
    assert "\n。" not in Talk(cases=Cases(card=withdrawn)).says("查办件进度", NUMBER, SIGNS).text


def test_who_comes_to_urge_is_led_to_the_button() -> None:
    reply = Talk().says("催一下我的件", NUMBER, SIGNS)
    assert isinstance(reply.card, ApplicationCard) and reply.card.urging
    assert "催办" in reply.text


@pytest.mark.parametrize("number", [NUMBER, "LC2026999999"])
def test_a_wrong_number_and_wrong_signs_are_told_alike_and_the_second_time_how_to_find_the_number(number: str) -> None:
    talk = Talk()
    first = talk.says("查办件进度", number, "1234")
    assert first.outcome == "clarify" and talk.state.errand is not None
    second = talk.say("4321")
    assert second.text == f"{first.text}\n{wording('clarify', 'case_where')}"
    assert talk.state.errand is None
    assert any(isinstance(action, OpenPage) and action.url == "/progress" for action in second.actions)


def test_a_lock_and_an_absent_system_say_so_in_their_own_words() -> None:
    talk = Talk()
    for _ in range(5):
        talk.say(f"查办件 {NUMBER} 后四位 1234")
    locked = talk.say(f"查办件 {NUMBER} 后四位 {SIGNS}")
    assert "输错的次数太多" in locked.text and locked.card is None
    away = Talk(cases=Cases(away=True)).says("查办件进度", NUMBER, SIGNS)
    assert "不是您的办件有问题" in away.text and "12345" in away.text


def test_factor_and_number_are_in_no_reply_no_state_and_no_kept_words() -> None:
    talk = Talk()
    for said in ("查办件进度", NUMBER, "1234", SIGNS, f"查一下{NUMBER} 后四位{SIGNS}", f"办件{NUMBER}尾号零零三x"):
        before = talk.state
        reply = talk.say(said)
        kept = reply.model_dump_json(exclude={"card"}) + talk.state.model_dump_json()
        assert "003X" not in kept.upper() and "1234" not in kept.replace("12345", "")
        assert NUMBER not in reply.model_dump_json(exclude={"card"})
        if said != "查办件进度":
            assert reply.heard is not None and "****" in reply.heard, before
    assert talk.state.errand is None


def test_a_fault_in_the_middle_keeps_the_words_veiled() -> None:
    class Broken(Cases):
        def look_up(self, number: str, factor: str, client: str) -> ApplicationCard:
            raise RuntimeError(factor)

    reply = Talk(cases=Broken()).say(f"查一下办件 {NUMBER}，后四位{SIGNS}")
    assert reply.outcome == "error" and reply.heard is not None
    assert SIGNS not in reply.model_dump_json()


def test_something_else_in_the_middle_is_answered_and_the_errand_waits() -> None:
    talk = Talk()
    talk.says("查办件进度", NUMBER)
    aside = talk.say("身份证丢了怎么补")
    assert (aside.outcome, aside.item_id) == ("answered", "GA-015")
    assert aside.suggestions[0].text == "继续查办件"
    assert talk.say("继续查办件").text == wording("clarify", "case_factor")
    assert isinstance(talk.say(SIGNS).card, ApplicationCard)


def test_the_number_does_not_outlive_three_other_questions() -> None:
    talk = Talk()
    talk.says("查办件进度", NUMBER, "身份证丢了怎么补", "那要多少钱？", "要带什么材料？")
    assert talk.state.errand is None


def test_who_has_no_number_is_told_where_it_stands_and_who_wants_no_more_is_let_go() -> None:
    talk = Talk()
    assert talk.says("查办件进度", "编号忘了").text == wording("clarify", "case_where")
    stopped = talk.say("算了")
    assert (stopped.text, talk.state.errand) == (wording("tool", "case_stopped"), None)


def test_an_urgent_danger_comes_first() -> None:
    talk = Talk()
    talk.says("查办件进度", NUMBER)
    assert talk.say("家里着火了").outcome == "crisis"
    assert isinstance(talk.say(SIGNS).card, ApplicationCard)


def test_an_engine_without_case_system_and_an_old_state_go_on_as_before() -> None:
    assert turn(ScriptedIndex(), "我的办件到哪一步了")[0].outcome == "answered"
    assert Engine(ScriptedIndex).applications is None
    old = DialogueState.model_validate({"spoken": ["GA-015"], "awaiting": None, "companies": []}, strict=False)
    assert old.errand is None and old.draft == ""
