"""What the reading process takes from itself before it sees a file: network, writing, other programs; memory and time."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from ingest.documents.sniff import Kind

CPU_SECONDS = 60
SLOW_CPU_SECONDS = 300
"""For one file or one member; the greater for what may have to be recognised: some seconds a page on one core."""
WAITING = 4
"""Times its measure that a file may take by the wall clock: others want the cores, too."""
LONGEST_WALL = SLOW_CPU_SECONDS * WAITING
_HARD_MEMORY = 6 << 30
_MIB = 1 << 20
_MEMORY: dict[Kind, int] = {"pdf": 1536 * _MIB, "image": 2048 * _MIB}
_USUAL_MEMORY = 1024 * _MIB
_LEAST_ROOM = 512 * _MIB
"""Address space that the process may have, by what it reads: recognising a page takes 1100 MiB at its peak and leaves
860 behind; the least that a file gets is added to what is there already."""
_PAGE = resource.getpagesize()
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_NO_NEW_PRIVILEGES = 38
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn", "os.remove",
            "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
            "shutil.", "ftplib.", "urllib.", "http.", "smtplib.", "webbrowser.", "pty.", "os.kill")  # fmt: skip


def enclose() -> None:
    """Give up what reading does not need; called once, before the first byte of a file."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 128)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_MEMORY, _HARD_MEMORY))
    _leave_network()
    sys.addaudithook(_judge)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _leave_network() -> None:
    """A network of its own, with nothing in it, where the kernel lets us; the audit hook holds everywhere."""
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    library.unshare(_NEW_USER_AND_NETWORK)


def _judge(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what a parser never needs, whatever library asks for it."""
    if event.startswith(_REFUSED) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"{event} is not for readers of files")


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & _WRITING) and arguments[0] != os.devnull


def allow_time(kind: Kind) -> None:
    """A fresh measure of time for the next file or member; the kernel ends the process that exceeds it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = SLOW_CPU_SECONDS if kind in _MEMORY else CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds, hard))
    signal.alarm(seconds * WAITING)


def allow_memory(kind: Kind) -> None:
    """What a file of this kind may take."""
    most = max(_address_space() + _LEAST_ROOM, _MEMORY.get(kind, _USUAL_MEMORY))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (most, _HARD_MEMORY))


def rest() -> None:
    """Between files no clock runs, and what the next file brings may be received."""
    signal.alarm(0)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_HARD_MEMORY, _HARD_MEMORY))


def _address_space() -> int:
    return _pages(0) * _PAGE or 1 << 30


def memory() -> int:
    """Bytes of memory that the process holds now; the most it ever held where the system does not say."""
    return _pages(1) * _PAGE or peak()


def peak() -> int:
    """The most bytes that the system counts for this process, whoever started it included."""
    return in_bytes(resource.getrusage(resource.RUSAGE_SELF))


def in_bytes(usage: resource.struct_rusage) -> int:
    """Bytes of ``ru_maxrss``: macOS counts bytes, the others KiB."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _pages(which: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text().split()[which])
    except (OSError, ValueError, IndexError):
        return 0
