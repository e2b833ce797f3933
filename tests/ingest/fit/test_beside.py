from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import spawn
from pathlib import Path

import pytest

from ingest.fit.beside import Alone, Handle, Helper, Here, WorkerLost, beside
from knowledge.progress import SilentProgress, Task

ORPHAN = """
import sys, time
from ingest.fit.beside import beside
from knowledge.progress import SilentProgress
from tests.ingest.fit.test_beside import tell_and_wait
if __name__ == "__main__":
    with beside(SilentProgress()) as helper:
        helper.result(helper.begin(tell_and_wait, sys.argv[1]))
"""
LARGE = bytes(1 << 22)
"""More than a pipe takes before anybody reads."""


def doubled(here: Here, number: int, *, plus: int = 0) -> tuple[int, int]:
    return 2 * number + plus, os.getpid()


def joined(here: Here, one: Handle[tuple[int, int]], other: Handle[tuple[int, int]]) -> list[int]:
    return [here.made(one)[0], here.made(other)[0]]


def failing(here: Here) -> None:
    raise LookupError("nothing there")


def after(here: Here, failed: Handle[None]) -> None:
    here.made(failed)


class Stubborn(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def failing_stubbornly(here: Here) -> None:
    raise Stubborn(1, 2)


def giving_what_cannot_travel(here: Here) -> object:
    return lambda: None


def dying(here: Here, large: bytes = b"") -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def measured(here: Here, large: bytes) -> int:
    return len(large)


class Unreadable:
    """Ends the process that reads it: what a machine without memory does to a large input."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (9,)


def tell_and_wait(here: Here, path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def working(here: Here, steps: int) -> int:
    with here.progress.task("读书", steps) as task:
        for _ in range(steps):
            task.advance()
    with here.progress.task("写字", None) as task:
        task.advance()
    return steps


class Watched:
    """A :class:`knowledge.progress.Progress` that remembers."""

    def __init__(self) -> None:
        self.done: dict[str, int] = {}
        self.totals: dict[str, int | None] = {}
        self.ended: list[str] = []

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        self.totals[name], self.done[name] = total, 0
        watched = self

        class Bar:
            def advance(self, n: int = 1) -> None:
                watched.done[name] += n

        yield Bar()
        self.ended.append(name)


@pytest.fixture(params=["second process", "this process"])
def helper(request: pytest.FixtureRequest) -> Iterator[Helper]:
    if request.param == "this process":
        yield Alone(SilentProgress())
    else:
        with beside(SilentProgress()) as second:
            yield second


def test_a_piece_finds_the_results_of_those_before(helper: Helper) -> None:
    one, other = helper.leave(doubled, 4, plus=1), helper.begin(doubled, 5)
    both = helper.begin(joined, one, other)
    assert helper.result(both) == [9, 10]
    assert helper.result(other)[0] == 10


def test_what_the_work_raises_is_raised_where_its_result_is_waited_for(helper: Helper) -> None:
    failed = helper.begin(failing)
    with pytest.raises(LookupError, match="nothing there"):
        helper.result(failed)
    with pytest.raises(LookupError, match="nothing there"):
        helper.result(helper.begin(after, failed))
    assert helper.result(helper.begin(doubled, 1))[0] == 2


def test_the_work_is_done_in_another_process() -> None:
    with beside(SilentProgress()) as helper:
        _value, process = helper.result(helper.begin(doubled, 1))
        assert process != os.getpid()
        assert helper.result(helper.begin(doubled, 2))[1] == process


def test_errors_and_results_that_cannot_travel_are_told() -> None:
    with beside(SilentProgress()) as helper:
        with pytest.raises(RuntimeError, match="1 and 2"):
            helper.result(helper.begin(failing_stubbornly))
        with pytest.raises((AttributeError, pickle.PicklingError)):
            helper.result(helper.begin(giving_what_cannot_travel))


def test_how_far_the_work_is_there_is_told_here() -> None:
    watched = Watched()
    with beside(watched) as helper:
        assert helper.result(helper.begin(working, 1000)) == 1000
    assert watched.totals == {"读书": 1000, "写字": None}
    assert watched.done == {"读书": 1000, "写字": 1}
    assert watched.ended == ["读书", "写字"]


def test_large_inputs_travel() -> None:
    with beside(SilentProgress()) as helper:
        assert helper.result(helper.begin(measured, LARGE)) == len(LARGE)


def test_a_process_that_is_killed_is_told_as_lost() -> None:
    with beside(SilentProgress()) as helper:
        lost, later = helper.begin(dying), helper.begin(measured, LARGE)
        with pytest.raises(WorkerLost):
            helper.result(lost)
        with pytest.raises(WorkerLost):
            helper.result(later)
        with pytest.raises(WorkerLost):
            helper.result(helper.begin(doubled, 1))


def test_a_process_that_ends_while_it_is_written_to_is_told_as_lost() -> None:
    with beside(SilentProgress()) as helper:
        first = helper.begin(measured, Unreadable())  # type: ignore[arg-type]
        handles = [helper.begin(measured, LARGE) for _ in range(3)]
        for handle in (first, *handles):
            with pytest.raises(WorkerLost):
                helper.result(handle)


def test_a_process_that_cannot_start_is_told_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn, "get_executable", lambda: os.fsencode("/bin/false"))
    with beside(SilentProgress()) as helper, pytest.raises(WorkerLost):
        helper.result(helper.begin(measured, LARGE))


def test_a_result_that_nobody_waits_for_holds_up_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), beside(SilentProgress()) as helper:
        helper.begin(tell_and_wait, str(tmp_path / "pid"))
        helper.begin(measured, LARGE)
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
