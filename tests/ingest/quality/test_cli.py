"""The command: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingest.quality.cli import app
from knowledge.manifest import SnapshotFacts
from knowledge.records import KnowledgeRecords
from knowledge.snapshots import SnapshotStore
from tests.ingest.quality.base import SOUND, fee, guide, records

BAD = guide(fee=fee(20, "每证40元"), aliases=())


def publish(home: Path, known: KnowledgeRecords) -> None:
    """Put records in force without an index."""
    store = SnapshotStore(home / "knowledge")
    with store.begin() as draft:
        known.write(draft.folder)
        store.publish(draft, SnapshotFacts(sources=(str(home / "gone"),)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home."""
    monkeypatch.setenv("QUANQUAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["--no-search", "--on", "2026-11-23", *arguments])


def test_nothing_published_is_one_sentence_and_exit_code_2(home: Path) -> None:
    done = run()
    assert done.exit_code == 2
    assert "还没有发布过" in done.stderr


def test_counts_and_the_gravest_rows_are_printed(home: Path) -> None:
    publish(home, records(BAD))
    done = run()
    assert done.exit_code == 0, done.output
    assert "收费金额填的是 20 元，说明却写着 40 元" in done.stdout
    assert done.stdout.index("错误 公安分局") < done.stdout.index("建议 公安分局")
    assert "检查了 1 份办事指南、0 份政策文件" in done.stdout


def test_all_three_files_are_written_whole(home: Path) -> None:
    publish(home, records(BAD))
    files = [home / f"r.{kind}" for kind in ("html", "json", "csv")]
    assert run("--html", str(files[0]), "--json", str(files[1]), "--csv", str(files[2])).exit_code == 0
    report = json.loads(files[1].read_text("utf-8"))
    assert report["snapshot_id"] == SnapshotStore(home / "knowledge").current_id()
    assert report["made_on"] == "2026-11-23"
    assert "说明却写着 40 元" in files[0].read_text("utf-8")
    assert "说明却写着 40 元" in files[2].read_text("utf-8-sig")
    assert not list(home.glob(".r.*"))


@pytest.mark.parametrize(
    ("published", "least", "code"),
    [(BAD, "错误", 1), (SOUND, "建议", 0), (guide(aliases=()), "提醒", 0), (guide(aliases=()), "建议", 1)],
)
def test_fail_on_counts_what_is_as_grave_or_graver(home: Path, published: object, least: str, code: int) -> None:
    publish(home, records(published))  # type: ignore[arg-type]
    assert run("--fail-on", least).exit_code == code


def test_one_department_is_shown_and_an_unknown_one_gets_a_hint(home: Path) -> None:
    publish(home, records(BAD, guide(id="MZ-001", name="结婚登记", department="民政局", aliases=())))
    done = run("--department", "民政局")
    assert done.exit_code == 0
    assert "结婚登记" in done.stdout and "居民身份证补领" not in done.stdout
    lost = run("--department", "民政")
    assert lost.exit_code == 2
    assert "是不是：民政局" in lost.stderr


@pytest.mark.parametrize("arguments", [("--fail-on", "小错"), ("--html", "/nowhere/at/all.html")])
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(home: Path, arguments: tuple[str, ...]) -> None:
    publish(home, records(BAD))
    done = run(*arguments)
    assert done.exit_code == 2
    assert len(done.stderr.strip().splitlines()[-1]) > 5
    assert "Traceback" not in done.output


def test_a_damaged_snapshot_is_told(home: Path) -> None:
    publish(home, records(BAD))
    store = SnapshotStore(home / "knowledge")
    file = store.folder(str(store.current_id())) / "guides.jsonl"
    file.chmod(0o644)
    file.write_text("{")
    done = run()
    assert done.exit_code == 2
    assert "读不出来" in done.stderr


def test_names_are_never_read_as_markup(home: Path) -> None:
    publish(home, records(guide(name="[red]补领[/red]\x1b[31m".replace("\x1b", "\u202e"), fee=fee(20, "每证40元"))))
    done = run()
    assert done.exit_code == 0
    assert "[red]补领[/red]" in done.stdout
    assert "\u202e" not in done.stdout


def test_the_sample_base_is_searched_through_its_own_index(
    sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANQUAN_HOME", str(sample_home))
    done = CliRunner().invoke(app, ["--on", "2026-11-23", "--json", str(tmp_path / "r.json")])
    assert done.exit_code == 0, done.output
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["guides"] == 164
    told = {(row["check"], row["id"]) for row in report["rows"] if row["severity"] != "建议"}
    assert {("copies", "SC-012"), ("repealed_basis", "SC-016"), ("fee_basis", "SF-002")} <= told
    assert {("policy_expired", name) for name in ("P008", "P021", "P033", "P034")} <= told
    assert not {check for check, _ in told} & {
        "fee_text",
        "fee_elsewhere",
        "limit_order",
        "limit_elsewhere",
        "dead_link",
    }
