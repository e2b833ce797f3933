from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.fit.beside import WorkerLost, beside

ORPHAN = """
import sys, time
from ingest.fit.beside import beside
from tests.ingest.fit.test_beside import tell_and_wait
if __name__ == "__main__":
    with beside(tell_and_wait, sys.argv[1]) as result:
        result()
"""


def doubled(number: int, *, plus: int = 0) -> tuple[int, int]:
    return 2 * number + plus, os.getpid()


def failing() -> None:
    raise LookupError("nothing there")


def dying() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tell_and_wait(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def test_the_work_is_done_in_another_process() -> None:
    with beside(doubled, 4, plus=1) as result:
        value, process = result()
    assert value == 9
    assert process != os.getpid()


def test_what_the_work_raises_is_raised_where_its_result_is_waited_for() -> None:
    with beside(failing) as result, pytest.raises(LookupError, match="nothing there"):
        result()


def test_a_process_that_is_killed_is_told_as_lost() -> None:
    with beside(dying) as result, pytest.raises(WorkerLost):
        result()


def test_a_result_that_nobody_waits_for_holds_up_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), beside(tell_and_wait, str(tmp_path / "pid")):
        raise KeyError


@pytest.mark.skipif(not Path("/proc").exists(), reason="this system does not tell which processes there are")
def test_the_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    script, told = tmp_path / "orphan.py", tmp_path / "pid"
    script.write_text(ORPHAN)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), *sys.path]))}
    with subprocess.Popen([sys.executable, str(script), str(told)], env=environment) as parent:
        wait_until(lambda: told.exists() and bool(told.read_text()))
        parent.kill()
    wait_until(lambda: not alive(int(told.read_text())))


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.05)
