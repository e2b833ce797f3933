"""The index that answers: swapped in memory when another snapshot is published, without dropping a request.

Readers take the current index by one attribute read, without a lock. The new index is checked and loaded whole before
it takes the old one's place; a damaged snapshot is reported and the old index stays.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import structlog

from assistant.observability import Metrics, describe_exception
from knowledge.errors import QuanquanError, SnapshotDamaged, SnapshotUnavailable
from knowledge.manifest import FileEntry
from knowledge.ports import KnowledgeIndex
from knowledge.snapshots import SnapshotStore

POLL_SECONDS: Final = 0.2
RETRY_POLLS: Final = 50
"""A snapshot that failed to load is tried again after so many polls (10 s): the fault may have been the disk's."""

_log = structlog.get_logger(__name__)


class IndexHolder:
    """Holds the index of the snapshot in force."""

    def __init__(
        self,
        store: SnapshotStore,
        load: Callable[[SnapshotStore, str, KnowledgeIndex | None], KnowledgeIndex],
        metrics: Metrics,
    ) -> None:
        self._store = store
        self._load = load
        self._metrics = metrics
        self._index: KnowledgeIndex | None = None
        self._files: dict[str, FileEntry] = {}
        self._refused: str | None = None
        self._polls_to_retry = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def current(self) -> KnowledgeIndex:
        """Return the index that answers now; raises ``SnapshotUnavailable`` before the first one."""
        index = self._index
        if index is None:
            raise SnapshotUnavailable("知识库还没有准备好，请稍后再试。也可以拨打 12345 咨询。")
        return index

    @property
    def snapshot_id(self) -> str | None:
        """Id of the snapshot that answers now."""
        index = self._index
        return None if index is None else index.snapshot_id

    def open(self) -> None:
        """Load the snapshot in force, or when it is damaged the newest sound one.

        Where nothing can be loaded the holder stays empty, the reasons are reported, and ``watch`` goes on looking.
        """
        for candidate in (self._store.current_id, self._store.latest_good):
            wanted: str | None = None
            try:
                wanted = candidate()
                if wanted is not None:
                    self._swap_to(wanted)
                return
            except (QuanquanError, OSError) as error:
                self._report(wanted, error)

    def watch(self) -> None:
        """Begin to follow the pointer, in a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="snapshot-watch", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop following."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def poll(self) -> None:
        """Look at the pointer once, and swap where it names another snapshot."""
        wanted: str | None = None
        try:
            wanted = self._store.current_id()
            if wanted is not None and wanted != self.snapshot_id and self._may_try(wanted):
                self._swap_to(wanted)
        except Exception as error:  # a thread's entry: whatever is wrong with the new snapshot, the old one answers
            self._report(wanted, error)

    def _watch(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            self.poll()

    def _may_try(self, snapshot_id: str) -> bool:
        self._polls_to_retry -= 1
        return snapshot_id != self._refused or self._polls_to_retry <= 0

    def _swap_to(self, snapshot_id: str) -> None:
        manifest = self._store.verify(snapshot_id, self._files)
        index = self._load(self._store, snapshot_id, self._index)
        if index.snapshot_id != snapshot_id:
            raise SnapshotDamaged(f"知识库 {snapshot_id} 里装的是另一版")
        self._index, self._files = index, manifest.files
        self._refused = None
        self._metrics.swaps.labels("loaded").inc()
        self._metrics.snapshot.info({"id": snapshot_id})
        self._metrics.guides.set(len(index.guides))
        _log.info("snapshot_in_force", snapshot=snapshot_id, guides=len(index.guides))

    def _report(self, snapshot_id: str | None, error: Exception) -> None:
        """Report a snapshot once, not at every poll."""
        self._polls_to_retry = RETRY_POLLS
        if self._refused == (snapshot_id or "pointer"):
            return
        self._refused = snapshot_id or "pointer"
        reason = error.message if isinstance(error, QuanquanError) else ""
        self._metrics.swaps.labels("refused").inc()
        _log.error("snapshot_refused", snapshot=snapshot_id, reason=reason, **describe_exception(error))
