"""Whatever lies in the source folder, one line tells of it and all the rest is published."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.manifest import Problem
from tests.ingest.conftest import Bench, edit_guide, read_guide

ITEM = "GA-011"
GUIDE = f"guides/{ITEM}.json"

Spoil = Callable[[Path], object]


def put(data: bytes | str) -> Spoil:
    return lambda path: path.write_bytes(data.encode() if isinstance(data, str) else data)


def replaced(old: str, new: str) -> Spoil:
    def spoil(path: Path) -> None:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return spoil


def field(**changes: object) -> Spoil:
    return lambda path: edit_guide(path.parents[1], ITEM, **changes)


def without(name: str) -> Spoil:
    def spoil(path: Path) -> None:
        guide = read_guide(path.parents[1], ITEM)
        del guide[name]
        path.write_text(json.dumps(guide, ensure_ascii=False, indent=2))

    return spoil


def instead(make: Callable[[Path], object]) -> Spoil:
    def spoil(path: Path) -> None:
        path.unlink()
        make(path)

    return spoil


def outside_link(path: Path) -> None:
    outside = path.parents[2] / "outside.json"
    outside.write_text("{}")
    path.symlink_to(outside)


def huge(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(100 << 20)


BAD_GUIDES: dict[str, tuple[Spoil, str, str]] = {
    "empty": (put(""), "", "文件是空的"),
    "blank": (put(" \n\n"), "", "文件是空的"),
    "GBK": (lambda path: path.write_bytes(path.read_text().encode("gbk")), "", "不是 UTF-8 编码"),
    "UTF-16": (lambda path: path.write_text(path.read_text(), "utf-16"), "", "UTF-16"),
    "binary": (put(bytes(range(256))), "", "不是 UTF-8 编码"),
    "not JSON": (put("事项：补领身份证"), "", "这里应当有内容"),
    "torn": (lambda path: path.write_text(path.read_text()[:700]), "", "引号"),
    "missing comma": (replaced('",\n', '"\n'), "", "少了逗号"),
    "trailing comma": (put('{"id": "GA-011",}'), "", "逗号"),
    "line break in a text": (put('{"id": "GA\n-011"}'), "", "直接换行"),
    "two documents": (put("{}{}"), "", "多余的内容"),
    "name written twice": (replaced('"name":', '"visits": 1,\n  "name":'), "", "把“visits”写了两遍"),
    "NaN": (field(fee={"amount": float("nan"), "text": "面议", "basis": ""}), "", "NaN 不是数字"),
    "infinity": (field(fee={"amount": float("inf"), "text": "面议", "basis": ""}), "", "Infinity 不是数字"),
    "overflowing number": (replaced('"visits": ', '"visits": 1e999'), "visits", "跑动次数"),
    "number of 5,000 digits": (replaced('"visits": ', '"visits": ' + "9" * 5000), "", "过长的数字"),
    "brackets 100,000 deep": (put("[" * 100_000 + "]" * 100_000), "", "括号套得太深"),
    "brackets 100 deep": (put("[" * 100 + "]" * 100), "", "括号套得太深"),
    "a list": (put("[]"), "", "整个文件应当是一组字段"),
    "null": (put("null"), "", "整个文件应当是一组字段"),
    "wrong type": (field(department=7), "department", "实施部门应当是文字"),
    "text for a count": (
        field(materials=[{"name": "证", "form": "原件", "copies": "一份", "required": True, "note": ""}]),
        "materials[0].copies",
        "申请材料第 1 项的份数应当是整数，不加引号，现在是文字 “一份”",
    ),
    "true for a count": (field(visits=True), "visits", "应当是整数"),
    "text for yes or no": (
        field(online={"available": "是", "channels": [], "note": ""}),
        "online.available",
        "true 或 false",
    ),
    "object for a list": (field(steps={}), "steps", "应当是列表"),
    "unknown form": (
        field(materials=[{"name": "证", "form": "扫描件", "copies": 1, "required": True, "note": ""}]),
        "materials[0].form",
        "只能填：原件、复印件、原件及复印件、电子证照、表格，现在是 扫描件",
    ),
    "unknown field": (field(material=[]), "material", "不认识的字段，是不是想写 materials？"),
    "missing field": (without("fee"), "fee", "没有填"),
    "empty name": (field(name="   "), "name", "不能是空的"),
    "no promise": (field(promised_days=None), "promised_days", "承诺时限应当是整数，不加引号，现在是空值 null"),
    "no visits": (field(visits=None), "visits", "跑动次数应当是整数，不加引号，现在是空值 null"),
    "no fee": (field(fee=None), "fee", "收费应当是一组字段，写在 { } 里，现在是空值 null"),
    "no online service": (field(online=None), "online", "网上办理应当是一组字段，写在 { } 里，现在是空值 null"),
    "empty summary": (field(summary=""), "summary", "事项说明不能是空的"),
    "blank result": (field(result=" \n"), "result", "办理结果不能是空的"),
    "promise of 20,000 days": (field(promised_days=20000), "promised_days", "承诺时限不能大于 3650"),
    "visits without end": (field(visits=21), "visits", "跑动次数不能大于 20"),
    "endless summary": (field(summary="长" * 2001), "summary", "最多 2000 个字"),
    "negative fee": (field(fee={"amount": -1, "text": "倒贴", "basis": ""}), "fee.amount", "不能小于 0"),
    "id of another file": (replaced('"id": "GA-011"', '"id": "GA-001"'), "id", "与文件名不一致"),
    "id of another form": (replaced('"id": "GA-011"', '"id": "../../x"'), "id", "格式不对"),
    "related to a path": (field(related=["../x"]), "related[0]", "格式不对"),
    "NUL": (field(summary="补\x00证"), "summary", "看不见的控制字符 \\u0000"),
    "escape sequence": (field(summary="\x1b[31m补证"), "summary", "\\u001b"),
    "text direction override": (field(summary="收费\u202e元04"), "summary", "\\u202e"),
    "lone surrogate": (replaced('"summary": "', '"summary": "\\ud800'), "summary", "\\ud800"),
    "control character in a field's name": (replaced('"name":', '"na\\u0007me":'), "", "\\u0007"),
    "100 MB": (huge, "", "文件太大，超过 1 MB"),
    "folder": (instead(Path.mkdir), "", "不是普通文件"),
    "link out of the source": (instead(outside_link), "", "以外的链接"),
    "link to nothing": (instead(lambda path: path.symlink_to("gone.json")), "", "不见了"),
    "link to itself": (instead(lambda path: path.symlink_to(path)), "", "读不出来"),
    "named pipe": (instead(os.mkfifo), "", "不是普通文件"),
}


def only_rejection(problems: tuple[Problem, ...]) -> Problem:
    rejected = [problem for problem in problems if problem.severity == "rejected"]
    assert len(rejected) == 1, rejected
    return rejected[0]


@pytest.mark.parametrize("kind", BAD_GUIDES)
def test_a_bad_guide_is_named_with_field_and_reason_and_the_rest_is_published(bench: Bench, kind: str) -> None:
    spoil, place, reason = BAD_GUIDES[kind]
    spoil(bench.source / GUIDE)
    report = bench.run()
    problem = only_rejection(report.problems)
    assert (problem.file, problem.field, problem.kept) == (GUIDE, place, False)
    assert reason in problem.reason
    assert report.outcome == "published"
    assert [guide.id for guide in bench.records().guides] == ["GA-001", "JY-001", "SC-001", "YB-001"]


@pytest.mark.parametrize("kind", BAD_GUIDES)
def test_a_bad_guide_never_replaces_a_good_earlier_version(bench: Bench, kind: str) -> None:
    bench.run()
    before = bench.records()
    BAD_GUIDES[kind][0](bench.source / GUIDE)
    edit_guide(bench.source, "YB-001", summary="改过的说明")
    report = bench.run()
    assert only_rejection(report.problems).kept
    assert report.changes.kept == (ITEM,)
    assert report.changes.updated == ("YB-001",)
    after = bench.records()
    assert after.guides[:4] == before.guides[:4]
    assert after.questions == before.questions


@pytest.mark.parametrize("kind", BAD_GUIDES)
def test_a_problem_is_safe_to_print(bench: Bench, kind: str) -> None:
    BAD_GUIDES[kind][0](bench.source / GUIDE)
    problem = only_rejection(bench.run().problems)
    text = f"{problem.file}{problem.field}{problem.reason}"
    assert {unicodedata.category(character) for character in text}.isdisjoint({"Cc", "Cs", "Cf"})
    assert len(text) < 400


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"visits": "x"}, '"visits"'),
        ({"fee": {"amount": "x", "text": "a", "basis": ""}}, '"amount"'),
        ({"promised_days": -1}, '"promised_days"'),
    ],
)
def test_the_line_of_the_fault_is_given(bench: Bench, changes: dict[str, object], wanted: str) -> None:
    edit_guide(bench.source, ITEM, **changes)
    lines = (bench.source / GUIDE).read_text().splitlines()
    line = only_rejection(bench.run().problems).line
    assert line is not None
    assert wanted in lines[line - 1]


BAD_QUESTIONS: dict[str, tuple[bytes, str, int | None, str]] = {
    "empty": (b"", "", None, "文件是空的"),
    "GBK": ("facet\tquestion\nfee\t多少钱".encode("gbk"), "", 2, "不是 UTF-8"),
    "no header": ("fee\t多少钱\n".encode(), "", 1, "第一行应当是"),
    "unknown facet": ("facet\tquestion\nfees\t多少钱\n".encode(), "facet", 2, "只能填"),
    "one column": ("facet\tquestion\nfee\t多少钱\n多少钱\n".encode(), "", 3, "应当有 2 列"),
    "three columns": ("facet\tquestion\nfee\t多少\t钱\n".encode(), "", 2, "现在是 3 列"),
    "empty question": (b"facet\tquestion\nfee\t  \n", "question", 2, "不能是空的"),
    "control character": ("facet\tquestion\nfee\t多少\x07钱\n".encode(), "question", 2, "\\u0007"),
    "endless question": (b"facet\tquestion\nfee\t" + "多".encode() * 2001, "question", 2, "最多 2000"),
    "5 MB": (b"facet\tquestion\n" + b"fee\tx\n" * 900_000, "", None, "超过 4 MB"),
}


@pytest.mark.parametrize("kind", BAD_QUESTIONS)
def test_bad_questions_leave_the_earlier_ones_in_force_and_the_guide_up_to_date(bench: Bench, kind: str) -> None:
    bench.run()
    before = bench.records()
    data, place, line, reason = BAD_QUESTIONS[kind]
    (bench.source / f"questions/{ITEM}.tsv").write_bytes(data)
    edit_guide(bench.source, ITEM, summary="改过的说明")
    report = bench.run()
    problem = only_rejection(report.problems)
    assert (problem.file, problem.field, problem.line, problem.kept) == (f"questions/{ITEM}.tsv", place, line, True)
    assert reason in problem.reason
    assert bench.records().questions == before.questions
    assert bench.records().guides[1].summary == "改过的说明"


BAD_LISTS: dict[str, tuple[Callable[[str], str], str]] = {
    "no header": (lambda text: text.partition("\n")[2], "第一行应当是"),
    "item twice": (lambda text: text + text.splitlines()[1] + "\n", "出现了两次"),
    "empty desk": (lambda text: text.replace("个人综窗", ""), "办理窗口不能是空的"),
    "unknown audience": (lambda text: text.replace("个人\t", "大家\t"), "服务对象只能填"),
}


@pytest.mark.parametrize("kind", BAD_LISTS)
def test_a_bad_item_list_leaves_the_earlier_one_in_force(bench: Bench, kind: str) -> None:
    bench.run()
    before = bench.records()
    path = bench.source / "items.tsv"
    path.write_text(BAD_LISTS[kind][0](path.read_text()))
    report = bench.run()
    problem = only_rejection(report.problems)
    assert (problem.file, problem.kept) == ("items.tsv", True)
    assert BAD_LISTS[kind][1] in problem.reason
    assert bench.records() == before


def test_a_byte_order_mark_is_told_and_forgiven(bench: Bench) -> None:
    for path in (bench.source / GUIDE, bench.source / f"questions/{ITEM}.tsv"):
        path.write_text(path.read_text(), "utf-8-sig")
    report = bench.run()
    assert report.rejected == ()
    assert [(problem.file, "BOM" in problem.reason) for problem in report.warnings] == [
        (GUIDE, True),
        (f"questions/{ITEM}.tsv", True),
    ]
    assert ITEM in {guide.id for guide in bench.records().guides}


def test_windows_line_ends_are_no_fault(bench: Bench) -> None:
    bench.run()
    for path in bench.source.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    report = bench.run()
    assert (report.problems, report.changes.updated) == ((), ())


def test_a_copy_with_the_id_of_another_guide_is_rejected_and_the_guide_stays(bench: Bench) -> None:
    text = (bench.source / GUIDE).read_text()
    (bench.source / "guides" / "GA-011副本.json").write_text(text.replace('"summary": "', '"summary": "假'))
    report = bench.run()
    assert only_rejection(report.problems).file == "guides/GA-011副本.json"
    assert not bench.records().guides[1].summary.startswith("假")


def test_a_link_inside_the_source_is_followed(bench: Bench) -> None:
    """Mounted configuration folders are made of such links."""
    data = bench.source / "..data"
    data.mkdir()
    (bench.source / GUIDE).rename(data / "GA-011.json")
    (bench.source / GUIDE).symlink_to(data / "GA-011.json")
    assert bench.run().problems == ()


def test_a_file_that_vanishes_while_it_is_read_keeps_its_item(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.run()
    read = os.open

    def racing(path: Path, flags: int) -> int:
        if path.name == "GA-011.json":
            path.unlink()
        return read(path, flags)

    monkeypatch.setattr("ingest.sources.folder.os.open", racing)
    report = bench.run(force=True)
    assert "不见了" in only_rejection(report.problems).reason
    assert report.changes.kept == (ITEM,)
    assert ITEM in {guide.id for guide in bench.records().guides}


def test_an_unreadable_file_keeps_its_item(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failing open stands in for a mode that root, who may read everything, would not be stopped by."""
    bench.run()
    read = os.open

    def refusing(path: Path, flags: int) -> int:
        if path.name == "GA-011.json":
            raise PermissionError(13, "Permission denied")
        return read(path, flags)

    monkeypatch.setattr("ingest.sources.folder.os.open", refusing)
    report = bench.run(force=True)
    assert "权限" in only_rejection(report.problems).reason
    assert report.changes.kept == (ITEM,)


def test_strangers_in_the_folder_are_told_and_editors_leftovers_are_not(bench: Bench) -> None:
    for name in (".GA-001.json.swp", ".DS_Store", "GA-001.json~", "[red]说明.exe"):
        (bench.source / "guides" / name).write_text("x")
    report = bench.run()
    assert [problem.file for problem in report.problems] == ["guides/GA-001.json~", "guides/[red]说明.exe"]
    assert report.rejected == ()


def test_a_file_name_that_is_no_text_is_told_in_print(bench: Bench) -> None:
    (bench.source / "guides" / os.fsdecode(b"\xff\n.json")).write_text("{}")
    problem = only_rejection(bench.run().problems)
    assert problem.file == "guides/\\udcff\\u000a.json"


def test_all_faults_of_a_file_are_one_line(bench: Bench) -> None:
    (bench.source / GUIDE).write_text('{"id": "GA-011", "name": 1}')
    problem = only_rejection(bench.run().problems)
    assert problem.field == "name"
    assert "另有 19 处：department、audience" in problem.reason
