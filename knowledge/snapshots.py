"""Immutable snapshots of the knowledge, and the one pointer that says which is in force.

Layout under the root: ``snapshots/<id>/`` (records, index, manifest.json), ``CURRENT`` (the id in force),
``history.jsonl``, ``.drafts/`` (unfinished work) and ``.lock`` (held by the one writer). Readers take no lock.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Self

from pydantic import ValidationError

from knowledge.errors import NotFound, QuanquanError, SnapshotDamaged
from knowledge.files import append_line, sha256_of, sync, write_atomically
from knowledge.manifest import FORMAT_VERSION, MANIFEST, FileEntry, HistoryEntry, Manifest, SnapshotFacts

_ID = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{12}")


class SnapshotBusy(QuanquanError):
    """Another process is changing the snapshots."""

    code = "knowledge_busy"
    status = 409


@dataclass(frozen=True)
class SnapshotDraft:
    """A folder to fill; it holds the writer's lock until it is published or abandoned (leaving ``with`` abandons)."""

    folder: Path
    lock: IO[bytes]

    def abandon(self) -> None:
        """Drop the draft, if it is still there, and let the next writer in."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abandon()


def _now() -> datetime:
    return datetime.now(UTC)


class SnapshotStore:
    """The snapshots under one root folder, which is made by the first writer."""

    def __init__(
        self, root: Path, clock: Callable[[], datetime] = _now, what: str = "知识库", private: bool = False
    ) -> None:
        """``what`` lies under the root, in the words of people who read its errors; ``private``: none but its owner reads it."""
        self.root = root
        self._private = private
        self._mode = 0o700 if private else 0o777
        self._clock = clock
        self._what = what
        self._snapshots = root / "snapshots"
        self._pointer = root / "CURRENT"
        self._history = root / "history.jsonl"

    # Reading

    def current_id(self) -> str | None:
        """The id in force, ``None`` before the first publication; raises SnapshotDamaged for an unreadable pointer."""
        try:
            text = self._pointer.read_bytes()[:256].decode("ascii", "replace").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SnapshotDamaged(f"读不出当前是哪一版{self._what}（CURRENT 文件）") from error
        if not _ID.fullmatch(text):
            raise SnapshotDamaged("CURRENT 文件的内容不是版本号")
        return text

    def folder(self, snapshot_id: str) -> Path:
        """Folder of one snapshot; raises NotFound for what is not an id (no path escapes the root) or is not there."""
        folder = self._snapshots / snapshot_id if _ID.fullmatch(snapshot_id) else None
        if folder is None or not folder.is_dir():
            raise NotFound(f"没有这一版{self._what}：{snapshot_id[:60]!r}")
        return folder

    def manifest(self, snapshot_id: str) -> Manifest:
        """What a snapshot says about itself; raises NotFound or SnapshotDamaged."""
        try:
            manifest = Manifest.model_validate_json((self.folder(snapshot_id) / MANIFEST).read_bytes())
        except (OSError, ValidationError) as error:
            raise SnapshotDamaged(f"{self._what} {snapshot_id} 的清单 {MANIFEST} 读不出来") from error
        if manifest.id != snapshot_id:
            raise SnapshotDamaged(f"{self._what} {snapshot_id} 的清单写着另一个版本号")
        return manifest

    def verify(self, snapshot_id: str, read: Mapping[str, FileEntry] = MappingProxyType({})) -> Manifest:
        """Check every file against the manifest; raises SnapshotDamaged naming the first file that differs.

        Files that were checked and ``read`` before, and are said to be the same, need not be read again.
        """
        manifest, folder = self.manifest(snapshot_id), self.folder(snapshot_id)
        found = {name for name in _file_names(folder) if name != MANIFEST}
        for name in sorted(found ^ manifest.files.keys()):
            raise SnapshotDamaged(f"{self._what} {snapshot_id} {'多出' if name in found else '缺少'}文件 {name}")
        for name, entry in manifest.files.items():
            if read.get(name) != entry and not _matches(folder / name, entry):
                raise SnapshotDamaged(f"{self._what} {snapshot_id} 的文件 {name} 被改动或损坏")
        if _content_digest(manifest.files) != manifest.content_digest:
            raise SnapshotDamaged(f"{self._what} {snapshot_id} 的清单 {MANIFEST} 被改动或损坏")
        return manifest

    def list(self) -> tuple[str, ...]:
        """Ids of all snapshots, oldest first."""
        if not self._snapshots.is_dir():
            return ()
        return tuple(sorted(path.name for path in self._snapshots.iterdir() if _ID.fullmatch(path.name)))

    def latest_good(self) -> str | None:
        """The snapshot in force, or when that is damaged the newest undamaged one; ``None`` when there is none."""
        for snapshot_id in (self._pointed(), *reversed(self.list())):
            try:
                if snapshot_id is not None:
                    return self.verify(snapshot_id).id
            except (SnapshotDamaged, NotFound):
                continue
        return None

    def history(self) -> tuple[HistoryEntry, ...]:
        """Changes of the snapshot in force, oldest first; a line torn by a crash is passed over."""
        try:
            lines = self._history.read_bytes().splitlines()
        except FileNotFoundError:
            return ()
        return tuple(_history_entries(lines))

    # Writing

    def link(self, draft: SnapshotDraft, snapshot_id: str) -> dict[str, FileEntry]:
        """Put the files of a snapshot that the draft has not, into it as links to the same bytes, and return them.

        Snapshots never change, so that nothing is copied; where the disk has no links it is. Raises NotFound or
        SnapshotDamaged.
        """
        manifest, folder = self.manifest(snapshot_id), self.folder(snapshot_id)
        files = {name: entry for name, entry in manifest.files.items() if not (draft.folder / name).exists()}
        for name in files:
            target = draft.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(folder / name)
            except FileNotFoundError as error:
                raise SnapshotDamaged(f"{self._what} {snapshot_id} 缺少文件 {name}") from error
            except OSError:
                shutil.copyfile(folder / name, target)
        return files

    def begin(self) -> SnapshotDraft:
        """A new empty draft; clears what killed runs left; raises SnapshotBusy while another process writes."""
        lock = self._take_lock()
        drafts = self.root / ".drafts"
        shutil.rmtree(drafts, ignore_errors=True)
        drafts.mkdir(mode=self._mode, exist_ok=True)
        return SnapshotDraft(Path(tempfile.mkdtemp(dir=drafts)), lock)

    def publish(
        self,
        draft: SnapshotDraft,
        facts: SnapshotFacts,
        reason: str = "发布",
        linked: Mapping[str, FileEntry] = MappingProxyType({}),
    ) -> Manifest:
        """Make the draft a snapshot and put it in force; ``linked`` are its files that are links into another snapshot.

        Each step is durable before the next begins, and the pointer is last, so a crash at any point leaves either
        the old snapshot in force or the new one, whole.
        """
        files = {name: linked.get(name) or _entry(draft.folder / name) for name in _file_names(draft.folder)}
        manifest = self._manifest(files, facts)
        (draft.folder / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", encoding="utf-8")
        _seal(draft.folder, linked, 0o400 if self._private else 0o444)
        self._snapshots.mkdir(mode=self._mode, exist_ok=True)
        draft.folder.rename(self._snapshots / manifest.id)
        sync(self._snapshots)
        self._point_to(manifest.id, reason)
        draft.lock.close()
        return manifest

    def rollback(self, to: str | None = None, reason: str = "") -> HistoryEntry:
        """Put an earlier snapshot in force: ``to``, or the parent of the one in force.

        Raises NotFound when there is none, SnapshotDamaged when it does not verify, SnapshotBusy.
        """
        with self._locked():
            target = to or self._parent()
            if target is None:
                raise NotFound("当前已是最早的一版，没有更早的可以退回")
            self.verify(target)
            return self._point_to(target, reason or "退回")

    def prune(self, keep: int = 5) -> tuple[str, ...]:
        """Delete all but the newest ``keep`` snapshots; the one in force and its parent always stay. Returns ids."""
        with self._locked():
            stay = self._protected() | set(self.list()[-keep:] if keep > 0 else ())
            gone = tuple(snapshot_id for snapshot_id in self.list() if snapshot_id not in stay)
            for snapshot_id in gone:
                self._delete(snapshot_id)
            return gone

    def forget_others(self) -> tuple[str, ...]:
        """Delete every snapshot but the one in force, its parent too: what had to be erased cannot come back. Returns ids."""
        with self._locked():
            current = self.current_id()
            gone = tuple(snapshot_id for snapshot_id in self.list() if snapshot_id != current)
            for snapshot_id in gone:
                self._delete(snapshot_id)
            return gone

    # Parts

    def _delete(self, snapshot_id: str) -> None:
        """Out of sight in one step first, so that a crash in the middle leaves no half snapshot in the list."""
        drafts = self.root / ".drafts"
        drafts.mkdir(mode=self._mode, exist_ok=True)
        doomed = Path(tempfile.mkdtemp(dir=drafts)) / snapshot_id
        (self._snapshots / snapshot_id).rename(doomed)
        shutil.rmtree(doomed.parent)

    def _manifest(self, files: dict[str, FileEntry], facts: SnapshotFacts) -> Manifest:
        digest, now = _content_digest(files), self._clock()
        return Manifest(
            format_version=FORMAT_VERSION,
            id=f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}-{digest[:12]}",
            parent=self._pointed(),
            created_at=now,
            content_digest=digest,
            files=files,
            facts=facts,
        )

    def _point_to(self, snapshot_id: str, reason: str) -> HistoryEntry:
        before = self._pointed()
        write_atomically(self._pointer, snapshot_id.encode() + b"\n")
        entry = HistoryEntry(time=self._clock(), from_id=before, to_id=snapshot_id, reason=reason)
        append_line(self._history, entry.model_dump_json())
        return entry

    def _pointed(self) -> str | None:
        """The id in force; a damaged pointer counts as none, so that a new publication can mend it."""
        try:
            return self.current_id()
        except SnapshotDamaged:
            return None

    def _parent(self) -> str | None:
        """The snapshot that the one in force was made after."""
        current = self._pointed()
        return self.manifest(current).parent if current else None

    def _protected(self) -> set[str | None]:
        try:
            return {self._pointed(), self._parent()}
        except (SnapshotDamaged, NotFound):
            return {self._pointed()}

    def _take_lock(self) -> IO[bytes]:
        """The writer's lock, held until the file is closed; the kernel closes it for a killed process."""
        self.root.mkdir(parents=True, exist_ok=True)
        if self._private:
            self.root.chmod(0o700)
        lock = (self.root / ".lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            raise SnapshotBusy(f"另一个程序正在更新{self._what}，请等它结束后再试") from error
        return lock

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._take_lock():
            yield


def _file_names(folder: Path) -> Iterator[str]:
    """Regular files below ``folder``, as relative POSIX paths in sorted order; anything else is damage."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise SnapshotDamaged(f"快照里只能有普通文件：{path.name}")
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _entry(path: Path) -> FileEntry:
    return FileEntry(sha256=sha256_of(path), size=path.stat().st_size)


def _matches(path: Path, entry: FileEntry) -> bool:
    try:
        return _entry(path) == entry
    except OSError:
        return False


def _content_digest(files: dict[str, FileEntry]) -> str:
    lines = "".join(f"{entry.sha256}  {name}\n" for name, entry in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _seal(folder: Path, linked: Container[str], mode: int) -> None:
    """Make every file read-only and durable, then every folder; those ``linked`` have been."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.relative_to(folder).as_posix() in linked:
            continue
        if path.is_file():
            path.chmod(mode)
        sync(path)
    sync(folder)


def _history_entries(lines: list[bytes]) -> Iterator[HistoryEntry]:
    for line in lines:
        try:
            yield HistoryEntry.model_validate_json(line)
        except ValidationError:
            continue
