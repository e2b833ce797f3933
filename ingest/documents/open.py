"""The one way from a department's file to what it says, however hostile the file."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.documents.document import Document
from ingest.documents.isolate import Reader, shared
from ingest.documents.reading import Job
from ingest.problems import rejection
from knowledge.manifest import Problem

LARGEST_FILE = 64 << 20
"""Bytes of one file; departments' archives of a thousand guides have about 30 MB."""


@dataclass(frozen=True)
class Opened:
    """What one file holds: several documents where it is an archive or a list of records; and what is wrong with it."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_documents(
    file: str, data: bytes, url: str = "", *, charset: str = "", exact: bool = False, reader: Reader | None = None
) -> Opened:
    """The documents of any file; whatever is wrong with it is among the problems.

    ``file`` is its name in the source, safe to print; ``charset`` what the server said that sent it; ``exact``
    asks for the figures that a workbook holds, not those that it shows rounded. The bytes are read in
    a process of their own (``reader``, by default the shared one); raises ReaderUnavailable only when that does not start.
    """
    if not data:
        return Opened(problems=(rejection(file, "文件是空的").problem,))
    if len(data) > LARGEST_FILE:
        return Opened(problems=(rejection(file, f"文件太大，超过 {LARGEST_FILE >> 20} MB").problem,))
    reading = (reader or shared()).read(Job(file, data, url, charset, exact=exact))
    return Opened(tuple(reading.documents), tuple(reading.problems))
