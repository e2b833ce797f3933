"""``quanquan claims``: what it says, and what it never says."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from ingest.complaints.cli import app
from knowledge.complaints.store import RegisterStore
from tests.ingest.complaints.conftest import Home, complaint
from tests.knowledge.complaints.registers import in_force, made, published


@pytest.fixture
def run(home: Home, monkeypatch: pytest.MonkeyPatch) -> Runner:
    monkeypatch.setenv("QUANQUAN_HOME", str(home.path))
    return Runner()


class Runner:
    """The commands, run in this process."""

    def __call__(self, *words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        return result


def test_an_import_says_what_became_of_the_rows_and_nothing_of_what_they_say(home: Home, run: Runner) -> None:
    path = home.csv(complaint(1), complaint(2, 登记时间="试秘密"))
    result = run("import", str(path), "--source", "12315", "--most-bad", "1")
    assert "采用 1 行" in result.output and "没有导入 1 行" in result.output and "quarantine" in result.output
    assert not [word for word in ("试秘密", "试投诉人", "199000") if word in result.output]


def test_figures_come_as_json(home: Home, run: Runner) -> None:
    held = json.loads(run("import", str(home.csv(complaint(1))), "--source", "12315", "--json").stdout)
    assert held["complaints"] == 1 and held["files"][0]["taken"] == 1
    status = json.loads(run("status", "--json").stdout)
    assert status["version"] == held["version"] and status["linked"] is False and len(status["imports"]) == 1


def test_what_is_refused_ends_in_a_sentence_and_code_2(home: Home, run: Runner) -> None:
    path = home.csv(complaint(1, 登记时间="?"))
    assert "没有导入，原来的数据不变" in run("import", str(path), "--source", "court", code=2).output
    run("import", str(path), "--source", "elsewhere", code=2)
    run("rollback", code=2)


def test_before_any_import_the_status_is_that_of_the_sample(run: Runner) -> None:
    assert "示例数据" in run("status").output


def test_rollback_and_prune(home: Home, run: Runner) -> None:
    for number in range(4):
        run("import", str(home.csv(complaint(number))), "--source", "12315")
    run("rollback")
    assert len(home.register()) == 3
    run("prune", "--keep", "1")
    assert len(home.store.snapshots.list()) == 3, "the one in force, its parent and the newest stay"


def test_old_files_of_bad_rows_are_pruned(home: Home, run: Runner) -> None:
    home.take(home.csv(complaint(1), complaint(2, 登记时间="?")))
    assert "0 个隔离文件" in run("prune").output and home.quarantined()
    assert "1 个隔离文件" in run("prune", "--days", "0").output and not home.quarantined()


def test_who_is_erased_is_in_no_version_any_more(home: Home, run: Runner) -> None:
    published(home.path, in_force([made(1, name="试姓甲"), made(2, name="试姓乙")], [0, 1]))
    published(home.path, in_force([made(1, name="试姓甲"), made(2, name="试姓乙"), made(3, name="试姓甲")], [0, 1, 0]))
    run("erase", "--person", "R-00000000", "--yes")
    assert [row["name"] for row in home.register().table.to_pylist()] == ["试姓乙"]
    store = RegisterStore(home.path)
    assert store.snapshots.list() == (store.current(),)
    assert not [path for path in store.root.rglob("*.arrow") if "试姓甲".encode() in path.read_bytes()]


def test_nobody_is_erased_by_mistake(home: Home, run: Runner) -> None:
    version = published(home.path, in_force([made(1)], [0]))
    run("erase", "--person", "R-00000000", code=1)
    run("erase", "--person", "R-77777777", "--yes", code=2)
    assert home.register().version == version
