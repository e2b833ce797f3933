"""What a department's document does not say is told as such, with a number to ring, and never guessed."""

from __future__ import annotations

import re

import pytest

from assistant.pipeline.reply import CallNumber, GuideCard, Reply
from assistant.pipeline.unsaid import is_said
from knowledge.models import FACETS, Facet, FrequentQuestion, Material, Place, ServiceGuide, Step
from tests.assistant.pipeline.scripted import ScriptedIndex, ask, shipped_guides
from tests.knowledge.small import plain_guide

WINDOW = Place(name="房管窗口", address="", hours="", phone="0595-22350000")
HOTLINE_ONLY = Place(name="便民中心", address="", hours="", phone="12345")
NOTHING: dict[str, object] = {"promised_days": None, "fee": None, "online": None, "visits": None, "result": ""}
EMPTY: dict[Facet, dict[str, object]] = {
    "conditions": {"conditions": ()},
    "materials": {"materials": ()},
    "process": {"steps": ()},
    "time": {"promised_days": None, "statutory_days": None},
    "fee": {"fee": None},
    "place": {"places": ()},
    "online": {"online": None},
    "phone": {"places": ()},
    "result": {"result": ""},
}
CLAIMS = re.compile(
    r"免费|不收|\d+ ?元|可以在网上|(?<!能)不能在网上|当场|工作日|不用跑|最多跑|会拿到|不用准备|没有规定|None"
)


def silent(**changes: object) -> ServiceGuide:
    """A guide of whose fields nothing was read but its name and department."""
    return plain_guide("AA-001", "公租房申请", "", **(NOTHING | changes))


def asked(guide: ServiceGuide, facet: Facet, text: str = "请问一下") -> Reply:
    return ask(ScriptedIndex(guides={guide.id: guide}), text, item_id=guide.id, facet=facet)


def numbers(reply: Reply) -> list[str]:
    return [action.number for action in reply.actions if isinstance(action, CallNumber)]


def test_every_facet_but_the_whole_can_be_absent() -> None:
    assert EMPTY.keys() == set(FACETS) - {"general"}


@pytest.mark.parametrize("facet", EMPTY)
def test_an_absent_facet_is_told_honestly_and_nothing_is_claimed(facet: Facet) -> None:
    reply = asked(silent(), facet)
    assert (reply.outcome, reply.facet) == ("answered", facet)
    assert "公租房申请」的办事指南没有写明" in reply.text
    assert reply.text.endswith("请拨打 12345 询问。")
    assert CLAIMS.search(reply.text) is None
    assert numbers(reply) == ["12345"]


@pytest.mark.parametrize("facet", EMPTY)
def test_a_shipped_guide_that_loses_a_facet_claims_nothing_of_it(facet: Facet) -> None:
    for whole in shipped_guides().values():
        guide = whole.model_copy(update={**EMPTY[facet], "faq": ()})
        assert is_said(whole, facet)
        assert not is_said(guide, facet)
        text = asked(guide, facet).text
        assert "没有写明" in text
        assert CLAIMS.search(text.replace(guide.name, "")) is None, text


@pytest.mark.parametrize("facet", [facet for facet in EMPTY if facet not in ("place", "phone")])
def test_the_number_of_the_place_is_offered_before_the_hotline(facet: Facet) -> None:
    reply = asked(silent(places=(HOTLINE_ONLY, WINDOW)), facet)
    assert reply.text.endswith("请打电话问房管窗口（0595-22350000），或者拨打 12345 询问。")
    assert numbers(reply) == ["0595-22350000", "12345"]


def test_the_hotline_is_named_once_where_a_place_has_no_other_number() -> None:
    reply = asked(silent(places=(HOTLINE_ONLY,)), "fee")
    assert reply.text.count("12345") == 1
    assert numbers(reply) == ["12345"]


def test_a_whole_answer_names_what_is_left_unsaid_and_brings_the_card_with_the_gaps() -> None:
    reply = asked(silent(), "general")
    assert "• 办事指南没有写明要带的材料、费用、办理时间、办理地点，请拨打 12345 询问" in reply.text.splitlines()
    assert CLAIMS.search(reply.text) is None
    assert isinstance(reply.card, GuideCard)
    gaps = (reply.card.fee, reply.card.online, reply.card.promised_days, reply.card.visits, reply.card.result)
    assert gaps == (None, None, None, None, "")


