"""What was read before: a file is judged again only when its digest has changed.

In a process that stays, results are kept in memory; what a reader of documents found (which may have cost minutes of
recognition) is kept on the disk too, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ingest.guides.known import Known
from ingest.judge import Judge, Judged
from ingest.sources.source import FileKind, SourceFile


@dataclass
class _Remembered:
    kind: FileKind
    stamp: object
    digest: bytes
    judged: Judged


@dataclass
class Memory:
    """A :class:`ingest.collect.Reader` that remembers each file of one source by name."""

    _files: dict[str, _Remembered] = field(default_factory=dict)
    _known: Known = field(default_factory=Known)
    _judge: Judge | None = None
    _seen: set[str] = field(default_factory=set)
    reread: int = 0
    """Files that were judged since the count was last set to 0."""

    def __call__(self, file: SourceFile, judge: Judge) -> Judged:
        """See the port."""
        self._meet(judge)
        self._seen.add(file.name)
        before = self._files.get(file.name)
        stamp = file.stamp
        if before is not None and stamp is not None and before.stamp == stamp:
            return before.judged
        data = file.read()
        digest = hashlib.sha256(data).digest()
        if before is None or before.digest != digest:
            self.reread += 1
            before = _Remembered(file.kind, None, digest, judge(file, data))
        before.stamp = stamp
        self._files[file.name] = before
        return before.judged

    def forget_unseen(self) -> None:
        """Forget all files that nobody asked for since this was last called: they are gone."""
        self._files = {name: self._files[name] for name in self._seen if name in self._files}
        self._seen = set()

    def _meet(self, judge: Judge) -> None:
        """Another item list makes other guides of the same documents: then nothing is remembered of them."""
        if judge is self._judge:
            return
        self._judge = judge
        if judge.known != self._known and judge.known.items:
            self._known = judge.known
            self._files = {name: one for name, one in self._files.items() if one.kind != "guide_document"}
