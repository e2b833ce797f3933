"""Frames to and from another process with a deadline for each: neither a full pipe nor a silent process holds us up."""

from __future__ import annotations

import os
import select
import struct
import time
from typing import IO, Any

import orjson

LARGEST_FRAME = 128 << 20
_LENGTH = struct.Struct("<I")
_CHUNK = 1 << 16


class Broken(Exception):
    """The other end is gone, silent for too long, or says what it must not say."""


class Channel:
    """Both pipes of one process; ``received`` counts the bytes of its answers."""

    def __init__(self, target: IO[bytes], source: IO[bytes]) -> None:
        self._target, self._source = target.fileno(), source.fileno()
        self.received = 0
        os.set_blocking(self._target, False)
        os.set_blocking(self._source, False)

    def send(self, header: dict[str, Any], data: bytes, seconds: float) -> None:
        """A frame and the bytes that belong to it; raises Broken."""
        body = orjson.dumps(header)
        ends = time.monotonic() + seconds
        for part in (_LENGTH.pack(len(body)) + body, data):
            rest = memoryview(part)
            while rest:
                self._wait(self._target, select.POLLOUT, ends)
                try:
                    rest = rest[os.write(self._target, rest[:_CHUNK]) :]
                except BlockingIOError:
                    continue
                except OSError as error:
                    raise Broken("gone") from error

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next frame; raises Broken."""
        ends = time.monotonic() + seconds
        size = _LENGTH.unpack(self._read(_LENGTH.size, ends))[0]
        if size > LARGEST_FRAME:
            raise Broken("a frame beyond all bounds")
        try:
            frame = orjson.loads(self._read(size, ends))
        except orjson.JSONDecodeError as error:
            raise Broken("not a frame") from error
        if not isinstance(frame, dict) or len(frame) != 1:
            raise Broken("not a frame")
        return frame

    def _read(self, size: int, ends: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            self._wait(self._source, select.POLLIN, ends)
            try:
                part = os.read(self._source, min(size - len(found), 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise Broken("gone")
            found += part
            self.received += len(part)
        return bytes(found)

    @staticmethod
    def _wait(descriptor: int, what: int, ends: float) -> None:
        poll = select.poll()
        poll.register(descriptor, what)
        if not poll.poll(max(ends - time.monotonic(), 0) * 1000):
            raise Broken("silent")
