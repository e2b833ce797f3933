"""Applications: the whole way, every wrong turn, and what a company sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.accounts.person import NotAllowed
from assistant.benefits.applications.numbers import is_number, make_number
from assistant.benefits.applications.schemas import DeskStep, Filing
from assistant.benefits.applications.states import MACHINE, STEPS
from assistant.benefits.errors import (
    AlreadyApplied,
    AlreadyPaid,
    DeadlinePassed,
    MissingDocuments,
    NotOpen,
    PublicityRunning,
    SubmitReused,
    UnknownApplication,
    UnknownMeasure,
    UnknownThing,
    UrgeLimit,
    UrgeTooSoon,
)
from assistant.errors import InvalidRequest, SamePerson, WrongState
from tests.assistant.benefits.world import PAPERS, World, code, company

TO = {
    "submitted": (),
    "accepted": ("accept",),
    "reviewed": ("accept", "review"),
    "publicised": ("accept", "review", "publicise"),
    "approved": ("accept", "review", "publicise", "approve"),
    "paid": ("accept", "review", "publicise", "approve", "pay"),
    "returned": ("return",),
    "rejected": ("reject",),
}
"""The steps of the staff that lead to each state."""


def walk(world: World, *actions: str, number: str | None = None) -> str:
    """Bring a new application along; its number."""
    number = number or world.submit()
    for action in actions:
        if action == "approve":
            world.clock.forward(days=8)
        who = world.admin if action == "approve" else world.agent
        world.act(number, action, who, note="原因" if action in ("return", "reject") else "")
    return number


def test_a_form_is_prefilled_from_the_portrait_with_source_of_every_field(world: World) -> None:
    draft = world.benefits.applications.draft(world.owner, "P1-1")
    fields = {each.field: each for each in draft.fields}
    assert fields["rd_expense"].value == 100
    assert fields["rd_expense"].source == "测试数据"
    assert not fields["credit_code"].editable
    assert draft.documents == PAPERS
    assert (draft.open, draft.check.result, draft.check.amount) == (True, "met", "50000.00")
    assert draft.existing is None
    number = world.submit()
    again = world.benefits.applications.draft(world.owner, "P1-1")
    assert again.existing == number
    assert again.contact.contact_name == "张三"


def test_an_application_walks_through_six_steps_each_written_down(world: World) -> None:
    number = walk(world, *TO["paid"])
    paid = world.benefits.applications.one(world.owner, number)
    assert paid.state == "paid"
    assert [step.done for step in paid.steps] == [True] * 6
    assert [entry.to for entry in paid.history] == list(STEPS)
    assert [entry.who for entry in paid.history] == ["企业", *["工作人员"] * 5]
    seen = world.benefits.desk.one(world.admin, number)
    assert [entry.who for entry in seen.history] == ["厂长", "陈经办", "陈经办", "陈经办", "王主任", "陈经办"]
    assert all(entry.at.tzinfo is not None for entry in seen.history)
    assert paid.amount == "50000.00"


def test_there_are_at_most_six_steps() -> None:
    assert len(STEPS) <= 6
    assert {step for step in STEPS} <= set(MACHINE.states)


@pytest.mark.parametrize("state", TO)
def test_every_illegal_step_is_refused_and_changes_nothing(world: World, state: str) -> None:
    number = walk(world, *TO[state])
    desk = {"accept", "review", "publicise", "approve", "pay", "return", "reject"}
    before = world.benefits.desk.one(world.admin, number)
    for action in sorted(desk - set(MACHINE.actions(state, "admin"))):
        with pytest.raises(WrongState):
            world.act(number, action, world.admin, note="试试")
    if state not in ("submitted", "accepted", "reviewed", "returned"):
        with pytest.raises(WrongState):
            world.benefits.applications.withdraw(world.owner, number, "")
    assert world.benefits.desk.one(world.admin, number) == before


def test_what_is_withdrawn_is_over_and_may_be_sent_anew(world: World) -> None:
    number = world.submit()
    assert world.benefits.applications.withdraw(world.owner, number, "重新准备").state == "withdrawn"
    with pytest.raises(WrongState):
        world.act(number, "accept")
    assert world.submit(submit_id="t" * 16) != number


def test_the_same_submission_twice_is_one_application(world: World) -> None:
    filing = world.filing()
    first, new = world.benefits.applications.submit(world.owner, filing)
    again, new_again = world.benefits.applications.submit(world.owner, filing)
    assert (new, new_again) == (True, False)
    assert again.number == first.number
    with pytest.raises(SubmitReused):
        world.benefits.applications.submit(world.owner, world.filing(form={"note": "改了"}))
    with pytest.raises(AlreadyApplied, match=first.number):
        world.submit(submit_id="u" * 16)


def test_ten_submissions_at_once_are_one_application(world: World) -> None:
    filing = world.filing()
    with ThreadPoolExecutor(5) as threads:
        sent = list(threads.map(lambda _: world.benefits.applications.submit(world.owner, filing)[0], range(10)))
    assert len({each.number for each in sent}) == 1
    assert len(world.benefits.applications.own(world.owner).applications) == 1


def test_many_companies_at_once_each_get_a_number_of_their_own(world: World) -> None:
    from assistant.accounts.person import Person

    owners = [Person(f"o{number}", "厂长", "company", code(number)) for number in range(1, 9)]
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda who: world.submit("P1-4", who), owners))
    assert len(set(numbers)) == 8
    assert sorted(number[11:17] for number in numbers) == [f"{count:06d}" for count in range(1, 9)]


def test_a_number_carries_a_check_and_cannot_be_counted_up(world: World) -> None:
    number = world.submit()
    assert number.startswith("SQ20261123-000001-")
    assert is_number(number)
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    wrong = [number[:-1] + sign for sign in signs if sign != number[-1]]
    wrong += [number[:9] + str((int(number[9]) + 1) % 10) + number[10:]]
    assert not any(map(is_number, wrong))
    assert len({make_number(world.clock().date(), 1) for _ in range(50)}) > 40


def test_changed_values_stand_beside_the_portraits_for_the_reviewer(world: World) -> None:
    number = world.submit(form={"fields": {"rd_expense": 120.5}})
    form = world.benefits.desk.one(world.agent, number).form
    changed = next(each for each in form.fields if each.field == "rd_expense")
    assert (changed.value, changed.portrait, changed.changed) == (120.5, 100, True)
    assert [each.field for each in form.fields if each.changed] == ["rd_expense"]


@pytest.mark.parametrize(
    "fields",
    [
        {"credit_code": code(2)},
        {"name": "别的公司"},
        {"revenue": 1},
        {"rd_expense": "很多"},
        {"rd_expense": True},
        {"rd_expense": 1e300},
        {"rd_expense": 1e-300},
        {"district": ["鲤城区"]},
        {"district": "鲤" * 300},
        {"no_such_field": 1},
    ],
)
def test_a_form_takes_only_what_the_measure_asks_about(world: World, fields: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        world.submit(form={"fields": fields})


def test_required_papers_are_checked_by_name(world: World) -> None:
    with pytest.raises(MissingDocuments, match=PAPERS[1]):
        world.submit(documents=[world.upload("研发补助申请表（盖章）.pdf")])
    kept, _ = world.benefits.uploads.take(code(1), "scan0001.pdf", PAPERS[1], b"%PDF-other")
    assert world.submit(documents=[world.upload("研发补助申请表（盖章）.pdf"), kept.id])


def test_another_companys_upload_cannot_be_attached(world: World) -> None:
    theirs = [world.upload(f"{paper}.pdf", world.neighbour) for paper in PAPERS]
    with pytest.raises(UnknownThing):
        world.submit(documents=theirs)


def test_what_is_not_open_is_refused_with_its_reason(world: World) -> None:
    with pytest.raises(DeadlinePassed, match="2026 年 11 月 1 日"):
        world.submit("P1-3")
    with pytest.raises(NotOpen, match="不用申报"):
        world.submit("P2-1")
    with pytest.raises(NotOpen, match="有效期"):
        world.library.documents[0] = world.library.documents[0].model_copy(update={"valid_to": world.clock().date()})
        world.clock.forward(days=1)
        world.submit()
    with pytest.raises(UnknownMeasure):
        world.submit("P9-9")
    world.clock.forward(days=-1)
    assert world.benefits.applications.draft(world.owner, "P1-3").closed_reason.startswith("这项政策的申报在")


def test_the_last_day_is_a_day_in_quanzhou(world: World) -> None:
    world.clock.forward(days=27, hours=13, minutes=59)  # 2026-12-20 23:59 in Quanzhou
    assert world.submit()
    world.clock.forward(minutes=1)
    with pytest.raises(DeadlinePassed):
        world.submit(who=world.neighbour, documents=[world.upload(f"{paper}.pdf", world.neighbour) for paper in PAPERS])


def test_at_once_passes_without_a_person_where_the_portrait_meets_everything(world: World) -> None:
    passed = world.benefits.applications.one(world.owner, world.submit("P1-2"))
    assert (passed.state, passed.amount) == ("reviewed", "50000.00")
    assert [entry.action for entry in passed.history] == ["submit", "auto_review"]
    assert passed.history[1].who == "系统"
    assert [step.done for step in passed.steps] == [True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("values", "fields", "result"),
    [
        ({"rd_ratio": None}, {}, "unknown"),
        ({"rd_ratio": 1}, {}, "failed"),
        ({}, {"rd_ratio": 9}, "unknown"),
        ({"rd_ratio": 1}, {"rd_ratio": 9}, "failed"),
    ],
)
def test_at_once_goes_to_a_person_otherwise(
    world: World, values: dict[str, object], fields: dict[str, object], result: str
) -> None:
    world.portraits[0] = company(1, **values)
    sent = world.benefits.applications.one(world.owner, world.submit("P1-2", form={"fields": fields}))
    assert (sent.state, sent.check.result) == ("submitted", result)
    assert "研发费用占营业收入比重" in sent.check.text or "改动" in sent.check.text


def test_a_persons_clause_leaves_the_amount_to_the_reviewer(world: World) -> None:
    number = world.submit("P1-4")
    assert world.benefits.applications.one(world.owner, number).check.result == "human"
    world.act(number, "accept")
    with pytest.raises(InvalidRequest, match="金额"):
        world.act(number, "review")
    for wrong in ("1e3", "-1", "0", "1.234", "１０", "abc", "1,000"):
        with pytest.raises(InvalidRequest):
            world.act(number, "review", amount=wrong)
    world.act(number, "review", amount="12345.6")
    assert world.benefits.applications.one(world.owner, number).amount == "12345.60"


def test_returned_applications_come_back_corrected_also_after_the_deadline(world: World) -> None:
    number = walk(world, "accept", "return")
    assert "resubmit" in world.benefits.applications.one(world.owner, number).actions
    world.clock.forward(days=60)
    body = world.filing(form={"note": "补正"}, submit_id="r" * 16).model_dump(exclude={"measure_id"})
    filing = Filing.model_validate(body)
    again = world.benefits.applications.resubmit(world.owner, number, filing)
    assert (again.state, again.form.note) == ("submitted", "补正")
    assert [step.done for step in again.steps] == [True] + [False] * 5
    assert world.benefits.applications.resubmit(world.owner, number, filing) == again
    assert walk(world, *TO["paid"], number=number) == number


def test_returning_and_rejecting_want_a_reason(world: World) -> None:
    number = world.submit()
    for action in ("return", "reject"):
        with pytest.raises(InvalidRequest, match="原因"):
            world.act(number, action)
    with pytest.raises(InvalidRequest, match="金额"):
        world.act(number, "accept", amount="1.00")


def test_whoever_reviewed_may_not_approve_and_only_an_admin_may(world: World) -> None:
    number = world.submit()
    world.act(number, "accept")
    world.act(number, "review", world.admin)
    world.act(number, "publicise")
    world.clock.forward(days=8)
    with pytest.raises(SamePerson):
        world.act(number, "approve", world.admin)
    with pytest.raises(NotAllowed):
        world.act(number, "approve", world.second)


def test_approval_waits_for_the_publicity(world: World) -> None:
    number = walk(world, "accept", "review", "publicise")
    with pytest.raises(PublicityRunning, match="2026 年 11 月 30 日"):
        world.act(number, "approve", world.admin)
    world.clock.forward(days=7)
    with pytest.raises(PublicityRunning):
        world.act(number, "approve", world.admin)
    world.clock.forward(days=1)
    assert world.act(number, "approve", world.admin) == "approved"


def test_two_staff_who_act_at_once_make_one_step(world: World) -> None:
    number = world.submit()

    def accept(_: int) -> str:
        try:
            return world.act(number, "accept")
        except WrongState:
            return "refused"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(accept, range(4))) == ["accepted", "refused", "refused", "refused"]
    assert len(world.benefits.desk.one(world.agent, number).history) == 2


def test_nobody_applies_for_what_was_paid_or_excluded_this_year(world: World) -> None:
    world.pay(world.run("P2-2").id)
    with pytest.raises(AlreadyPaid, match="就高不重复"):
        world.submit("P2-5")
    assert world.clock().year == 2026
    world.clock.forward(days=60)
    assert world.submit("P2-5")


def test_an_application_and_a_run_of_one_group_never_both_pay(world: World) -> None:
    number = walk(world, "accept", "review", "publicise", number=world.submit("P2-5"))
    world.pay(world.run("P2-2").id)
    with pytest.raises(AlreadyPaid):
        world.act(number, "approve", world.admin)
    assert world.benefits.desk.one(world.admin, number).state == "publicised"


def test_companies_see_only_their_own(world: World) -> None:
    number = world.submit()
    applications = world.benefits.applications
    for ask in (
        lambda: applications.one(world.neighbour, number),
        lambda: applications.remind(world.neighbour, number, ""),
        lambda: applications.withdraw(world.neighbour, number, ""),
        lambda: applications.one(world.owner, "SQ20261123-000009-0000"),
    ):
        with pytest.raises(UnknownApplication):
            ask()
    assert applications.own(world.neighbour).applications == ()


def test_reminders_are_recorded_routed_and_limited(world: World) -> None:
    applications, number = world.benefits.applications, world.submit()
    first = applications.remind(world.owner, number, "请尽快")
    assert (first.count, first.left) == (1, 2)
    assert "泉州市鲤城区工业和信息化局" in first.message
    world.clock.forward(hours=23, minutes=30)
    with pytest.raises(UrgeTooSoon, match="1 小时") as refused:
        applications.remind(world.owner, number, "")
    assert refused.value.retry_after == 1800
    for _ in range(2):
        world.clock.forward(hours=24)
        applications.remind(world.owner, number, "")
    world.clock.forward(hours=24)
    with pytest.raises(UrgeLimit, match="3 次"):
        applications.remind(world.owner, number, "")
    seen = world.benefits.desk.one(world.agent, number)
    assert [each.text for each in seen.urge_history] == ["请尽快", "", ""]
    assert {each.routed_to for each in seen.urge_history} == {"泉州市鲤城区工业和信息化局"}


def test_reminders_sent_at_once_count_once(world: World) -> None:
    number = world.submit()

    def remind(_: int) -> bool:
        try:
            return world.benefits.applications.remind(world.owner, number, "").count == 1
        except UrgeTooSoon:
            return False

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(remind, range(4))) == 1


def test_nobody_reminds_where_the_company_itself_is_awaited(world: World) -> None:
    number = walk(world, "return")
    with pytest.raises(WrongState, match="退回补正"):
        world.benefits.applications.remind(world.owner, number, "")


def test_the_desk_shows_what_waits_too_long_first(world: World) -> None:
    old = world.submit()
    world.clock.forward(days=6)
    world.submit("P1-4", world.neighbour)
    desk = world.benefits.desk.queue(world.agent, None, False, 0, 50)
    assert [each.number for each in desk.applications][0] == old
    assert [each.overdue for each in desk.applications] == [True, False]
    assert (desk.total, desk.counts, desk.overdue) == (2, {"submitted": 2}, 1)
    late = world.benefits.desk.queue(world.agent, "submitted", True, 0, 50)
    assert [each.number for each in late.applications] == [old]
    with pytest.raises(InvalidRequest):
        world.benefits.desk.queue(world.agent, "no_such_state", False, 0, 50)


def test_the_label_of_the_day_of_submission_stays_with_the_application(world: World) -> None:
    number = world.submit()
    world.library.documents.clear()
    assert walk(world, *TO["paid"], number=number)
    assert world.benefits.applications.one(world.owner, number).measure_title == "P1-1奖补"


def test_a_step_wants_its_fields_only() -> None:
    with pytest.raises(ValueError, match="extra"):
        DeskStep.model_validate({"note": "", "state": "paid"})


def test_the_company_is_told_of_every_step_of_the_staff(world: World) -> None:
    number = walk(world, "accept", "return")
    notices = world.benefits.push.inbox(code(1)).notices
    assert {notice.title for notice in notices} == {f"申报 {number}：已受理", f"申报 {number}：退回补正"}
    assert any("说明：原因" in notice.text for notice in notices)
