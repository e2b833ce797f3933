"""The port to a virus scanner: none, or ClamAV's daemon over its socket.

``Clamd`` speaks INSTREAM (clamd(8)): ``zINSTREAM\\0``, chunks each led by their length as four bytes in network order, a
length of nought, and then one reply that ends with ``\\0``. Anything but a whole, known reply counts as no answer.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from assistant.claims.reports.schemas import Scan
from assistant.errors import InvalidSetting, ServiceError
from assistant.text import clean

SECONDS: Final = 30.0
"""For one file in all: whoever uploads waits so long at most, then the file is scanned later."""
_CHUNK: Final = 64 << 10
_LONGEST_REPLY: Final = 4096
_FOUND: Final = re.compile(r"stream: (.{1,200}) FOUND")
_TCP: Final = re.compile(r"\[?([0-9A-Za-z_.:-]+?)\]?:([0-9]{1,5})")


class ScannerUnavailable(ServiceError):
    """The scanner gave no answer that could be relied on; ``silent``: none at all, so that it is left alone for a while."""

    code = "scanner_unavailable"
    status = 503
    retry_after = 60

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__("查毒程序暂时没有回答，请稍后再试。")
        self.silent = silent


class Verdict(NamedTuple):
    """What a scan found; ``finding`` is the scanner's name of a virus."""

    scan: Scan
    finding: str = ""


class Scanner(Protocol):
    """Looks into a file. ``off`` tells that there is none."""

    def scan(self, path: Path) -> Verdict:
        """``clean``, ``infected`` or ``off``; raises ScannerUnavailable."""
        ...


class NoScanner:
    """The default: nothing is scanned, and every reader is told so."""

    def scan(self, path: Path) -> Verdict:
        """See the port."""
        del path
        return Verdict("off")


class Clamd:
    """ClamAV's daemon at ``address``: (host, port) or the path of its socket file."""

    def __init__(self, address: tuple[str, int] | str, seconds: float = SECONDS) -> None:
        self._address = address
        self._seconds = seconds

    def scan(self, path: Path) -> Verdict:
        """See the port."""
        until = time.monotonic() + self._seconds
        try:
            with self._connected(until) as connection:
                _send(connection, path, until)
                reply = _reply(connection, until)
        except OSError as error:  # refused, cut off, timed out
            raise ScannerUnavailable(silent=True) from error
        return _verdict(reply)

    def _connected(self, until: float) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=_left(until))
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(_left(until))
            connection.connect(self._address)
        except OSError:
            connection.close()
            raise
        return connection


def _send(connection: socket.socket, path: Path, until: float) -> None:
    """Stream a file; a daemon that has heard enough (its size limit) closes early and has replied all the same."""
    try:
        _sendall(connection, b"zINSTREAM\0", until)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                _sendall(connection, struct.pack("!L", len(chunk)) + chunk, until)
        _sendall(connection, struct.pack("!L", 0), until)
    except (BrokenPipeError, ConnectionResetError):
        return


def _sendall(connection: socket.socket, content: bytes, until: float) -> None:
    connection.settimeout(_left(until))
    connection.sendall(content)


def _reply(connection: socket.socket, until: float) -> bytes:
    """What stands before the first NUL; raises ScannerUnavailable where none comes."""
    held = bytearray()
    while b"\0" not in held:
        connection.settimeout(_left(until))
        piece = connection.recv(_LONGEST_REPLY)
        held += piece
        if not piece or len(held) > _LONGEST_REPLY:
            raise ScannerUnavailable
    return bytes(held.partition(b"\0")[0])


def _verdict(reply: bytes) -> Verdict:
    text = reply.decode("utf-8", "replace")
    if text == "stream: OK":
        return Verdict("clean")
    found = _FOUND.fullmatch(text)
    if found is None:
        raise ScannerUnavailable  # "... ERROR", or no clamd at all
    return Verdict("infected", clean(found[1])[:128])


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def build_scanner(setting: str) -> Scanner:
    """The scanner of ``host:port``, of the path of a socket file, or none for ``""`` and ``off``; raises InvalidSetting."""
    text = setting.strip()
    if text.lower() in ("", "off"):
        return NoScanner()
    if text.startswith("/"):
        return Clamd(text)
    tcp = _TCP.fullmatch(text)
    if tcp is None or not 0 < int(tcp[2]) < 65536:
        raise InvalidSetting(f"QUANQUAN_CLAMD={setting!r}：应写成 主机:端口、套接字文件的绝对路径，或 off")
    return Clamd((tcp[1], int(tcp[2])))
