from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ingest.diff import differences
from ingest.sources.folder import sample_folder
from ingest.words import POLICY_LABELS
from knowledge import models
from tests.ingest.conftest import Bench

IDS = ("P001", "P007", "P013")
SUFFIXES = (".labels.json", ".md", ".tsv")


@pytest.fixture
def policies(bench: Bench) -> Path:
    """Three policy files beside the guides of the source: by articles, by headings, and by headings with points."""
    folder = bench.source / "policies"
    folder.mkdir()
    for name in IDS:
        for suffix in SUFFIXES:
            shutil.copy(sample_folder() / "policies" / f"{name}{suffix}", folder)
    return folder


def edit_labels(folder: Path, name: str = "P001", **changes: Any) -> None:
    path = folder / f"{name}.labels.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes, ensure_ascii=False, indent=1))


def labels(folder: Path, name: str = "P001") -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / f"{name}.labels.json").read_text())
    return read


def test_labels_articles_and_questions_of_each_file_are_published(bench: Bench, policies: Path) -> None:
    report = bench.run()
    assert (report.outcome, report.problems) == ("published", ())
    assert report.policy_changes.created == IDS
    records = bench.records()
    assert [policy.id for policy in records.policies] == list(IDS)
    assert records.policies[0].title == "鲤城区支持工业企业上规入库若干措施"
    assert list(dict.fromkeys(passage.document_id for passage in records.passages)) == list(IDS)
    third = next(
        passage for passage in records.passages if (passage.document_id, passage.section) == ("P001", "第三条")
    )
    assert (third.title, third.number) == (records.policies[0].title, "泉鲤政办规〔2025〕1号")
    assert third.text == (policies / "P001.md").read_text()[third.start : third.end]
    assert {question.document_id for question in records.policy_questions} == set(IDS)
    assert report.counts["policies"] == 3
    assert report.counts["policy_questions"] == len(records.policy_questions) == 36


def test_a_source_without_policy_files_has_none(bench: Bench) -> None:
    report = bench.run()
    assert (report.problems, report.counts["policies"], bench.records().passages) == ((), 0, ())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_of_a_bad_file_the_earlier_version_stays_and_the_rest_goes_on(
    bench: Bench, policies: Path, suffix: str
) -> None:
    bench.run()
    before = bench.records()
    (policies / f"P001{suffix}").write_bytes(b"\xff\xfe\x00")
    edit_labels(policies, "P007", issuer="区人社局")
    report = bench.run()
    (problem,) = report.problems
    assert (problem.severity, problem.file, problem.kept) == ("rejected", f"policies/P001{suffix}", True)
    assert (report.policy_changes.kept, report.policy_changes.updated) == (("P001",), ("P007",))
    after = bench.records()
    assert after.policies[0] == before.policies[0]
    assert after.policies[1].issuer == "区人社局"
    assert (after.passages, after.policy_questions) == (before.passages, before.policy_questions)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_bad_file_without_an_earlier_version_leaves_what_can_be_used(
    bench: Bench, policies: Path, suffix: str
) -> None:
    (policies / f"P001{suffix}").write_bytes(b"")
    report = bench.run()
    assert [(problem.file, problem.kept) for problem in report.rejected] == [(f"policies/P001{suffix}", False)]
    assert report.warnings == ()
    published = {policy.id for policy in bench.records().policies}
    assert published == set(IDS[1:] if suffix == ".labels.json" else IDS)


def test_kept_articles_bear_the_title_of_the_new_labels(bench: Bench, policies: Path) -> None:
    bench.run()
    (policies / "P001.md").write_bytes(b"\xff")
    edit_labels(policies, title="新名称")
    bench.run()
    records = bench.records()
    assert {passage.title for passage in records.passages if passage.document_id == "P001"} == {"新名称"}


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"id": "P002"}, "id", "文件编号 P002 与文件名不一致"),
        ({"valid_to": "2024-12-31"}, "valid_to", "失效日期 2024-12-31 早于施行日期 2025-01-01"),
        ({"valid_from": "2025年1月1日"}, "valid_from", "应当写成 2026-12-31 这样"),
        ({"published": "2025-13-01"}, "published", "应当写成 2026-12-31 这样"),
        ({"level": "省"}, "level", "层级只能填：市、区"),
        ({"issuer": ""}, "issuer", "发文机关不能是空的"),
        ({"isuer": "x"}, "isuer", "是不是想写 issuer"),
        ({"measures": {}}, "measures", "奖补条款应当是列表"),
        ({"title": "看不见\u200f\u202e的"}, "title", "文件名称里有看不见的控制字符"),
    ],
)
def test_the_line_of_a_fault_in_the_labels_is_told(
    bench: Bench, policies: Path, changes: dict[str, Any], field: str, reason: str
) -> None:
    edit_labels(policies, **changes)
    (problem,) = bench.run().problems
    assert (problem.severity, problem.file, problem.field) == ("rejected", "policies/P001.labels.json", field)
    assert problem.line is not None
    assert reason in problem.reason


