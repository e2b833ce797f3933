"""Sending once, acknowledged when kept; receipt and code; looking up, supplementing, and what outsiders cannot learn."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from assistant.claims.reports.errors import (
    DraftChanged,
    DraftNotFound,
    DraftSubmitted,
    IncompleteReport,
    ReportLocked,
    ReportNotFound,
    SubmitReused,
)
from assistant.claims.reports.receipts import digest, is_receipt, make_code, make_receipt, plain_code
from assistant.errors import InvalidRequest, WrongState
from assistant.state.claim_reports_models import ClaimReportRow
from tests.assistant.claims.reports.world import COMPANY, FILLED, SUBMIT, World


def test_a_draft_becomes_a_report_with_its_files(any_world: World) -> None:
    reports, draft_id = any_world.claims.reports, any_world.draft()
    any_world.file(digest(draft_id))
    sent, new = reports.submit(draft_id, SUBMIT)
    assert new
    assert is_receipt(sent.receipt)
    assert "疑似" in sent.next_text
    status = reports.status(sent.receipt, str(sent.code))
    assert (status.state, status.state_text) == ("submitted", "已提交")
    assert [(step.name, step.done) for step in status.steps] == [("提交", True), ("受理", False), ("办结", False)]
    assert [file.name for file in status.files] == ["聊天记录.pdf"]
    kept = any_world.claims.desk.row(sent.receipt)
    assert (kept.fields["contact_phone"], kept.fields["paid"], kept.files) == ("13800138000", "128.50", 1)


def test_sending_again_gives_the_same_receipt_and_code(any_world: World) -> None:
    reports, draft_id = any_world.claims.reports, any_world.draft()
    first, new = reports.submit(draft_id, SUBMIT)
    again, newer = reports.submit(draft_id, SUBMIT)
    assert (again, new, newer) == (first, True, False)
    with pytest.raises(DraftSubmitted):
        reports.submit(draft_id, "another-submit-id")


def test_what_another_window_changed_is_not_sent_unseen(world: World) -> None:
    reports, draft_id = world.claims.reports, world.draft()
    reports.save_draft(draft_id, FILLED | {"product": "饼干"})
    with pytest.raises(DraftChanged):
        reports.submit(draft_id, SUBMIT, version=1)
    sent, new = reports.submit(draft_id, SUBMIT, version=2)
    assert new
    assert reports.submit(draft_id, SUBMIT, version=2) == (sent, False)


def test_sending_at_once_from_many_windows_makes_one_report(any_world: World) -> None:
    reports, draft_id = any_world.claims.reports, any_world.draft()
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(lambda _: reports.submit(draft_id, SUBMIT), range(4)))
    assert len({receipt.receipt for receipt, _ in sent}) == 1
    assert len({receipt.code for receipt, _ in sent}) == 1
    assert sum(new for _, new in sent) == 1


def test_a_report_may_be_sent_without_a_draft_once(any_world: World) -> None:
    reports = any_world.claims.reports
    first, new = reports.submit_fields(FILLED, SUBMIT)
    assert new
    assert reports.submit_fields(FILLED, SUBMIT) == (first, False)
    with pytest.raises(SubmitReused):
        reports.submit_fields(FILLED | {"product": "饼干"}, SUBMIT)


def test_a_code_is_told_for_a_day_and_kept_only_as_a_hash(world: World) -> None:
    draft_id = world.draft()
    sent, _ = world.claims.reports.submit(draft_id, SUBMIT)
    with world.engine.connect() as connection:
        row = connection.execute(select(ClaimReportRow.__table__)).one()
    assert str(sent.code) not in str(row)
    assert row.code_hash.startswith("$argon2id$")
    world.clock.forward(hours=24)
    again, _ = world.claims.reports.submit(draft_id, SUBMIT)
    assert (again.receipt, again.code) == (sent.receipt, None)


def test_what_is_missing_or_wrong_is_named_before_anything_is_kept(world: World) -> None:
    draft_id = world.draft(demands="", happened_on="2026-11-25", contact_phone="9")
    with pytest.raises(IncompleteReport) as refused:
        world.claims.reports.submit(draft_id, SUBMIT)
    for field in ("demands", "happened_on", "contact_phone"):
        assert field in refused.value.message
    assert world.claims.desk.queue(None, 0, 10).total == 0
    with pytest.raises(DraftNotFound):
        world.claims.reports.submit("0" * 32, SUBMIT)


def test_unknown_number_and_wrong_code_are_one_answer_and_lock_alike(any_world: World) -> None:
    reports, (receipt, code) = any_world.claims.reports, any_world.report()
    unknown = make_receipt(date(2026, 11, 24))
    for number in (receipt, unknown):
        messages = set()
        for _ in range(5):
            with pytest.raises(ReportNotFound) as refused:
                reports.status(number, "00000000")
            messages.add(refused.value.message)
        assert len(messages) == 1
        with pytest.raises(ReportLocked) as locked:
            reports.status(number, code)
        assert locked.value.retry_after is not None
        assert 0 < locked.value.retry_after <= 901
    any_world.clock.forward(minutes=16)
    assert reports.status(receipt, code).receipt == receipt


def test_many_guesses_at_once_are_five_guesses(any_world: World) -> None:
    reports, (receipt, _) = any_world.claims.reports, any_world.report()

    def guess(number: int) -> str:
        try:
            reports.status(receipt, f"{number:08d}")
        except (ReportNotFound, ReportLocked) as error:
            return error.code
        return "opened"

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(16)))
    assert (answers.count("report_not_found"), answers.count("report_locked")) == (5, 11)


def test_a_right_code_forgives_the_wrong_ones_before_it(world: World) -> None:
    receipt, code = world.report()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(ReportNotFound):
                world.claims.reports.status(receipt, "wrong")
        world.claims.reports.status(receipt, code)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert plain_code(" ab12-cd34 ") == "AB12CD34"
    assert plain_code("ＯI０１") == "0101"
    assert len({make_code(str(salt), "secret") for salt in range(50)}) == 50


def test_a_slip_in_a_number_is_told_by_its_check_sign() -> None:
    number = make_receipt(date(2026, 11, 24))
    assert is_receipt(number)
    assert not is_receipt(number[:-1] + ("0" if number[-1] != "0" else "1"))
    assert not is_receipt(number[:9] + number[10] + number[9] + number[11:]) or number[9] == number[10]
    assert not is_receipt("SP2026112")


def test_a_company_answers_what_the_staff_asked(any_world: World) -> None:
    reports, (receipt, code) = any_world.claims.reports, any_world.report()
    any_world.act(receipt, "ask", note="请补充付款截图。")
    asked = reports.status(receipt, code)
    assert (asked.state, asked.questions[0].text, asked.questions[0].answer) == ("asked", "请补充付款截图。", None)
    any_world.clock.forward(hours=1)
    answered = reports.supplement(receipt, code, "已经补充。")
    assert (answered.state, answered.questions[0].answer) == ("accepted", "已经补充。")
    assert reports.supplement(receipt, code, "已经补充。").updated_at == answered.updated_at  # sent twice, kept once
    any_world.file(receipt)
    assert len(reports.status(receipt, code).files) == 1


def test_supplements_end_with_the_report_and_are_bounded(world: World) -> None:
    receipt, code = world.report()
    for number in range(20):
        world.claims.reports.supplement(receipt, code, f"第 {number} 次")
    with pytest.raises(WrongState):
        world.claims.reports.supplement(receipt, code, "再一次")
    with pytest.raises(InvalidRequest):
        world.claims.reports.supplement(receipt, code, "")
    world.act(receipt, "decline", note="属于普通消费纠纷。")
    with pytest.raises(WrongState):
        world.claims.reports.supplement(receipt, code, "不同意")
    status = world.claims.reports.status(receipt, code)
    assert (status.state, status.can_supplement) == ("declined", False)
    assert "属于普通消费纠纷。" in status.message
    assert [step.name for step in status.steps] == ["提交", "不予受理"]


def test_a_company_sees_its_own_reports_and_nobody_elses(world: World) -> None:
    world.report()
    draft = world.claims.reports.start_draft(FILLED, COMPANY)
    own, _ = world.claims.reports.submit(draft.draft_id, SUBMIT, COMPANY)
    assert [each.receipt for each in world.claims.reports.mine(COMPANY).reports] == [own.receipt]


def test_that_a_case_was_opened_is_not_told_to_the_company(world: World) -> None:
    receipt, code = world.report()
    world.act(receipt, "accept")
    world.act(receipt, "link", case_id="C-1", note="与另一家企业反映的是同一人")
    told = world.claims.reports.status(receipt, code).model_dump_json()
    assert "C-1" not in told
    assert "另一家企业" not in told
