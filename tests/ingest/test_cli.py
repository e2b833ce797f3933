from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingest import cli
from knowledge.records import KnowledgeRecords
from tests.ingest.conftest import Bench, StandInBuilder, edit_guide

ITEM = "GA-001"


class Command:
    """``quanquan ingest`` over a home of its own, with the stand-in builder."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("QUANQUAN_HOME", str(home))
        patch.setenv("COLUMNS", "200")
        builder = StandInBuilder()
        patch.setattr(cli, "LazyBuilder", lambda: builder)
        patch.setattr(cli, "LazyPatcher", lambda: None)
        self.runner = CliRunner()

    def __call__(self, *arguments: object, code: int = 0) -> Result:
        result = self.runner.invoke(cli.app, [str(argument) for argument in arguments])
        assert result.exit_code == code, result.output
        return result


@pytest.fixture
def ingest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(tmp_path, monkeypatch)


def test_run_tells_what_was_published(ingest: Command, source: Path) -> None:
    result = ingest("run", "--source", source)
    assert "已发布新版本" in result.stdout
    assert "办事指南 5，问法 " in result.stdout
    assert "话题 0" in result.stdout
    assert "读取并检查资料" in result.stderr


def test_rejected_files_are_listed_with_field_and_reason_and_the_run_succeeds(ingest: Command, source: Path) -> None:
    ingest("run", "--source", source)
    edit_guide(source, ITEM, visits="一次")
    edit_guide(source, "YB-001", summary="改过的说明")
    output = ingest("run", "--source", source).stdout
    for part in ("guides/GA-001.json", "visits，第", "跑动次数应当是整数", "沿用这个文件的上一版", "已发布新版本"):
        assert part in output


def test_markup_in_names_and_values_is_printed_as_it_stands(ingest: Command, source: Path) -> None:
    (source / "guides" / "[red]x.json").write_text("{")
    edit_guide(source, ITEM, audience="[bold]个人[/bold]")
    output = ingest("run", "--source", source).stdout
    assert "guides/[red]x.json" in output
    assert "[bold]个人[/bold]" in output


def test_run_can_answer_in_json(ingest: Command, source: Path) -> None:
    report = json.loads(ingest("run", "--source", source, "--json").stdout)
    assert report["outcome"] == "published"
    assert len(report["changes"]["created"]) == report["counts"]["guides"] == 5


def test_a_run_that_changes_nothing_succeeds(ingest: Command, source: Path) -> None:
    ingest("run", "--source", source)
    assert "资料没有变化" in ingest("run", "--source", source).stdout
    assert "已发布新版本" in ingest("run", "--source", source, "--force").stdout


def test_a_refused_run_ends_with_2_and_tells_what_is_in_force(ingest: Command, source: Path, tmp_path: Path) -> None:
    ingest("run", "--source", source)
    for path in list((source / "guides").iterdir())[:3]:
        path.unlink()
    output = ingest("run", "--source", source, code=2).stdout
    assert "--allow-shrink" in output
    assert "没有发布" in output
    assert "（不变）" in output
    ingest("run", "--source", source, "--allow-shrink")


@pytest.mark.parametrize("arguments", [["status"], ["diff"], ["rollback"], ["verify"]])
def test_before_the_first_run_every_command_says_so(ingest: Command, arguments: list[str]) -> None:
    assert ingest(*arguments, code=2).stderr.strip()


def test_a_missing_source_is_one_sentence(ingest: Command, tmp_path: Path) -> None:
    lines = ingest("run", "--source", tmp_path / "none", code=2).stderr.splitlines()
    assert lines[-1].startswith("资料文件夹读不出来：")


def test_a_second_run_at_once_is_one_sentence(ingest: Command, source: Path, bench: Bench) -> None:
    with bench.store.begin():
        assert "另一个程序正在更新知识库" in ingest("run", "--source", source, code=2).stderr


def test_a_home_that_cannot_be_written_is_one_sentence(
    ingest: Command, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QUANQUAN_HOME", str(tmp_path / "file"))
    assert "读写磁盘失败" in ingest("run", "--source", source, code=2).stderr


def test_status_tells_version_age_counts_figures_rejected_files_and_history(ingest: Command, source: Path) -> None:
    (source / "guides" / "YB-001.json").write_text("{")
    ingest("run", "--source", source)
    output = ingest("status").stdout
    for part in ("刚刚", "办事指南 4", "guides_per_index", "guides/YB-001.json", "发布：无 →", str(source)):
        assert part in output
    assert json.loads(ingest("status", "--json").stdout)["facts"]["counts"]["guides"] == 4


def test_status_tells_the_rejected_files_of_the_latest_run(ingest: Command, source: Path) -> None:
    """Even when that run published nothing: the editor's fault is of today, the snapshot of yesterday."""
    ingest("run", "--source", source)
    (source / "guides" / "YB-001.json").write_text("{")
    ingest("run", "--source", source)
    output = ingest("status").stdout
    assert "资料没有变化" in output
    assert "guides/YB-001.json" in output


