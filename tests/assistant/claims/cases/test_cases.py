"""A case is decided by two people who looked, can be appealed, ends by itself, and shows nobody's name unasked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import assistant.claims.cases
from assistant.claims.cases.errors import CaseExists, SameSigner, StaleVersion, UnknownCase
from assistant.claims.cases.history import event
from assistant.claims.cases.ports import NoHandovers
from assistant.claims.cases.schemas import Case, Step
from assistant.claims.cases.states import MACHINE
from assistant.claims.handover.schemas import StepIn
from assistant.claims.persons.service import UnknownPerson
from assistant.claims.reports.errors import UnknownReport
from assistant.errors import InvalidRequest, WrongState
from tests.assistant.claims.cases.fixtures import (  # fmt: skip
    ADMIN,
    AGAINST,
    FACTORS,
    HUANG,
    LIN,
    NAME,
    PHONE,
    SECRETS,
    SUSPECT,
    CaseWorld,
)


def leaks(case: Any) -> list[str]:
    told = case.model_dump_json()
    return [each for each in SECRETS if each in told]


# --- the whole way ---


def test_two_people_who_looked_make_a_recognition_and_the_history_tells_it(any_world: CaseWorld) -> None:
    case_id = any_world.confirmed()
    case = any_world.cases.one(LIN, case_id)
    assert [each.action for each in case.history] == ["open", "review", "seen", "recognise", "seen", "confirm"]
    assert [(each.who, each.factors) for each in case.signatures] == [("林科员", FACTORS), ("黄科员", FACTORS)]
    assert case.chain.whole and case.chain.length == 6
    assert str(case.expires_on) == "2027-11-24"
    assert any_world.cases.audit(case_id).whole
    assert {each.action for each in case.actions} >= {"handover", "extend", "close", "appeal", "decide_complaint"}


def test_a_case_shows_nobody_before_somebody_asks_with_a_reason(world: CaseWorld) -> None:
    case_id = world.confirmed()
    assert leaks(world.cases.one(LIN, case_id)) == []
    with pytest.raises(InvalidRequest):
        world.cases.reveal(LIN, case_id, "")
    shown = world.cases.reveal(LIN, case_id, "发协助函要写姓名")
    assert (shown.identity.names, shown.identity.phones) == ((NAME,), (PHONE,))
    after = world.cases.one(LIN, case_id)
    assert after.history[-1].action == "reveal" and after.version == shown.version and after.state == "confirmed"
    assert leaks(after) == []


def test_what_was_reviewed_stays_as_it_was_when_the_register_goes_on(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.cases._dossier_of = lambda _person: pytest.fail("a reviewed case asks the register again")
    dossier = world.cases.one(LIN, case_id).dossier
    assert dossier is not None and dossier.total == 14


def test_a_person_or_a_report_has_one_open_case(world: CaseWorld) -> None:
    case_id = world.open()
    with pytest.raises(CaseExists, match=case_id):
        world.open()
    world.act(LIN, case_id, "dismiss")
    other = world.open()
    assert [each.id for each in world.cases.cases_of([SUSPECT])[SUSPECT]] in ([other, case_id], [case_id, other])
    receipt, _code = world.report()
    by_receipt = world.open(person_id=None, receipt=receipt)
    assert world.cases.one(LIN, by_receipt).origin == "receipt"
    with pytest.raises(CaseExists):
        world.open(person_id=None, receipt=receipt)


def test_a_case_needs_something_that_there_is(world: CaseWorld) -> None:
    with pytest.raises(UnknownPerson):
        world.open(person_id="R-99999999")
    with pytest.raises(UnknownReport):
        world.open(person_id=None, receipt="LC00000000AAAAA")
    with pytest.raises(InvalidRequest):
        world.open(receipt="LC00000000AAAAA")
    with pytest.raises(UnknownCase):
        world.cases.one(LIN, "C-0000000000000000")
    with pytest.raises(InvalidRequest):
        world.cases.page("no-such-state", 0, 10)


def test_a_case_by_hand_is_decided_the_same_way(world: CaseWorld) -> None:
    case_id = world.open(person_id=None)
    assert world.open(person_id=None) != case_id
    world.act(LIN, case_id, "review")
    world.sign(LIN, case_id, "recognise", factors=["现场录像"], against_seen=[])
    case = world.sign(HUANG, case_id, "confirm", factors=["现场录像"], against_seen=[])
    assert (case.state, case.dossier) == ("confirmed", None)
    with pytest.raises(WrongState):
        world.cases.reveal(LIN, case_id, "看看")


# --- signing ---


def test_nobody_signs_twice_not_even_an_administrator(world: CaseWorld) -> None:
    case_id = world.open()
    world.act(LIN, case_id, "review")
    world.sign(LIN, case_id, "recognise")
    with pytest.raises(SameSigner):
        world.sign(LIN, case_id, "confirm")
    assert world.cases.one(LIN, case_id).state == "recognised"
    assert world.sign(ADMIN, case_id, "confirm").state == "confirmed"


def test_nobody_is_offered_what_only_another_person_may_do(world: CaseWorld) -> None:
    def offered(person: Any) -> set[str]:
        return {each.action for each in world.cases.one(person, case_id).actions}

    case_id = world.open()
    world.act(LIN, case_id, "review")
    world.sign(LIN, case_id, "recognise")
    assert "confirm" not in offered(LIN)
    assert offered(HUANG) - offered(LIN) == {"confirm"}
    world.sign(HUANG, case_id, "confirm")
    world.act(LIN, case_id, "extend")
    assert offered(HUANG) - offered(LIN) == {"extend"}
    world.act(ADMIN, case_id, "appeal")
    other = type(LIN)("wu", "吴科长", "officer", None, "market")
    for person in (LIN, HUANG, ADMIN):
        assert offered(other) - offered(person) == {"decide_appeal"}


def test_a_new_review_takes_away_signatures_and_looks(world: CaseWorld) -> None:
    case_id = world.open()
    world.act(LIN, case_id, "review")
    world.sign(LIN, case_id, "recognise")
    case = world.act(HUANG, case_id, "review")
    assert (case.state, case.signatures) == ("under_review", ())
    assert not world.cases.one(LIN, case_id).i_have_seen
    with pytest.raises(InvalidRequest):
        world.act(LIN, case_id, "recognise", factors=list(FACTORS), against_seen=list(AGAINST))


@pytest.mark.parametrize(
    "sent",
    [
        {"factors": []},
        {"factors": ["no_such"]},
        {"against_seen": []},
        {"against_seen": [*AGAINST, "real_harm"]},
        {"note": ""},
    ],
)
def test_a_signature_needs_reasons_and_every_circumstance_in_favour_looked_at(world: CaseWorld, sent: Any) -> None:
    case_id = world.open()
    world.act(LIN, case_id, "review")
    with pytest.raises(InvalidRequest):
        world.sign(LIN, case_id, "recognise", **sent)
    world.sign(LIN, case_id, "recognise")
    with pytest.raises(InvalidRequest):
        world.sign(HUANG, case_id, "confirm", **sent)
    assert world.cases.one(LIN, case_id).state == "recognised"


def test_who_has_not_looked_cannot_confirm(world: CaseWorld) -> None:
    case_id = world.open()
    with pytest.raises(WrongState):
        world.act(LIN, case_id, "seen")
    world.act(LIN, case_id, "review")
    world.sign(LIN, case_id, "recognise")
    assert world.cases.one(LIN, case_id).i_have_seen
    assert not world.cases.one(HUANG, case_id).i_have_seen
    with pytest.raises(InvalidRequest, match="看"):
        world.act(HUANG, case_id, "confirm", factors=list(FACTORS), against_seen=list(AGAINST))


@pytest.mark.parametrize("action", ["confirm", "handover", "extend", "close", "appeal", "decide_appeal", "decide_complaint"])  # fmt: skip
def test_a_proposal_cannot_skip_the_two_sign_offs(world: CaseWorld, action: str) -> None:
    with pytest.raises(WrongState):
        world.act(LIN, world.open(), action, upheld=True, to=["police"], complaint="12315:A0000", decision="ended")


# --- two at once ---


def test_a_stale_page_changes_nothing(world: CaseWorld) -> None:
    case_id = world.open()
    world.act(LIN, case_id, "review")
    for version in (1, 3):
        with pytest.raises(StaleVersion):
            world.act(HUANG, case_id, "dismiss", version=version)
    assert world.cases.one(LIN, case_id).state == "under_review"


def test_of_many_at_once_one_makes_the_step(any_world: CaseWorld) -> None:
    case_id = any_world.open()

    def begin(number: int) -> Case | None:
        step = Step(version=1, note=f"第{number}人")
        try:
            return any_world.cases.act(LIN, case_id, "review", step)
        except StaleVersion:
            return None

    with ThreadPoolExecutor(6) as pool:
        done = [each for each in pool.map(begin, range(6)) if each is not None]
    assert len(done) == 1
    after = any_world.cases.one(LIN, case_id)
    assert (after.version, [each.action for each in after.history]) == (2, ["open", "review"]) and after.chain.whole


def test_looks_that_come_at_once_are_all_written_down(any_world: CaseWorld) -> None:
    case_id = any_world.confirmed()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: any_world.cases.reveal(LIN, case_id, "核对"), range(3)))
    case = any_world.cases.one(LIN, case_id)
    assert sum(each.action == "reveal" for each in case.history) == 3 and case.chain.whole


# --- tampering ---


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE claim_case_event SET who_id = 'huang', who_name = '黄科员' WHERE seq = 4",
        "UPDATE claim_case_event SET note = '改过' WHERE seq = 2",
        "UPDATE claim_case_event SET details = '{}' WHERE seq = 4",
        "DELETE FROM claim_case_event WHERE seq = 3",
        "DELETE FROM claim_case_event WHERE seq = 6",
        "UPDATE claim_case SET state = 'dismissed'",
        "UPDATE claim_case SET dossier = '{}'",
        "UPDATE claim_case SET dossier_digest = ''",
        "UPDATE claim_case SET facts = '别的'",
        "UPDATE claim_case SET expires_on = '2099-01-01'",
        "UPDATE claim_case SET state_before = 'closed'",
    ],
)
def test_whatever_is_changed_behind_the_services_back_is_noticed(world: CaseWorld, sql: str) -> None:
    case_id = world.confirmed()
    with world.engine.begin() as connection:
        connection.execute(text(sql))
    audit = world.cases.audit(case_id)
    assert not audit.whole and audit.reason and audit.broken_at


# --- appeal ---


def test_an_appeal_is_decided_by_somebody_who_had_no_part(world: CaseWorld) -> None:
    case_id = world.confirmed()
    assert world.act(ADMIN, case_id, "appeal").state == "under_appeal"
    for person in (LIN, HUANG, ADMIN):
        with pytest.raises(SameSigner):
            world.act(person, case_id, "decide_appeal", upheld=True)
    other = type(LIN)("wu", "吴科长", "officer", None, "market")
    with pytest.raises(InvalidRequest):
        world.act(other, case_id, "decide_appeal")
    case = world.act(other, case_id, "decide_appeal", upheld=True)
    assert (case.state, case.expires_on, case.chain.whole) == ("dismissed", None, True)
    assert world.open() != case_id, "the person is free for another case"


@pytest.mark.parametrize("ended", [False, True])
def test_an_appeal_that_fails_leads_back_to_where_the_case_was(world: CaseWorld, ended: bool) -> None:
    case_id = world.confirmed()
    before = world.act(LIN, case_id, "close").state if ended else "confirmed"
    if ended:
        world.open()
    world.act(LIN, case_id, "appeal")
    case = world.act(ADMIN, case_id, "decide_appeal", upheld=False)
    assert (case.state, case.chain.whole) == (before, True)


# --- time ---


def test_a_recognition_ends_after_its_last_day_and_a_person_may_review_it_again(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.clock.forward(days=365)
    assert world.cases.expire() == 0
    world.clock.forward(days=1)
    assert world.claims.caretaker.once()["cases_expired"] == 1
    case = world.cases.one(LIN, case_id)
    assert (case.state, case.history[-1].who, case.chain.whole) == ("expired", "系统", True)
    assert world.act(LIN, case_id, "review").expires_on is None
    with pytest.raises(CaseExists):
        world.open()


def test_nothing_is_done_on_a_recognition_whose_time_is_over(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.clock.forward(days=366)
    with pytest.raises(StaleVersion):
        world.act(LIN, case_id, "close")
    assert world.cases.one(LIN, case_id).state == "expired"


def test_two_people_extend(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.clock.forward(days=100)
    asked = world.act(LIN, case_id, "extend")
    assert str(asked.expires_on) == "2027-11-24"
    with pytest.raises(SameSigner):
        world.act(LIN, case_id, "extend")
    agreed = world.act(HUANG, case_id, "extend")
    assert (str(agreed.expires_on), agreed.history[-1].action) == ("2028-03-03", "extended")
    assert agreed.chain.whole
    assert world.act(HUANG, case_id, "extend").expires_on == agreed.expires_on, "that is a new request"


# --- each complaint by itself ---


def test_complaints_are_decided_one_by_one_and_a_report_goes_its_own_way(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.act(LIN, case_id, "decide_complaint", complaint="12315:A0001", decision="not_accepted")
    case = world.act(HUANG, case_id, "decide_complaint", complaint="12315:A0001", decision="accepted")
    assert [(d.complaint, d.decision_text, d.who) for d in case.complaint_decisions] == [("12315:A0001", "照常受理", "黄科员")]  # fmt: skip
    for ref in ("12315:A0013", "12315:A0014"):
        with pytest.raises(InvalidRequest):
            world.act(LIN, case_id, "decide_complaint", complaint=ref, decision="ended")
    with pytest.raises(InvalidRequest):
        world.act(LIN, case_id, "decide_complaint", complaint="12315:A0001")


@pytest.mark.parametrize("decision", ["not_accepted", "ended", "accepted"])
@pytest.mark.parametrize(("ref", "why"), [("12315:A0013", "举报"), ("12315:A0014", "没有这一件"), ("12315:编的", "没有这一件")])  # fmt: skip
def test_only_a_complaint_of_the_dossier_is_decided_whatever_is_decided(
    world: CaseWorld, ref: str, why: str, decision: str
) -> None:
    with pytest.raises(InvalidRequest, match=why):
        world.act(LIN, world.confirmed(), "decide_complaint", complaint=ref, decision=decision)


@pytest.mark.parametrize("ref", ["12315:A0001", "12315:A0013", "12315:编的"])
def test_a_case_without_a_dossier_decides_no_complaint_since_it_may_be_a_report(world: CaseWorld, ref: str) -> None:
    case_id = world.confirmed(person_id=None)
    assert "decide_complaint" not in {each.action for each in world.cases.one(LIN, case_id).actions}
    with pytest.raises(WrongState, match="台账里的人"):
        world.act(LIN, case_id, "decide_complaint", complaint=ref, decision="not_accepted")


# --- hand-over's side ---


def handed(world: CaseWorld, case_id: str, handover_id: str, reached: str) -> None:
    """A row of a hand-over in the case's history."""
    case = world.cases.repository.known(case_id)
    made = event(LIN, world.clock(), "message", reached, reached, handover_id=handover_id)
    world.cases.repository.append(case, made)


