"""A receiver keeps what it was told, for as long as it is its matter: no later review, no name once its part is over."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from docx import Document
from sqlalchemy import update

from assistant.accounts.person import Person
from assistant.claims.handover.service import Around
from assistant.claims.persons.compile import compiled
from assistant.claims.persons.dossier import Dossier
from assistant.state.claim_cases_models import HandoverRow
from tests.assistant.claims.handover.world import CLAIMANT, FIRST, RECEIPT, REGISTER, SECOND, World

THIRD = Person("third", "陈科员", "officer", None, "market")
LATER, NEW_NAME = "复核时新写的理由", "试新名"


def words_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def packet(world: World, who: str, handover_id: str) -> str:
    answer = world.ask(who, "GET", f"/joint/{handover_id}/packet.docx")
    assert answer.status_code == 200, answer.text
    return words_of(answer.content)


def shown(world: World, who: str, handover_id: str) -> dict[str, Any]:
    return dict(world.ask(who, "GET", f"/joint/{handover_id}").json())


def at(world: World, state: str, authority: str = "police", **of: Any) -> tuple[str, str]:
    """A case and its hand-over in a state."""
    ways = {
        "preparing": "",
        "sent": "send",
        "examining": "send receive",
        "supplementing": "send receive ask",
        "filed": "send receive file",
        "not_filed": "send receive refuse",
        "explained": "send receive refuse report",
        "returned": "send return",
        "feedback": "send receive file report",
        "archived": "send receive file report archive",
    }
    case_id = world.case(**of)
    (own,) = world.prepared(case_id, authority)
    for action in ways[state].split():
        world.done("market" if action in ("send", "archive") else authority, own, action)
    return case_id, own


def reviewed_again(world: World, case_id: str) -> None:
    """A new review, which freezes another dossier and writes a new note."""

    def changed(person_id: str) -> Dossier:
        whole = compiled(REGISTER, person_id)
        names = (*whole.identity.names, NEW_NAME)
        return whole.model_copy(update={"identity": whole.identity.model_copy(update={"names": names}), "total": 4321})

    world.cases._dossier_of = changed
    world.step(FIRST, case_id, "review", note=LATER)


def whole_identity(world: World, case_id: str) -> list[str]:
    """What of the identity is worth hiding; masked sample values apart."""
    row = world.cases.repository.known(case_id)
    found = [each for values in row.dossier["identity"].values() for each in values] if row.dossier else []
    named = CLAIMANT.names if row.receipt else ()  # a name that nobody registered, nobody can find in free words
    return [each for each in (*found, *named, *CLAIMANT.phones) if "*" not in each]


# --- what it was told ---


def test_a_review_after_the_police_gave_it_back_is_not_theirs(world: World) -> None:
    case_id, own = at(world, "returned")
    before = shown(world, "police", own)["case"]
    reviewed_again(world, case_id)
    after = packet(world, "police", own)
    assert LATER not in after and NEW_NAME not in after and "4321" not in after
    assert shown(world, "police", own)["case"] == before
    assert LATER not in packet(world, "market", own), "the giver sees what the receiver got"


def test_what_is_supplied_is_what_stands_then(world: World) -> None:
    case_id, own = at(world, "supplementing")
    world.clock.now += timedelta(days=366)
    world.cases.expire()
    reviewed_again(world, case_id)
    for who, action in ((FIRST, "recognise"), (SECOND, "confirm")):
        world.step(who, case_id, "seen")
        world.step(who, case_id, action)
    assert NEW_NAME not in packet(world, "police", own)
    world.done("market", own, "supply")
    told = packet(world, "police", own)
    assert NEW_NAME in told and LATER in told
    assert shown(world, "police", own)["case"]["complaints"] == 4321


def test_an_answer_while_nobody_has_recognised_it_again_tells_nothing_new(world: World) -> None:
    case_id, own = at(world, "supplementing")
    world.clock.now += timedelta(days=366)
    world.cases.expire()
    reviewed_again(world, case_id)
    world.done("market", own, "supply")
    told = packet(world, "police", own)
    assert NEW_NAME not in told and LATER not in told


def test_files_that_come_later_are_not_in_what_was_sent(world: World) -> None:
    _case_id, own = at(world, "returned", receipt=RECEIPT)
    later = replace(world.handovers, around=Around(evidence=lambda _case: ()))
    assert "聊天.pdf" in words_of(later.packet(Person("police", "吴警官", "officer", None, "police"), own))


def test_what_was_told_cannot_be_changed_unnoticed(world: World) -> None:
    case_id, own = at(world, "sent")
    assert "记录不完整" not in packet(world, "police", own)
    row = world.handovers.repository.find(own)
    assert row is not None and row.told["dossier"]["shown"]["total"] > 1
    row.told["dossier"]["shown"]["total"] = 1
    with world.engine.begin() as connection:
        connection.execute(update(HandoverRow).values(told=row.told))
    assert "记录不完整" in packet(world, "police", own)


# --- who it is ---


@pytest.mark.parametrize("state", ["sent", "examining", "supplementing", "filed", "feedback"])
def test_the_identity_is_there_while_it_is_their_matter(world: World, state: str) -> None:
    case_id, own = at(world, state)
    secrets = whole_identity(world, case_id)
    assert secrets and all(each in packet(world, "police", own) for each in secrets if each not in CLAIMANT.phones)
    assert CLAIMANT.phones[0] in shown(world, "police", own)["case"]["facts"]


@pytest.mark.parametrize("state", ["not_filed", "explained", "returned", "archived"])
def test_the_identity_is_gone_when_their_part_is_over(world: World, state: str) -> None:
    case_id, own = at(world, state)
    for who in ("police", "market"):
        told = packet(world, who, own)
        assert "身份信息已经遮盖" in told
        assert [each for each in whole_identity(world, case_id) if each in told] == []
    assert CLAIMANT.phones[0] not in world.ask("police", "GET", f"/joint/{own}").text


@pytest.mark.parametrize("state", ["filed", "feedback", "returned"])
def test_a_recognition_that_fell_is_told_to_those_who_had_it_and_takes_the_identity_back(
    world: World, state: str
) -> None:
    case_id, own = at(world, state)
    assert shown(world, "police", own)["case_text"] == ""
    world.step(FIRST, case_id, "appeal", note="申诉人内部情况")
    world.step(THIRD, case_id, "decide_appeal", upheld=True, note="内部决定理由")
    seen = world.ask("police", "GET", f"/joint/{own}")
    assert "撤销" in seen.json()["case_text"]
    assert "撤销" in world.ask("police", "GET", "/joint").json()["handovers"][0]["case_text"]
    told = packet(world, "police", own)
    assert "撤销" in told
    for words in (told, seen.text):
        assert [each for each in whole_identity(world, case_id) if each in words] == []
        assert "内部" not in words


def test_those_who_work_on_it_are_told_that_it_expired_or_was_closed(world: World) -> None:
    case_id, own = at(world, "examining")
    world.step(FIRST, case_id, "close")
    assert "办结" in shown(world, "police", own)["case_text"]
    world.step(FIRST, case_id, "appeal")
    assert "申诉" in shown(world, "police", own)["case_text"]


def test_a_hand_over_that_expired_says_so(world: World) -> None:
    _case_id, own = at(world, "examining")
    world.clock.now += timedelta(days=366)
    world.cases.expire()
    assert "到期" in shown(world, "police", own)["case_text"]
    assert "到期" in packet(world, "police", own)


# --- words between the two sides ---


@pytest.mark.parametrize("receiver", ["justice", "hotline"])
def test_notes_are_masked_for_those_who_may_not_have_the_identity(world: World, receiver: str) -> None:
    case_id = world.case()
    (own,) = world.prepared(case_id, receiver)
    note = f"请查{CLAIMANT.names[0]}，电话{CLAIMANT.phones[0]}，{whole_identity(world, case_id)[0]}"
    for action in ("send", "message"):
        assert world.act("market", own, action, note=note).status_code == 200
    assert note in world.ask("market", "GET", f"/joint/{own}").text
    for path in (f"/joint/{own}", "/joint"):
        told = world.ask(receiver, "GET", path).text
        assert "请查" in told
        assert [each for each in whole_identity(world, case_id) if each in told] == [], path


def test_notes_are_masked_for_the_police_too_once_their_part_is_over(world: World) -> None:
    case_id, own = at(world, "sent")
    world.act("market", own, "message", note=f"是{whole_identity(world, case_id)[0]}本人")
    assert whole_identity(world, case_id)[0] in world.ask("police", "GET", f"/joint/{own}").text
    world.done("police", own, "return")
    assert whole_identity(world, case_id)[0] not in world.ask("police", "GET", f"/joint/{own}").text


def test_the_reasons_of_an_appeal_stay_in_the_house(world: World) -> None:
    case_id, own = at(world, "sent", "justice")
    world.step(FIRST, case_id, "appeal", note="内部情况")
    world.step(THIRD, case_id, "decide_appeal", upheld=True, note="内部决定理由")
    seen = world.ask("justice", "GET", f"/joint/{own}")
    assert seen.json()["state"] == "withdrawn" and seen.json()["messages"][-1]["note"]
    assert "内部" not in seen.text


# --- time ---


def test_a_recognition_past_its_day_is_not_sent(world: World) -> None:
    case_id, own = at(world, "preparing")
    world.clock.now += timedelta(days=366)
    assert world.act("market", own, "send").json()["error"]["code"] == "wrong_state"
    assert world.handovers.of_case(case_id)[0].state == "preparing"


def test_a_rejected_appeal_does_not_revive_what_expired_meanwhile(world: World) -> None:
    case_id, own = at(world, "preparing")
    world.step(FIRST, case_id, "appeal")
    world.clock.now += timedelta(days=366)
    world.step(THIRD, case_id, "decide_appeal", upheld=False)
    assert world.act("market", own, "send").json()["error"]["code"] == "wrong_state"


# --- the packet ---


@pytest.mark.parametrize("state", ["under_review", "recognised"])
def test_the_houses_own_packet_is_masked_until_two_have_recognised(world: World, state: str) -> None:
    case_id = world.case(state)
    told = words_of(world.ask("market", "GET", f"/cases/{case_id}/packet.docx").content)
    assert "身份信息已经遮盖" in told
    assert [each for each in whole_identity(world, case_id) if each in told] == []


def test_the_houses_own_packet_is_masked_again_when_the_recognition_is_over(world: World) -> None:
    case_id = world.case()
    path = f"/cases/{case_id}/packet.docx"
    assert CLAIMANT.phones[0] in words_of(world.ask("market", "GET", path).content)
    world.clock.now += timedelta(days=366)
    assert CLAIMANT.phones[0] not in words_of(world.ask("market", "GET", path).content)


def test_to_download_a_packet_does_not_make_anybodys_page_stale(world: World) -> None:
    case_id, own = at(world, "sent")
    before = world.cases.one(FIRST, case_id)
    for who, path in (("police", f"/joint/{own}/packet.docx"), ("market", f"/cases/{case_id}/packet.docx")):
        assert world.ask(who, "GET", path).status_code == 200
    after = world.cases.one(FIRST, case_id)
    assert (after.version, after.updated_at) == (before.version, before.updated_at)
    assert after.chain.whole and after.chain.length == before.chain.length + 2
    assert world.cases.audit(case_id).whole