def test_diff_tells_the_last_publication_in_words(ingest: Command, source: Path) -> None:
    edit_guide(source, ITEM, fee={"amount": 40, "text": "工本费", "basis": ""})
    ingest("run", "--source", source)
    edit_guide(source, ITEM, fee={"amount": 20, "text": "工本费", "basis": ""})
    ingest("run", "--source", source)
    assert ingest("diff").stdout.splitlines() == ["出生登记（新生儿落户）：收费 40元 → 20元", "共 1 个事项有变化"]


def test_diff_with_a_source_tells_what_a_run_would_change_and_changes_nothing(
    ingest: Command, source: Path, bench: Bench
) -> None:
    ingest("run", "--source", source)
    before = bench.store.current_id()
    edit_guide(source, ITEM, visits=7)
    (source / "guides" / "YB-001.json").write_text("{")
    output = ingest("diff", "--source", source).stdout
    assert "出生登记（新生儿落户）：跑动次数 " in output
    assert "guides/YB-001.json" in output
    assert (bench.store.current_id(), len(bench.store.list())) == (before, 1)


def test_rollback_puts_the_earlier_version_in_force_and_can_be_undone(
    ingest: Command, source: Path, bench: Bench
) -> None:
    ingest("run", "--source", source)
    edit_guide(source, ITEM, visits=7)
    ingest("run", "--source", source)
    first, second = bench.store.list()
    assert "退回到" in ingest("rollback", "--reason", "次数写错").stdout
    assert bench.store.current_id() == first
    assert f"* {first}" in ingest("list").stdout
    assert "次数写错" in ingest("status").stdout
    ingest("rollback", second)
    assert bench.store.current_id() == second


def test_verify_names_the_damaged_file(ingest: Command, source: Path, bench: Bench) -> None:
    ingest("run", "--source", source)
    files = len(KnowledgeRecords().as_files()) + 1  # and the stand-in for an index
    assert f"完好，共 {files} 个文件" in ingest("verify").stdout
    (bench.store.folder(bench.store.list()[0]) / "index.txt").unlink()
    assert "缺少文件 index.txt" in ingest("verify", code=2).stderr


@pytest.mark.parametrize("command", ["diff", "rollback", "verify"])
def test_a_version_that_does_not_exist_is_one_sentence(ingest: Command, source: Path, command: str) -> None:
    ingest("run", "--source", source)
    assert ingest(command, "../../etc", code=2).stderr.startswith("没有这一版知识库")


def test_list_goes_on_past_a_damaged_version(ingest: Command, source: Path, bench: Bench) -> None:
    ingest("run", "--source", source)
    ingest("run", "--source", source, "--force")
    first, second = bench.store.list()
    (bench.store.folder(first) / "manifest.json").unlink()
    lines = ingest("list").stdout.splitlines()
    assert "读不出来" in lines[0]
    assert lines[1].startswith(f"* {second}")


def test_prune_tells_how_many_versions_went(ingest: Command, source: Path, bench: Bench) -> None:
    for _ in range(4):
        ingest("run", "--source", source, "--force")
    assert "删除了 2 个旧版本" in ingest("prune", "--keep", "1").stdout
    assert len(bench.store.list()) == 2


def test_only_a_build_loads_torch() -> None:
    program = (
        "import sys; import ingest.cli; loaded = {'torch', 'sentence_transformers', 'jieba', 'faiss'} & set(sys.modules);"
        "sys.exit(','.join(loaded) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