@pytest.mark.parametrize(
    ("moves", "state"),
    [
        ([["preparing"]], "confirmed"),
        ([["sent"]], "handed_over"),
        ([["examining", "sent"]], "received"),
        ([["examining"], ["not_filed"]], "returned"),
        ([["sent", "sent"], ["returned", "sent"], ["returned", "withdrawn"]], "returned"),
        ([["examining"], ["feedback"], ["archived"]], "received"),
        ([["returned"]], "confirmed"),
        ([["examining"], ["not_filed"], ["feedback"], ["archived"]], "returned"),
        ([["feedback", "sent"], ["archived", "returned"]], "received"),
        ([["sent"], ["returned"], ["archived"]], "returned"),
    ],
)
def test_a_case_follows_its_hand_overs(world: CaseWorld, moves: list[list[str]], state: str) -> None:
    case_id = world.confirmed()
    for states in moves:
        for number, reached in enumerate(states):
            handed(world, case_id, f"{number}", reached)
        world.cases.handover_moved(case_id)
    case = world.cases.one(LIN, case_id)
    assert (case.state, case.chain.whole) == (state, True)


def test_a_case_under_appeal_waits_for_the_decision(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.act(LIN, case_id, "appeal")
    handed(world, case_id, "0", "sent")
    world.cases.handover_moved(case_id)
    assert world.cases.one(LIN, case_id).state == "under_appeal"


@pytest.mark.parametrize("to", [[], ["market"], ["police", "police"]])
def test_a_hand_over_names_other_authorities(world: CaseWorld, to: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        world.act(LIN, world.confirmed(), "handover", to=to)


def test_an_appeal_that_is_upheld_calls_back_what_was_handed_over(world: CaseWorld) -> None:
    case_id = world.confirmed()
    prepared = world.act(LIN, case_id, "handover", to=["police", "hotline"])
    assert prepared.state == "confirmed" and len(prepared.handovers) == 2
    first = world.claims.handovers.repository.of_case(case_id)[0]
    world.claims.handovers.act(LIN, first.id, "send", StepIn(version=first.version))
    assert world.cases.one(LIN, case_id).state == "handed_over"
    world.act(LIN, case_id, "appeal")
    case = world.act(ADMIN, case_id, "decide_appeal", upheld=True)
    states = sorted(row.state for row in world.claims.handovers.repository.of_case(case_id))
    assert (case.state, states, case.chain.whole) == ("dismissed", ["cancelled", "withdrawn"], True)


def test_the_caretaker_calls_back_what_was_cut_off(world: CaseWorld) -> None:
    case_id = world.confirmed()
    world.act(LIN, case_id, "handover", to=["police"])
    world.act(LIN, case_id, "appeal")
    world.cases.handovers = NoHandovers()
    world.act(ADMIN, case_id, "decide_appeal", upheld=True)
    assert world.claims.caretaker.once()["handovers_recalled"] == 1
    assert [row.state for row in world.claims.handovers.repository.of_case(case_id)] == ["cancelled"]


# --- the drawing ---


def test_the_readme_draws_the_way_of_a_case_as_it_is() -> None:
    readme = (Path(assistant.claims.cases.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{MACHINE.mermaid()}\n```" in readme


def test_the_page_draws_every_state_and_arrow(world: CaseWorld) -> None:
    flow = world.cases.one(LIN, world.open()).flow
    assert {each.name for each in flow.states} == set(MACHINE.states)
    assert len(flow.transitions) == sum(len(each.origins) or 1 for each in MACHINE.transitions)