def test_a_fault_in_a_measure_is_told_with_its_place(bench: Bench, policies: Path) -> None:
    measures = labels(policies)["measures"]
    edit_labels(policies, measures=[measures[0], measures[1] | {"mode": "随便"}, measures[0]])
    (problem,) = bench.run().problems
    assert problem.field == "measures[1].mode"
    assert "奖补条款第 2 项的兑现方式只能填" in problem.reason
    edit_labels(policies, measures=[measures[0], measures[0]])
    (problem,) = bench.run().problems
    assert problem.field == "measures[1].id"
    assert "P001-1 写了两遍" in problem.reason


def test_a_text_without_labels_is_told_and_left_out(bench: Bench, policies: Path) -> None:
    (policies / "P001.labels.json").unlink()
    report = bench.run()
    assert [problem.file for problem in report.warnings] == ["policies/P001.md"]
    assert "没有标签文件" in report.warnings[0].reason
    assert "P001" not in {passage.document_id for passage in bench.records().passages}


def test_labels_without_a_text_are_told_and_published_without_articles(bench: Bench, policies: Path) -> None:
    (policies / "P001.md").unlink()
    report = bench.run()
    assert [(problem.file, problem.severity) for problem in report.problems] == [
        ("policies/P001.labels.json", "warning")
    ]
    records = bench.records()
    assert records.policies[0].id == "P001"
    assert "P001" not in {passage.document_id for passage in records.passages}
    assert "P001" not in {question.document_id for question in records.policy_questions}


def test_what_labels_and_text_do_not_agree_on_is_told(bench: Bench, policies: Path) -> None:
    measures = labels(policies)["measures"]
    edit_labels(policies, title="另一个名称", measures=[measures[0] | {"article": "第三十条"}])
    report = bench.run()
    assert {problem.field for problem in report.warnings} == {"title", "measures[0].article"}
    assert "写在第三十条，正文里没有这一条" in "".join(problem.reason for problem in report.warnings)


def test_questions_about_an_article_that_is_not_there_are_told_and_left_out(bench: Bench, policies: Path) -> None:
    (policies / "P001.tsv").write_text(
        "section\tquestion\n第三条\t奖多少\n第九十条\t没有的\n\t有哪些奖\n第三条\t奖多少\n"
    )
    report = bench.run()
    assert [(problem.file, problem.line) for problem in report.warnings] == [
        ("policies/P001.tsv", 5),
        ("policies/P001.tsv", None),
    ]
    asked = [(one.section, one.text) for one in bench.records().policy_questions if one.document_id == "P001"]
    assert asked == [("第三条", "奖多少"), ("", "有哪些奖")]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("facet\tquestion\nfee\t多少\n", 1, "第一行应当是用制表符分开的列名：section、question"),
        ("section\tquestion\n第三条\n", 2, "应当有 2 列"),
        ("section\tquestion\n第三条\t\n", 2, "问法不能是空的"),
        ("section\tquestion\n第三条\t看不见\u202e\n", 2, "看不见的控制字符"),
    ],
)
def test_a_bad_row_of_questions_is_told_with_its_line(
    bench: Bench, policies: Path, content: str, line: int, reason: str
) -> None:
    (policies / "P001.tsv").write_text(content)
    (problem,) = bench.run().problems
    assert (problem.file, problem.line) == ("policies/P001.tsv", line)
    assert reason in problem.reason


def test_a_text_without_number_or_articles_is_used_with_a_warning(bench: Bench, policies: Path) -> None:
    (policies / "P001.md").write_text("鲤城区支持工业企业上规入库若干措施\n请各单位执行。\n")
    edit_labels(policies, measures=[])
    (policies / "P001.tsv").unlink()
    report = bench.run()
    assert [problem.reason.partition("（")[0] for problem in report.warnings] == ["没有找到文号", "没有分出条款"]
    (passage,) = [one for one in bench.records().passages if one.document_id == "P001"]
    assert (passage.section, passage.number) == ("", "")


def test_a_number_that_the_text_only_mentions_is_not_its_own(bench: Bench, policies: Path) -> None:
    path = policies / "P001.md"
    path.write_text(path.read_text().replace("泉鲤政办规〔2025〕1号\n", "根据国发〔2023〕1号，制定本措施。\n"))
    bench.run()
    assert bench.records().passages[0].number == ""


