from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge import snapshots
from knowledge.errors import NotFound, QuanquanError, SnapshotDamaged
from knowledge.manifest import Manifest, SnapshotFacts
from knowledge.snapshots import SnapshotBusy, SnapshotStore


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    def clock() -> Iterator[datetime]:
        time = datetime(2026, 4, 15, 8, tzinfo=UTC)
        while True:
            yield time
            time += timedelta(seconds=1)

    ticks = clock()
    return SnapshotStore(tmp_path / "knowledge", clock=lambda: next(ticks))


def publish(store: SnapshotStore, text: str) -> Manifest:
    with store.begin() as draft:
        (draft.folder / "index").mkdir()
        (draft.folder / "guides.jsonl").write_text(text)
        (draft.folder / "index" / "vectors.bin").write_bytes(b"\0" * 64)
        return store.publish(draft, SnapshotFacts(counts={"guides": 1}))


def test_nothing_is_in_force_before_the_first_publication(store: SnapshotStore) -> None:
    assert store.current_id() is None
    assert store.list() == ()
    assert store.history() == ()
    assert store.latest_good() is None


def test_published_files_are_found_through_the_pointer_and_verify(store: SnapshotStore) -> None:
    manifest = publish(store, "one")
    assert store.current_id() == manifest.id
    assert (store.folder(manifest.id) / "guides.jsonl").read_text() == "one"
    assert store.verify(manifest.id) == manifest
    assert set(manifest.files) == {"guides.jsonl", "index/vectors.bin"}
    assert manifest.files["index/vectors.bin"].size == 64


def test_ids_sort_by_time_and_carry_the_content_digest(store: SnapshotStore) -> None:
    first, second, third = publish(store, "one"), publish(store, "two"), publish(store, "one")
    assert store.list() == (first.id, second.id, third.id)
    assert third.content_digest == first.content_digest != second.content_digest
    assert re.fullmatch(r"20260415T0800\d\d000000Z-[0-9a-f]{12}", first.id)
    assert first.id.endswith(first.content_digest[:12])


def test_each_snapshot_names_its_parent(store: SnapshotStore) -> None:
    first, second = publish(store, "one"), publish(store, "two")
    assert (first.parent, second.parent) == (None, first.id)


def test_published_files_are_read_only(store: SnapshotStore) -> None:
    folder = store.folder(publish(store, "one").id)
    assert {path.stat().st_mode & 0o222 for path in folder.rglob("*") if path.is_file()} == {0}


def test_a_second_writer_is_told_to_wait(store: SnapshotStore) -> None:
    publish(store, "one")
    with store.begin():
        for write in (store.begin, store.rollback, store.prune):
            with pytest.raises(SnapshotBusy, match="另一个程序正在更新知识库"):
                write()
    publish(store, "two")


def test_a_killed_writer_leaves_no_lock_and_its_draft_is_cleared(store: SnapshotStore) -> None:
    program = (
        "import os, sys, pathlib; from knowledge.snapshots import SnapshotStore\n"
        "draft = SnapshotStore(pathlib.Path(sys.argv[1])).begin()\n"
        "(draft.folder / 'half').write_text('x'); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", program, str(store.root)], check=False)
    assert killed.returncode == -9
    assert list((store.root / ".drafts").rglob("half"))
    with store.begin() as draft:
        assert list((store.root / ".drafts").iterdir()) == [draft.folder]


def test_an_abandoned_draft_leaves_no_trace(store: SnapshotStore) -> None:
    def build() -> None:
        with store.begin() as draft:
            (draft.folder / "half").write_text("x")
            raise QuanquanError("the builder failed")

    with pytest.raises(QuanquanError):
        build()
    assert store.current_id() is None
    assert list((store.root / ".drafts").iterdir()) == []
    publish(store, "one")


def _spoil_content(folder: Path) -> None:
    path = folder / "guides.jsonl"
    path.chmod(0o644)
    path.write_text("0ne")


def _spoil_manifest(folder: Path) -> None:
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text("{}")


def _cut_manifest(folder: Path) -> None:
    text = (folder / "manifest.json").read_text()
    (folder / "manifest.json").chmod(0o644)
    (folder / "manifest.json").write_text(text[: len(text) // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "changed byte": _spoil_content,
    "missing file": lambda folder: (folder / "guides.jsonl").unlink(),
    "extra file": lambda folder: (folder / "more").write_text("x"),
    "link": lambda folder: (folder / "more").symlink_to("/etc/hostname"),
    "empty manifest": _spoil_manifest,
    "torn manifest": _cut_manifest,
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(store: SnapshotStore, damage: str) -> None:
    manifest = publish(store, "one")
    DAMAGES[damage](store.folder(manifest.id))
    with pytest.raises(SnapshotDamaged, match=manifest.id if damage != "link" else "普通文件"):
        store.verify(manifest.id)


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_newest_undamaged_snapshot_is_found(store: SnapshotStore, damage: str) -> None:
    first, second = publish(store, "one"), publish(store, "two")
    assert store.latest_good() == second.id
    DAMAGES[damage](store.folder(second.id))
    assert store.latest_good() == first.id


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"../../etc", b"20260415T080000000000Z-0123456789ab/..", b"x" * 100_000]
)
def test_a_damaged_pointer_is_an_error_that_the_next_publication_mends(store: SnapshotStore, content: bytes) -> None:
    first = publish(store, "one")
    (store.root / "CURRENT").write_bytes(content)
    with pytest.raises(SnapshotDamaged):
        store.current_id()
    assert store.latest_good() == first.id
    second = publish(store, "two")
    assert store.current_id() == second.id


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../..", "/etc", "20260415T080000000000Z-0123456789ab", "２0260415T080000000000Z-0123456789ab"],
)
def test_what_is_no_snapshot_id_is_not_found(store: SnapshotStore, name: str) -> None:
    publish(store, "one")
    for use in (store.folder, store.manifest, store.verify):
        with pytest.raises(NotFound):
            use(name)
    if name:
        with pytest.raises(NotFound):
            store.rollback(name)


