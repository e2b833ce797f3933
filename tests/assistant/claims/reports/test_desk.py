"""The desk: steps by the table, hints that find nobody guilty, the drawing as it is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import assistant.claims.reports
from assistant.claims.evidence.repository import OPEN_STATES
from assistant.claims.reports.errors import UnknownCase, UnknownReport
from assistant.claims.reports.hints import CLOSED, NOTE, NOTHING, RegisterPeople
from assistant.claims.reports.states import COMPANY_TEXTS, MACHINE
from assistant.errors import InvalidRequest, WrongState
from knowledge.complaints.complaint import Complaint, as_table
from knowledge.complaints.links import EDGE_SCHEMA, LinkModel, Links
from knowledge.complaints.store import sample_table
from knowledge.errors import SnapshotDamaged
from tests.assistant.claims.reports.world import World


def test_the_readme_draws_the_way_of_a_report_as_it_is() -> None:
    readme = (Path(assistant.claims.reports.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert f"```mermaid\n{MACHINE.mermaid()}\n```" in readme


def test_every_state_is_reached_worded_and_every_action_is_clear() -> None:
    assert {each.target for each in MACHINE.transitions} == set(MACHINE.states) == set(COMPANY_TEXTS)
    pairs = [(origin, each.action) for each in MACHINE.transitions for origin in each.origins]
    assert len(pairs) == len(set(pairs))
    supplemented = {origin for origin, action in pairs if action == "supplement"}
    assert supplemented == set(OPEN_STATES)


def test_a_report_goes_from_receipt_to_its_end(any_world: World) -> None:
    receipt, code = any_world.report()
    assert any_world.act(receipt, "accept", note="转稽查科").actions == ("ask", "link", "decline", "close")
    linked = any_world.act(receipt, "link", case_id="C-2026-1")
    assert (linked.state, linked.case_id) == ("linked", "C-2026-1")
    closed = any_world.act(receipt, "close", note="已经移送，谢谢您提供的线索。")
    assert [event.action for event in closed.history] == ["submit", "accept", "link", "close"]
    assert [event.who for event in closed.history] == ["举报企业", "林科员", "林科员", "林科员"]
    told = any_world.claims.reports.status(receipt, code)
    assert "已经移送" in told.message
    assert "转稽查科" not in told.model_dump_json()
    assert any_world.act(receipt, "reopen", note="企业有新证据").case_id is None


@pytest.mark.parametrize("action", ["ask", "decline"])
def test_what_a_company_must_be_told_needs_a_note(world: World, action: str) -> None:
    receipt, _ = world.report()
    with pytest.raises(InvalidRequest):
        world.act(receipt, action)


def test_steps_out_of_turn_are_refused(world: World) -> None:
    receipt, _ = world.report()
    for action in ("link", "close", "reopen"):
        with pytest.raises(WrongState):
            world.act(receipt, action, note="x", case_id="C-1")
    for action in ("supplement", "submit"):  # the company's own
        with pytest.raises(WrongState):
            world.act(receipt, action, note="x")
    world.act(receipt, "accept")
    with pytest.raises(InvalidRequest):
        world.act(receipt, "link")
    with pytest.raises(UnknownReport):
        world.act("SP20261124AAAA0", "accept")


def test_a_case_that_is_not_there_is_not_linked_to(world: World) -> None:
    world.claims.desk._case_exists = lambda case_id: case_id == "C-1"
    receipt, _ = world.report()
    world.act(receipt, "accept")
    with pytest.raises(UnknownCase):
        world.act(receipt, "link", case_id="C-2")
    assert world.act(receipt, "link", case_id="C-1").case_id == "C-1"


def test_the_reports_of_a_case_are_its_own_first_then_those_that_were_linked(any_world: World) -> None:
    reports = [any_world.report(claimant_name=name)[0] for name in ("张甲", "李乙", "王丙")]
    for receipt in reports[:2]:
        any_world.act(receipt, "accept")
        any_world.act(receipt, "link", case_id="C-1")
    repository = any_world.claims.reports.repository
    assert [row.receipt for row in repository.of_case("C-1", None)] == reports[:2]
    assert [row.receipt for row in repository.of_case("C-1", reports[2])] == [reports[2], *reports[:2]]
    assert [row.receipt for row in repository.of_case("C-1", reports[1])] == [reports[1], reports[0]]
    assert [row.receipt for row in repository.of_case("C-2", None)] == []
    page = any_world.claims.desk.queue("linked", 0, 10, "C-1")
    assert {each.receipt for each in page.reports} == set(reports[:2]) and page.total == 2
    any_world.act(reports[0], "close", note="办结")
    assert [row.receipt for row in repository.of_case("C-1", None)] == reports[:2], "what was found stays found"
    any_world.act(reports[0], "reopen", note="另案处理")
    assert [row.receipt for row in repository.of_case("C-1", None)] == reports[1:2]


def test_of_two_officers_at_once_one_is_told(any_world: World) -> None:
    receipt, _ = any_world.report()

    def accept(_number: int) -> bool:
        try:
            any_world.act(receipt, "accept", version=1)
        except WrongState:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(accept, range(4))) == 1
    with pytest.raises(WrongState):
        any_world.act(receipt, "decline", note="x", version=1)


def test_the_list_masks_and_counts(world: World) -> None:
    receipt, _ = world.report(coercion="不给钱就曝光")
    page = world.claims.desk.queue("submitted", 0, 10)
    row = page.reports[0]
    assert (row.receipt, row.claimant, row.coercion, row.demanded) == (receipt, "张**", True, "1285.00")
    assert (page.total, page.counts) == (1, {"submitted": 1})
    assert "13800138000" not in page.model_dump_json()
    assert world.claims.desk.queue("closed", 0, 10).total == 0
    with pytest.raises(InvalidRequest):
        world.claims.desk.queue("nothing", 0, 10)


@dataclass
class Held:
    """A register of three complaints: two of one person, one namesake."""

    links: Links | None
    table: pa.Table


def register(*, linked: bool = True, name: str = "张三丰") -> Held:
    rows = [
        Complaint(str(n), "12315", "complaint", date(2026, 11, n + 1), "某店", "标签", name=name, phone=phone)
        for n, phone in enumerate(["13900000001", "13900000001", "13900000002"])
    ]
    person = np.array([0, 0, 1], np.int32)
    links = Links(
        version="v1",
        person=person,
        person_ids=pa.array(["R-1", "R-2"]),
        edges=EDGE_SCHEMA.empty_table(),
        text_group=np.full(3, -1, np.int32),
        keys=np.arange(3, dtype=np.uint64),
        model=LinkModel(),
    )
    return Held(links if linked else None, as_table(rows))


def test_a_hint_is_a_reason_to_look_and_no_finding() -> None:
    people = RegisterPeople(register)
    hints, text = people.alike({"claimant_name": "张三丰", "claimant_phone": "13900000001"})
    assert [(hint.person_id, hint.complaints) for hint in hints] == [("R-1", 2), ("R-2", 1)]
    assert hints[0].because == ("电话相同：2 件", "姓名相同：2 件（台账里有 2 人用）")
    assert hints[1].text == "只有姓名相同，可能是另一个人。"
    assert text == NOTE
    assert "不等于" in NOTE


@pytest.mark.parametrize("fields", [{}, {"claimant_phone": "139****0001"}, {"claimant_name": "张"}])
def test_what_is_masked_or_unknown_matches_nobody(fields: dict[str, str]) -> None:
    assert RegisterPeople(register).alike(fields) == ((), NOTHING)


@pytest.mark.parametrize("name", ["张某某", "张先生", "张**", "匿名"])
def test_a_hidden_name_is_nobodys(name: str) -> None:
    assert RegisterPeople(lambda: register(name=name)).alike({"claimant_name": name}) == ((), NOTHING)


def test_the_sample_register_is_asked_while_nothing_was_imported(world: World) -> None:
    phone = next(row["phone"] for row in sample_table().to_pylist() if row["phone"])
    receipt, _ = world.report(claimant_phone=phone)
    report = world.claims.desk.one(receipt)
    assert report.hints_text == NOTE
    assert all(hint.because[0].startswith("电话相同") for hint in report.hints)


def test_a_register_that_is_not_linked_or_not_there_keeps_nobody_from_working() -> None:
    hints, _ = RegisterPeople(lambda: register(linked=False)).alike({"claimant_phone": "13900000001"})
    assert [(hint.person_id, hint.complaints) for hint in hints] == [(None, 1), (None, 1)]

    def damaged() -> Held:
        raise SnapshotDamaged("x")

    nothing: Callable[[], None] = lambda: None  # noqa: E731
    assert RegisterPeople(damaged).alike({}) == ((), CLOSED)
    assert RegisterPeople(nothing).alike({}) == ((), CLOSED)
