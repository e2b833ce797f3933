"""Results in plain words: what is met, what falls short, what is lacking, and how a sum comes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.measures.award_words import award_text
from knowledge.measures.awards import parse_award
from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not, Value, parse_condition, truth
from knowledge.measures.explain import asks, clauses_of_people, lacks, met, missing, missing_fields, plainly
from knowledge.measures.say import yuan

ON = date(2026, 11, 23)
HELD: Mapping[str, Value] = {
    "district": "鲤城区",
    "industry_code": "C1951",
    "founded_on": date(2021, 3, 18),
    "company_type": "有限责任公司",
    "revenue": Decimal(1850),
    "revenue_growth": Decimal("12.5"),
    "employees": Decimal(68),
    "equipment_investment": Decimal(1200),
    "export_value": Decimal(60),
    "new_loans": Decimal(0),
    "qualifications": frozenset({"规上工业企业"}),
    "dishonest": False,
    "first_above_scale": True,
    "listed_status": "无",
}


def leaf(field: str, op: str, value: object) -> dict[str, object]:
    return {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (leaf("revenue", ">=", 1500), "营业收入 1,850 万元，达到 1,500 万元"),
        (leaf("revenue", "<", 40000), "营业收入 1,850 万元，低于 4 亿元"),
        (leaf("export_value", ">", 0), "出口额 60 万美元"),
        (leaf("revenue_growth", ">=", 10), "营业收入增速 12.5%，达到 10%"),
        (leaf("district", "in", ["鲤城区", "丰泽区"]), "注册在鲤城区"),
        (leaf("industry_code", "prefix", ["I65", "C"]), "行业代码 C1951，属于制造业（C）"),
        (leaf("company_type", "!=", "个体工商户"), "企业类型不是个体工商户"),
        (leaf("dishonest", "==", False), "没有失信记录"),
        (leaf("dishonest", "!=", True), "没有失信记录"),
        (leaf("first_above_scale", "==", True), "是当年首次上规（限）"),
        (leaf("qualifications", "has_any", ["老字号", "规上工业企业"]), "有规上工业企业资格"),
        ({"not": leaf("qualifications", "has", "高新技术企业")}, "没有高新技术企业资格"),
        ({"not": leaf("industry_code", "prefix", ["K", "J"])}, "行业代码 C1951，不属于房地产业（K）或金融业（J）"),
        ({"not": leaf("revenue", ">=", 2000)}, "营业收入 1,850 万元，低于 2,000 万元"),
        (leaf("founded_on", "within_years", 6), "成立日期 2021年3月18日，距今不超过 6 年"),
        (leaf("founded_on", ">=", "2020-01-01"), "成立日期 2021年3月18日，在2020年1月1日或以后"),
        ({"any": [leaf("revenue", ">=", 9000), leaf("employees", ">=", 50)]}, "职工人数 68 人，达到 50 人"),
    ],
)
def test_a_clause_that_is_met_is_told_with_the_companys_own_figures(tree: dict[str, object], said: str) -> None:
    assert met(parse_condition(tree), HELD, ON) == said


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (leaf("revenue", ">=", 2000), "营业收入 1,850 万元，还差 150 万元（要求达到 2,000 万元）"),
        (leaf("revenue", ">", 1850), "营业收入 1,850 万元，要求超过 1,850 万元"),
        (leaf("new_loans", ">", 0), "还没有新增贷款"),
        (leaf("export_value", ">", 70), "出口额 60 万美元，还差 10 万美元（要求超过 70 万美元）"),
        (leaf("employees", "<=", 50), "职工人数 68 人，超出 18 人（要求不超过 50 人）"),
        (leaf("revenue_growth", ">=", 20), "营业收入增速 12.5%，还差 7.5 个百分点（要求达到 20%）"),
        (leaf("qualifications", "has", "高新技术企业"), "还没有高新技术企业资格"),
        (leaf("qualifications", "has_any", ["高新技术企业", "老字号"]), "还没有高新技术企业或老字号资格"),
        ({"not": leaf("qualifications", "has", "规上工业企业")}, "已经有规上工业企业资格，这一项只给没有的企业"),
        (leaf("district", "==", "丰泽区"), "注册在鲤城区，要求注册在丰泽区"),
        (
            leaf("industry_code", "prefix", ["I65"]),
            "行业代码 C1951，要求属于信息传输、软件和信息技术服务业（I65 开头）",
        ),
        (leaf("dishonest", "==", True), "没有失信记录，要求有失信记录"),
        (leaf("founded_on", "within_years", 3), "成立日期 2021年3月18日，要求距今不超过 3 年"),
        (leaf("tax_paid", ">=", 50), "没有纳税额的数据，补上以后才能判断"),
        (
            {"any": [leaf("revenue", ">=", 2000), leaf("qualifications", "has", "老字号")]},
            "下面有一项做到就行：营业收入 1,850 万元，还差 150 万元（要求达到 2,000 万元）；或者还没有老字号资格",
        ),
        ({"human": "信用良好"}, "需人工核对：信用良好"),
    ],
)
def test_a_clause_that_fails_is_told_with_the_gap(tree: dict[str, object], said: str) -> None:
    assert lacks(parse_condition(tree), HELD, ON) == said


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"kind": "fixed", "amount": 100000}, "奖励 10 万元"),
        (
            {"kind": "percent", "base": "equipment_investment", "rate": 0.08, "cap": 3000000},
            "当年设备投资 1,200 万元 × 8% = 96 万元，最高 300 万元，奖励 96 万元",
        ),
        (
            {"kind": "percent", "base": "equipment_investment", "rate": 0.08, "cap": 500000},
            "当年设备投资 1,200 万元 × 8%，按比例是 96 万元，超过上限 50 万元，按上限奖励 50 万元",
        ),
        (
            {"kind": "per_unit", "field": "employees", "amount": 1000, "cap": None},
            "职工人数 68 人 × 每人 1,000 元 = 6.8 万元，奖励 6.8 万元",
        ),
        (
            {"kind": "tiered", "field": "revenue", "tiers": [{"at_least": 1000, "amount": 50000}]},
            "营业收入 1,850 万元，达到 1,000 万元这一档，奖励 5 万元",
        ),
        (
            {"kind": "tiered", "field": "revenue", "tiers": [{"at_least": 3000, "amount": 50000}]},
            "营业收入 1,850 万元，没有达到最低一档 3,000 万元，奖励 0 元",
        ),
        (
            {"kind": "by_set", "field": "qualifications", "amounts": {"规上工业企业": 20000, "老字号": 90000}},
            "有规上工业企业资格，奖励 2 万元",
        ),
        ({"kind": "in_kind", "text": "优先推荐"}, "享受服务：优先推荐"),
        ({"kind": "human", "text": "视情况给予补助"}, "金额要由部门核定：视情况给予补助"),
        (
            {"kind": "percent", "base": "rd_expense", "rate": 0.015, "cap": None},
            "奖励金额按研发费用计算（1.5%），没有这项数据，补上以后才能算出",
        ),
    ],
)
def test_an_award_is_worked_out_before_the_readers_eyes(tree: dict[str, object], said: str) -> None:
    assert award_text(parse_award(tree), HELD) == said


def test_what_may_not_be_seen_is_named_and_nothing_more() -> None:
    public = {name: value for name, value in HELD.items() if name != "revenue"}
    award = parse_award({"kind": "tiered", "field": "revenue", "tiers": [{"at_least": 1000, "amount": 50000}]})
    said = award_text(award, public, frozenset({"revenue"}))
    assert said == "奖励金额按营业收入计算（达到 1,000 万元的 5 万元），本企业登录以后可以看"
    assert missing(["revenue"], frozenset({"revenue"})) == "还要看营业收入，本企业登录以后可以看"
    assert missing(["revenue", "tax_paid"], frozenset({"revenue"})) == (
        "没有纳税额的数据，补上以后才能判断；还要看营业收入，本企业登录以后可以看"
    )


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("150000000", "1.5 亿元"), ("100000", "10 万元"), ("123500", "12.35 万元"), ("46920", "4.692 万元"),
        ("9500", "9,500 元"), ("12345.67", "12,345.67 元"), ("0", "0 元"), ("10000.01", "10,000.01 元"),
    ],
)  # fmt: skip
def test_sums_are_formatted_for_people_and_stay_exact(amount: str, said: str) -> None:
    assert yuan(Decimal(amount)) == said


def test_what_is_missing_is_named_once_in_the_order_of_the_conditions() -> None:
    tree = {"all": [leaf("tax_paid", ">=", 1), leaf("revenue", ">=", 1), leaf("tax_paid", "<=", 9)]}
    assert missing_fields([parse_condition(tree)], HELD) == ("tax_paid",)


def test_clauses_for_people_are_found_wherever_they_stand() -> None:
    condition = All((Human("甲"), Any((Not(Human("乙")), Atom("revenue", ">=", Decimal(1))))))
    assert list(clauses_of_people([condition])) == ["甲", "乙"]
    assert asks(Not(Human("乙"))) == "不属于“乙”"


_ATOMS: st.SearchStrategy[Condition] = st.sampled_from(
    [
        Atom("revenue", ">=", Decimal(2000)), Atom("revenue", "<", Decimal(1850)), Atom("tax_paid", ">", Decimal(0)),
        Atom("dishonest", "==", False), Atom("dishonest", "!=", False), Atom("district", "in", ("鲤城区", "丰泽区")),
        Atom("industry_code", "prefix", ("C19",)), Atom("qualifications", "has", "老字号"),
        Atom("founded_on", "within_years", Decimal(3)), Atom("listed_status", "==", "无"),
        Atom("company_type", "!=", "个体工商户"), Human("要由部门核对"),
    ]
)  # fmt: skip


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return several.map(All) | several.map(Any) | parts.map(Not)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(_ATOMS, _joined, max_leaves=8)


@given(condition=CONDITIONS, known=st.sets(st.sampled_from(sorted(HELD))))
def test_pushing_negations_to_the_leaves_changes_no_truth(condition: Condition, known: set[str]) -> None:
    values = {name: HELD[name] for name in known}
    assert truth(plainly(condition), values, ON) == truth(condition, values, ON)


@given(condition=CONDITIONS, known=st.sets(st.sampled_from(sorted(HELD))))
def test_every_result_can_be_told(condition: Condition, known: set[str]) -> None:
    values = {name: HELD[name] for name in known}
    assert asks(condition)
    said = met(condition, values, ON) if truth(condition, values, ON) == 2 else lacks(condition, values, ON)
    assert said
    assert "None" not in said and "Decimal" not in said
