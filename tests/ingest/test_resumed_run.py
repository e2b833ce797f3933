"""kill -9 of ``quanquan ingest run`` in the middle of its build: the next run goes on there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.work import KEEP, KEEP_DAYS, WORK, WorkFolder, input_digest
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore
from tests.conftest import quanquan_environment
from tests.ingest.conftest import edit_guide, make_source


def started(home: Path, source: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "ingest", "run", "--source", str(source)],
        env=quanquan_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def digest_in_force(home: Path) -> str:
    store = SnapshotStore(home / "knowledge")
    current = store.current_id()
    assert current is not None
    return store.verify(current).content_digest


def seals(home: Path) -> dict[str, int]:
    """The finished stages, and when each was finished."""
    return {path.name: path.stat().st_mtime_ns for path in (home / WORK).glob("*/*.sha256")}


@pytest.mark.timeout(600)
def test_a_killed_run_goes_on_and_publishes_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    source = make_source(tmp_path / "source")
    undisturbed, killed = tmp_path / "undisturbed", tmp_path / "killed"
    assert started(undisturbed, source).wait() == 0
    process = started(killed, source)
    while "encoder.npz.sha256" not in seals(killed):
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -9
    assert SnapshotStore(killed / "knowledge").current_id() is None
    finished = seals(killed)
    again = started(killed, source)
    while again.poll() is None:
        for name, when in seals(killed).items():
            assert finished.get(name, when) == when, f"{name} was made a second time"
        time.sleep(0.02)
    assert again.returncode == 0
    assert digest_in_force(killed) == digest_in_force(undisturbed)
    assert not (killed / WORK).exists()


def test_other_records_and_other_settings_are_another_build(tmp_path: Path) -> None:
    source = make_source(tmp_path / "source", ("GA-001",))
    for path in source.rglob("GA-001.json"):
        (tmp_path / "guides.jsonl").write_bytes(path.read_bytes())
    first = input_digest(tmp_path, Settings())
    assert first == input_digest(tmp_path, Settings())
    assert first != input_digest(tmp_path, Settings(seed=7))
    edit_guide(source, "GA-001", summary="另一句话")
    (tmp_path / "guides.jsonl").write_bytes((source / "guides" / "GA-001.json").read_bytes())
    assert first != input_digest(tmp_path, Settings())


def test_unfinished_builds_of_other_records_go_when_they_are_many_or_old(tmp_path: Path) -> None:
    now = time.time()
    names = [f"{number:064x}" for number in range(KEEP + 2)]
    for age, name in enumerate(names):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (now - 60 * age, now - 60 * age))
    under_way = WorkFolder(tmp_path).begin("f" * 64)
    assert sorted(path.name for path in tmp_path.iterdir()) == [*names[:KEEP], under_way.name]
    later = WorkFolder(tmp_path, clock=lambda: now + (KEEP_DAYS + 1) * 86_400)
    assert later.begin("f" * 64) == under_way
    assert [path.name for path in tmp_path.iterdir()] == [under_way.name]
    later.clear()
    assert not tmp_path.exists()


def test_a_folder_that_cannot_be_made_is_only_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "work").write_text("a file")
    assert WorkFolder(tmp_path / "work").begin("f" * 64) == tmp_path / "work" / ("f" * 64)
    assert "unfinished builds" in caplog.text
