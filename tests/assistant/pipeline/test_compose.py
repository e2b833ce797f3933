from __future__ import annotations

import re

import pytest

from assistant.pipeline.compose import FACET_WORDS
from assistant.pipeline.record import speakable
from assistant.pipeline.reply import GuideCard
from knowledge.models import FACETS, Facet
from tests.assistant.pipeline.scripted import ScriptedIndex, ask, shipped_guides

GUIDES = shipped_guides()
DIGITS = re.compile(r"\d+(?:\.\d+)?")
STEP = re.compile(r"^\d+\. ", re.MULTILINE)


def answer(item_id: str, facet: Facet) -> str:
    return "\n".join(FACET_WORDS[facet].compose(GUIDES[item_id]))


def test_every_facet_has_its_words() -> None:
    assert set(FACET_WORDS) == set(FACETS)


@pytest.mark.parametrize("facet", FACETS)
def test_every_figure_of_an_answer_stands_in_the_guide(facet: Facet) -> None:
    for item_id, guide in GUIDES.items():
        told = STEP.sub("", answer(item_id, facet))
        if "没有写明" in told:
            told = told.replace("12345", "")
        assert set(DIGITS.findall(told)) <= set(DIGITS.findall(guide.model_dump_json())), item_id


@pytest.mark.parametrize("facet", FACETS)
def test_no_answer_has_doubled_marks_or_empty_lines(facet: Facet) -> None:
    for item_id in GUIDES:
        told = answer(item_id, facet)
        assert not re.search(r"。。|；。|：\n?$|，。|、、|（）|None", told), (item_id, told)
        assert all(line.strip() for line in told.splitlines()), item_id


@pytest.mark.parametrize("facet", FACETS)
def test_what_is_read_aloud_has_no_list_marks(facet: Facet) -> None:
    for item_id in GUIDES:
        spoken = speakable(answer(item_id, facet))
        assert not re.search(r"[•「」《》\n]|(^|。)\d+\. ", spoken), spoken


def test_steps_are_counted_in_words() -> None:
    assert speakable("这样办：\n1. 准备：带上户口簿\n2. 申报") == "这样办：第1步，准备：带上户口簿。第2步，申报。"


def test_each_facet_is_answered_from_its_own_fields() -> None:
    guide = GUIDES["GA-015"]
    assert guide.fee is not None
    assert guide.online is not None
    fields: dict[Facet, list[str]] = {
        "general": [guide.summary, guide.department, guide.fee.text],
        "conditions": list(guide.conditions),
        "materials": [material.name for material in guide.materials],
        "process": [step.name for step in guide.steps] + [step.detail for step in guide.steps],
        "time": [f"{guide.promised_days} 个工作日" if guide.promised_days else "当场办结"],
        "fee": [guide.fee.text, guide.fee.basis],
        "place": [place.name for place in guide.places] + [place.address for place in guide.places],
        "online": [guide.online.note, *(guide.online.channels if guide.online.available else ())],
        "phone": [place.phone for place in guide.places],
        "result": [guide.result],
    }
    for facet, expected in fields.items():
        told = answer("GA-015", facet)
        assert [field for field in expected if field not in told] == [], facet


def test_a_fee_answer_holds_fee_and_basis_and_not_the_materials() -> None:
    for guide in GUIDES.values():
        reply = ask(ScriptedIndex(), "多少钱", item_id=guide.id, facet="fee")
        assert guide.fee is not None
        assert guide.fee.text in reply.text
        assert guide.fee.basis in reply.text
        assert "要带" not in reply.text
        assert reply.card is None
        assert [(c.source_id, c.section) for c in reply.citations] == [(guide.id, "收费标准")]


def test_a_general_answer_brings_the_card() -> None:
    for guide in GUIDES.values():
        card = ask(ScriptedIndex(), "怎么办", item_id=guide.id, facet="general").card
        assert isinstance(card, GuideCard)
        assert (card.item_id, card.fee, card.materials) == (guide.id, guide.fee, guide.materials)
        assert card.sample


def test_a_question_for_phones_offers_to_ring_them() -> None:
    reply = ask(ScriptedIndex(), "电话", item_id="GA-015", facet="phone")
    numbers = [action.number for action in reply.actions if action.kind == "call"]
    assert numbers == list(dict.fromkeys(place.phone for place in GUIDES["GA-015"].places if place.phone))


def test_two_facets_asked_are_both_answered_and_cited() -> None:
    index = ScriptedIndex(clues={"多少钱": "fee", "去哪里": "place"})
    reply = ask(index, "身份证丢了补一张要多少钱，去哪里")
    assert reply.facets == ("fee", "place")
    assert "每证40元" in reply.text
    assert GUIDES["GA-015"].places[0].name in reply.text
    assert [citation.section for citation in reply.citations] == ["收费标准", "办理地点"]
