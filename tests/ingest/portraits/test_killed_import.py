"""An import that is killed at any point leaves the earlier portraits in force, and the next one works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.portraits.conftest import Home, company

_IMPORT = """
import sys
from pathlib import Path
from ingest.portraits.run import Terms, import_files
from knowledge.progress import SilentProgress
import_files([Path(sys.argv[1])], Path(sys.argv[2]), Terms("killed"), SilentProgress())
"""


def _killed_when(home: Home, path: Path, there: str) -> None:
    """Start an import in a process of its own and kill -9 it when a file appears that it writes."""
    process = subprocess.Popen([sys.executable, "-c", _IMPORT, str(path), str(home.path)])
    try:
        while process.poll() is None and not list((home.path / "portraits" / ".drafts").glob(there)):
            time.sleep(0.002)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL, "it ended before it was killed"


@pytest.mark.parametrize("there", ["*", "*/companies.arrow", "*/sources.json"])
def test_a_killed_import_leaves_the_earlier_portraits(home: Home, there: str) -> None:
    home.take(home.csv(company(1)))
    before = home.directory().version
    path = home.csv(*map(company, range(5000)), name="多.csv")
    _killed_when(home, path, there)
    assert home.directory().version == before and len(home.directory()) == 1
    home.take(path)
    assert len(home.directory()) == 5000
    assert not [draft for draft in (home.path / "portraits" / ".drafts").iterdir() if any(draft.iterdir())]


def test_a_damaged_version_is_passed_over_for_the_one_before(home: Home) -> None:
    home.take(home.csv(company(1)))
    before = home.directory().version
    home.take(home.csv(company(2)))
    damaged = home.store.snapshots.folder(home.directory().version) / "companies.arrow"
    damaged.chmod(0o600)
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert home.directory().version == before and len(home.directory()) == 1
