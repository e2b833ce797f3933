"""The body of an answer: never more than the limit, whatever the server claims and however small it was packed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from ingest.sources.failures import FetchFailed

ACCEPTED = "gzip, deflate"
"""What ``Accept-Encoding`` offers; the answer may also be unpacked."""
_GZIP_OR_ZLIB, _RAW = 47, -15


def read_body(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The content of at most ``limit`` bytes, unpacked; raises FetchFailed."""
    unpack = _unpacker(encoding.strip().lower(), limit)
    received, content = 0, bytearray()
    for chunk in chunks:
        received += len(chunk)
        if received > limit:
            raise too_large(limit)
        content += unpack.feed(chunk, limit - len(content)) if unpack else chunk
    if unpack:
        unpack.finish()
    return bytes(content)


def inflate(data: bytes, limit: int) -> bytes:
    """A gzip file's content of at most ``limit`` bytes; raises FetchFailed when it is damaged or too large."""
    return read_body((data,), "gzip", limit)


def too_large(limit: int) -> FetchFailed:
    """The error for content beyond the limit."""
    return FetchFailed(f"内容太大，超过 {limit / (1 << 20):g} MB")


class _Unpacker:
    """Inflates gzip (also several members in a row) and deflate, and stops at the limit."""

    def __init__(self, limit: int, windows: tuple[int, ...]) -> None:
        self._limit = limit
        self._windows = windows
        self._inflater = zlib.decompressobj(windows[0])
        self._begun = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        """What ``chunk`` adds; raises FetchFailed when that is more than ``room`` or when it is damaged."""
        added = bytearray()
        while chunk:
            if self._inflater.eof:
                chunk = chunk.lstrip(b"\0")  # padding, which gzip allows
                if not chunk:
                    break
                self._inflater = zlib.decompressobj(self._windows[0])
            added += self._inflate(chunk, room - len(added) + 1)
            if len(added) > room:
                raise too_large(self._limit)
            chunk = self._inflater.unconsumed_tail or self._inflater.unused_data
        return bytes(added)

    def _inflate(self, chunk: bytes, most: int) -> bytes:
        try:
            part = self._inflater.decompress(chunk, most)
        except zlib.error as error:
            if self._begun or len(self._windows) == 1:
                raise FetchFailed("压缩内容已损坏，解不开", again=True) from error
            self._windows = self._windows[1:]
            self._inflater = zlib.decompressobj(self._windows[0])
            return self._inflate(chunk, most)
        self._begun = True
        return part

    def finish(self) -> None:
        """The last chunk was fed; raises FetchFailed when the content stops in the middle."""
        if self._begun and not self._inflater.eof:
            raise FetchFailed("内容没有传完就断了", again=True)


def _unpacker(encoding: str, limit: int) -> _Unpacker | None:
    if encoding in ("", "identity"):
        return None
    if encoding in ("gzip", "x-gzip"):
        return _Unpacker(limit, (_GZIP_OR_ZLIB,))
    if encoding == "deflate":  # the standard says zlib, many servers send bare deflate
        return _Unpacker(limit, (_GZIP_OR_ZLIB, _RAW))
    raise FetchFailed("网站用了没有请求的压缩方式，读不了")