def test_a_whole_answer_of_a_whole_guide_names_no_gap() -> None:
    for guide in shipped_guides().values():
        assert "没有写明" not in asked(guide, "general").text


def test_the_legal_limit_does_not_pass_for_a_promise() -> None:
    guide = silent(statutory_days=60)
    assert asked(guide, "time").text.splitlines() == [
        "「公租房申请」的办理时间：",
        "• 承诺时限：办事指南没有写明，请拨打 12345 询问",
        "• 法定时限：60 个工作日",
    ]
    assert "• 办理时间：法定时限 60 个工作日" in asked(guide, "general").text


def test_a_legal_limit_that_is_not_written_is_not_said_not_to_exist() -> None:
    text = asked(silent(promised_days=3), "time").text
    assert "• 法定时限：办事指南没有写明" in text
    assert "没有规定" not in text


def test_steps_without_a_number_of_visits_say_nothing_of_visits() -> None:
    guide = silent(steps=(Step(name="申请", detail="到窗口提交"),))
    assert asked(guide, "process").text == "「公租房申请」这样办：\n1. 申请：到窗口提交"


def paper(name: str, **said: object) -> Material:
    return Material.model_validate({"name": name, "form": None, "copies": None, "required": None, "note": ""} | said)


def test_papers_of_which_only_the_names_are_written_are_named_and_nothing_is_claimed_of_them() -> None:
    guide = silent(materials=(paper("户口簿"), paper("收入证明", note="近三个月")))
    assert asked(guide, "materials").text.splitlines() == [
        "办理「公租房申请」，办事指南列了这些材料：",
        "• 户口簿",
        "• 收入证明：近三个月",
        "办事指南没有写明这些材料要原件还是复印件、各要几份、是不是必须带，请拨打 12345 询问。",
    ]
    assert "• 没有写明是不是都要带的材料：户口簿；收入证明" in asked(guide, "general").text.splitlines()


def test_what_one_paper_leaves_unsaid_is_not_said_of_all() -> None:
    whole = {"form": "原件", "copies": 1, "required": True}
    guide = silent(
        materials=(
            paper("户口簿", **whole),
            paper("照片", form="原件", copies=2),
            paper("证明", **whole | {"required": False}),
        )
    )
    assert asked(guide, "materials").text.splitlines() == [
        "办理「公租房申请」要带：",
        "• 户口簿（原件，1 份）",
        "办事指南还列了这些材料：",
        "• 照片（原件，2 份）",
        "有下面情况的，再带上：",
        "• 证明（原件，1 份）",
        "办事指南没有写明其中有的材料是不是必须带，请拨打 12345 询问。",
    ]


def test_two_facets_of_which_one_is_absent_are_both_told() -> None:
    index = ScriptedIndex(
        guides={"AA-001": silent(places=(WINDOW,))},
        confidences=(("AA-001", 0.9),),
        clues={"多少钱": "fee", "去哪里": "place"},
    )
    reply = ask(index, "申请公租房要多少钱，去哪里")
    assert "没有写明要不要交钱、交多少钱" in reply.text
    assert "• 房管窗口" in reply.text
    assert [one.section for one in reply.citations] == ["收费标准", "办理地点"]
    assert numbers(reply) == ["0595-22350000", "12345"]


def test_a_number_that_was_asked_for_is_offered_once() -> None:
    index = ScriptedIndex(
        guides={"AA-001": silent(places=(WINDOW,))},
        confidences=(("AA-001", 0.9),),
        clues={"多少钱": "fee", "电话": "phone"},
    )
    assert numbers(ask(index, "申请公租房多少钱，打什么电话")) == ["0595-22350000", "12345"]


def test_what_the_guide_says_is_offered_next_before_what_it_does_not() -> None:
    guide = silent(places=(WINDOW,), fee=plain_guide("AA-002", "补领", "").fee, visits=1)
    chips = [one.facet for one in asked(guide, "general").suggestions if one.item_id == guide.id]
    assert chips[:2] == ["place", "fee"]
    assert "materials" not in chips[:2]


def test_the_departments_own_answer_is_not_contradicted() -> None:
    own = FrequentQuestion(q="申请公租房要不要交手续费？", a="不用交。")
    reply = asked(silent(faq=(own,)), "fee", "申请公租房要不要交手续费")
    assert reply.text == "不用交。"
    assert [one.section for one in reply.citations] == ["常见问题"]
