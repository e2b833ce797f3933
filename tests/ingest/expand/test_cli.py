"""``quanquan ingest expand``: what an editor types, reads, and how it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ingest.expand.accepted import with_accepted
from ingest.expand.cli import app
from knowledge.manifest import SnapshotFacts
from knowledge.snapshots import SnapshotStore
from tests.assistant.llm.model_server import ModelServer, fails
from tests.ingest.expand.conftest import answers
from tests.ingest.expand.test_proposals import BIRTH, PAPERS, said
from tests.knowledge.small import sample_records


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, and no model."""
    for name in ("LLM", "LLM_MODEL", "LLM_KEY"):
        monkeypatch.delenv(f"QUANQUAN_{name}", raising=False)
    monkeypatch.setenv("QUANQUAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def published(home: Path, small_folder: Path, model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the small base in force, and a model."""
    store = SnapshotStore(home / "knowledge")
    with store.begin() as draft:
        shutil.copytree(small_folder, draft.folder, dirs_exist_ok=True)
        store.publish(draft, SnapshotFacts())
    monkeypatch.setenv("QUANQUAN_LLM", model.url)
    monkeypatch.setenv("QUANQUAN_LLM_MODEL", "m")
    return home


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_an_editor_has_questions_proposed_looks_and_accepts_one(published: Path, model: ModelServer) -> None:
    model.behaviour = answers(said(("general", BIRTH), ("materials", PAPERS), ("general", "身份证丢了怎么补办")))
    done = run("propose", "GA-001")
    assert done.exit_code == 0, done.output
    assert "GA-001：留下 2 条待定；1 条没有留下：更像是在问别的事项" in done.stdout
    listed = run("list").stdout.splitlines()
    assert listed == [f"GA-001\t1\t待定\t总的怎么办\t{BIRTH}", f"GA-001\t2\t待定\t要带什么材料\t{PAPERS}"]
    assert run("accept", "GA-001", "2").stdout == "采纳了 1 条\n"
    assert run("reject", "GA-001", "all").stdout == "不采纳了 1 条\n"
    assert run("list", "GA-001").stdout == ""
    assert "已采纳" in run("list", "GA-001", "--all").stdout
    records = sample_records()
    added = len(with_accepted(records, published / "expansion").questions) - len(records.questions)
    assert added == 1


def test_the_questions_made_by_rule_can_be_read(published: Path) -> None:
    done = run("show", "GA-015")
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == 33
    assert "丢了" in done.stdout


def test_a_model_that_fails_three_times_in_a_row_is_left(published: Path, model: ModelServer) -> None:
    model.behaviour = fails(500)
    done = run("propose", "GA-001", "GA-015", "GJ-002", "JY-001", "MZ-001")
    assert done.exit_code == 2
    assert len(model.asked) == 3
    assert "连续 3 个事项没有回答" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("propose", "ZZ-999"), "没有事项 ZZ-999"),
        (("accept", "../../etc", "1"), "没有事项"),
        (("list", "../../etc"), "事项编号应当像"),
        (("accept", "GA-001", "一"), "请写提议的序号"),
        (("accept", "GA-001", "7"), "没有第 7 条"),
    ],
)
def test_a_slip_is_one_sentence_and_exit_code_2(published: Path, arguments: tuple[str, ...], told: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_a_base_or_a_model_the_next_step_is_told(home: Path) -> None:
    done = run("propose")
    assert done.exit_code == 2
    assert "quanquan ingest run" in done.stderr


def test_without_a_model_nothing_is_proposed(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANQUAN_LLM", "")
    done = run("propose", "GA-001")
    assert done.exit_code == 2
    assert "QUANQUAN_LLM" in done.stderr
