"""Taking evidence in, scanning it, giving it to the market regulator."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import structlog
from sqlalchemy import Row

from assistant.claims.evidence.files import EvidenceFiles
from assistant.claims.evidence.intake import Received
from assistant.claims.evidence.repository import EvidenceRepository, Held
from assistant.claims.evidence.scan import NoScanner, Scanner, ScannerUnavailable, Verdict
from assistant.claims.reports.errors import (
    DraftNotFound,
    Infected,
    NoRoom,
    NotScanned,
    Quarantined,
    ReportClosed,
    UnknownFile,
)
from assistant.claims.reports.receipts import PATTERN
from assistant.claims.reports.schemas import Evidence
from assistant.clock import Clock, now
from assistant.errors import UploadRefused
from assistant.files import clean_name
from assistant.sniff import sniff_evidence

_log = structlog.get_logger(__name__)

_GIVEN: Final = ("clean", "off")
_BATCH: Final = 50
_ORPHAN: Final = timedelta(days=1)
_LEFT_ALONE: Final = timedelta(seconds=60)
"""After a scanner did not answer at all: or each upload would wait for it in turn and hold a thread."""


@dataclass(frozen=True)
class Room:
    """How much evidence there may be; ``waiting``: bytes of all drafts of everybody that were not sent."""

    file: int = 50 << 20
    total: int = 200 << 20
    files: int = 30
    waiting: int = 20 << 30


class StoredEvidence(NamedTuple):
    """A file on its way out."""

    name: str
    path: Path


class EvidenceService:
    """Evidence of drafts (owner: the draft's digest) and of reports (owner: the receipt)."""

    def __init__(
        self,
        repository: EvidenceRepository,
        folder: Path,
        scanner: Scanner | None = None,
        room: Room = Room(),  # frozen
        clock: Clock = now,
    ) -> None:
        self._repository = repository
        self._files = EvidenceFiles(folder)
        self._scanner = scanner or NoScanner()
        self._room = room
        self._clock = clock
        self._silent_until = clock()

    def prepare(self, owner: str) -> tuple[Path, int]:
        """Where a file may be written to, and how long it may be; raises DraftNotFound, ReportClosed or NoRoom."""
        held = self._held(owner)
        if held.files >= self._room.files or held.bytes >= self._room.total:
            raise self._full()
        if not held.sent and self._repository.waiting_bytes() >= self._room.waiting:
            raise NoRoom("现在上传的人很多，请过一会儿再传；也可以先提交，再凭回执编号和查询码补传。")
        return self._files.fresh(), min(self._room.file, self._room.total - held.bytes)

    def _held(self, owner: str) -> Held:
        """What an open draft or report holds; raises DraftNotFound or ReportClosed."""
        held = self._repository.room(owner, self._clock())
        if held is None:
            raise ReportClosed if _is_report(owner) else DraftNotFound
        return held

    def _full(self) -> NoRoom:
        return NoRoom(f"材料已经很多了：最多 {self._room.files} 个文件，一共 {self._room.total >> 20} MB。")

    def take(self, owner: str, name: str, received: Received) -> tuple[Evidence, bool]:
        """Keep a file; tells whether it is new. Raises UploadRefused, Infected, ReportClosed, NoRoom; then nothing is left."""
        try:
            return self._take(owner, clean_name(name), received)
        finally:
            received.path.unlink(missing_ok=True)  # renamed where it was kept

    def _take(self, owner: str, name: str, received: Received) -> tuple[Evidence, bool]:
        if not received.size or not name:
            raise UploadRefused("这是一个空文件，或者没有文件名。")
        kind, name = sniff_evidence(received.path, name)
        verdict = self._verdict(received.path)
        if verdict.scan == "infected":
            _log.warning("evidence_infected", finding=verdict.finding)
            raise Infected
        file_id, at = secrets.token_hex(16), self._clock()
        entry = {"id": file_id, "owner": owner, "name": name, "type": kind, "size": received.size}
        entry |= {"sha256": received.sha256, "scan": verdict.scan, "finding": "", "tried_at": at, "at": at}
        self._files.keep(received, file_id)
        row, new = self._repository.add(entry, self._room.files, self._room.total)
        if not new:
            self._files.remove(file_id)
        if row is None and _is_report(owner):
            self._held(owner)  # closed meanwhile: says so
            raise self._full()
        if row is None:
            raise NoRoom("这份草稿已经提交或者过期，或者材料太多了，这个文件没有收下。")
        return as_evidence(row), new

    def _verdict(self, path: Path) -> Verdict:
        if self._clock() < self._silent_until:
            return Verdict("waiting")
        try:
            return self._scanner.scan(path)
        except ScannerUnavailable as error:
            _log.warning("scanner_unavailable", silent=error.silent)
            if error.silent:
                self._silent_until = self._clock() + _LEFT_ALONE
            return Verdict("waiting")

    def of(self, owner: str) -> tuple[Evidence, ...]:
        """The files of a draft or report."""
        return tuple(map(as_evidence, self._repository.of_owner(owner)))

    def remove(self, owner: str, file_id: str) -> None:
        """Take a file off a draft; raises UnknownFile."""
        if not self._repository.remove(owner, file_id, self._clock()):
            raise UnknownFile
        self._files.remove(file_id)

    def give(self, owner: str, file_id: str) -> StoredEvidence:
        """A file of a report. Raises UnknownFile (also where its bytes were changed), NotScanned or Quarantined."""
        row = self._repository.find(owner, file_id)
        if row is None:
            raise UnknownFile
        scan = row.scan if row.scan in ("clean", "infected") else self._scan_again(row)
        if scan == "infected":
            raise Quarantined
        if scan not in _GIVEN:
            raise NotScanned
        path = self._files.verified(file_id, row.sha256)
        if path is None:
            _log.error("evidence_changed_or_lost", file=file_id)
            raise UnknownFile("这个文件已经不在或者被改动过，不能作为证据。")
        return StoredEvidence(row.name, path)

    def rescan(self) -> int:
        """Scan what waits, and what came in while there was no scanner; how many have a verdict now."""
        states = ("waiting",) if isinstance(self._scanner, NoScanner) else ("waiting", "off")
        rows = self._repository.unscanned(states, _BATCH)
        return sum(self._scan_again(row) in ("clean", "infected") for row in rows)

    def _scan_again(self, row: Row[Any]) -> str:
        """The scan state of a file after another try."""
        if row.scan == "off" and isinstance(self._scanner, NoScanner):
            return "off"
        try:
            verdict = self._verdict(self._files.path(row.id))
        except FileNotFoundError:
            verdict = Verdict("waiting")
        if verdict.scan == "infected":
            _log.warning("evidence_infected", finding=verdict.finding, file=row.id)
        self._repository.scanned(row.id, row.scan, verdict.scan, verdict.finding, self._clock())
        return verdict.scan

    def forget(self, file_ids: Sequence[str]) -> None:
        """Remove the bytes of files whose rows are gone."""
        for file_id in file_ids:
            self._files.remove(file_id)

    def sweep(self) -> int:
        """Remove bytes that no row names, a day after they were written: uploads that were cut off; how many."""
        before = (self._clock() - _ORPHAN).timestamp()
        paths = {path.name: path for path in self._files.older_than(before)}
        known = {name for some in _batches(list(paths)) for name in self._repository.known(some)}
        lost = [path for name, path in paths.items() if name not in known]
        for path in lost:
            path.unlink(missing_ok=True)
        return len(lost)


def _is_report(owner: str) -> bool:
    return re.fullmatch(PATTERN, owner) is not None


def _batches(names: list[str], size: int = 500) -> Iterator[list[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))


def as_evidence(row: Row[Any]) -> Evidence:
    """A file as its reader sees it."""
    return Evidence(id=row.id, name=row.name, type=row.type, size=row.size, sha256=row.sha256, scan=row.scan)