def test_rollback_goes_to_the_parent_step_by_step(store: SnapshotStore) -> None:
    first, second, third = (publish(store, text) for text in ("one", "two", "three"))
    assert store.rollback().to_id == second.id
    assert store.rollback(reason="费用写错").to_id == first.id
    assert store.current_id() == first.id
    with pytest.raises(NotFound, match="最早的一版"):
        store.rollback()
    assert store.rollback(third.id).from_id == first.id
    assert store.current_id() == third.id


def test_rollback_is_recorded_with_its_reason(store: SnapshotStore) -> None:
    first, second = publish(store, "one"), publish(store, "two")
    store.rollback(reason="费用写错")
    last = store.history()[-1]
    assert (last.from_id, last.to_id, last.reason) == (second.id, first.id, "费用写错")


def test_rollback_to_a_damaged_snapshot_is_refused(store: SnapshotStore) -> None:
    first, second = publish(store, "one"), publish(store, "two")
    _spoil_content(store.folder(first.id))
    with pytest.raises(SnapshotDamaged):
        store.rollback()
    assert store.current_id() == second.id


def test_a_torn_line_of_history_spoils_only_itself(store: SnapshotStore) -> None:
    first = publish(store, "one")
    with (store.root / "history.jsonl").open("a") as file:
        file.write('{"time": "2026-')
    second = publish(store, "two")
    assert [entry.to_id for entry in store.history()] == [first.id, second.id]


def test_prune_keeps_the_newest_and_what_is_in_force_with_its_parent(store: SnapshotStore) -> None:
    ids = [publish(store, str(number)).id for number in range(6)]
    store.rollback(ids[2])
    assert store.prune(keep=1) == (ids[0], ids[3], ids[4])
    assert store.list() == (ids[1], ids[2], ids[5])
    assert store.verify(ids[2]).id == store.current_id()
    assert list((store.root / ".drafts").iterdir()) == []


def test_prune_never_removes_the_snapshot_in_force(store: SnapshotStore) -> None:
    ids = [publish(store, str(number)).id for number in range(3)]
    store.rollback(ids[0])
    store.prune(keep=0)
    assert store.list() == (ids[0],)


STEPS = ("sync", "write_atomically", "append_line")


@pytest.mark.parametrize("failing", range(12))
def test_a_failure_at_any_step_of_publishing_leaves_a_whole_snapshot_in_force(
    store: SnapshotStore, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses the n-th durable write of a publication; whatever n is, readers have a whole snapshot."""
    before = publish(store, "one")
    calls = iter(range(1000))

    def failing_on_turn(step: Callable[..., None]) -> Callable[..., None]:
        def run(*arguments: object) -> None:
            if next(calls) == failing:
                raise OSError(28, "No space left on device")
            step(*arguments)

        return run

    with monkeypatch.context() as patch:
        for name in STEPS:
            patch.setattr(snapshots, name, failing_on_turn(getattr(snapshots, name)))
        try:
            after = publish(store, "two").id
        except OSError:
            after = None
    current = store.current_id()
    assert current is not None
    assert store.verify(current).id == current
    if failing <= 6:  # four entries, their folder, snapshots/ and the pointer come before the new one is in force
        assert (current, after) == (before.id, None)
    assert publish(store, "three").id == store.current_id()


KILLED_PUBLICATION = """
import os, pathlib, sys
from knowledge import snapshots
from knowledge.manifest import SnapshotFacts

calls = iter(range(1000))

def deadly(step):
    def run(*arguments):
        if next(calls) == int(sys.argv[2]):
            os.kill(os.getpid(), 9)
        step(*arguments)
    return run

for name in ("sync", "write_atomically", "append_line"):
    setattr(snapshots, name, deadly(getattr(snapshots, name)))
store = snapshots.SnapshotStore(pathlib.Path(sys.argv[1]))
with store.begin() as draft:
    (draft.folder / "guides.jsonl").write_text("two")
    store.publish(draft, SnapshotFacts())
"""


@pytest.mark.parametrize("step", range(6))
def test_kill_9_at_any_step_of_publishing_leaves_a_whole_snapshot_in_force(store: SnapshotStore, step: int) -> None:
    """Steps: two files, their folder, snapshots/, the pointer, the history."""
    before = publish(store, "one")
    killed = subprocess.run([sys.executable, "-c", KILLED_PUBLICATION, str(store.root), str(step)], check=False)
    assert killed.returncode == -9
    current = store.current_id()
    assert current is not None
    store.verify(current)
    assert (current == before.id) == (step <= 4)
    assert publish(store, "three").id == store.current_id()
    assert store.history()[-1].to_id == store.current_id()


def test_a_reader_needs_no_lock(store: SnapshotStore) -> None:
    manifest = publish(store, "one")
    with store.begin():
        assert SnapshotStore(store.root).verify(manifest.id).id == store.current_id()


def test_the_lock_does_not_outlive_the_draft(store: SnapshotStore) -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(3):
        publish(store, str(number))
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors
