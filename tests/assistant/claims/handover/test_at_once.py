"""Two at once, and what was cut off between two transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from assistant.claims.cases.history import event
from assistant.claims.handover.schemas import StepIn
from knowledge.errors import QuanquanError
from tests.assistant.claims.handover.world import FIRST, SECOND, World


def together(*works: Callable[[], object]) -> list[str]:
    """What becomes of works that begin at once: ``done`` or the failure's code."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        start.wait()
        try:
            work()
        except QuanquanError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_who_prepare_the_same_one_does(any_world: World) -> None:
    case_id = any_world.case()
    row = any_world.cases.repository.known(case_id)
    prepare = any_world.handovers.prepare
    ended = together(
        lambda: prepare(FIRST, row, row.version, ["police"], "理由"),
        lambda: prepare(SECOND, row, row.version, ["police"], "理由"),
    )
    assert sorted(ended)[0] == "done" and sorted(ended)[1] in ("handover_exists", "stale_version")
    assert len(any_world.handovers.of_case(case_id)) == 1
    assert any_world.cases.audit(case_id).whole


def test_of_two_who_send_the_same_one_does_and_two_hand_overs_do_not_stop_each_other(any_world: World) -> None:
    case_id = any_world.case()
    police, court = any_world.prepared(case_id, "police", "court")
    act, first = any_world.handovers.act, StepIn(version=1, note="理由")
    ended = together(*(lambda who=who: act(who, police, "send", first) for who in (FIRST, SECOND)))
    assert sorted(ended)[0] == "done" and sorted(ended)[1] in ("stale_version", "wrong_state")
    both = together(
        lambda: act(SECOND, police, "message", StepIn(version=2, note="请查收")),
        lambda: act(FIRST, court, "send", first),
    )
    assert both == ["done", "done"]
    rows = any_world.cases.audit(case_id)
    assert rows.whole and [each.action for each in rows.events].count("send") == 2


def test_a_case_that_was_cut_off_before_it_followed_catches_up_at_the_next_step(any_world: World) -> None:
    case_id = any_world.case()
    (own,) = any_world.prepared(case_id, "police")
    cut_off = replace(any_world.handovers, follow=lambda _case: None)
    cut_off.act(FIRST, own, "send", StepIn(version=1))
    assert any_world.cases.one(FIRST, case_id).state == "confirmed"
    any_world.done("police", own, "receive")
    assert any_world.cases.one(FIRST, case_id).state == "received"
    assert any_world.cases.audit(case_id).whole


def test_a_step_that_cannot_be_kept_leaves_neither_row_nor_change(any_world: World) -> None:
    case_id = any_world.case()
    (own,) = any_world.prepared(case_id, "police")
    row = any_world.handovers.repository.find(own)
    assert row is not None
    any_world.done("market", own, "send")
    before = any_world.cases.repository.known(case_id)
    step = any_world.handovers._allowed(row, "cancel", "market")
    assert together(lambda: any_world.handovers._step(FIRST, row, step, "晚了")) == ["stale_version"]
    after = any_world.cases.repository.known(case_id)
    assert (after.version, after.chain_head) == (before.version, before.chain_head)


def test_packets_and_steps_at_once_leave_one_whole_history(any_world: World) -> None:
    case_id = any_world.case()
    (own,) = any_world.prepared(case_id, "police")
    any_world.done("market", own, "send")
    handovers = any_world.handovers
    ended = together(
        lambda: handovers.packet(FIRST, own),
        lambda: handovers.case_packet(SECOND, case_id),
        lambda: handovers.act(FIRST, own, "message", StepIn(version=2, note="请查收")),
    )
    audit = any_world.cases.audit(case_id)
    assert ended == ["done"] * 3 and audit.whole
    assert [each.action for each in audit.events].count("packet") == 2


def test_a_packet_is_written_down_after_the_history_that_it_tells(any_world: World) -> None:
    case_id = any_world.case()
    before = any_world.cases.repository.known(case_id)
    any_world.handovers.case_packet(FIRST, case_id)
    kept = event(FIRST, any_world.clock(), "packet", "confirmed", "confirmed")
    assert together(lambda: any_world.cases.repository.append(before, kept)) == ["stale_version"]
    assert any_world.cases.audit(case_id).whole
