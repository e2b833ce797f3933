"""The report as data: order, counts, owners, places."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ingest.problems import rejection
from ingest.quality.model import QualityReport, Row
from ingest.quality.report import WHOLE_BASE, quality_report
from knowledge.models import Origin, Position, ServiceGuide
from knowledge.records import KnowledgeRecords
from tests.ingest.quality.base import POLICY, SOUND, TODAY, asked, fee, guide, passages, records

BAD_FEE = {"fee": fee(20, "每证40元")}


def report_of(known: KnowledgeRecords, **more: object) -> QualityReport:
    """A report without an index."""
    options = {"origins": {}, "problems": (), "index": None, "today": TODAY, "links": None} | more
    return quality_report(known, **options)  # type: ignore[arg-type]


def fee_row(report: QualityReport) -> Row:
    """The row of the contradictory fee."""
    return next(row for row in report.rows if row.check == "fee_text")


def test_a_sound_base_gives_an_empty_report_that_still_names_every_check() -> None:
    report = report_of(records(SOUND, policies=(POLICY,), passages=passages()))
    assert report.rows == ()
    assert report.counts == {"错误": 0, "提醒": 0, "建议": 0}
    assert (report.guides, report.policies, len(report.checks)) == (1, 1, 30)
    assert [one.department for one in report.departments] == ["公安分局", "区政府办公室"]


def test_personal_data_is_masked_whichever_check_quotes_it() -> None:
    telling = asked("补领要花钱吗？", "不收费，找１３８００１３８０００，身份证11010519491231002X。")
    report = report_of(records(guide(name="找13800138000", **telling)))
    assert {"fee_elsewhere", "personal_data"} <= {row.check for row in report.rows}
    text = report.model_dump_json()
    assert "13800138000" not in text and "１３８００１３８０００" not in text and "11010519491231002X" not in text


def test_an_empty_base_gives_a_report() -> None:
    assert report_of(KnowledgeRecords()).rows == ()


def test_rows_come_gravest_first_and_counts_agree_with_them() -> None:
    other = guide(id="MZ-001", name="结婚登记", department="民政局", aliases=(), **BAD_FEE)
    report = report_of(records(guide(aliases=(), **BAD_FEE), other, policies=(POLICY,), passages=passages()))
    order = [(("错误", "提醒", "建议").index(row.severity), row.department) for row in report.rows]
    assert order == sorted(order)
    assert sum(report.counts.values()) == len(report.rows)
    for counted in (report.departments, report.checks):
        assert sum(sum(one.counts.values()) for one in counted) == len(report.rows)
    assert {one.department: one.records for one in report.departments} == {
        "公安分局": 1,
        "民政局": 1,
        "区政府办公室": 1,
    }


def test_a_row_says_whose_it_is_what_is_wrong_and_what_to_do() -> None:
    row = fee_row(report_of(records(guide(**BAD_FEE))))
    assert (row.id, row.name, row.department) == ("GA-015", "居民身份证补领（丢失）", "公安分局")
    assert (row.severity, row.field, row.path) == ("错误", "收费的金额", "fee.amount")
    assert row.what == "收费金额填的是 20 元，说明却写着 40 元"
    assert row.quotes == ("每证40元",)


def test_only_a_departments_rows_remain_with_their_counts() -> None:
    other = guide(id="MZ-001", name="结婚登记", department="民政局", aliases=("领证",), **BAD_FEE)
    whole = report_of(records(guide(**BAD_FEE), other))
    part = whole.of_department("民政局")
    assert {row.department for row in part.rows} == {"民政局"}
    assert 0 < sum(part.counts.values()) == len(part.rows) < len(whole.rows)
    assert [one.department for one in part.departments] == ["民政局"]


def test_what_belongs_to_no_department_is_the_whole_bases() -> None:
    problem = rejection("guides/说明.txt", "不是办事指南").problem
    report = report_of(records(SOUND), problems=(problem,))
    assert [(row.department, row.name, row.where[0].words) for row in report.rows] == [
        (WHOLE_BASE, "guides/说明.txt", "guides/说明.txt")
    ]


# Places


def origin(**fields: Position) -> dict[str, Origin]:
    """The sound guide's own file."""
    named = {name.replace("__", "."): position for name, position in fields.items()}
    return {"GA-015": Origin(record_id="GA-015", file="公安/补领 身份证.pdf", sha256="0" * 64, fields=named)}


def test_a_row_points_to_the_field_in_the_departments_own_file() -> None:
    known = records(guide(**BAD_FEE))
    row = fee_row(report_of(known, origins=origin(fee=Position(page=2, table=1, row=4), fee__amount=Position(page=3))))
    assert row.where[0].words == "公安/补领 身份证.pdf，第 3 页"
    assert row.where[0].link.endswith("%E8%BA%AB%E4%BB%BD%E8%AF%81.pdf#page=3")


