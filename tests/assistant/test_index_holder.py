"""The index in force: swapped without dropping a request, kept when its successor is damaged."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.index_holder import IndexHolder
from assistant.observability import Metrics
from knowledge.errors import SnapshotDamaged, SnapshotUnavailable
from knowledge.ports import KnowledgeIndex
from knowledge.snapshots import SnapshotStore
from tests.assistant.fakes import Bench, load_fake, publish, wait_for

CHAT = "/api/v1/chat"


def _swaps(metrics: Metrics, result: str) -> float:
    value = metrics.registry.get_sample_value("quanquan_index_swaps_total", {"result": result})
    return value or 0.0


def _answers_from(snapshot_id: str, answered: list[str]) -> bool:
    return any(snapshot_id in text for text in answered[-3:])


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "knowledge")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def holder(store: SnapshotStore, metrics: Metrics) -> IndexHolder:
    return IndexHolder(store, load_fake, metrics)


def test_before_the_first_snapshot_there_is_no_index(holder: IndexHolder, store: SnapshotStore) -> None:
    holder.open()
    with pytest.raises(SnapshotUnavailable):
        holder.current()
    published = publish(store)
    holder.poll()
    assert holder.current().snapshot_id == published


def test_a_published_snapshot_takes_over_while_requests_are_answered(bench: Bench) -> None:
    answered: list[str] = []
    done = threading.Event()

    with TestClient(create_app(bench.assistant)) as http:

        def ask_on(_number: int) -> int:
            while not done.is_set():
                response = http.post(CHAT, json={"text": "身份证丢了"})
                assert response.status_code == 200
                answered.append(response.json()["text"])
            return 1

        with ThreadPoolExecutor(3) as threads:
            asking = threads.map(ask_on, range(3))
            try:
                for number in range(5):
                    wanted = publish(bench.store, f"edition {number}")
                    wait_for(partial(_answers_from, wanted, answered))
            finally:
                done.set()
            assert sum(asking) == 3
    assert len(set(answered)) >= 5


@pytest.mark.parametrize("damage", ["changed", "missing", "extra", "manifest"])
def test_a_damaged_snapshot_is_reported_once_and_the_old_one_stays(
    holder: IndexHolder, store: SnapshotStore, metrics: Metrics, damage: str
) -> None:
    good = publish(store, "good")
    holder.open()
    bad = publish(store, "bad")
    file = store.folder(bad) / ("manifest.json" if damage == "manifest" else "content.txt")
    file.chmod(0o644)
    if damage == "missing":
        file.unlink()
    elif damage == "extra":
        (store.folder(bad) / "more.txt").write_text("x")
    else:
        file.write_text("{}")
    for _ in range(5):
        holder.poll()
    assert holder.current().snapshot_id == good
    assert _swaps(metrics, "refused") == 1
    newer = publish(store, "newer")
    holder.poll()
    assert holder.current().snapshot_id == newer


def test_a_snapshot_that_failed_to_load_is_tried_again_later(store: SnapshotStore, metrics: Metrics) -> None:
    tries: list[str] = []

    def load(store: SnapshotStore, snapshot_id: str, before: KnowledgeIndex | None) -> KnowledgeIndex:
        tries.append(snapshot_id)
        if len(tries) == 2:
            raise MemoryError
        return load_fake(store, snapshot_id)

    holder = IndexHolder(store, load, metrics)
    publish(store, "one")
    holder.open()
    second = publish(store, "two")
    for _ in range(20):
        holder.poll()
    assert tries[1:] == [second]
    for _ in range(60):
        holder.poll()
    assert holder.current().snapshot_id == second


def test_a_server_that_starts_on_a_damaged_snapshot_takes_the_newest_sound_one(
    holder: IndexHolder, store: SnapshotStore
) -> None:
    good = publish(store, "good")
    file = store.folder(publish(store, "bad")) / "content.txt"
    file.chmod(0o644)
    file.write_text("x")
    holder.open()
    assert holder.current().snapshot_id == good


def test_a_snapshot_of_another_version_leaves_the_holder_empty_until_a_new_one_is_published(
    store: SnapshotStore, metrics: Metrics
) -> None:
    old = publish(store, "made by another version")

    def load(store: SnapshotStore, snapshot_id: str, before: KnowledgeIndex | None) -> KnowledgeIndex:
        if snapshot_id == old:
            raise SnapshotDamaged("another format")
        return load_fake(store, snapshot_id)

    holder = IndexHolder(store, load, metrics)
    holder.open()
    assert holder.snapshot_id is None
    new = publish(store, "made by this version")
    holder.poll()
    assert holder.snapshot_id == new


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff\xfe", b"x" * 100_000])
def test_an_unreadable_pointer_changes_nothing(holder: IndexHolder, store: SnapshotStore, content: bytes) -> None:
    good = publish(store)
    holder.open()
    (store.root / "CURRENT").write_bytes(content)
    holder.poll()
    assert holder.current().snapshot_id == good


def test_going_back_to_an_earlier_snapshot_is_a_swap_like_any_other(holder: IndexHolder, store: SnapshotStore) -> None:
    first = publish(store, "one")
    publish(store, "two")
    holder.open()
    store.rollback(first)
    holder.poll()
    assert holder.current().snapshot_id == first


def test_the_snapshot_in_force_is_published_as_a_metric(make_bench: Callable[..., Bench]) -> None:
    bench = make_bench()
    text = bench.assistant.metrics.exposition().decode()
    assert f'quanquan_snapshot_info{{id="{bench.store.current_id()}"}} 1.0' in text
    assert "quanquan_snapshot_guides 1.0" in text
