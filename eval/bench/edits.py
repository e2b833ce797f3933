"""How long after it is saved an edited guide answers, alone and while many citizens chat."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from eval.bench.load import CLIENTS
from eval.bench.processes import Server, command, serving
from eval.errors import TargetUnreachable
from eval.progress import Track

EDITS = 8
"""Edits of each kind; the first of all is not counted, for the follower then reads the encoder."""
PATIENCE_S = 120.0
LOOK_S = 0.005
PAUSE_S = 1.0


@dataclass(frozen=True)
class Visible:
    """Seconds from the save of each guide to its first answer with the change, and requests that failed meanwhile."""

    alone: tuple[float, ...]
    loaded: tuple[float, ...]
    failed: int


def edits_visible(home: Path, source: Path, questions: Sequence[str], track: Track) -> Visible:
    """Follow ``source``, which is what ``home`` holds, and edit its guides one by one under a running server.

    Raises:
        TargetUnreachable: the server or the follower does not start, or an edit is never seen.
    """
    guides = sorted((source / "guides").glob("*.json"))
    with serving(home) as server, _following(home, source):
        editor = _Editor(server, guides)
        _settle(home)
        editor.edit()
        alone = tuple(editor.edit() for _ in track(range(EDITS), "edits"))
        crowd = _Crowd(server, questions)
        with crowd.chatting():
            loaded = tuple(editor.edit() for _ in track(range(EDITS), f"edits while {CLIENTS} clients chat"))
    return Visible(alone, loaded, len(crowd.failures))


@contextmanager
def _following(home: Path, source: Path) -> Iterator[None]:
    line = command(["ingest", "watch", "--source", str(source.resolve())], home)
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _settle(home: Path) -> None:
    """Wait for the follower's first look at everything, which writes a report."""
    report, start = home / "knowledge" / "last_run.json", time.time()
    while report.stat().st_mtime < start:
        if time.time() - start > PATIENCE_S:
            raise TargetUnreachable("quanquan ingest watch does not start")
        time.sleep(LOOK_S)


@dataclass
class _Editor:
    """Edits one guide after another: every second edit changes words that are searched, the others only the fee."""

    server: Server
    guides: Sequence[Path]
    done: int = 0

    def edit(self) -> float:
        """Seconds until the next guide's change is told."""
        time.sleep(PAUSE_S)
        path, mark = self.guides[self.done % len(self.guides)], f"每证{7000 + self.done}元"
        guide = json.loads(path.read_text("utf-8"))
        guide["fee"] |= {"amount": 7000 + self.done, "text": mark}
        if self.done % 2:
            guide["summary"] += mark
        self.done += 1
        written = path.with_name(f".{path.name}.new")
        written.write_text(json.dumps(guide, ensure_ascii=False, indent=2), "utf-8")
        written.replace(path)
        start = time.perf_counter()
        connection = HTTPConnection(self.server.host, self.server.port, timeout=PATIENCE_S)
        while mark not in _guide(connection, path.stem):
            if time.perf_counter() - start > PATIENCE_S:
                raise TargetUnreachable(f"the edit of {path.name} is never seen")
            time.sleep(LOOK_S)
        connection.close()
        return time.perf_counter() - start


def _guide(connection: HTTPConnection, item_id: str) -> str:
    connection.request("GET", f"/api/v1/guides/{item_id}")
    return connection.getresponse().read().decode()


@dataclass
class _Crowd:
    """Clients that chat without a pause; ``failures`` are the turns that were not answered."""

    server: Server
    questions: Sequence[str]
    failures: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def chatting(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._chat, args=(at,)) for at in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _chat(self, at: int) -> None:
        while not self._stop.is_set():
            try:
                with self.server.connected() as asker:
                    while not self._stop.is_set():
                        asker.ask(self.questions[at % len(self.questions)])
                        at += CLIENTS
            except TargetUnreachable as error:
                self.failures.append(str(error))
