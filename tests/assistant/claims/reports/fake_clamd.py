"""A daemon that speaks clamd's INSTREAM over a real socket, and can misbehave in the ways that real ones do."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
"""The test string that every scanner finds (eicar.org); no virus."""

Behaviour = Callable[[socket.socket], None]


def _exactly(connection: socket.socket, count: int) -> bytes:
    held = b""
    while len(held) < count:
        piece = connection.recv(count - len(held))
        if not piece:
            raise ConnectionError
        held += piece
    return held


def stream(connection: socket.socket) -> bytes:
    """What a client sends, by the protocol."""
    command = _exactly(connection, len(b"zINSTREAM\0"))
    if command != b"zINSTREAM\0":
        connection.sendall(b"UNKNOWN COMMAND\0")
        raise ConnectionError
    held = b""
    while size := struct.unpack("!L", _exactly(connection, 4))[0]:
        held += _exactly(connection, size)
    return held


def honest(connection: socket.socket) -> None:
    found = EICAR in stream(connection)
    connection.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


def slow_words(connection: socket.socket) -> None:
    """The reply in single bytes."""
    stream(connection)
    for byte in b"stream: OK\0":
        connection.sendall(bytes([byte]))


def full(connection: socket.socket) -> None:
    """Beyond StreamMaxLength it replies at once and closes, without reading to the end."""
    _exactly(connection, len(b"zINSTREAM\0"))
    connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")


def error(connection: socket.socket) -> None:
    stream(connection)
    connection.sendall(b"stream: Can't allocate memory ERROR\0")


def half(connection: socket.socket) -> None:
    """Cut off in the middle of its reply."""
    stream(connection)
    connection.sendall(b"stream: O")


def unended(connection: socket.socket) -> None:
    """A good word without its end: something longer may have been meant."""
    stream(connection)
    connection.sendall(b"stream: OK")


def hang_up(connection: socket.socket) -> None:
    del connection


def endless(connection: socket.socket) -> None:
    stream(connection)
    with suppress(OSError):
        for _ in range(100):
            connection.sendall(b"A" * 1000)


def silent(connection: socket.socket) -> None:
    """Takes everything and never answers."""
    stream(connection)
    connection.settimeout(20)
    with suppress(OSError):
        connection.recv(1)


def other(connection: socket.socket) -> None:
    """No clamd at all."""
    with suppress(OSError):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n\0")


class FakeClamd:
    """Listens on a port of the machine's own choice, or on a socket file."""

    def __init__(self, behaviour: Behaviour, path: Path | None = None) -> None:
        self.behaviour = behaviour
        self._socket = socket.socket(socket.AF_INET if path is None else socket.AF_UNIX)
        self._socket.bind(("127.0.0.1", 0) if path is None else str(path))
        self._socket.listen(8)
        self.address: Any = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> FakeClamd:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(30)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self.behaviour(connection)
