from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ingest.documents.open import Opened, open_documents
from ingest.live import LiveIngest
from ingest.plan import Means
from ingest.sources.folder import FolderSource, sample_folder
from ingest.sources.source import SourceFile
from knowledge.models import Fee
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore
from tests.conftest import RunningServer, quanquan_environment
from tests.ingest.conftest import IDS, StandInBuilder, edit_guide, make_source, read_guide

CLIENTS = 16
FEE = {"amount": 77, "text": "每证77元", "basis": "《测试收费办法》"}


class StandInPatcher:
    """Writes no index, and remembers that it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, before: KnowledgeRecords, after: KnowledgeRecords, folder: Path, *, previous: Path) -> None:
        self.calls += 1


class Live:
    """A source, its follower, and what it did."""

    def __init__(self, folder: Path) -> None:
        self.source = make_source(folder / "source", (*IDS, *(f"GA-0{number}" for number in range(12, 30))))
        self.store = SnapshotStore(folder / "home" / "knowledge")
        self.builder, self.patcher = StandInBuilder(), StandInPatcher()
        self.opened: list[str] = []
        self.now = 0.0
        self.ingest = self.new()

    def new(self) -> LiveIngest:
        """A follower without memories."""
        return LiveIngest(
            FolderSource(self.source),
            self.store,
            Settings(),
            SilentProgress(),
            self.builder,
            self.patcher,
            Means(open_file=self.open_file),
            clock=lambda: self.now,
        )

    def open_file(self, file: SourceFile, data: bytes) -> Opened:
        self.opened.append(file.name)
        return open_documents(file.name, data)

    def records(self) -> KnowledgeRecords:
        current = self.store.current_id()
        assert current is not None
        return KnowledgeRecords.read(self.store.folder(current))


@pytest.fixture
def live(tmp_path: Path) -> Live:
    return Live(tmp_path)


def test_one_edited_guide_is_read_and_indexed_alone(live: Live) -> None:
    live.ingest.run()
    live.ingest._memory.reread = 0
    edit_guide(live.source, "JY-001", fee=FEE)
    report, told = live.ingest.run()
    assert (report.outcome, report.changes.updated) == ("published", ("JY-001",))
    assert live.ingest._memory.reread == 1
    assert (len(live.builder.previous), live.patcher.calls) == (1, 1)
    assert [(one.item_id, one.lines[0]) for one in told] == [("JY-001", "收费 不收费 → 77元")]
    assert live.records().guides[-3].fee == Fee(amount=77.0, text="每证77元", basis="《测试收费办法》")


def test_a_file_that_is_saved_again_without_a_change_publishes_nothing(live: Live) -> None:
    first, _ = live.ingest.run()
    path = live.source / "guides" / "JY-001.json"
    path.write_bytes(path.read_bytes())
    again, told = live.ingest.run()
    assert (again.outcome, again.snapshot_id, told) == ("unchanged", first.snapshot_id, ())


def test_what_others_published_in_the_meantime_is_not_lost_sight_of(live: Live) -> None:
    first, _ = live.ingest.run()
    edit_guide(live.source, "JY-001", fee=FEE)
    live.ingest.run()
    live.store.rollback(first.snapshot_id)
    report, _ = live.ingest.run()
    assert (report.outcome, live.store.current_id()) == ("unchanged", first.snapshot_id)
    edit_guide(live.source, "SC-001", fee=FEE)
    report, _ = live.ingest.run()
    assert report.changes.updated == ("JY-001", "SC-001")


def test_a_bad_save_keeps_the_earlier_version_and_the_next_save_mends_it(live: Live) -> None:
    live.ingest.run()
    good = read_guide(live.source, "JY-001")
    path = live.source / "guides" / "JY-001.json"
    path.write_text('{"id": "JY-0')
    report, _ = live.ingest.run()
    assert [(one.file, one.kept) for one in report.rejected] == [("guides/JY-001.json", True)]
    assert live.records().guides[-3].name == good["name"]
    path.write_text(json.dumps(good | {"fee": FEE}, ensure_ascii=False))
    report, _ = live.ingest.run()
    assert (report.rejected, report.changes.updated) == ((), ("JY-001",))


def test_a_new_file_is_published_and_a_deleted_one_is_withdrawn(live: Live) -> None:
    live.ingest.run()
    shutil.copy(sample_folder() / "guides" / "RS-001.json", live.source / "guides")
    (live.source / "guides" / "GA-011.json").unlink()
    report, _ = live.ingest.run()
    assert (report.changes.created, report.changes.withdrawn) == (("RS-001",), ("GA-011",))
    assert "GA-011" not in {guide.id for guide in live.records().guides}


def test_documents_that_have_not_changed_are_not_opened_again(live: Live) -> None:
    (live.source / "guides" / "说明.html").write_text("<html><body><p>不是指南</p></body></html>")
    live.ingest.run()
    edit_guide(live.source, "JY-001", fee=FEE)
    live.ingest.run()
    assert live.opened == ["guides/说明.html"]


def test_too_many_changes_build_all_anew(live: Live) -> None:
    live.ingest.run()
    for path in (live.source / "guides").iterdir():
        edit_guide(live.source, path.stem, fee=FEE)
    live.ingest.run()
    assert len(live.builder.previous) == 2


def test_after_a_quiet_time_what_was_patched_is_built_whole(live: Live) -> None:
    live.ingest.run()
    quiet = timedelta(minutes=30)
    live.now = 10_000
    assert not live.ingest.is_due(quiet)
    edit_guide(live.source, "JY-001", fee=FEE)
    live.ingest.run()
    assert not live.ingest.is_due(quiet)
    live.now += quiet.total_seconds()
    assert live.ingest.is_due(quiet)
    live.ingest.run(force=True)
    live.now += quiet.total_seconds()
    assert not live.ingest.is_due(quiet)
    assert len(live.builder.previous) == 2


def test_a_follower_that_is_started_again_goes_on_from_the_disk(live: Live) -> None:
    live.ingest.run()
    edit_guide(live.source, "JY-001", fee=FEE)
    live.ingest.run()
    again = live.new()
    report, _ = again.run()
    assert report.outcome == "unchanged"
    edit_guide(live.source, "SC-001", fee=FEE)
    report, _ = again.run()
    assert (report.outcome, report.changes.updated) == ("published", ("SC-001",))
    assert len(live.builder.previous) == 1


@contextmanager
def watching(home: Path, source: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "ingest", "watch", "--source", str(source)],
        env=quanquan_environment(home) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0


class Clients:
    """Citizens who chat without a pause; ``failures`` are the requests that were not answered."""

    def __init__(self, url: str) -> None:
        self._url, self._stop = url, threading.Event()
        self.answered = 0
        self.failures: list[str] = []

    @contextmanager
    def chatting(self, number: int) -> Iterator[None]:
        threads = [threading.Thread(target=self._chat) for _ in range(number)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _chat(self) -> None:
        with httpx.Client(base_url=self._url, timeout=60) as client:
            while not self._stop.is_set():
                try:
                    reply = client.post("/api/v1/chat", json={"text": "公积金怎么提取"})
                except httpx.HTTPError as error:
                    self.failures.append(repr(error))
                    continue
                if reply.status_code != 200:
                    self.failures.append(reply.text)
                self.answered += 1


def fee_told(url: str, item_id: str) -> str:
    question = {"text": "要多少钱", "item_id": item_id, "facet": "fee"}
    text: str = httpx.post(f"{url}/api/v1/chat", json=question, timeout=60).json()["text"]
    return text


def wait_until(met: Callable[[], bool], seconds: float = 240) -> None:
    """Generous: what is tested is that it happens, not how fast; the bench measures that."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_a_saved_guide_answers_while_sixteen_clients_chat_and_no_request_fails(
    sample_home: Path, serve: Callable[..., RunningServer], tmp_path: Path
) -> None:
    home, source = tmp_path / "home", tmp_path / "source"
    shutil.copytree(sample_home / "knowledge", home / "knowledge")
    shutil.copytree(sample_folder(), source)
    server = serve(home, QUANQUAN_RATE_LIMIT="off")
    store = SnapshotStore(home / "knowledge")
    before = store.current_id()
    clients = Clients(server.url)
    with watching(home, source), clients.chatting(CLIENTS):
        wait_until(lambda: clients.answered > CLIENTS)
        started = (store.root / "last_run.json").stat().st_mtime_ns
        wait_until(lambda: (store.root / "last_run.json").stat().st_mtime_ns != started)  # it has looked at everything
        edit_guide(source, "GA-015", fee=FEE)
        wait_until(lambda: "77" in fee_told(server.url, "GA-015"))
        guide = read_guide(source, "MZ-001")
        temporary = source / "guides" / ".MZ-001.json.new"
        temporary.write_text(json.dumps(guide | {"fee": FEE}, ensure_ascii=False))
        temporary.replace(source / "guides" / "MZ-001.json")
        wait_until(lambda: "77" in fee_told(server.url, "MZ-001"))
    assert clients.failures == []
    current = store.current_id()
    assert before is not None and current is not None
    patch = json.loads((store.folder(current) / "patch.json").read_text())
    assert [one["id"] for one in patch["guides"]] == ["GA-015", "MZ-001"]
