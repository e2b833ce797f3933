"""An import that is killed at any point leaves the earlier register in force, and the next one works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.complaints.conftest import Home, complaint

_IMPORT = """
import sys
from pathlib import Path
from ingest.complaints.run import Terms, import_files
from knowledge.progress import SilentProgress
import_files([Path(sys.argv[1])], Path(sys.argv[2]), Terms("12315"), SilentProgress())
"""


def _killed_when(home: Home, path: Path, there: str) -> None:
    """Start an import in a process of its own and kill -9 it when a file appears that it writes."""
    process = subprocess.Popen([sys.executable, "-c", _IMPORT, str(path), str(home.path)])
    try:
        while process.poll() is None and not list((home.path / "complaints" / ".drafts").glob(there)):
            time.sleep(0.002)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL, "it ended before it was killed"


@pytest.mark.parametrize("there", ["*", "*/register.arrow"])
def test_a_killed_import_leaves_the_earlier_register(home: Home, there: str) -> None:
    home.take(home.csv(complaint(1)))
    before = home.register().version
    path = home.csv(*map(complaint, range(5000)), name="多.csv")
    _killed_when(home, path, there)
    assert home.register().version == before and len(home.register()) == 1
    home.take(path)
    assert len(home.register()) == 5000
    assert not [draft for draft in (home.path / "complaints" / ".drafts").iterdir() if any(draft.iterdir())]
