"""One reading process from the outside: started with nothing of ours but the code, asked file by file, ended for good."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.documents.channel import Broken, Channel
from ingest.documents.reading import Job
from ingest.documents.sandbox import LONGEST_WALL, in_bytes
from knowledge.errors import QuanquanError

START_SECONDS = 60.0
_WORKER = "ingest.documents.worker"
_MOST_FILES = 500
_FATTEST = 800 << 20
"""Bytes that a process may hold between two files."""

_log = logging.getLogger(__name__)


class ReaderUnavailable(QuanquanError):
    """The reading process does not start: nothing is wrong with any file."""

    code = "reader_unavailable"
    status = 503


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes that come back, seconds in all, seconds without a sign of life.

    A silent process is ended by its own clock before ours; ours is for one that lost it.
    """

    answer: int = 512 << 20
    seconds: float = 3600.0
    silence: float = LONGEST_WALL + 10.0


class Process:
    """A running reading process; ``peak`` is the most bytes it held, known when it has ended.

    The system counts what we held ourselves when we started it (Linux keeps ``ru_maxrss`` over ``exec``), so a peak
    below that cannot be known and is 0.
    """

    def __init__(self) -> None:
        """Start it and wait until it is ready; raises ReaderUnavailable."""
        self._popen = subprocess.Popen(
            [sys.executable, "-P", "-B", "-m", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl+C is for us: we end it ourselves
        )
        self._owner, self._files, self._held, self._inherited, self.peak = os.getpid(), 0, 0, 0, 0
        if self._popen.stdin is None or self._popen.stdout is None:
            raise ReaderUnavailable("读取文件的程序没有启动")
        self._channel = Channel(self._popen.stdin, self._popen.stdout)
        try:
            self._inherited = int(self._channel.receive(START_SECONDS)["ready"])
        except (Broken, KeyError, TypeError, ValueError) as error:
            self.end()
            raise ReaderUnavailable("读取文件的程序启动不了，请检查安装是否完整") from error

    @property
    def usable(self) -> bool:
        """Whether it may get another file: it is alive, ours (not our parent's, after a fork), and not worn out."""
        ours = self._owner == os.getpid()
        return ours and self._popen.poll() is None and self._files < _MOST_FILES and self._held < _FATTEST

    @property
    def number(self) -> int:
        """Its process id."""
        return self._popen.pid

    def frames(self, job: Job, limits: Limits, ends: float) -> Iterator[dict[str, Any]]:
        """What it answers for one file, up to the end; raises Broken when it does not survive the file."""
        header = {name: getattr(job, name) for name in ("file", "url", "charset", "skip", "exact")}
        header["size"] = len(job.data)
        self._files += 1
        self._channel.received = 0
        self._channel.send(header, job.data, limits.silence)
        while True:
            frame = self._channel.receive(min(limits.silence, max(ends - time.monotonic(), 0.0)))
            if self._channel.received > limits.answer:
                raise Broken("says more than may be")
            if "done" in frame:
                self._held = int(frame["done"])
                return
            if "crashed" in frame:
                _log.warning("reader ended by %.40r", frame["crashed"])
                raise Broken("crashed")
            yield frame

    def end(self) -> None:
        """Kill it and collect what the system keeps of it; a process of our parent is only let go."""
        for pipe in (self._popen.stdin, self._popen.stdout):
            if pipe is not None:
                pipe.close()
        if self._owner != os.getpid():
            self._popen.returncode = 0  # not ours to wait for
        elif self._popen.returncode is None:
            self._kill()

    def _kill(self) -> None:
        """End it and wait; the system then says the most memory that it ever held."""
        os.kill(self._popen.pid, signal.SIGKILL)  # it is not collected yet, so the number is still its own
        _, status, usage = os.wait4(self._popen.pid, 0)
        self._popen.returncode = os.waitstatus_to_exitcode(status)
        peak = in_bytes(usage)
        self.peak = peak if peak > self._inherited else 0


def _environment() -> dict[str, str]:
    """No secret of ours is in the environment of a process that reads strangers' bytes."""
    return {
        "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path),
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
        "OMP_NUM_THREADS": "2",
        "OPENBLAS_NUM_THREADS": "1",
    }
