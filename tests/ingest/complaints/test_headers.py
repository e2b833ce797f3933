"""Headers of one row and of two, as other systems export them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.ingest.complaints.conftest import Home, complaint

_UPPER = ["登记信息", "", "投诉人信息", "", "", "被投诉人信息", "", "", "投诉内容"]
_LOWER = ["工单编号", "登记时间", "姓名", "电话", "地址", "名称", "电话", "地址", ""]
_ROW = ["W-1", "2026-03-18", "试甲", "19900000001", "试路1号", "试食品店", "0595-22880000", "试街9号", "买的糕点坏了"]


def _csv(home: Home, *rows: list[str]) -> Path:
    path = home.folder / "两行表头.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _held(home: Home) -> tuple[Any, ...]:
    one = home.only()
    return one.number, one.name, one.phone, one.address, one.respondent, one.text


_READ = ("W-1", "试甲", "19900000001", "试路1号", "试食品店", "买的糕点坏了")


def test_a_header_of_two_rows_tells_whose_a_phone_is(home: Home) -> None:
    report = home.take(_csv(home, ["投诉一览表"], _UPPER, _LOWER, _ROW))
    assert _held(home) == _READ
    told = "".join(report.files[0].told)
    assert "被投诉人信息 电话" in told and "被投诉人信息 地址" in told, "the shop's phone is not the complainant's"


def test_the_shop_before_the_complainant_changes_nothing(home: Home) -> None:
    turned = [[*row[:2], *row[5:8], *row[2:5], row[8]] for row in (_UPPER, _LOWER, _ROW)]
    home.take(_csv(home, *turned))
    assert _held(home) == _READ


def test_merged_cells_of_a_workbook_are_one_header(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["12315 投诉举报一览表"])
    sheet.append(["工单编号", "登记时间", "投诉人信息", "", "", "被投诉单位", "投诉内容"])
    sheet.append(["", "", "姓名", "联系电话", "住址", "", ""])
    sheet.append([*_ROW[:6], _ROW[8]])
    for merged in ("A1:G1", "A2:A3", "B2:B3", "C2:E2", "F2:F3", "G2:G3"):
        sheet.merge_cells(merged)
    path = home.folder / "合并.xlsx"
    book.save(path)
    home.take(path)
    assert _held(home) == _READ


@pytest.mark.parametrize("titles", [["投诉一览"], ["投诉一览", "", "导出人：试某"], ["投诉一览"] * 8])
def test_titles_over_a_header_are_no_part_of_it(home: Home, titles: list[str]) -> None:
    row = complaint(1)
    home.take(_csv(home, titles, list(row), [str(cell) for cell in row.values()]))
    assert home.only().phone == "19900000001" and home.only().name == "试投诉人1"


def test_a_group_that_says_nothing_takes_no_ambiguous_column(home: Home) -> None:
    upper = ["编号", "日期", "被投诉单位", "办理情况", "", ""]
    lower = ["", "", "", "处理结果", "电话", "投诉人电话"]
    report = home.take(_csv(home, upper, lower, ["W-1", "2026-03-18", "试店", "调解成功", "12345", "19900000001"]))
    one = home.only()
    assert (one.outcome, one.phone) == ("settled", "19900000001")
    assert any("办理情况 电话" in line for line in report.files[0].told)


@pytest.mark.parametrize("number", ["投诉编号", "工单编号", "登记编号", "诉求编号"])
@pytest.mark.parametrize("respondent", ["被投诉人", "被诉方", "商家名称", "被投诉人名称"])
@pytest.mark.parametrize("text", ["诉求内容", "投诉内容", "反映内容"])
@pytest.mark.parametrize("phone", ["投诉人电话", "联系电话", "投诉人联系方式"])
def test_common_exports_need_no_mapping(home: Home, number: str, respondent: str, text: str, phone: str) -> None:
    row = {number: "W-1", "投诉日期": "2026-03-18", respondent: "试店", text: "坏了", phone: "19900000001"}
    home.take(home.csv(row | {"投诉人": "试甲"}))
    one = home.only()
    assert (one.respondent, one.text, one.phone, one.name) == ("试店", "坏了", "19900000001", "试甲")
