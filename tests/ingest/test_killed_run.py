"""kill -9 in the middle of ``quanquan ingest run``: citizens notice nothing, and the next run works."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from knowledge.snapshots import SnapshotStore
from tests.conftest import RunningServer, quanquan_environment
from tests.ingest.conftest import edit_guide, make_source

KILLS = 20
HALVES = 2
"""Every other moment each, so that two workers share them."""
IDS = (
    "GA-001", "GA-011", "GA-013", "GA-014", "JY-001", "JY-002",
    "MZ-001", "RS-001", "RS-006", "SC-001", "YB-001", "ZR-001",
)  # fmt: skip
ITEM = "GA-001"


def start_ingest(home: Path, source: Path) -> subprocess.Popen[bytes]:
    """A real run; ``--force``, so that each one goes through every phase."""
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "ingest", "run", "--source", str(source), "--force"],
        env=quanquan_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def fee(yuan: int) -> dict[str, object]:
    return {"amount": yuan, "text": f"每证{yuan}元", "basis": ""}


class Citizen:
    """Somebody who never stops asking; ``failures`` are the replies that were none."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies = 0
        self.failures: list[str] = []
        self.last = ""
        self._stop = threading.Event()

    def ask(self) -> str:
        """The text of the answer to a pinned question about the fee."""
        question = {"text": "办出生登记要多少钱", "item_id": ITEM, "facet": "fee"}
        reply = httpx.post(f"{self.url}/api/v1/chat", json=question, timeout=30)
        text: str = reply.json()["text"] if reply.status_code == 200 else f"{reply.status_code}: {reply.text}"
        if reply.status_code != 200 or "元" not in text:
            self.failures.append(text)
        self.replies += 1
        self.last = text
        return text

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask in the background until the block ends."""

        def go_on() -> None:
            while not self._stop.wait(0.05):
                try:
                    self.ask()
                except httpx.HTTPError as error:
                    self.failures.append(repr(error))

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("half", range(HALVES))
def test_kill_9_at_any_moment_leaves_the_last_good_snapshot_answering(
    tmp_path: Path, serve: Callable[..., RunningServer], half: int
) -> None:
    source, home = make_source(tmp_path / "source", IDS), tmp_path / "home"
    store = SnapshotStore(home / "knowledge")
    edit_guide(source, ITEM, fee=fee(1))
    assert start_ingest(home, source).wait() == 0
    citizen = Citizen(serve(home).url)
    moments = random.Random(20260415 + half)
    killed = 0
    with citizen.asking():
        started = time.monotonic()
        edit_guide(source, ITEM, fee=fee(2))
        assert start_ingest(home, source).wait() == 0
        length = time.monotonic() - started
        for kill in range(half, KILLS, HALVES):
            edit_guide(source, ITEM, fee=fee(kill + 3))
            before = store.current_id()
            process = start_ingest(home, source)
            time.sleep(length * (kill + moments.random()) / KILLS)
            process.kill()
            process.wait()
            killed += process.returncode == -9
            if process.returncode == 0:  # the machine has less to do than when the length was taken
                length *= 0.7
            current = store.current_id()
            assert current is not None
            assert current == before or store.manifest(current).parent == before
            store.verify(current)
    assert killed > KILLS // HALVES // 2, "most runs ended before they could be killed: nothing was tried"
    edit_guide(source, ITEM, fee=fee(777))
    assert start_ingest(home, source).wait() == 0
    assert list((home / "knowledge" / ".drafts").iterdir()) == []
    wait_for(lambda: "777" in citizen.ask())
    assert citizen.failures == []
    assert citizen.replies > KILLS // HALVES


def wait_for(condition: Callable[[], bool]) -> None:
    """Until the server has swapped the new snapshot in."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
