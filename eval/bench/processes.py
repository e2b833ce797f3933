"""The product's own processes, started as an operator starts them, and what they use.

Settings are handed over by ``env(1)``: the product reads its environment in one place only, and so does this.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from eval.errors import TargetUnreachable

START_S = 60.0
"""How long a server may take to say where it listens, and then to answer."""
STOP_S = 15.0
TAIL = 2000
MIB = 1024 * 1024


def command(arguments: list[str], home: Path, **changed: str) -> list[str]:
    """The command line of ``quanquan ARGUMENTS`` over ``home``, with settings changed as said."""
    values = {"HOME": str(home.resolve()), "RATE_LIMIT": "off", "LOG_LEVEL": "error"} | changed
    assigned = [f"QUANQUAN_{name}={value}" for name, value in values.items()]
    return ["env", *assigned, sys.executable, "-m", "assistant", *arguments]


@dataclass
class Server:
    """A running ``quanquan serve``; ``born`` is the ``perf_counter`` time at which its process was started."""

    pid: int
    host: str
    port: int
    born: float

    @contextmanager
    def connected(self) -> Iterator[Asker]:
        """A connection that is kept open between turns."""
        with closing(HTTPConnection(self.host, self.port, timeout=START_S)) as connection:
            yield Asker(connection)


def turn_body(text: str) -> bytes:
    """The body of one chat turn in a session of its own."""
    return json.dumps({"text": text}).encode()


@dataclass
class Asker:
    """One citizen's connection; the standard library's client, which costs the measured server least."""

    connection: HTTPConnection

    def ask(self, text: str) -> float:
        """One chat turn in a session of its own; milliseconds until its whole reply was read.

        Raises:
            TargetUnreachable: the server broke off, or did not reply with 200.
        """
        body = turn_body(text)
        start = time.perf_counter()
        try:
            self.connection.request("POST", "/api/v1/chat", body, {"Content-Type": "application/json"})
            response = self.connection.getresponse()
            reply = response.read()
        except (OSError, HTTPException) as error:
            raise TargetUnreachable(f"the server broke off: {error or type(error).__name__}") from error
        elapsed_ms = (time.perf_counter() - start) * 1000
        if response.status != 200:
            raise TargetUnreachable(f"the server answers {response.status}: {reply[:200].decode(errors='replace')}")
        return elapsed_ms


@contextmanager
def echoing() -> Iterator[Server]:
    """A bare FastAPI echo service on a free port; ended with the block. Raises TargetUnreachable."""
    with _started([sys.executable, "-m", "eval.bench.echo"]) as server:
        yield server


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """A server over the knowledge in ``home``, on a free port, with a state of its own; ended with the block.

    Raises:
        TargetUnreachable: it does not start; says what it printed.
    """
    with tempfile.TemporaryDirectory(prefix="quanquan-bench-") as folder:
        database = f"sqlite:///{folder}/bench.db"
        with _started(command(["serve"], home, PORT="0", HOST="127.0.0.1", DATABASE_URL=database)) as server:
            yield server


@contextmanager
def _started(line: list[str]) -> Iterator[Server]:
    """A process that prints where it listens, as the last word of its first line."""
    with tempfile.TemporaryFile() as log:
        born = time.perf_counter()
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=log) as process:
            try:
                host, port = _announced(process, log)
                yield Server(process.pid, host, port, born)
            finally:
                _stop(process)


def _announced(process: subprocess.Popen[bytes], log: IO[bytes]) -> tuple[str, int]:
    """Where the server says that it listens."""
    stdout = process.stdout
    line = b""
    if stdout is not None and select.select([stdout], [], [], START_S)[0]:
        line = stdout.readline()
    parts = urlsplit(line.decode(errors="replace").split()[-1]) if line.split() else None
    if parts is None or parts.hostname is None or parts.port is None:
        raise TargetUnreachable(f"the server does not start: {_tail(log) or 'it says nothing'}")
    return parts.hostname, parts.port


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read()[-TAIL:].decode(errors="replace").strip()


@dataclass(frozen=True)
class Finished:
    """A process that ran to its end: wall seconds, and the most resident memory it had, in MiB."""

    took_s: float
    peak_mib: float


def ingest_into(home: Path, source: Path | None = None) -> Finished:
    """Run ``quanquan ingest run`` on ``source`` (the shipped knowledge, where there is none) into ``home``.

    Raises:
        TargetUnreachable: it fails; says what it printed.
    """
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        line = command(["ingest", "run", *(("--source", str(source.resolve())) if source else ())], home)
        with subprocess.Popen(line, stdout=log, stderr=log) as process:
            _, status, usage = os.wait4(process.pid, 0)
            took_s = time.perf_counter() - start
            # Popen cannot wait for a child that is already gone.
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise TargetUnreachable(f"ingest ends with {process.returncode}: {_tail(log)}")
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    return Finished(took_s, usage.ru_maxrss * unit / MIB)


def resident_mib(pid: int) -> float | None:
    """Resident memory of a process now, in MiB; ``None`` where the system does not tell (no ``/proc``)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    kib = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), None)
    return None if kib is None else kib / 1024
