"""One file of a source by itself: what it says, where, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ingest.documents.document import Document
from ingest.documents.open import Opened
from ingest.guides.fields import Fields
from ingest.guides.known import Known
from ingest.guides.read import read_guides
from ingest.parse.guide_json import guide_places, is_guide, parse_guide
from ingest.parse.items_tsv import parse_items
from ingest.parse.parsed import Parsed, Sourced
from ingest.parse.policy_json import parse_policy
from ingest.parse.policy_questions_tsv import parse_policy_questions
from ingest.parse.policy_text import parse_policy_text, text_places
from ingest.parse.questions_tsv import parse_questions
from ingest.parse.topics_json import parse_topics
from ingest.policies.read import read_policy
from ingest.problems import RejectedFile, document_id_of, item_id_of, warning
from ingest.sources.source import FileKind, SourceFile
from knowledge.manifest import Problem
from knowledge.models import Origin, Position

T = TypeVar("T")
Open = Callable[[SourceFile, bytes], Opened]
Judged = Parsed[Any]
"""Records of the kind that the file's kind says: guides, or of one item or document its questions, labels, text."""
Parser = Callable[[str, bytes], tuple[Any, tuple[Problem, ...]]]
Places = Callable[[str, Any], dict[str, Position]]


@dataclass(frozen=True)
class Judge:
    """Reads files; ``known`` is the item list, which names the items of files without codes; ``open_file`` reads documents,
    ``fields`` are the wordings of field names."""

    known: Known
    open_file: Open
    fields: Fields

    def __call__(self, file: SourceFile, data: bytes) -> Judged:
        """What the file holds; every fault is among the problems."""
        try:
            return _JUDGES[file.kind](self, file, data)
        except RejectedFile as error:
            return Parsed(problems=(error.problem,))

    def guide(self, file: SourceFile, data: bytes) -> Judged:
        """A guide in our own format, or any other JSON."""
        if is_guide(file.name, data):
            return _single(file, data, parse_guide, item_id_of(file.name), guide_places)
        return self.guide_documents(file, data)

    def guide_documents(self, file: SourceFile, data: bytes) -> Judged:
        """The guides of a department's own file."""
        return self._documents(file, data, lambda document, sha: read_guides(document, self.known, sha, self.fields))

    def policy_documents(self, file: SourceFile, data: bytes) -> Judged:
        """The policy files of a department's own file."""
        return self._documents(file, data, _policy)

    def _documents(self, file: SourceFile, data: bytes, read: Callable[[Document, str], Judged]) -> Judged:
        opened, sha256 = self.open_file(file, data), hashlib.sha256(data).hexdigest()
        found = [read(document, sha256) for document in opened.documents]
        return Parsed(
            tuple(record for one in found for record in one.records),
            (*opened.problems, *(problem for one in found for problem in one.problems)),
        )


def _policy(document: Document, sha256: str) -> Judged:
    """What was read; what may be published of it depends on labels that other files may hold."""
    try:
        reading = read_policy(document, sha256=sha256)
    except RejectedFile as error:
        return Parsed(problems=(error.problem,))
    return Parsed((Sourced(reading, reading.origin),))


def _single(
    file: SourceFile, data: bytes, parse: Parser, record_id: str | None, places: Places | None = None
) -> Judged:
    """The one record of a file that is named after it."""
    value, problems = parse(file.name, data)
    fields = places(data.decode("utf-8-sig"), value) if places is not None else {}
    sha256 = hashlib.sha256(data).hexdigest()
    origin = Origin(record_id=record_id or file.name, file=file.name, url=file.url, sha256=sha256, fields=fields)
    return Parsed((Sourced(value, origin),), problems)


def stranger(file: SourceFile) -> Judged:
    """A file of no known kind, which is not read."""
    wanted = "政策文件" if "policies/" in file.name else "办事指南或问法"
    return Parsed(problems=(warning(file.name, f"看名字不是{wanted}，已跳过"),))


_JUDGES: dict[FileKind, Callable[[Judge, SourceFile, bytes], Judged]] = {
    "guide": Judge.guide,
    "guide_document": Judge.guide_documents,
    "questions": lambda _, file, data: _single(file, data, parse_questions, item_id_of(file.name)),
    "policy": lambda _, file, data: _single(file, data, parse_policy, document_id_of(file.name)),
    "policy_text": lambda _, file, data: _single(file, data, parse_policy_text, document_id_of(file.name), text_places),
    "policy_document": Judge.policy_documents,
    "policy_questions": lambda _, file, data: _single(file, data, parse_policy_questions, document_id_of(file.name)),
    "items": lambda _, file, data: _single(file, data, parse_items, None),
    "topics": lambda _, file, data: _single(file, data, parse_topics, None),
}
