"""Single cells as exports of other systems and spreadsheets write them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from ingest.complaints import clock
from ingest.complaints.run import ImportRefused
from tests.ingest.complaints.conftest import Home, complaint


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-18", date(2026, 3, 18)),
        ("2026.3.8", date(2026, 3, 8)),
        ("2026-03-18T09:12:33+08:00", date(2026, 3, 18)),
        ("2026-03-18T09:12:33.120+0800", date(2026, 3, 18)),
        ("2026-03-18T17:30:00Z", date(2026, 3, 19)),
        ("2026-03-18T15:30:00Z", date(2026, 3, 18)),
        ("20260308091233", date(2026, 3, 8)),
        ("20260308 091233", date(2026, 3, 8)),
        ("202603080912", date(2026, 3, 8)),
        ("20260308 09:12", date(2026, 3, 8)),
        ("2026-3-8 上午9:05", date(2026, 3, 8)),
        ("2026/3/8 下午 3:05:06", date(2026, 3, 8)),
        ("2026年3月8日下午3时5分", date(2026, 3, 8)),
        ("2026年3月8日 晚上8点", date(2026, 3, 8)),
        ("2026年3月8日（星期日）上午9时05分", date(2026, 3, 8)),
        ("2026-03-08 9:05 AM", date(2026, 3, 8)),
        ("2026-03-08 PM 3:05", date(2026, 3, 8)),
        ("46099", date(2026, 3, 18)),
        ("46099.395833", date(2026, 3, 18)),
        ("12345", None),
        ("20261345", None),
        ("2026030809", None),
        ("18/03/2026", None),
        ("2026-02-30T09:12:33+08:00", None),
    ],
)
def test_days_are_read_as_systems_write_them(home: Home, cell: str, day: date | None) -> None:
    home.take(home.csv(complaint(1, 登记时间=cell), complaint(2)))
    held = home.register()
    assert len(held) == (1 if day is None else 2)
    assert day is None or held.at(0).received_on == day


def test_today_is_the_day_in_quanzhou_not_that_of_the_server(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    evening = datetime(2026, 3, 17, 17, 30, tzinfo=ZoneInfo("UTC"))

    class At:
        @staticmethod
        def now(zone: ZoneInfo) -> datetime:
            return evening.astimezone(zone)

    monkeypatch.setattr(clock, "datetime", At)
    assert clock.today() == date(2026, 3, 18)
    home.take(home.csv(complaint(1, 登记时间="2026-03-18"), complaint(2, 登记时间="2026-03-19")))
    assert len(home.register()) == 1


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13800001111.0", "13800001111"),
        ("1.3800001111E+10", "13800001111"),
        ("1.3800001111e10", "13800001111"),
        ("1.38E+10", None),
        ("0595-22881234转801", "059522881234"),
        ("+86 138 0000 1111", "13800001111"),
        ("13800001111/13900002222", "13800001111"),
    ],
)
def test_a_phone_that_a_spreadsheet_took_for_a_figure_is_whole_or_none(
    home: Home, cell: str, phone: str | None
) -> None:
    home.take(home.csv(complaint(1, 联系电话=cell)))
    assert home.only().phone == phone
    assert bool(home.quarantined()) is (phone is None)


@pytest.mark.parametrize("cell", ["2.02603E+19", "350583199001011234.0", "1.2E+3", "1.5E+0"])
def test_a_number_that_a_spreadsheet_rounded_is_no_number(home: Home, cell: str) -> None:
    home.take(home.csv(complaint(1), complaint(2, 工单编号=cell)))
    assert len(home.register()) == 1 and home.quarantined()[0]["字段"] == "编号"


def test_cells_of_a_workbook_are_read_whatever_excel_made_of_them(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    row = complaint(1, 证件号码="")
    sheet.append(list(row))
    sheet.append(list(complaint(1, 登记时间=46099.5, 联系电话=13800001111.0, 证件号码=350583199001011234).values()))
    sheet.append(list(complaint(2, 工单编号=20260318000000012345, 证件号码="").values()))
    sheet.append(list(complaint(3, 登记时间="=1+1", 证件号码="").values()))
    sheet.append(list(complaint(4, 投诉内容="长" * 30_000, 证件号码="").values()))
    sheet["B2"].number_format = "General"
    path = home.folder / "表.xlsx"
    book.save(path)
    report = home.take(path)
    held = home.register()
    assert [held.at(row).number for row in range(len(held))] == ["12315-000001", "12315-000004"]
    first = held.at(0)
    assert (first.received_on, first.phone, first.id_number) == (date(2026, 3, 18), "13800001111", None)
    assert held.at(1).text == "", "a text beyond all bounds is left out with a reminder"
    assert any("公式" in line for line in report.files[0].told)
    reasons = {(line["行号"], line["字段"]) for line in home.quarantined()}
    assert reasons == {("2", "证件号码"), ("3", "编号"), ("4", "登记日期"), ("5", "内容")}


def test_a_very_long_text_costs_only_itself(home: Home) -> None:
    home.take(home.csv(complaint(1), complaint(2, 投诉内容="长" * 100_000), complaint(3)))
    assert len(home.register()) == 3 and home.register().at(1).text == ""


def test_an_endless_cell_is_told_with_its_line(home: Home) -> None:
    with pytest.raises(ImportRefused, match="第 3 行起读不下去"):
        home.take(home.csv(complaint(1), complaint(2, 投诉内容="长" * 300_000)))
    assert home.store.current() is None


def test_a_hundred_thousand_bad_rows_are_refused_and_all_written_down(home: Home) -> None:
    row = complaint(1, 登记时间="?")
    path = home.csv(row)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(lines[0] + lines[1] * 100_000, encoding="utf-8")
    with pytest.raises(ImportRefused, match="100000 行里有 100000 行不能用"):
        home.take(path)
    assert home.store.current() is None and len(home.quarantined()) == 100_000
