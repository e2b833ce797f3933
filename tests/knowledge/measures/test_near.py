"""What is just missed: the gap, the award once it is closed, the order, and what is not worth telling."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.measures.awards import parse_award
from knowledge.measures.conditions import parse_condition
from knowledge.measures.near import RECORD, STATUS, TITLE, Near, near, ranked
from knowledge.measures.totals import Claim, total
from tests.knowledge.measures.test_explain import HELD, ON, leaf

TEN_THOUSAND = {"kind": "fixed", "amount": 10000}


def missed(tree: dict[str, object], award: dict[str, object] = TEN_THOUSAND, on: date = ON) -> Near | None:
    return near(parse_condition(tree), parse_award(award), HELD, on)


def test_a_gap_has_clause_value_threshold_and_distance() -> None:
    found = missed(leaf("revenue", ">=", 2000))
    assert found is not None
    (short,) = found.shortfalls
    assert (short.atom.field, short.atom.op, short.atom.value) == ("revenue", ">=", Decimal(2000))
    assert (short.held, short.gap) == (Decimal(1850), Decimal(150))
    assert short.text.startswith("营业收入 1,850 万元，还差 150 万元")
    assert found.closeness == pytest.approx(0.925)
    assert found.award == Decimal("10000.00")
    assert found.worth == pytest.approx(9250)


@pytest.mark.parametrize(
    ("tree", "closeness"),
    [
        (leaf("qualifications", "has", "老字号"), TITLE),
        (leaf("listed_status", "in", ["新三板", "境内上市"]), STATUS),
        (leaf("first_above_scale", "==", False), RECORD),
        (leaf("export_value", ">", 60), 1.0),
        (leaf("employees", ">=", 100000), pytest.approx(69 / 100001, abs=1e-4)),
    ],
)
def test_closeness_is_fixed_where_there_is_no_distance(tree: dict[str, object], closeness: float) -> None:
    found = missed(tree)
    assert found is not None
    assert found.closeness == closeness


@pytest.mark.parametrize(
    "tree",
    [
        leaf("district", "==", "丰泽区"),
        leaf("industry_code", "prefix", ["I65"]),
        leaf("founded_on", "within_years", 3),
        leaf("company_type", "==", "股份有限公司"),
        leaf("revenue", "<=", 500),
        {"not": leaf("qualifications", "has", "规上工业企业")},
        leaf("tax_paid", ">=", 50),
        {"human": "信用良好"},
        {"all": [leaf("revenue", ">=", 2000), leaf("district", "==", "丰泽区")]},
    ],
)
def test_what_the_company_cannot_mend_is_no_near_miss(tree: dict[str, object]) -> None:
    assert missed(tree) is None


def test_of_alternatives_the_closest_counts_and_what_cannot_be_mended_is_no_way() -> None:
    found = missed(
        {"any": [leaf("district", "==", "丰泽区"), leaf("revenue", ">=", 2000), leaf("employees", ">=", 100)]}
    )
    assert found is not None
    assert [one.atom.field for one in found.shortfalls] == ["revenue", "employees"]
    assert found.closeness == pytest.approx(0.925)


def test_what_must_be_mended_together_is_as_far_as_its_farthest_part() -> None:
    found = missed({"all": [leaf("revenue", ">=", 2000), leaf("qualifications", "has", "老字号")]})
    assert found is not None
    assert [one.atom.field for one in found.shortfalls] == ["revenue", "qualifications"]
    assert found.closeness == TITLE


@pytest.mark.parametrize(
    ("tree", "award", "amount"),
    [
        (
            leaf("revenue", ">=", 2000),
            {"kind": "tiered", "field": "revenue", "tiers": [{"at_least": 2000, "amount": 70000}]},
            Decimal(70000),
        ),
        (
            leaf("equipment_investment", ">=", 2000),
            {"kind": "percent", "base": "equipment_investment", "rate": 0.05, "cap": None},
            Decimal(1000000),
        ),
        (
            leaf("qualifications", "has_any", ["国家级", "省级"]),
            {"kind": "by_set", "field": "qualifications", "amounts": {"国家级": 500000, "省级": 200000}},
            Decimal(200000),
        ),
        (
            leaf("export_value", ">", 60),
            {"kind": "per_unit", "field": "export_value", "amount": 50, "cap": None},
            None,
        ),
        (leaf("revenue", ">=", 2000), {"kind": "in_kind", "text": "辅导"}, None),
    ],
)
def test_the_award_is_the_least_that_closing_the_gap_would_bring(
    tree: dict[str, object], award: dict[str, object], amount: Decimal | None
) -> None:
    found = missed(tree, award)
    assert found is not None
    assert found.award == amount


def test_near_misses_are_ranked_by_award_and_closeness() -> None:
    far = missed(leaf("revenue", ">=", 100000), {"kind": "fixed", "amount": 100000})
    close = missed(leaf("revenue", ">=", 1900), {"kind": "fixed", "amount": 20000})
    free = missed(leaf("revenue", ">=", 1900), {"kind": "in_kind", "text": "辅导"})
    assert far and close and free
    assert [name for name, _ in ranked([("free", free), ("far", far), ("close", close)], 9)] == ["close", "far", "free"]
    assert len(ranked([("free", free), ("far", far)], 1)) == 1


def test_of_an_exclusive_group_the_highest_counts_and_services_never() -> None:
    claims = [
        Claim("A", "g", Decimal(10)),
        Claim("B", "g", Decimal("20.05")),
        Claim("C", "g", None),
        Claim("D", None, Decimal(7)),
        Claim("E", None, None),
    ]
    summed = total(claims)
    assert summed.amount == Decimal("27.05")
    assert summed.counted == {"B", "D"}
    assert total([]).amount == 0
