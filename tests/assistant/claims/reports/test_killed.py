"""kill -9 in the middle of an upload or of sending: what was acknowledged is there, what was not can be done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.state.engine import open_engine
from tests.assistant.claims.reports.world import SUBMIT, World


@pytest.mark.parametrize("place", ["upload", "row", "before", "after"])
def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path, empty_claims: Path, place: str) -> None:
    (tmp_path / "state.db").write_bytes(empty_claims.read_bytes())
    database, home = f"sqlite:///{tmp_path / 'state.db'}", tmp_path / "home"
    command = [sys.executable, "-m", "tests.assistant.claims.reports.killed_report", database, str(home), place]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
    engine = open_engine(database)
    world = World(engine, home)
    reports, draft_id = world.claims.reports, done.stdout.split()[0]
    if place != "after":
        assert [file.name for file in reports.draft(draft_id).files] == ["聊天记录.pdf"]
        assert world.claims.desk.queue(None, 0, 10).total == 0
    receipt, new = reports.submit(draft_id, SUBMIT)
    assert new == (place != "after")
    status = reports.status(receipt.receipt, str(receipt.code))
    assert [file.name for file in status.files] == ["聊天记录.pdf"]
    _sweep(world)
    kept = [path for path in (home / "claims").rglob("*") if path.is_file()]
    assert len(kept) == 1
    engine.dispose()


def _sweep(world: World) -> None:
    for path in (world.home / "claims").rglob("*"):
        os.utime(path, (0, 0))
    world.claims.caretaker.once()
