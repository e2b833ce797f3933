"""The one way from a department's file to what it says, however hostile the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.documents.document import Document
from ingest.documents.reading import Event, Job, Started, read_file
from knowledge.manifest import Problem
from knowledge.models import Position


@dataclass(frozen=True)
class Opened:
    """What one file holds: several documents where it is an archive or a list of records; and what is wrong with it."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()


def open_documents(file: str, data: bytes, url: str = "", charset: str = "") -> Opened:
    """The documents of any file; whatever is wrong with it is among the problems, nothing is raised for it.

    ``file`` is its name in the source, safe to print; ``charset`` is what the server said that sent it.
    """
    return gathered(read_file(Job(file, data, url, charset)))


def gathered(events: Iterable[Event]) -> Opened:
    """Documents and problems; problems are told at the member they belong to."""
    documents: list[Document] = []
    problems: list[Problem] = []
    member = ""
    for event in events:
        if isinstance(event, Started):
            member = event.member
        elif isinstance(event, Document):
            documents.append(event)
        else:
            problems.append(placed(event, member))
    return Opened(tuple(documents), tuple(problems))


def placed(problem: Problem, member: str) -> Problem:
    """The problem with the member of the archive that it speaks of."""
    if not member or (problem.at is not None and problem.at.member):
        return problem
    at = (problem.at or Position()).model_copy(update={"member": member})
    return problem.model_copy(update={"at": at})