def test_hidden_characters_in_a_text_are_rejected_with_their_line(bench: Bench, policies: Path) -> None:
    path = policies / "P001.md"
    path.write_text(path.read_text().replace("第四条", "第四\u202e条", 1))
    (problem,) = bench.run().rejected
    wanted = next(at for at, line in enumerate(path.read_text().split("\n"), 1) if "\u202e" in line)
    assert (problem.file, problem.line) == ("policies/P001.md", wanted)


@pytest.mark.parametrize("name", ["P001.draft.md", "notes.md", "p001.tsv", "P001.txt", "..md"])
def test_a_file_of_another_name_never_stands_in_for_a_policy_file(bench: Bench, policies: Path, name: str) -> None:
    bench.run()
    before = bench.records()
    (policies / name).write_text("第一条 假的。\n")
    report = bench.run()
    assert bench.records() == before
    assert {problem.file for problem in report.problems} <= {f"policies/{name}"}


def test_links_out_of_the_folder_are_not_followed(bench: Bench, policies: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("第一条 秘密。\n")
    (policies / "P001.md").unlink()
    (policies / "P001.md").symlink_to(tmp_path / "secret.md")
    (problem,) = bench.run().rejected
    assert "指向资料文件夹以外的链接" in problem.reason


def test_a_run_that_would_withdraw_most_policy_files_is_refused(bench: Bench, policies: Path) -> None:
    bench.run()
    shutil.rmtree(policies)
    report = bench.run()
    assert report.outcome == "refused"
    assert "3 份政策文件中的 3 份" in report.message
    assert bench.run(allow_shrink=True).policy_changes.withdrawn == IDS


def test_a_changed_policy_file_is_published_by_itself(bench: Bench, policies: Path) -> None:
    bench.run()
    edit_labels(policies, "P007", valid_to="2026-12-31")
    report = bench.run()
    assert report.outcome == "published"
    assert (report.policy_changes.updated, report.changes.updated) == (("P007",), ())


def test_changes_of_policy_files_are_told_in_words(bench: Bench, policies: Path) -> None:
    bench.run()
    before = bench.records()
    measures = labels(policies)["measures"]
    edit_labels(policies, valid_to="2026-12-31", measures=[measures[0] | {"mode": "申报"}, *measures[1:3]])
    text = policies / "P001.md"
    text.write_text(text.read_text().replace("一次性奖励10万元", "一次性奖励20万元"))
    with (policies / "P001.tsv").open("a") as file:
        file.write("第三条\t升规奖多少钱\n")
    for suffix in SUFFIXES:
        (policies / f"P013{suffix}").unlink()
    bench.run()
    told = {difference.name: difference.lines for difference in differences(before, bench.records())}
    assert told["政策文件《鲤城区鼓励企业对接资本市场配套奖励规定》"] == ("撤下这份政策文件",)
    lines = told["政策文件《鲤城区支持工业企业上规入库若干措施》"]
    assert lines[0] == "失效日期 “2027-12-31” → “2026-12-31”"
    assert "奖补条款“首次入规奖励”的兑现方式 “免申即享” → “申报”" in lines
    assert "奖补条款去掉“临规企业培育”" in lines
    assert any(line.startswith("第三条 “") and "20万元" in line for line in lines)
    assert lines[-1] == "问法增加 1 条：“升规奖多少钱（第三条）”"


def test_every_field_of_a_policy_file_has_a_word_for_editors() -> None:
    inner = {f"measures.{field}" for field in models.Measure.model_fields}
    assert POLICY_LABELS.keys() >= models.PolicyDocument.model_fields.keys() | inner


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"conditions": {"all": [{"field": "luck", "op": ">=", "value": 1}]}}, "conditions"),
        ({"conditions": {"all": [{"field": "revenue", "op": "has", "value": "x"}]}}, "conditions"),
        ({"award": {"kind": "fixed", "amount": "很多"}}, "award"),
        ({"award": {"kind": "lottery"}}, "award"),
    ],
)
def test_labels_that_no_company_can_be_matched_with_are_refused(
    bench: Bench, policies: Path, changes: dict[str, object], place: str
) -> None:
    bench.run()
    measures = labels(policies)["measures"]
    measures[1] |= changes
    edit_labels(policies, measures=measures)
    report = bench.run()
    (problem,) = report.problems
    assert (problem.severity, problem.kept) == ("rejected", True)
    assert "P001-2" in problem.reason and place in problem.field
