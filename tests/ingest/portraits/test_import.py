"""Registers become portraits: bad rows are told and stay behind, everything else is exact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.portraits.run import ImportRefused
from knowledge.portraits.directory import sample_companies
from tests.ingest.portraits.conftest import Home, code, company

SHIPPED = Path(__file__).parents[3] / "knowledge" / "data" / "companies.jsonl"


def test_shipped_companies_come_out_as_they_went_in(home: Home) -> None:
    home.take(SHIPPED)
    directory = home.directory()
    assert len(directory) == 60 and not directory.sample
    for line in SHIPPED.read_bytes().splitlines():
        row = orjson.loads(line)
        portrait = directory.by_code(row["credit_code"])
        assert portrait is not None
        assert portrait.row() == row | {"qualifications": sorted(row["qualifications"])}


def test_a_bad_row_stays_behind_with_its_reason_and_cells(home: Home) -> None:
    report = home.take(
        home.csv(company(1), company(2, **{"区县": "=cmd()"}) | {"统一社会信用代码": "9135"}, company(3))
    )
    assert len(home.directory()) == 2
    facts = report.files[0].facts
    assert (facts.rows, facts.taken, facts.rejected) == (3, 2, 1)
    [line] = home.quarantined()
    assert line["行号"] == "3" and line["字段"] == "统一社会信用代码" and "校验位" in line["原因"]
    assert line["企业名称"] == "泉州试2鞋业有限公司" and line["区县"] == "'=cmd()"


@pytest.mark.parametrize(
    "wrong", ["91350502MAX50L2369", "", "９１", "91350502MAX50L236I", "x" * 10_000, "'; DROP TABLE companies;--"]
)
def test_a_wrong_credit_code_is_never_taken(home: Home, wrong: str) -> None:
    home.take(home.csv(company(1), company(2) | {"统一社会信用代码": wrong}))
    assert len(home.directory()) == 1 and len(home.quarantined()) == 1


def test_a_code_in_lower_case_or_full_width_is_the_same_code(home: Home) -> None:
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in code(2))
    home.take(
        home.csv(company(1) | {"统一社会信用代码": code(1).lower()}, company(2) | {"统一社会信用代码": full_width})
    )
    assert home.value(1, "name") and home.value(2, "name")


@pytest.mark.parametrize(
    ("header", "cell", "field", "value"),
    [
        ("营业收入", "1850", "revenue", "1850"),
        ("营业收入（元）", "18,500,000.01", "revenue", "1850.000001"),
        ("营业收入(亿元)", "0.185", "revenue", "1850"),
        ("营业收入（单位：千元）", "18500", "revenue", "1850"),
        ("营业收入", "1,850万元", "revenue", "1850"),
        ("营业收入万元", "1850", "revenue", "1850"),
        ("revenue", "1850.5", "revenue", "1850.5"),
        ("出口额（美元）", "1000000", "export_value", "100"),
        ("研发费用占比", "3.5%", "rd_ratio", "3.5"),
        ("研发费用占比（‰）", "35", "rd_ratio", "3.5"),
        ("从业人数（人）", "68", "employees", "68"),
        ("2025年营业收入（万元）", "１８５０", "revenue", "1850"),
    ],
)
def test_figures_are_turned_into_our_units_exactly(home: Home, header: str, cell: str, field: str, value: str) -> None:
    home.take(home.csv(company(1, **{header: cell})))
    assert home.value(1, field) == Decimal(value)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("营业收入", "约1850"), ("营业收入", "1,85"), ("营业收入", "inf"), ("营业收入", "-5"), ("营业收入", "1850人"), ("营业收入", "1e400"),
        ("营业收入", "9" * 5000), ("职工人数", "68.5"), ("职工人数", "-1"), ("成立日期", "2021-02-30"), ("成立日期", "2999-01-01"),
        ("成立日期", "0021-01-01"), ("失信记录", "也许"), ("行业代码", "皮鞋"), ("行业代码", "I1951"), ("企业名称", "泉州\u202e公司"),
        ("企业名称", "长" * 300),
    ],
)  # fmt: skip
def test_what_cannot_be_read_keeps_its_row_out_and_no_other(home: Home, header: str, cell: str) -> None:
    home.take(
        home.csv(
            company(1, **{header: "" if header != "企业名称" else "泉州好鞋业有限公司"}), company(2, **{header: cell})
        )
    )
    assert len(home.directory()) == 1
    assert {line["行号"] for line in home.quarantined()} == {"3"}


@pytest.mark.parametrize("empty", ["", "-", "—", "NULL", "不详", "N/A", "暂无"])
def test_nothing_known_is_not_nought(home: Home, empty: str) -> None:
    home.take(home.csv(company(1, 营业收入=empty, 资质=empty, 失信记录=empty)))
    portrait = home.directory().by_code(code(1))
    assert portrait is not None and portrait.values.keys() == {"name", "credit_code", "district"}


def test_none_of_a_list_is_known_to_be_none(home: Home) -> None:
    home.take(home.csv(company(1, 资质="无"), company(2, 资质="高新技术企业；规上工业企业、高新技术企业")))
    assert home.value(1, "qualifications") == frozenset()
    assert home.value(2, "qualifications") == {"高新技术企业", "规上工业企业"}


def test_a_district_and_an_industry_are_read_however_they_are_written(home: Home) -> None:
    home.take(
        home.csv(
            company(1) | {"区县": "福建省泉州市鲤城区", "行业代码": "1951 纺织面料鞋制造"},
            company(2) | {"区县": "晋江", "行业代码": "c1951"},
        )
    )
    assert (home.value(1, "district"), home.value(1, "industry_code")) == ("鲤城区", "C1951")
    assert (home.value(2, "district"), home.value(2, "industry_code")) == ("晋江市", "C1951")


def test_odd_values_are_taken_with_a_reminder(home: Home) -> None:
    odd = company(1) | {"区县": "思明区", "企业类型": "合作企业", "营业收入": 1000, "研发费用": 50, "研发占比": 3}
    report = home.take(home.csv(odd))
    assert report.files[0].facts.warned == 1 and report.files[0].facts.taken == 1
    assert {line["字段"] for line in home.quarantined()} == {"注册地区县", "企业类型", "研发费用占营业收入比重"}
    assert home.value(1, "rd_ratio") == 3


def test_of_two_rows_for_one_company_the_later_counts(home: Home) -> None:
    home.take(home.csv(company(1, 职工人数=10), company(2), company(1, 职工人数=20)))
    assert home.value(1, "employees") == 20 and len(home.directory()) == 2
    assert "第 2 行也是这家企业" in home.quarantined()[0]["原因"]


def test_of_two_rows_for_one_company_the_newer_day_counts(home: Home) -> None:
    home.take(home.csv(company(1, 职工人数=10, 数据日期="2026-08-01"), company(1, 职工人数=20, 数据日期="2025-01-01")))
    assert home.value(1, "employees") == 10


def test_gbk_and_titles_above_the_header_are_read(home: Home) -> None:
    path = home.folder / "gbk.csv"
    text = f"泉州市企业情况表,,\n填表单位：某局,,单位：亿元\n单位名称,社会信用代码,营业收入\n泉州榛柏熙鞋业有限公司,{code(1)},0.185\n"
    path.write_bytes(text.encode("gbk"))
    home.take(path)
    assert home.value(1, "name") == "泉州榛柏熙鞋业有限公司" and home.value(1, "revenue") == 1850


def test_excel_with_titles_formulas_and_merged_cells_is_read_as_it_holds(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026 年企业画像汇总表"])
    sheet.merge_cells("A1:F1")
    sheet.append(["企业名称", "统一社会信用代码", "营业收入（万元）", "研发占比", "成立日期", "职工人数"])
    sheet.append(["泉州甲鞋业有限公司", code(1), 1999.96, 0.0523, date(2021, 3, 18), "=30+8"])
    sheet["C3"].number_format, sheet["D3"].number_format = "#,##0", "0%"
    sheet.append(["泉州乙鞋业有限公司", code(2), 1.5, 0.1, date(2020, 1, 1), 5])
    sheet["C4"].number_format = '0.0"亿元"'
    sheet.append(["泉州丙鞋业有限公司", code(3), 18500000, 0.1, date(2020, 1, 1), 5])
    sheet["C5"].number_format = '#,##0,"千元"'
    path = home.folder / "企业.xlsx"
    book.save(path)
    report = home.take(path)
    assert home.value(1, "revenue") == Decimal("1999.96"), "not the 2,000 that the sheet shows"
    assert home.value(1, "rd_ratio") == Decimal("5.23") and home.value(1, "founded_on") == date(2021, 3, 18)
    assert home.value(1, "employees") is None, "a formula that nobody computed"
    assert any("公式" in line for line in report.files[0].told)
    assert home.value(2, "revenue") == 15000
    assert home.value(3, "revenue") is None and len(home.directory()) == 2, (
        "what is scaled by its format is not guessed"
    )
    assert [line["行号"] for line in home.quarantined()] == ["5"]


def test_parquet_of_right_and_of_wrong_types(home: Home) -> None:
    path = home.folder / "企业.parquet"
    table = {
        "name": ["甲鞋业", "乙鞋业", "丙鞋业"],
        "credit_code": [code(1), code(2), code(3)],
        "revenue": pa.array([Decimal("1850.01"), None, Decimal(3)], pa.decimal128(20, 2)),
        "qualifications": [["高新技术企业"], [], None],
        "founded_on": [date(2021, 3, 18), date(2020, 1, 1), None],
        "employees": pa.array([68.0, float("nan"), 7.5]),
        "dishonest": [False, None, True],
    }
    pq.write_table(pa.table(table), path)
    home.take(path)
    assert home.value(1, "revenue") == Decimal("1850.01") and home.value(1, "qualifications") == {"高新技术企业"}
    assert home.value(2, "employees") is None and home.value(2, "qualifications") == frozenset()
    assert [line["行号"] for line in home.quarantined()] == ["3"], "7.5 人"
    pq.write_table(
        pa.table({"name": [1.5, 2.5], "credit_code": [code(4), code(5)], "revenue": [{"a": 1}, {"a": 2}]}), path
    )
    with pytest.raises(ImportRefused, match="2 行里有 2 行不能用"):
        home.take(path)
    assert len(home.directory()) == 2


def test_json_lines_with_a_broken_line(home: Home) -> None:
    path = home.folder / "企业.jsonl"
    good = orjson.dumps({"name": "甲鞋业", "credit_code": code(1), "revenue": 1850.5})
    path.write_bytes(good + b'\n{"name": \n\n[1]\n')
    home.take(path)
    assert home.value(1, "revenue") == Decimal("1850.5")
    assert [line["行号"] for line in home.quarantined()] == ["2", "4"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"", "空的"),
        ("a.csv", b"\x00\xff\xfe\x81\x20\xff", "编码"),
        ("a.csv", "名称,代码\n甲,1\n".encode(), "表头"),
        ("a.csv", f'企业名称,统一社会信用代码\n"甲,{code(1)}\n'.encode() + "乙,1\n".encode() * 100, "引号"),
        ("a.csv", "企业名称,统一社会信用代码,营业收入,营收\n".encode(), "同一项"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "a.xlsx"),
        ("a.parquet", b"PAR1 no parquet PAR1", "Parquet"),
        ("a.jsonl", b"\xff\xff", "UTF-8"),
        ("a.doc", b"x", "只能导入"),
        ("a.csv", "企业名称,统一社会信用代码\n".encode(), "没有一行数据"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(home: Home, name: str, data: bytes, why: str) -> None:
    home.take(home.csv(company(1)))
    before = home.directory().version
    path = home.folder / name
    path.write_bytes(data)
    with pytest.raises(ImportRefused, match=why):
        home.take(path)
    assert home.directory().version == before


def test_an_import_with_too_many_bad_rows_is_refused_and_what_was_there_stays(home: Home) -> None:
    home.take(home.csv(company(1)))
    before = home.directory().version
    bad = [company(number) | {"统一社会信用代码": "1"} for number in range(3)]
    with pytest.raises(ImportRefused, match="10 行里有 3 行"):
        home.take(home.csv(*bad, *map(company, range(10, 17))), most_bad=0.2)
    assert home.directory().version == before and len(home.quarantined()) == 3
    home.take(home.csv(*bad, *map(company, range(10, 17))), most_bad=0.3)
    assert len(home.directory()) == 8


def test_of_several_files_one_refused_refuses_all(home: Home) -> None:
    good, bad = home.csv(company(1)), home.csv(company(2) | {"统一社会信用代码": "1"}, name="坏.csv")
    with pytest.raises(ImportRefused):
        home.take(good, bad)
    assert home.directory().sample and len(home.directory()) == len(sample_companies())


def test_rows_of_unequal_length_do_not_slip_into_other_columns(home: Home) -> None:
    path = home.folder / "a.csv"
    path.write_text(f"企业名称,统一社会信用代码,职工人数\n甲,{code(1)},5,6\n乙,{code(2)}\n", encoding="utf-8")
    home.take(path)
    assert home.value(1, "name") is None and home.value(2, "name") == "乙"
    assert "错位" in home.quarantined()[0]["原因"]


def test_unknown_columns_and_units_that_cannot_be_are_told(home: Home) -> None:
    told = home.take(home.csv(company(1, 备注="x") | {"出口额（万元）": 5})).files[0].told
    assert any("备注" in line for line in told) and any("出口额" in line for line in told)
    assert home.value(1, "export_value") is None
