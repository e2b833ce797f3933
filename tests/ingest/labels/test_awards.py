"""Awards: one way to say each kind a row."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest.labels.reading import conditions, measure, read


@pytest.mark.parametrize(
    ("clause", "award"),
    [
        ("科技型中小企业一次性奖励二十万元。", {"kind": "fixed", "amount": 200000}),
        ("科技型中小企业给予2万元创新券。", {"kind": "fixed", "amount": 20000}),
        ("按设备投资额的8%给予补助，最高300万元。", {"kind": "percent", "base": "equipment_investment", "rate": 0.08, "cap": 3000000}),
        ("按设备投资额给予8%的补助，封顶30万元。", {"kind": "percent", "base": "equipment_investment", "rate": 0.08, "cap": 300000}),
        ("新增贷款100万元以上的，按新增贷款额0.8%贴息。", {"kind": "percent", "base": "new_loans", "rate": 0.008, "cap": None}),
        ("设备投资100万元以上的，补助投资额的6%，以60万元为限。", {"kind": "percent", "base": "equipment_investment", "rate": 0.06, "cap": 600000}),
        ("每招用1名高校毕业生补助1500元，不设上限。", {"kind": "per_unit", "field": "graduates_hired", "amount": 1500, "cap": None}),
        ("参加境内外展会的，每场补贴8000元，全年不超过8万元。", {"kind": "per_unit", "field": "exhibitions_attended", "amount": 8000, "cap": 80000}),
        ("出口额100万美元以上的，每1万美元奖励50元，最高20万元。", {"kind": "per_unit", "field": "export_value", "amount": 50, "cap": 200000}),
        ("工业总产值达到1亿元、5亿元的，分别给予10万元、30万元奖励，按最高一档执行。",
         {"kind": "tiered", "field": "output_value", "tiers": [{"at_least": 10000, "amount": 100000}, {"at_least": 50000, "amount": 300000}]}),
        ("电商销售额达到500万元不足2000万元的，奖励2万元；达到2000万元的，奖励6万元。",
         {"kind": "tiered", "field": "ecommerce_sales", "tiers": [{"at_least": 500, "amount": 20000}, {"at_least": 2000, "amount": 60000}]}),
        ("获评绿色工厂的，奖励30万元；获评绿色供应链管理企业的，奖励50万元。",
         {"kind": "by_set", "field": "qualifications", "amounts": {"绿色工厂": 300000, "绿色供应链管理企业": 500000}}),
        ("制造业单项冠军、专精特新小巨人企业，分别奖励100万元、50万元。",
         {"kind": "by_set", "field": "qualifications", "amounts": {"制造业单项冠军": 1000000, "专精特新小巨人": 500000}}),
        ("职工100人以上的企业，由区人社局优先安排专场招聘。", {"kind": "in_kind", "text": "由区人社局优先安排专场招聘"}),
    ],
)  # fmt: skip
def test_an_award_is_read_exactly(clause: str, award: dict[str, Any]) -> None:
    assert measure(clause)["award"] == award


@pytest.mark.parametrize(
    "clause",
    [
        "高新技术企业给予最高不超过20万元的奖励。",
        "高新技术企业奖励20万元；其中属于规模以上工业企业的，再奖励10万元。",
        "营业收入1000万元以上的，奖励5万元；营业收入3000万元以上的，奖励3万元。",
        "营业收入达到1000万元、3000万元的，分别奖励5万元、10万元、20万元。",
        "参加国内展会每场补助5000元，参加境外展会每场补助1万元。",
        "按实际支出的30%给予补助，最高5万元。",
        "发明专利每增加1件奖励2000元。",
    ],
)
def test_an_award_that_is_not_certain_is_left_to_a_person(clause: str) -> None:
    assert measure(clause)["award"]["kind"] == "human"


def test_the_lowest_tier_and_the_titles_are_conditions_too() -> None:
    assert conditions("工业总产值达到1亿元、5亿元的，分别给予10万元、30万元奖励。") == ["output_value >= 10000"]
    assert conditions("获评绿色工厂的，奖励3万元。") == ["qualifications has 绿色工厂"]


TABLE = """第一条 规模以上工业企业按下表奖励，就高不重复。

| 工业总产值达到 | 奖励（万元） |
| --- | --- |
| 1亿元（含）至5亿元 | 10 |
| 5亿元（含）以上 | 30 |

第二条 第一条免申即享。
"""


def test_a_table_of_tiers_is_an_award() -> None:
    (measure,) = read(TABLE)
    tiers = [{"at_least": 10000, "amount": 100000}, {"at_least": 50000, "amount": 300000}]
    assert measure["award"] == {"kind": "tiered", "field": "output_value", "tiers": tiers}


def test_a_table_with_a_gap_is_left_to_a_person() -> None:
    (measure,) = read(TABLE.replace("至5亿元 |", "至3亿元 |"))
    assert measure["award"]["kind"] == "human"


CLAIMS = """第一条 设备投资100万元以上的，奖励5万元。

第二条 高新技术企业奖励5万元。

第三条 第一条由企业于2026年12月31日前申报，提交（1）申请表；（2）发票。第二条即申即享，凭营业执照办理。

第四条 第一条与第二条不得同时享受。
"""


def test_mode_papers_last_day_and_exclusion_are_told_by_article() -> None:
    first, second = read(CLAIMS)
    assert (first["mode"], first["documents"], first["deadline"]) == ("申报", ["申请表", "发票"], "2026-12-31")
    assert (second["mode"], second["documents"], second["deadline"]) == ("即申即享", ["营业执照"], None)
    assert first["exclusive_group"] == second["exclusive_group"] == "第一条、第二条"


def test_what_another_article_gives_excludes_what_it_asks() -> None:
    source = "第一条 高新技术企业奖励5万元。\n\n第二条 科技型中小企业奖励1万元；已获第一条奖励的，不再享受本条奖励。\n"
    asked = read(source)[1]["conditions"]["all"]
    assert {"not": {"field": "qualifications", "op": "has", "value": "高新技术企业"}} in asked