def test_a_field_without_a_place_points_to_what_encloses_it_or_to_the_file() -> None:
    known = records(guide(**BAD_FEE))
    enclosing = fee_row(report_of(known, origins=origin(fee=Position(page=2, table=1, row=4))))
    assert enclosing.where[0].words == "公安/补领 身份证.pdf，第 2 页，第 1 张表第 4 行"
    assert fee_row(report_of(known, origins=origin())).where[0].words == "公安/补领 身份证.pdf"


def test_a_fetched_file_points_to_its_address_and_never_to_a_script() -> None:
    known = records(guide(**BAD_FEE))
    for url, link in (
        ("https://www.example.gov.cn/a.pdf", "https://www.example.gov.cn/a.pdf#page=3"),
        ("https://www.example.gov.cn/a#x", "https://www.example.gov.cn/a#x"),
        ("javascript:alert(1)", "a.pdf#page=3"),
        ("https://[", "a.pdf#page=3"),
    ):
        found = Origin(record_id="GA-015", file="a.pdf", url=url, sha256="0" * 64, fields={"fee": Position(page=3)})
        assert fee_row(report_of(known, origins={"GA-015": found})).where[0].link == link


def test_without_an_origin_the_line_of_the_source_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "guides").mkdir()
    bad = guide(**BAD_FEE)
    text = bad.model_dump_json(indent=2)
    (tmp_path / "guides" / "GA-015.json").write_text(text)
    line = text[: text.index('"amount"')].count("\n") + 1
    assert fee_row(report_of(records(bad), source=tmp_path)).where[0].words == f"guides/GA-015.json，第 {line} 行"


def test_a_field_of_a_policy_files_labels_points_into_the_labels_and_an_article_into_its_text(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    late = POLICY.model_copy(update={"valid_to": date(2027, 12, 30)})
    text = late.model_dump_json(indent=2)
    (tmp_path / "policies" / "P001.labels.json").write_text(text)
    line = text[: text.index('"valid_to"')].count("\n") + 1
    known = records(SOUND, policies=(late,), passages=passages())
    traced = Origin(
        record_id="P001", file="policies/P001.docx", sha256="0" * 64, fields={"第八条": Position(paragraph=9)}
    )
    (row,) = report_of(known, origins={"P001": traced}, source=tmp_path).rows
    assert [where.words for where in row.where] == [
        f"policies/P001.labels.json，第 {line} 行",
        "policies/P001.docx，第 9 段",
    ]


def test_a_source_file_that_is_gone_or_broken_leaves_the_files_name(tmp_path: Path) -> None:
    known = records(guide(**BAD_FEE))
    assert fee_row(report_of(known, source=tmp_path)).where[0].words == "guides/GA-015.json"
    (tmp_path / "guides").mkdir()
    for text in ("", "{]", "\x00", '{"a": [}', "["):
        (tmp_path / "guides" / "GA-015.json").write_text(text)
        assert fee_row(report_of(known, source=tmp_path)).where[0].words.startswith("guides/GA-015.json")


def test_a_source_file_outside_the_source_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "source" / "guides").mkdir(parents=True)
    (tmp_path / "secret.json").write_text('{\n"fee": {\n"amount": 1}}')
    (tmp_path / "source" / "guides" / "GA-015.json").symlink_to(tmp_path / "secret.json")
    row = fee_row(report_of(records(guide(**BAD_FEE)), source=tmp_path / "source"))
    assert row.where[0].words == "guides/GA-015.json"


def test_the_json_has_the_documented_keys_and_reads_back() -> None:
    report = report_of(records(guide(**BAD_FEE)))
    data = json.loads(report.model_dump_json())
    assert QualityReport.model_validate_json(report.model_dump_json()) == report
    assert set(data) == {
        "schema_version", "made_on", "snapshot_id", "guides", "policies", "counts", "departments", "checks", "rows",
    }  # fmt: skip
    assert set(data["rows"][0]) == {
        "check", "severity", "id", "also", "name", "department", "field", "path", "what", "todo", "quotes", "where",
    }  # fmt: skip
    assert set(data["rows"][0]["where"][0]) == {"file", "position", "words", "link"}
    assert set(data["departments"][0]) == {"department", "records", "counts"}
    assert set(data["checks"][0]) == {"check", "title", "counts"}
    assert data["schema_version"] == 1


def test_three_thousand_items_are_checked_without_comparing_every_pair() -> None:
    many = [_numbered(number) for number in range(3000)]
    report = report_of(records(*many))
    assert report.guides == 3000
    assert [row.check for row in report.rows if row.check.startswith("same")] == []


def _numbered(number: int) -> ServiceGuide:
    name = f"第{number}号事项办理"
    return SOUND.model_copy(update={"id": f"AA-{number:05d}", "name": name, "aliases": (f"{number}号事项",)})
