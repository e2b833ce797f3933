"""The process that reads hostile files: ``python -m ingest.documents.worker``, started and fed by ``isolate``.

Frames on both pipes: four bytes of length, then JSON; a request's file follows its frame. It answers ``ready`` once and
then, for each request, ``started``, ``document`` and ``problem`` in order, and ``done``. What nobody foresaw ends it.
"""

from __future__ import annotations

import os
import select
import struct
import sys
from typing import Any, BinaryIO

import orjson

from ingest.documents import docx, sandbox, xlsx
from ingest.documents.document import Document
from ingest.documents.reading import Job, Started, read_file
from ingest.documents.sniff import Kind, Sniffed
from ingest.documents.wire import packed
from knowledge.manifest import Problem

_LENGTH = struct.Struct("<I")
_WARM = (docx.read_docx, xlsx.read_xlsx)
"""Loaded before the first file: an edited guide is wanted within the second."""
_PATIENCE = 5.0
CRASHED = 70


def main() -> int:
    """Serve until the other end closes or our parent is gone; an unforeseen failure is told by its kind and ends us."""
    source, target = sys.stdin.buffer, _private_output()
    sandbox.enclose()
    parent = os.getppid()
    _send(target, {"ready": sandbox.peak()})
    while _waits(source, parent):
        request = source.read(_LENGTH.size)
        if len(request) < _LENGTH.size:
            break
        header = orjson.loads(source.read(_LENGTH.unpack(request)[0]))
        data = source.read(header.pop("size"))
        try:
            _serve(target, Job(data=data, **header))
        except MemoryError:
            return CRASHED
        except Exception as error:  # the process entry: our parent reports it and starts another
            _send(target, {"crashed": type(error).__name__})
            return CRASHED
    return 0


def _private_output() -> BinaryIO:
    """Our end of the answer pipe; what libraries print goes nowhere."""
    target = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return target


def _waits(source: BinaryIO, parent: int) -> bool:
    """Wait for a request; false when our parent is gone though somebody else still holds its end of the pipe."""
    while not select.select([source], [], [], _PATIENCE)[0]:
        if os.getppid() != parent:
            return False
    return True


def _serve(target: BinaryIO, job: Job) -> None:
    _allow("zip")
    for event in read_file(job):
        if isinstance(event, Sniffed):
            _allow(event.kind)
            continue
        if isinstance(event, Started):
            _allow("zip")
        _send(target, _frame(event))
    sandbox.rest()
    _send(target, {"done": sandbox.memory()})


def _allow(kind: Kind) -> None:
    sandbox.allow_time(kind)
    sandbox.allow_memory(kind)


def _frame(event: Started | Document | Problem) -> dict[str, Any]:
    if isinstance(event, Started):
        return {"started": [event.member, event.number]}
    return {"document": packed(event)} if isinstance(event, Document) else {"problem": event.model_dump()}


def _send(target: BinaryIO, frame: dict[str, Any]) -> None:
    body = orjson.dumps(frame)
    target.write(_LENGTH.pack(len(body)) + body)
    target.flush()


if __name__ == "__main__":
    sys.exit(main())
