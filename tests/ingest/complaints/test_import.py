"""Lists of complaints become one register; what cannot be read is told, row by row."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from ingest.complaints.run import ImportRefused
from knowledge.complaints.store import open_register
from knowledge.errors import SnapshotDamaged
from tests.ingest.complaints.conftest import Home, complaint


def test_the_usual_headers_are_known_without_a_mapping(home: Home) -> None:
    row = complaint(7, 统一社会信用代码="", 行业="食品", 购买数量="12件", 实际赔偿金额="￥500元", 收款账户="alipay-7")
    home.take(home.csv(row))
    held = home.only()
    assert (held.number, held.source, held.kind, held.received_on) == (
        "12315-000007",
        "12315",
        "complaint",
        date(2026, 3, 8),
    )
    assert (held.respondent, held.name, held.phone, held.trade) == (
        "鲤城区试2食品店",
        "试投诉人7",
        "19900000007",
        "食品",
    )
    assert (held.demanded, held.received, held.quantity, held.outcome) == (
        Decimal("1200.50"),
        Decimal("500.00"),
        12,
        "settled",
    )
    assert held.account == "alipay-7" and held.respondent_code is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(home: Home, encoding: str) -> None:
    home.take(home.csv(complaint(1), encoding=encoding))
    assert home.only().name == "试投诉人1"


def test_a_court_list_is_of_lawsuits(home: Home) -> None:
    row = {
        "序号": 1, "案号": "（2026）闽0502民初123号", "立案日期": "2026年5月6日", "原告": "试原告", "被告": "鲤城区试食品店",
        "案由": "产品责任纠纷", "诉讼标的（万元）": "1.5", "结案方式": "准予撤诉",
    }  # fmt: skip
    report = home.take(home.csv(row), source="court")
    held = home.only()
    assert (held.number, held.kind, held.source) == ("(2026)闽0502民初123号", "lawsuit", "court")
    assert (held.name, held.respondent, held.demanded, held.outcome) == (
        "试原告",
        "鲤城区试食品店",
        Decimal("15000.00"),
        "withdrawn",
    )
    assert any("序号" in line for line in report.files[0].told)


def test_excel_is_read_like_csv(home: Home) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [complaint(1), complaint(2, 登记时间=datetime(2026, 3, 18, 9, 30), 联系电话=19900000002, 诉求金额=1200.5)]
    sheet.append(["12315 投诉一览"])
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    held = io.BytesIO()
    book.save(held)
    path = home.folder / "投诉.xlsx"
    path.write_bytes(held.getvalue())
    home.take(path)
    assert [one["number"] for one in home.register().table.to_pylist()] == ["12315-000001", "12315-000002"]
    second = home.register().at(1)
    assert (second.received_on, second.phone, second.demanded) == (date(2026, 3, 18), "19900000002", Decimal("1200.50"))


def test_a_mapping_file_names_headers_words_days_and_units(home: Home) -> None:
    row = {
        "号": "A1",
        "哪天": "18/03/26",
        "告谁": "试店",
        "说": "要求赔偿",
        "算哪类": "民诉求",
        "要多少": "2",
        "咋样": "谈妥",
    }
    mapping = home.mapping(
        "fields:\n  number: [号]\n  received_on: [哪天]\n  respondent: [告谁]\n  text: [说]\n  kind: [算哪类]\n"
        "  demanded: {headers: [要多少], unit: 万元}\n  outcome: [咋样]\n"
        "values:\n  kind: {complaint: [民诉求]}\n  outcome: {settled: [谈妥]}\ndates: ['%d/%m/%y']\n"
    )
    home.take(home.csv(row), source="other", mapping=mapping)
    held = home.only()
    assert (held.kind, held.received_on, held.demanded, held.outcome) == (
        "complaint", date(2026, 3, 18), Decimal("20000.00"), "settled",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "fields: {nonsense: [a]}",
        "fields: 3",
        "values: {kind: {guilty: [a]}}",
        "a: [",
        "- 1",
        "units: {元: -1}",
        "x: 1",
        "a: &a [x]\nb: *a",
    ],
)
def test_a_mapping_file_that_makes_no_sense_is_refused(home: Home, text: str) -> None:
    with pytest.raises(Exception, match="映射文件") as error:
        home.take(home.csv(complaint(1)), mapping=home.mapping(text))
    assert getattr(error.value, "status", 500) == 422


def test_whether_a_row_is_a_complaint_or_a_report_is_never_guessed(home: Home) -> None:
    bare = {"编号": "A1", "日期": "2026-01-02", "涉事主体": "试店", "内容": "问题"}
    with pytest.raises(ImportRefused, match="投诉还是举报"):
        home.take(home.csv(bare))
    home.take(home.csv(bare | {"举报人": "试"}))
    assert home.only().kind == "report"
    home.take(home.csv(bare | {"类型": "投诉"}), anew=True)
    assert home.only().kind == "complaint"


def test_questions_and_praise_are_no_complaints_and_no_bad_rows(home: Home) -> None:
    rows = [complaint(number) | {"类型": "投诉" if number == 1 else "咨询"} for number in range(1, 11)]
    report = home.take(home.csv(*rows), source="12345", most_bad=0.0)
    facts = report.files[0].facts
    assert (facts.taken, facts.skipped, facts.rejected) == (1, 9, 0) and not home.quarantined()


@pytest.mark.parametrize(
    ("field", "cell", "named"),
    [
        ("工单编号", "", "编号"),
        ("工单编号", "1.23E+17", "编号"),
        ("登记时间", "昨天", "登记日期"),
        ("登记时间", "2999-01-01", "登记日期"),
        ("登记时间", "2026-02-30", "登记日期"),
        ("被投诉单位", "不详", "被投诉单位"),
        ("被投诉单位", "试" * 201, "被投诉单位"),
    ],
)
def test_a_bad_row_is_quarantined_with_line_field_and_reason(home: Home, field: str, cell: str, named: str) -> None:
    home.take(home.csv(complaint(1), complaint(2, **{field: cell})))
    assert len(home.register()) == 1
    (line,) = home.quarantined()
    assert (line["行号"], line["字段"], line["处理"]) == ("3", named, "没有导入") and line["原因"]


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("诉求金额", "退一赔三"),
        ("诉求金额", "9" * 12 + "万元"),
        ("联系电话", "忘了"),
        ("处理结果", "不了了之"),
        ("统一社会信用代码", "9135"),
    ],
)
def test_what_cannot_be_read_of_the_rest_is_left_out_with_a_reminder(home: Home, field: str, cell: str) -> None:
    home.take(home.csv(complaint(1, **{field: cell})))
    (line,) = home.quarantined()
    assert line["处理"] == "提醒（已导入）" and cell not in line["原因"]
    assert len(home.register()) == 1


def test_no_reason_quotes_what_a_person_wrote(home: Home) -> None:
    secret = "试姓名19900001111"
    report = home.take(home.csv(complaint(1), complaint(2, 登记时间=secret, 联系电话=secret, 诉求金额=secret)))
    told = "".join([*report.files[0].told, *report.files[0].examples])
    assert secret not in told and "19900001111" not in told


def test_a_file_that_is_mostly_bad_is_refused_and_changes_nothing(home: Home) -> None:
    home.take(home.csv(complaint(1)))
    before = home.register().version
    rows = [complaint(number, 登记时间="?" if number < 4 else "2026-01-02") for number in range(10)]
    with pytest.raises(ImportRefused, match="10 行里有 4 行不能用"):
        home.take(home.csv(*rows, name="坏.csv"), most_bad=0.2)
    assert home.register().version == before


def test_a_later_import_updates_the_same_number_of_the_same_source(home: Home) -> None:
    home.take(home.csv(complaint(1, 处理结果="办理中"), complaint(2)))
    report = home.take(home.csv(complaint(1, 处理结果="终止调解", 联系电话=""), complaint(3), name="二.csv"))
    held = home.register()
    assert report.files[0].facts.updated == 1 and len(held) == 3
    assert [row["number"][-1] for row in held.table.to_pylist()] == ["1", "2", "3"], "rows keep their places"
    assert held.at(0).outcome == "ended" and held.at(0).phone == "19900000001", "an empty cell takes nothing away"
    home.take(home.csv(complaint(1), name="三.csv"), source="12345")
    assert len(home.register()) == 4, "another system's number is another complaint"


def test_anew_forgets_what_was_there(home: Home) -> None:
    home.take(home.csv(complaint(1), complaint(2)))
    home.take(home.csv(complaint(3)), anew=True)
    assert home.only().number == "12315-000003"
    assert len(home.store.imports(home.register().version).imports) == 1


def test_personal_data_is_readable_by_its_owner_only(home: Home) -> None:
    home.take(home.csv(complaint(1), complaint(2, 登记时间="?")))
    root = home.path / "complaints"
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    assert not [path for path in folders if path.stat().st_mode & 0o077]
    opened = [
        path for path in root.rglob("*") if path.is_file() and path.name not in ("CURRENT", "history.jsonl", ".lock")
    ]
    assert opened and not [path for path in opened if path.stat().st_mode & 0o077]


def test_a_damaged_version_is_passed_over_and_told_when_it_is_the_only_one(home: Home) -> None:
    home.take(home.csv(complaint(1)))
    before = home.register().version
    home.take(home.csv(complaint(2)))
    _damage(home, home.register().version)
    assert home.register().version == before
    _damage(home, before)
    with pytest.raises(SnapshotDamaged):
        open_register(home.path).current()
    with pytest.raises(SnapshotDamaged):
        home.store.open(before)


def _damage(home: Home, version: str) -> None:
    path = home.store.snapshots.folder(version) / "register.arrow"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-200])


def test_whoever_reads_follows_a_new_import_and_a_rollback(home: Home) -> None:
    home.take(home.csv(complaint(1)))
    holder = open_register(home.path)
    first = holder.current()
    assert first is not None and holder.current() is first
    home.take(home.csv(complaint(2)))
    second = holder.current()
    assert second is not None and len(second) == 2
    home.store.snapshots.rollback()
    third = holder.current()
    assert third is not None and third.version == first.version
    home.take(home.csv(complaint(3)))
    numbers = [row["number"] for row in home.register().table.to_pylist()]
    assert numbers == ["12315-000001", "12315-000003"], "what is imported then joins what is in force"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.csv", b""),
        ("无表头.csv", "甲,乙\n1,2\n".encode()),
        ("二进制.csv", bytes(range(128, 256)) * 40),
        ("假.xlsx", b"PK\x03\x04 not a workbook"),
        ("图.png", b"\x89PNG"),
        ("引号.csv", '工单编号,登记时间,被投诉单位,投诉内容\n1,2026-01-01,店,"开了头\n'.encode() + b"x\n" * 100),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(home: Home, name: str, content: bytes) -> None:
    path = home.folder / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match="没有导入"):
        home.take(path)
    assert home.store.current() is None


def test_a_formula_in_a_bad_row_stays_text_in_its_file(home: Home, tmp_path: Path) -> None:
    home.take(home.csv(complaint(1), complaint(2, 登记时间="?", 投诉人="=HYPERLINK(1)")))
    assert home.quarantined()[0]["投诉人"].startswith("'=")
