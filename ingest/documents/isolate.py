"""Hostile bytes are read in a process of their own: whatever they do to it is one reported line, and the next file reads on."""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ingest.documents.channel import Broken
from ingest.documents.document import Document
from ingest.documents.process import Limits, Process
from ingest.documents.reading import Job
from ingest.documents.wire import MOST_PIECES, placed, unpacked
from ingest.problems import rejection
from knowledge.manifest import Problem

UNREADABLE = "文件读不出来：内容过大或已损坏"
TOO_SLOW = "文件读得太久，没有采用，请分成几个小一些的文件"
GIVEN_UP = "压缩包里读不出来的文件太多，其余的没有读取"
MOST_DEATHS = 5


@dataclass
class Reading:
    """What came back of one file so far; ``member`` and ``number`` are what is being read of an archive."""

    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    member: str = ""
    number: int = 0
    pieces: int = 0

    def take(self, job: Job, frame: dict[str, Any]) -> None:
        """One frame of the process; raises Broken for what is none."""
        try:
            if "started" in frame:
                self.member, self.number = str(frame["started"][0]), int(frame["started"][1])
            elif "document" in frame:
                document, pieces = unpacked(frame["document"], job.url, MOST_PIECES - self.pieces)
                self.documents.append(document)
                self.pieces += pieces
            else:
                self.problems.append(placed(Problem.model_validate(frame["problem"]), self.member))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise Broken("not an answer") from error


class Reader:
    """One warm reading process, started when needed; files of several threads queue for it.

    ``peak`` is the most bytes that any of its processes held which have ended.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: Process | None = None
        self.peak = 0

    def read(self, job: Job) -> Reading:
        """Documents and problems of one file; raises ReaderUnavailable only."""
        reading, ends = Reading(), time.monotonic() + self._limits.seconds
        with self._lock:
            for _ in range(MOST_DEATHS):
                reason = self._attempt(job, reading, ends)
                if reason is None:
                    return reading
                reading.problems.append(placed(rejection(job.file, reason).problem, reading.member))
                if reading.number <= job.skip or time.monotonic() > ends:
                    return reading
                job = replace(job, skip=reading.number)
        reading.problems.append(rejection(job.file, GIVEN_UP).problem)
        return reading

    def _attempt(self, job: Job, reading: Reading, ends: float) -> str | None:
        """Read what comes after ``job.skip``; the reason where the process did not survive it."""
        process = self._warm()
        try:
            for frame in process.frames(job, self._limits, ends):
                reading.take(job, frame)
        except Broken as error:
            self._end()
            return TOO_SLOW if str(error) == "silent" else UNREADABLE
        return None

    def _warm(self) -> Process:
        if self._process is not None and not self._process.usable:
            self._end()
        if self._process is None:
            self._process = Process()
        return self._process

    def warm(self) -> int:
        """Start the process ahead of the first file; its process id."""
        with self._lock:
            return self._warm().number

    def close(self) -> None:
        """End the process; a later file starts another."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
            self.peak = max(self.peak, process.peak)


@cache
def shared() -> Reader:
    """The reader of this process, ended with it."""
    reader = Reader()
    atexit.register(reader.close)
    return reader
