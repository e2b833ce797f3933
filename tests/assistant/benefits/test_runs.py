"""Payment runs: the list, the budget to the cent, nobody paid twice, killed half-way, replayed."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.accounts.person import NotAllowed, Person
from assistant.benefits.engine import engine_eligible
from assistant.benefits.errors import InputsDamaged, NeedsHuman, NotOpen, PublicityRunning, RunExists, UnknownThing
from assistant.benefits.matching import reference_eligible
from assistant.benefits.publicity.schemas import ObjectionIn
from assistant.benefits.runs.inputs import columns_of, thaw
from assistant.benefits.runs.plan import ORDERS, plan
from assistant.benefits.runs.schemas import SettleIn
from assistant.benefits.runs.states import MACHINE
from assistant.errors import InvalidRequest, SamePerson, WrongState
from tests.assistant.benefits.killed_run import BUDGET, COMPANIES, big_world
from tests.assistant.benefits.world import World, code, company, measure


def amounts(world: World, run_id: str, status: str) -> list[str | None]:
    return [line.amount for line in world.lines(run_id, status)]


def test_a_run_goes_from_frozen_inputs_to_a_payment_file(world: World) -> None:
    run = world.run()
    assert (run.state, run.counts) == ("listed", {"payable": 8, "waiting": 0, "excluded": 0})
    assert run.inputs.companies == 8
    assert (run.inputs.label_version, run.inputs.credit_lists) == ("labels-1", ("企业画像",))
    assert run.on.isoformat() == "2026-11-23"
    filed = world.pay(run.id)
    assert filed.state == "filed"
    assert [event.action for event in filed.history] == ["create", "freeze", "list", "publish", "approve", "file"]
    assert filed.approved_by == "王主任"
    name, content = world.benefits.runs.payments(run.id)
    rows = content.decode("utf-8-sig").split("\r\n")
    assert rows[0] == "批次,序号,统一社会信用代码,企业名称,政策条款,年度,金额（元）"
    assert rows[1] == f"{run.id},1,{code(1)},泉州第1号鞋业有限公司,P2-3奖补,2026,10000.00"
    body = content[: content.index("合计".encode())]
    assert rows[9] == f"合计,8,,sha256:{hashlib.sha256(body).hexdigest()},,,80000.00"
    assert hashlib.sha256(content).hexdigest() == filed.file_digest
    assert name == "兑付-P2-3-2026.csv"


def test_steps_of_a_run_are_at_most_six() -> None:
    assert len([each for each in MACHINE.transitions if each.action != "cancel"]) == 6


def test_a_run_started_twice_is_one_run(world: World) -> None:
    first, again = world.run(), world.run()
    assert again.id == first.id
    assert again.lines_digest == first.lines_digest
    assert len(world.benefits.runs.all(world.agent).runs) == 1
    with pytest.raises(RunExists):
        world.run(budget="1.00")
    assert world.run(period="2026Q4").id != first.id


def test_runs_started_at_once_are_one_run(world: World) -> None:
    with ThreadPoolExecutor(4) as threads:
        assert len({run.id for run in threads.map(lambda _: world.run(), range(4))}) == 1
    assert len(world.lines(world.run().id)) == 8


def test_what_came_after_the_freeze_changes_nothing(world: World) -> None:
    run = world.run()
    world.portraits.append(company(99))
    world.library.documents.clear()
    replayed = world.benefits.runs.replay(run.id)
    assert replayed.same
    filed = world.pay(run.id)
    assert filed.counts["payable"] == 8
    assert world.benefits.runs.replay(run.id).same


def test_frozen_inputs_that_were_touched_are_refused(world: World) -> None:
    run = world.run()
    folder = world.home / "benefits" / "inputs" / run.inputs.digest
    facts = folder / "inputs.json"
    facts.write_bytes(facts.read_bytes().replace(b'"budget_cents":null', b'"budget_cents":1234'))
    with pytest.raises(InputsDamaged):
        world.benefits.runs.replay(run.id)
    facts.unlink()
    with pytest.raises(InputsDamaged):
        world.benefits.runs.replay(run.id)


def test_a_budget_is_spent_to_the_cent_and_the_rest_waits(world: World) -> None:
    world.portraits = [company(number, tax_paid=tax) for number, tax in enumerate((3, 1, 0.333333, 2, 2), start=1)]
    run = world.run(budget="4333.33")
    assert amounts(world, run.id, "payable") == ["333.33", "1000.00", "2000.00"]
    assert amounts(world, run.id, "waiting") == ["2000.00", "3000.00"]
    assert run.amounts == {"payable": "3333.33", "waiting": "5000.00"}
    assert run.reasons == {"预算用完，候补": 2}
    exact = world.run(budget="5333.33", period="2026Q4")
    assert exact.amounts["payable"] == "5333.33"
    short = world.run(budget="5333.32", period="2026Q3")
    assert short.amounts["payable"] == "3333.33"


@pytest.mark.parametrize("order", ORDERS)
def test_the_order_of_payment_is_the_stated_rule(world: World, order: str) -> None:
    world.portraits = [company(number, tax_paid=number % 4 + 1) for number in range(1, 9)]
    lines = world.lines(world.run(order=order).id)
    sums = [Decimal(line.amount) for line in lines]
    if order == "amount_asc":
        assert sums == sorted(sums)
    elif order == "amount_desc":
        assert sums == sorted(sums, reverse=True)
    else:
        assert [line.credit_code for line in lines] == [code(number) for number in range(1, 9)]


def test_nobody_overtakes_on_the_waiting_list(world: World) -> None:
    world.portraits = [company(number, tax_paid=tax) for number, tax in enumerate((3, 2, 1), start=1)]
    run = world.run(budget="3500.00", order="amount_desc")
    assert amounts(world, run.id, "payable") == ["3000.00"]
    assert amounts(world, run.id, "waiting") == ["2000.00", "1000.00"]


def test_listed_companies_are_left_out_with_the_list_that_says_so(world: World) -> None:
    folder = world.home / "credit"
    folder.mkdir()
    (folder / "失信被执行人.csv").write_text(
        f"credit_code,listed_on\n{code(2)},2026-01-05\n{code(2).lower()},2026-01-05\n坏行,\n", encoding="utf-8"
    )
    (folder / "严重违法.txt").write_text(f"{code(3)}\n", encoding="utf-8")
    world.portraits[3] = company(4, dishonest=True)
    run = world.run()
    assert set(run.inputs.credit_lists) == {"企业画像", "失信被执行人", "严重违法"}
    excluded = {line.credit_code: line.reason_text for line in world.lines(run.id, "excluded")}
    assert excluded == {
        code(2): "在失信等名单上（失信被执行人：2026-01-05列入）",
        code(3): "在失信等名单上（严重违法）",
        code(4): "在失信等名单上（企业画像：列入失信名单）",
    }
    assert run.counts["payable"] == 5


def test_of_a_group_a_company_gets_the_highest_only(world: World) -> None:
    world.portraits[0] = company(1, rd_ratio=1)
    world.portraits[1] = company(2, rd_ratio=None)
    lower = world.run("P2-1")
    assert [line.credit_code for line in world.lines(lower.id, "payable")] == [code(1), code(2)]
    excluded = world.lines(lower.id, "excluded")
    assert {line.reason for line in excluded} == {"group_higher"}
    assert "20 万元更高" in excluded[0].reason_text
    assert world.run("P2-2").counts == {"payable": 6, "waiting": 0, "excluded": 0}


def test_nobody_is_paid_twice_for_a_measure_and_year(world: World) -> None:
    world.pay(world.run(period="2026Q3").id)
    again = world.run(period="2026Q4")
    assert again.counts == {"payable": 0, "waiting": 0, "excluded": 8}
    assert again.reasons == {"本年度已经享受过": 8}
    assert world.run(period="2027").counts["payable"] == 8


def test_two_runs_prepared_side_by_side_pay_each_company_once(world: World) -> None:
    third, fourth = world.run(period="2026Q3"), world.run(period="2026Q4")
    assert (third.counts["payable"], fourth.counts["payable"]) == (8, 8)
    for run in (third, fourth):
        world.benefits.runs.act(world.agent, run.id, "publish", "")
    world.clock.forward(days=8)
    assert world.benefits.runs.act(world.admin, third.id, "approve", "").counts["payable"] == 8
    assert world.benefits.runs.act(world.admin, fourth.id, "approve", "").counts == {
        "payable": 0,
        "waiting": 0,
        "excluded": 8,
    }
    rows = world.benefits.runs.payments(world.benefits.runs.act(world.agent, fourth.id, "file", "").id)[1]
    assert "合计,0,,".encode() in rows


def test_what_a_machine_cannot_decide_is_not_paid_without_application(world: World) -> None:
    with pytest.raises(NeedsHuman):
        world.run("P2-4")
    with pytest.raises(NotOpen, match="申报"):
        world.run("P2-5")
    with pytest.raises(NotOpen, match="有效期"):
        world.run("P3-1")
    with pytest.raises(InvalidRequest):
        world.run(on="2026-02-30")
    with pytest.raises(InvalidRequest):
        world.run(budget="1e9")
    assert world.benefits.runs.all(world.agent).runs == ()


def test_a_sum_that_is_not_known_is_told_and_not_paid(world: World) -> None:
    world.portraits[0] = company(1, tax_paid=None)
    world.portraits[1] = company(2, tax_paid=0)
    run = world.run()
    assert {line.credit_code: line.reason for line in world.lines(run.id, "excluded")} == {
        code(1): "no_amount",
        code(2): "no_amount",
    }


def test_approval_wants_another_person_an_admin_and_the_end_of_the_publicity(world: World) -> None:
    runs = world.benefits.runs
    head = Person("head", "科长", "admin")
    from assistant.benefits.runs.schemas import RunIn

    run, _ = runs.start(head, RunIn(measure_id="P2-3"))
    with pytest.raises(WrongState):
        runs.act(world.admin, run.id, "approve", "")
    runs.act(world.agent, run.id, "publish", "")
    with pytest.raises(PublicityRunning, match="2026 年 11 月 30 日"):
        runs.act(world.admin, run.id, "approve", "")
    world.clock.forward(days=8)
    with pytest.raises(NotAllowed):
        runs.act(world.second, run.id, "approve", "")
    with pytest.raises(SamePerson):
        runs.act(head, run.id, "approve", "")
    assert runs.act(world.admin, run.id, "approve", "").state == "approved"


@pytest.mark.parametrize("state", ["listed", "published", "approved", "filed", "cancelled"])
def test_every_illegal_step_of_a_run_is_refused(world: World, state: str) -> None:
    runs, run = world.benefits.runs, world.run()
    for action in {"published": ["publish"], "cancelled": ["cancel"]}.get(state, []):
        runs.act(world.agent, run.id, action, "原因")
    if state in ("approved", "filed"):
        runs.act(world.agent, run.id, "publish", "")
        world.clock.forward(days=8)
        runs.act(world.admin, run.id, "approve", "")
    if state == "filed":
        runs.act(world.agent, run.id, "file", "")
    legal = {*MACHINE.actions(state, "admin"), "continue"} | ({"file"} if state == "filed" else set())
    for action in {"freeze", "list", "publish", "approve", "file", "cancel", "create", "nonsense"} - legal:
        with pytest.raises(WrongState):
            runs.act(world.admin, run.id, action, "原因")
    assert runs.one(world.agent, run.id).state == state


def test_a_cancelled_run_makes_room_for_another(world: World) -> None:
    run = world.run(budget="1.00")
    with pytest.raises(InvalidRequest, match="原因"):
        world.benefits.runs.act(world.agent, run.id, "cancel", "")
    world.benefits.runs.act(world.agent, run.id, "cancel", "预算错了")
    assert world.run(budget="2.00").id != run.id


def test_objections_are_settled_before_anybody_is_paid(world: World) -> None:
    runs, publicity, run = world.benefits.runs, world.benefits.publicity, world.run()
    with pytest.raises(UnknownThing):
        publicity.object(run.id, ObjectionIn(text="还没有公示", contact="12345678901"))
    runs.act(world.agent, run.id, "publish", "")
    first = publicity.object(run.id, ObjectionIn(text="这家企业已经停产", contact="13800000000", line=3))
    second = publicity.object(run.id, ObjectionIn(text="金额好像不对", contact="张三", line=4))
    world.clock.forward(days=8)
    with pytest.raises(UnknownThing):
        publicity.object(run.id, ObjectionIn(text="公示已经结束", contact="13800000000"))
    with pytest.raises(PublicityRunning, match="异议"):
        runs.act(world.admin, run.id, "approve", "")
    publicity.settle(world.agent, run.id, first.id, SettleIn(decision="upheld", note="核实停产"))
    publicity.settle(world.agent, run.id, second.id, SettleIn(decision="dismissed", note="金额无误"))
    with pytest.raises(WrongState, match="已经处理"):
        publicity.settle(world.agent, run.id, first.id, SettleIn(decision="dismissed", note="反悔"))
    approved = runs.act(world.admin, run.id, "approve", "")
    assert approved.counts == {"payable": 7, "waiting": 0, "excluded": 1}
    assert [line.seq for line in world.lines(run.id, "excluded")] == [3]
    filed = runs.act(world.agent, run.id, "file", "")
    assert code(3).encode() not in runs.payments(run.id)[1]
    assert runs.replay(run.id).same
    assert {each.id: each.state for each in publicity.objections(run.id).objections} == {
        first.id: "upheld",
        second.id: "dismissed",
    }
    assert filed.open_objections == 0


def test_the_publicity_masks_individuals_and_ends(world: World) -> None:
    shop = company(7, name="鲤城区张三小吃店", credit_code=code(7, "92"), company_type="个体工商户")
    world.portraits[6] = shop
    run = world.run()
    assert world.benefits.publicity.all().publicities == ()
    world.benefits.runs.act(world.agent, run.id, "publish", "")
    shown = world.benefits.publicity.all().publicities[0]
    assert (shown.count, shown.total, shown.days_left) == (8, "80000.00", 7)
    lines = world.benefits.publicity.one(run.id, 0, 100).lines
    masked = next(line for line in lines if "*" in line.name)
    assert (masked.name, masked.credit_code) == ("鲤城****吃店", f"923505**********{code(7, '92')[-2:]}")
    assert not any("张三" in line.name or shop.credit_code == line.credit_code for line in lines)
    world.clock.forward(days=8)
    assert world.benefits.publicity.all().publicities == ()
    with pytest.raises(UnknownThing):
        world.benefits.publicity.one(run.id, 0, 100)


def test_the_payment_file_is_filed_once_and_made_again_where_it_was_lost(world: World) -> None:
    run = world.run()
    with pytest.raises(WrongState):
        world.benefits.runs.payments(run.id)
    filed = world.pay(run.id)
    content = world.benefits.runs.payments(run.id)[1]
    assert world.benefits.runs.act(world.agent, run.id, "file", "").filed_at == filed.filed_at
    path = world.home / "benefits" / "files" / f"{run.id}.csv"
    path.unlink()
    assert world.benefits.runs.payments(run.id)[1] == content
    path.write_bytes(content[:-3] + b"9\r\n")
    assert world.benefits.runs.payments(run.id)[1] == content


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_names_are_never_run_as_formulas(world: World, name: str) -> None:
    world.portraits = [company(1, name=name)]
    run = world.run()
    world.pay(run.id)
    rows = world.benefits.runs.payments(run.id)[1].decode("utf-8-sig")
    assert f"'{name}" in rows


def test_the_engine_and_the_plain_meaning_give_the_same_lines(world: World) -> None:
    world.portraits = [
        company(number, rd_ratio=number % 7 or None, tax_paid=round(number * 0.3717, 4), dishonest=number % 5 == 0)
        for number in range(1, 200)
    ]
    for measure_id in ("P2-1", "P2-2", "P2-3"):
        run = world.run(measure_id, budget="100000.00" if measure_id == "P2-3" else None)
        inputs = thaw(world.home / "benefits" / "inputs", run.inputs.digest)
        assert plan(inputs, engine_eligible) == plan(inputs, reference_eligible)
        poor = replace(inputs, budget_cents=12345)
        assert plan(poor, engine_eligible) == plan(poor, reference_eligible)


def test_only_the_columns_that_count_are_frozen(world: World) -> None:
    columns = columns_of(world.library.measures()[4:6])
    assert set(columns) == {
        "credit_code", "name", "company_type", "founded_on", "dishonest", "district", "rd_ratio",
    }  # fmt: skip


@pytest.fixture(scope="module")
def undisturbed(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a run gives that nobody killed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "state.db").write_bytes(empty_database.read_bytes())
    return _finished(f"sqlite:///{folder / 'state.db'}", folder)


def _finished(database: str, home: Path) -> dict[str, Any]:
    world = big_world(database, home)
    run = world.run(budget=BUDGET)
    if run.state == "listed":
        world.benefits.runs.act(world.agent, run.id, "publish", "")
    world.clock.now = datetime(2026, 12, 24, tzinfo=UTC)
    if world.benefits.runs.one(world.agent, run.id).state == "published":
        world.benefits.runs.act(world.admin, run.id, "approve", "")
    filed = world.benefits.runs.act(world.agent, run.id, "file", "")
    content = world.benefits.runs.payments(run.id)[1]
    lines = world.lines(run.id)
    assert world.benefits.runs.replay(run.id).same
    world.engine.dispose()
    return {
        "lines": lines,
        "digest": filed.lines_digest,
        "file": content.replace(run.id.encode(), b"RUN").split("合计".encode())[0],
        "counts": filed.counts,
    }


@pytest.mark.parametrize(
    ("phase", "count"),
    [("冻结数据", 1), ("冻结数据", 2), ("写名单", 7), ("写名单", 40), ("file", 0), ("file", 1)],
)
def test_a_run_that_was_killed_goes_on_to_the_same_lines_and_file(
    empty_database: Path, tmp_path: Path, undisturbed: dict[str, Any], phase: str, count: int
) -> None:
    (tmp_path / "state.db").write_bytes(empty_database.read_bytes())
    database = f"sqlite:///{tmp_path / 'state.db'}"
    command = [sys.executable, "-m", "tests.assistant.benefits.killed_run", database, str(tmp_path), phase, str(count)]
    killed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = [path.read_bytes() for path in tmp_path.glob("benefits/files/*.csv")]
    finished = _finished(database, tmp_path)
    assert finished == undisturbed
    assert before in ([], [path.read_bytes() for path in tmp_path.glob("benefits/files/*.csv")])
    assert len({line.credit_code for line in finished["lines"]}) == len(finished["lines"]) == COMPANIES
    assert sum(finished["counts"].values()) == COMPANIES
    left = [path.name for path in (tmp_path / "benefits" / "inputs").iterdir()]
    assert len([name for name in left if not name.startswith(".")]) == 1


def test_a_measure_of_no_money_is_no_payment(world: World) -> None:
    kind = measure("P2-9", "免申即享", [], {"kind": "in_kind", "text": "优先推荐"})
    first = world.library.documents[1]
    world.library.documents[1] = first.model_copy(update={"measures": (*first.measures, kind)})
    with pytest.raises(NeedsHuman, match="不涉及资金"):
        world.run("P2-9")


def test_companies_are_told_that_they_will_be_paid(world: World) -> None:
    world.pay(world.run(budget="30000.00").id)
    notices = world.benefits.push.inbox(code(1)).notices
    assert sorted(notice.text for notice in notices) == [
        "您的企业可以获得 1 万元，已经批准，等待拨款。",
        "您的企业可以获得 1 万元，正在公示，到 2026 年 11 月 30 日为止。公示以后拨款，不用申报。",
    ]
    assert world.benefits.push.inbox(code(8)).notices == ()
