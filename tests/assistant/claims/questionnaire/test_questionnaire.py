"""企业问需: answers against their version, leads with what was given only, counts without small cells."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.claims.questionnaire.questions import Option, Question, Questionnaire, newest, of_version, versions
from assistant.claims.questionnaire.schemas import AnswersIn
from assistant.claims.questionnaire.summary import LEAST, summarised
from assistant.claims.reports.errors import UnknownLead
from assistant.claims.reports.receipts import is_receipt
from assistant.errors import InvalidRequest, WrongState
from knowledge.errors import NotFound
from tests.assistant.claims.reports.world import MARKET, OTHERS, STAFF, SUBMIT, Site, World

PLAIN = {"size": "small", "trade": "catering", "needs": ["policy"], "met_claims": "no"}
MET = PLAIN | {"met_claims": "several", "claims_count": 6, "claims_how": ["threat", "12315"], "wish": "太多了"}


def sent(answers: dict[str, Any], **more: Any) -> AnswersIn:
    return AnswersIn.model_validate({"version": newest().version, "company": "某饭店", "answers": answers} | more)


def test_what_is_shown_does_not_tell_which_answers_make_a_lead(world: World) -> None:
    sheet = world.claims.questionnaire.sheet()
    assert sheet.version == newest().version
    assert "lead" not in sheet.model_dump_json()
    assert all(question.options for question in sheet.questions if question.kind in ("choice", "many"))


def test_every_version_that_was_ever_in_force_can_still_be_read() -> None:
    for version in versions():
        assert of_version(version).version == version
    with pytest.raises(NotFound):
        of_version("1999-01")


def test_answers_that_speak_of_claims_become_a_lead(any_world: World) -> None:
    asked = any_world.claims.questionnaire
    thanks, new = asked.answer(sent(MET, contact_phone="0595-22123456"))
    assert (thanks.lead, new) == (True, True)
    assert is_receipt(thanks.receipt)
    plain, _ = asked.answer(sent(PLAIN, contact_phone="13800138000"))
    assert not plain.lead
    page = asked.leads(0, 10)
    assert (page.total, page.open) == (1, 1)
    lead = page.leads[0]
    assert lead.because == ("有，好几次", "说不给钱就曝光、举报")
    assert lead.contact_phone == "059522123456"
    assert ("对方通过什么方式提出？", "12315 平台、说不给钱就曝光、举报") in [
        (each.question, each.answer) for each in lead.answers
    ]
    assert any_world.claims.desk.queue(None, 0, 1).leads == 1


def test_no_contact_is_kept_that_was_not_given(world: World) -> None:
    world.claims.questionnaire.answer(sent(MET))
    assert world.claims.questionnaire.leads(0, 1).leads[0].contact_phone is None
    with pytest.raises(InvalidRequest) as refused:
        world.claims.questionnaire.answer(sent(MET, contact_phone="12345678"))
    assert "12345678" not in refused.value.message


def test_a_lead_is_handled_once_with_a_reason(any_world: World) -> None:
    asked = any_world.claims.questionnaire
    asked.answer(sent(MET))
    lead = asked.leads(0, 1).leads[0]
    with pytest.raises(InvalidRequest):
        asked.handle(MARKET, lead.id, "")
    handled = asked.handle(MARKET, lead.id, "已电话回访")
    assert (handled.state, handled.note) == ("handled", "已电话回访")
    with pytest.raises(WrongState):
        asked.handle(MARKET, lead.id, "再一次")
    with pytest.raises(UnknownLead):
        asked.handle(MARKET, "0" * 32, "x")
    asked.answer(sent(MET))
    assert [each.state for each in asked.leads(0, 10).leads] == ["open", "handled"]


def test_answers_sent_twice_count_once(any_world: World) -> None:
    asked = any_world.claims.questionnaire
    first, new = asked.answer(sent(MET, submit_id=SUBMIT))
    again, newer = asked.answer(sent(MET, submit_id=SUBMIT))
    assert (again, new, newer) == (first, True, False)
    assert asked.leads(0, 10).total == 1


@pytest.mark.parametrize(
    "answers",
    [
        {},
        PLAIN | {"size": None},
        PLAIN | {"size": "huge"},
        PLAIN | {"size": ["small"]},
        PLAIN | {"needs": "policy"},
        PLAIN | {"needs": [{"a": 1}]},
        PLAIN | {"needs": []},
        PLAIN | {"claims_count": -1},
        PLAIN | {"claims_count": 1.5},
        PLAIN | {"claims_count": True},
        PLAIN | {"claims_count": 10**400},
        PLAIN | {"claims_paid": "很多"},
        PLAIN | {"wish": "字" * 1001},
        PLAIN | {"wish": 5},
        PLAIN | {"unknown": "x"},
    ],
)
def test_answers_that_the_version_does_not_allow_are_refused(answers: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        newest().checked(answers)
    assert "huge" not in refused.value.message


def test_an_unknown_version_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        world.claims.questionnaire.answer(sent(PLAIN, version="1999-01"))


SHEET = Questionnaire(
    version="t",
    title="t",
    intro="",
    questions=(
        Question(id="c", text="c", kind="choice", options=tuple(Option(value=each, label=each) for each in "abcd")),
        Question(id="m", text="m", kind="many", options=tuple(Option(value=each, label=each) for each in "xy")),
        Question(id="n", text="n", kind="number", most=10),
    ),
)


def counted(question: int, *answers: tuple[int, dict[str, Any]]) -> list[int | None]:
    given = [answer for count, answer in answers for _ in range(count)]
    return [cell.count for cell in summarised(SHEET, given).questions[question].cells]


def test_small_cells_are_not_told_nor_can_they_be_subtracted() -> None:
    assert counted(0, (9, {"c": "a"}), (6, {"c": "b"}), (7, {"c": "c"})) == [9, 6, 7, 0]
    assert counted(0, (9, {"c": "a"}), (6, {"c": "b"}), (LEAST - 1, {"c": "c"})) == [9, None, None, 0]
    assert counted(0, (9, {"c": "a"}), (2, {"c": "b"}), (1, {"c": "c"})) == [9, None, None, 0]
    assert counted(0, (3, {"c": "a"})) == [None, 0, 0, 0]


def test_of_many_answers_those_who_did_not_choose_are_a_cell_too() -> None:
    assert counted(1, (20, {"m": ["x", "y"]}), (10, {"m": ["x"]})) == [30, 20]
    assert counted(1, (20, {"m": ["x", "y"]}), (2, {"m": ["x"]})) == [22, None]


def test_few_answers_tell_neither_total_nor_median() -> None:
    few = summarised(SHEET, [{"n": 3}] * (LEAST - 1))
    assert (few.total, few.questions[2].median, few.questions[2].answered) == (None, None, None)
    enough = summarised(SHEET, [{"n": value} for value in (1, 2, 3, 4, 10)])
    assert (enough.total, enough.questions[2].median, enough.questions[2].answered) == (5, 3, 5)


def test_the_questionnaire_over_http_by_everybody(site: Site) -> None:
    sheet = site.ask(None, "GET", "/questionnaire").json()
    body = {"version": sheet["version"], "company": "某饭店", "answers": MET, "submit_id": SUBMIT}
    assert site.ask(None, "POST", "/questionnaire", json=body).status_code == 201
    assert site.ask(None, "POST", "/questionnaire", json=body).status_code == 200
    assert site.ask(None, "POST", "/questionnaire", json=body | {"answers": {}}).status_code == 422
    assert site.ask(None, "POST", "/questionnaire", json=body | {"company": " "}).status_code == 422
    for who in (*STAFF, "analyst"):
        summary = site.ask(who, "GET", "/questionnaire/summary")
        assert summary.status_code == 200
        assert "某饭店" not in summary.text
    for other in (None, *OTHERS):
        if other != "analyst":
            assert site.ask(other, "GET", "/questionnaire/summary").status_code in (401, 403), other
    lead = site.ask("market", "GET", "/desk/leads").json()["leads"][0]
    handled = site.ask("market", "POST", f"/desk/leads/{lead['id']}", json={"note": "已回访"})
    assert handled.json()["state"] == "handled"
    assert site.ask("market", "GET", "/questionnaire/summary?version=1999").status_code == 404
