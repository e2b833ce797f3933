"""One way to say a condition a row; what has two readings, or words that nobody knows, goes to a person."""

from __future__ import annotations

import pytest

from tests.ingest.labels.reading import conditions

PAID = "，奖励5万元。"


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("营业收入在1500万元（含）以上且不足2000万元的企业", ["revenue >= 1500", "revenue < 2000"]),
        ("上年度营业收入500万元（含）至5000万元（不含）的", ["revenue >= 500", "revenue < 5000"]),
        ("设备投资额超过200万元（不含200万元）的", ["equipment_investment > 200"]),
        ("职工50人（含）以上、100人（不含）以下的企业", ["employees >= 50", "employees < 100"]),
        ("营业收入同比增长20%（含）以上的", ["revenue_growth >= 20"]),
        ("工业总产值1亿元以上且增速非负（营业收入增速大于等于0）的", ["output_value >= 10000", "revenue_growth >= 0"]),
        ("有效发明专利达三件的", ["invention_patents >= 3"]),
        ("拥有5件以上有效发明专利的企业", ["invention_patents >= 5"]),
        ("研发投入占营业收入比重不低于3%的", ["rd_ratio >= 3"]),
        ("研发费用占营业收入5%以上的", ["rd_ratio >= 5"]),
        ("出口额100万美元以上的", ["export_value >= 100"]),
        ("成立不超过5年的", ["founded_on within_years 5"]),
        ("近三年内设立的", ["founded_on within_years 3"]),
        ("2025年1月1日（含）以后成立的", ["founded_on >= 2025-01-01"]),
        ("2024年12月31日以前登记设立的", ["founded_on <= 2024-12-31"]),
        ("高新技术企业或者科技型中小企业", ["qualifications has_any 高新技术企业、科技型中小企业"]),
        ("同时具备高新技术企业、专精特新中小企业资格的", ["qualifications has 高新技术企业", "qualifications has 专精特新中小企业"]),
        ("既是高新技术企业又是规模以上工业企业的", ["qualifications has 高新技术企业", "qualifications has 规上工业企业"]),
        ("国家级专精特新“小巨人”企业", ["qualifications has 专精特新小巨人"]),
        ("尚未取得高新技术企业资格的企业", ["not qualifications has 高新技术企业"]),
        ("未纳入规模以上工业统计库的企业", ["not qualifications has 规上工业企业"]),
        ("当年首次纳入规模以上服务业统计库的企业", ["first_above_scale == True", "qualifications has 规上服务业企业"]),
        ("获评泉州市亲清企业的", ["qualifications has 泉州市亲清企业"]),
        ("（C17、C18）企业", ["industry_code prefix C17、C18"]),
        ("纺织业（C17）、制鞋业（C195）和家具制造业（C21）企业", ["industry_code prefix C17、C195、C21"]),
        ("注册在安溪县、永春县的企业", ["district in 安溪县、永春县"]),
        ("个体工商户", ["company_type == 个体工商户"]),
        ("境内外证券交易所上市的企业", ["listed_status in 境内上市、境外上市"]),
        ("高新技术企业或者拥有发明专利5件以上的企业", ["invention_patents >= 5 | qualifications has 高新技术企业"]),
        ("房地产业（K门类）以外的企业", ["not industry_code prefix K"]),
        ("由个体工商户转型而来（取得“个转企”标识）的企业", ["qualifications has 个转企"]),
    ],
)  # fmt: skip
def test_a_clause_is_read_exactly(clause: str, wanted: list[str]) -> None:
    assert conditions(clause + PAID) == wanted


@pytest.mark.parametrize(
    "clause",
    [
        "近三年累计设备投资500万元以上的企业",
        "纳税信用等级为A级的企业",
        "出口额同比增长10%以上的企业",
        "营业收入5000万元以上且研发费用占比3%以上，或者发明专利10件以上的企业",
        "连续两年营业收入增长10%以上的企业",
        "省级以上专精特新企业",
        "出口额500万元以上的企业",
        "重新认定的高新技术企业",
        "通过清洁生产审核的企业",
        "法定代表人为女性的企业",
        "年营业收入首次突破1亿元的企业",
        "符合下列条件之一的企业",
        "未取得高新技术企业资格或者发明专利10件以上的企业",
    ],
)
def test_what_is_not_certain_is_left_to_a_person(clause: str) -> None:
    assert "HUMAN" in conditions(clause + PAID)


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("申报企业未被列入失信被执行人或严重违法失信名单，且未列入经营异常名录。", ["dishonest == False", "abnormal_listing == False"]),
        ("列入经营异常名录、失信被执行人名单的，不得享受本措施。", ["abnormal_listing == False", "dishonest == False"]),
        ("有下列情形之一的企业不予支持：（一）列入失信被执行人名单；（二）近一年内发生较大及以上安全生产事故。", ["dishonest == False", "safety_accident == False"]),
        ("不得存在下列情形：列入严重违法失信名单；列入经营异常名录。", ["dishonest == False", "abnormal_listing == False"]),
        ("本措施适用于制造业（C门类）企业，个体工商户除外。", ["industry_code prefix C", "company_type != 个体工商户"]),
        ("营业收入低于300万元，或者职工人数不足12人的，不予支持。", ["revenue >= 300", "employees >= 12"]),
        ("在我区注册的企业适用本措施。", ["district == 丰泽区"]),
        ("在本市登记的企业适用本措施。", []),
        ("农民专业合作社不适用本措施。", ["company_type != 农民专业合作社"]),
        ("支持丰泽区内除房地产业（K门类）以外的企业。", ["district == 丰泽区", "not industry_code prefix K"]),
        ("企业信用良好（未列入失信被执行人名单）方可申报。", ["dishonest == False"]),
    ],
)  # fmt: skip
def test_what_holds_for_all_is_asked_of_each(sentence: str, wanted: list[str]) -> None:
    assert conditions("奖励5万元。", sentence, district="丰泽区") == wanted


def test_a_term_asks_what_its_definition_asks() -> None:
    asked = conditions("鞋企当年设备投资100万元以上的" + PAID, "本措施所称鞋企，是指制鞋业（C195）企业。")
    assert asked == ["industry_code prefix C195", "equipment_investment >= 100"]


def test_a_term_that_is_not_understood_stays_with_a_person() -> None:
    asked = conditions(
        "标杆企业设备投资100万元以上的" + PAID, "本措施所称标杆企业，是指由专家评审确定的企业。", title="标杆措施"
    )
    assert "HUMAN" in asked


def test_one_of_a_list_is_any_of_its_entries() -> None:
    clause = "符合下列条件之一的企业，奖励5万元：（一）高新技术企业；（二）有效发明专利10件以上。"
    assert conditions(clause) == ["invention_patents >= 10 | qualifications has 高新技术企业"]


@pytest.mark.parametrize(
    ("said", "op"), [("“以上”含本数", ">="), ("“以上”均不含本数", ">"), ("“以上”包括本数，“以下”不包括本数", ">=")]
)
def test_the_text_says_whether_its_figures_are_included(said: str, op: str) -> None:
    assert conditions("职工20人以上的企业" + PAID, f"本措施所称{said}。") == [f"employees {op} 20"]


def test_a_mark_stands_above_the_definition() -> None:
    assert conditions("职工20人（含）以上的企业" + PAID, "本措施所称“以上”不含本数。") == ["employees >= 20"]


def test_the_presence_of_something_gives_way_to_its_figure() -> None:
    assert conditions("新增贷款100万元以上的" + PAID, "对象是当年有新增贷款的企业。") == ["new_loans >= 100"]
