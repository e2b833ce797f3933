"""Hand-overs: from a recognition that stands, seen by the authority that got it and by no other, followed by the case."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from assistant.accounts.person import Person
from assistant.claims.handover.states import ENDED, FILING, HIDDEN, MACHINE, RECEIVERS, machine_of
from knowledge.errors import QuanquanError
from tests.assistant.claims.handover.world import CLAIMANT, FILE, FIRST, NO_OFFICERS, OTHERS, RECEIPT, SECOND, World

PACKAGE = Path(__file__).parents[4] / "assistant" / "claims" / "handover"


def words_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def test_the_drawing_in_the_readme_is_the_table() -> None:
    readme = (PACKAGE / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{MACHINE.mermaid()}\n```" in readme


@pytest.mark.parametrize("authority", RECEIVERS)
def test_every_state_of_every_authority_is_reached_and_can_end(authority: str) -> None:
    machine = machine_of(authority)
    assert ("filed" in machine.states) == (authority in FILING)
    reached, ending = {"preparing"}, set(ENDED)
    for _ in machine.states:
        reached |= {each.target for each in machine.transitions if set(each.origins) & reached}
        ending |= {origin for each in machine.transitions if each.target in ending for origin in each.origins}
    assert reached == set(machine.states)
    assert ending >= set(machine.states)


# --- who sees what ---


def test_nobody_but_officers_comes_in(world: World) -> None:
    (own,) = world.prepared(world.case(), "police")
    world.done("market", own, "send")
    for method, path in (
        ("GET", "/joint"),
        ("GET", "/handover/flow"),
        ("GET", f"/joint/{own}"),
        ("GET", f"/joint/{own}/packet.docx"),
        ("POST", f"/joint/{own}/receive"),
    ):
        for who in (*NO_OFFICERS, None):
            answer = world.ask(who, method, path, **({"json": {"version": 2}} if method == "POST" else {}))
            assert answer.status_code == (403 if who else 401), (who, path)


def test_police_do_not_see_what_went_to_the_procuratorate_only(world: World) -> None:
    (own,) = world.prepared(world.case(), "procuratorate")
    world.done("market", own, "send")
    assert [each["id"] for each in world.ask("procuratorate", "GET", "/joint").json()["handovers"]] == [own]
    for other in (each for each in OTHERS if each != "procuratorate"):
        assert world.ask(other, "GET", "/joint").json()["handovers"] == []
        for answer in (
            world.ask(other, "GET", f"/joint/{own}"),
            world.ask(other, "GET", f"/joint/{own}/packet.docx"),
            world.act(other, own, "receive"),
            world.act(other, own, "message"),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "handover_not_found")
    assert (
        world.ask("police", "GET", f"/joint/{'0' * 32}").json()["error"]["message"]
        == (world.ask("police", "GET", f"/joint/{own}").json()["error"]["message"])
    )


def test_a_receiver_sees_nothing_before_it_is_sent_and_none_of_the_preparation_after(world: World) -> None:
    own, other = world.prepared(world.case(), "police", "court")
    assert world.ask("police", "GET", "/joint").json()["total"] == 0
    assert world.ask("police", "GET", f"/joint/{own}").status_code == 404
    world.done("market", own, "send")
    world.done("market", other, "cancel")
    seen = world.ask("police", "GET", f"/joint/{own}").json()
    assert [each["action_text"] for each in seen["messages"]] == ["移送"]
    assert world.ask("court", "GET", f"/joint/{other}").status_code == 404
    assert {each["state"] for each in world.ask("market", "GET", "/joint").json()["handovers"]} == {"sent", "cancelled"}
    assert {"cancelled", "preparing"} == HIDDEN


def test_each_read_and_step_is_written_down(world: World) -> None:
    (own,) = world.prepared(world.case(), "police")
    world.done("market", own, "send")
    world.ask("police", "GET", "/joint")
    world.ask("police", "GET", f"/joint/{own}")
    world.ask("police", "GET", f"/joint/{own}/packet.docx")
    kept = world.audited()
    for line in (
        ("market", "claim_handover_send", own),
        ("police", "claim_handovers_listed", ""),
        ("police", "claim_handover_read", own),
        ("police", "claim_packet", own),
    ):
        assert line in kept


# --- the way ---


@pytest.mark.parametrize("state", ["proposed", "under_review", "recognised"])
def test_without_a_confirmed_case_nothing_can_be_prepared(world: World, state: str) -> None:
    case_id = world.case(state)
    with pytest.raises(QuanquanError):
        world.prepared(case_id, "police")
    row = world.cases.repository.known(case_id)
    with pytest.raises(QuanquanError):
        world.handovers.prepare(FIRST, row, row.version, ["police"], "绕过")
    assert world.handovers.of_case(case_id) == ()


def test_the_whole_way_with_the_case_behind_and_a_whole_history(world: World) -> None:
    case_id = world.case()
    (own,) = world.prepared(case_id, "police")
    went = []
    for who, action in (("market", "send"), ("police", "receive"), ("police", "ask"), ("market", "supply"),
                        ("police", "message"), ("police", "file"), ("police", "report"), ("market", "archive")):  # fmt: skip
        shown = world.done(who, own, action)
        went.append((shown["state"], world.cases.one(FIRST, case_id).state))
    assert went == [
        ("sent", "handed_over"),
        ("examining", "received"),
        ("supplementing", "received"),
        ("examining", "received"),
        ("examining", "received"),
        ("filed", "received"),
        ("feedback", "received"),
        ("archived", "received"),
    ]
    assert all(each["done"] for each in shown["steps"])
    assert world.cases.audit(case_id).whole
    assert world.cases.one(FIRST, case_id).handovers[0].model_dump()["state"] == "archived"


def test_the_case_comes_back_only_when_all_were_fruitless(world: World) -> None:
    case_id = world.case()
    police, court = world.prepared(case_id, "police", "court")
    for own in (police, court):
        world.done("market", own, "send")
    world.done("police", police, "return")
    assert world.cases.one(FIRST, case_id).state == "handed_over"
    world.done("court", court, "return")
    assert world.cases.one(FIRST, case_id).state == "returned"
    world.done("market", police, "archive")
    (again,) = world.prepared(case_id, "police")
    world.done("market", again, "send")
    assert world.cases.one(FIRST, case_id).state == "handed_over"
    assert world.cases.audit(case_id).whole


def test_a_successful_appeal_calls_everything_back(world: World) -> None:
    case_id = world.case()
    sent, kept = world.prepared(case_id, "police", "court")
    world.done("market", sent, "send")
    world.step(FIRST, case_id, "appeal")
    assert world.act("market", kept, "send").json()["error"]["code"] == "wrong_state"
    world.step(Person("third", "陈科员", "officer", None, "market"), case_id, "decide_appeal", upheld=True)
    assert {each.id: each.state for each in world.handovers.of_case(case_id)} == {sent: "withdrawn", kept: "cancelled"}
    assert world.ask("police", "GET", f"/joint/{sent}/packet.docx").status_code == 409
    assert world.cases.audit(case_id).whole


def test_each_side_makes_its_own_steps_only_with_a_reason_from_the_version_seen(world: World) -> None:
    (own,) = world.prepared(world.case(), "justice")
    assert world.act("police", own, "send").status_code == 404
    world.done("market", own, "send")
    assert world.act("market", own, "receive").json()["error"]["code"] == "wrong_state"
    assert world.act("justice", own, "withdraw").json()["error"]["code"] == "wrong_state"
    world.done("justice", own, "receive")
    assert world.act("justice", own, "file").json()["error"]["code"] == "wrong_state", "justice opens no cases"
    assert world.act("justice", own, "answer", note="").status_code == 422
    stale = world.ask("justice", "POST", f"/joint/{own}/answer", json={"version": 1, "note": "办了"})
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale_version")
    assert world.done("justice", own, "answer")["state"] == "feedback"


def test_one_authority_is_given_a_case_once_at_a_time(world: World) -> None:
    case_id = world.case()
    world.prepared(case_id, "police")
    with pytest.raises(QuanquanError) as caught:
        world.prepared(case_id, "court", "police")
    assert caught.value.code == "handover_exists"
    assert len(world.handovers.of_case(case_id)) == 1, "nothing half done"


def test_limits_are_working_days_and_overdue_is_flagged(world: World) -> None:
    (own,) = world.prepared(world.case(), "police")
    sent = world.done("market", own, "send")  # Tuesday 2026-11-24
    assert (sent["due_on"], sent["overdue"]) == ("2026-12-01", False)
    world.clock.now += timedelta(days=8)
    assert world.ask("police", "GET", f"/joint/{own}").json()["overdue"] is True
    received = world.done("police", own, "receive")  # Wednesday 2026-12-02
    assert (received["due_on"], received["overdue"]) == ("2026-12-16", False)
    assert date.fromisoformat(world.done("police", own, "message")["due_on"]) == date(2026, 12, 16)
    assert world.done("police", own, "ask")["due_on"] is None


# --- the packet ---


def test_the_digest_of_a_packet_stands_in_the_history(world: World) -> None:
    case_id = world.case()
    (own,) = world.prepared(case_id, "police")
    world.done("market", own, "send")
    for who, path in (("police", f"/joint/{own}/packet.docx"), ("market", f"/cases/{case_id}/packet.docx")):
        answer = world.ask(who, "GET", path)
        assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
        last = world.cases.repository.history(case_id)[-1]
        assert (last["action"], last["details"]["sha256"]) == ("packet", hashlib.sha256(answer.content).hexdigest())
    assert world.cases.audit(case_id).whole
    assert last["previous"] in words_of(answer.content), "the head at the time of making"


def test_the_identity_goes_to_those_who_open_cases_and_is_masked_for_the_others(world: World) -> None:
    case_id = world.case()
    whole = world.cases.reveal(FIRST, case_id, "核对").identity
    assert whole.names and whole.phones
    police, justice = world.prepared(case_id, "police", "justice")
    for own in (police, justice):
        world.done("market", own, "send")
    open_ = words_of(world.ask("police", "GET", f"/joint/{police}/packet.docx").content)
    closed = words_of(world.ask("justice", "GET", f"/joint/{justice}/packet.docx").content)
    assert whole.names[0] in open_ and whole.phones[0] in open_
    for secret in (*whole.names, *whole.phones, *whole.id_numbers, *whole.accounts, *whole.addresses):
        assert "*" in secret or secret not in closed
    assert "身份信息已经遮盖" in closed and "身份信息已经遮盖" not in open_
    assert justice not in open_ and "司法" not in open_, "one authority does not learn of another"


def test_a_packet_names_the_files_of_a_report_with_their_digests(world: World) -> None:
    case_id = world.case(receipt=RECEIPT)
    text = words_of(world.ask("market", "GET", f"/cases/{case_id}/packet.docx").content)
    assert FILE.name in text and FILE.sha256 in text and "77" in text and CLAIMANT.phones[0] in text
    for who in OTHERS:
        assert world.ask(who, "GET", f"/cases/{case_id}/packet.docx").status_code == 403


def test_nothing_sent_makes_a_fault(world: World) -> None:
    none = "0" * 32
    for method, path, body in (
        ("GET", "/joint/%00", None),
        ("GET", "/joint/" + "x" * 32, None),
        ("GET", "/joint?state=%27--", None),
        ("GET", "/handover/flow?authority=nobody", None),
        ("GET", "/cases/nothing/packet.docx", None),
        ("GET", "/cases/C-0000000000000000/packet.docx", None),
        ("POST", f"/joint/{none}/prepare", {"version": 1}),
        ("POST", f"/joint/{none}/send", {"version": 10**30}),
        ("POST", f"/joint/{none}/send", {"version": 1, "note": "\x00\u202e" * 9, "more": 1}),
    ):
        answer = world.ask("market", method, path, **({} if body is None else {"json": body}))
        assert answer.status_code < 500, path


def test_the_flow_of_an_authority_is_its_table(world: World) -> None:
    shown = world.ask("justice", "GET", "/handover/flow?authority=justice").json()
    assert {each["name"] for each in shown["states"]} == set(machine_of("justice").states)
    first = next(each for each in shown["transitions"] if each["action"] == "send")
    assert first == {"from": "preparing", "to": "sent", "action": "send", "label": "移送", "who": "市场监管"}
    assert SECOND.role == "admin" and world.ask("admin", "GET", "/handover/flow").status_code == 200
