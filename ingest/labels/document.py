"""A policy file as one record of labels: the document's facts by ``ingest.policies``, its measures by this package."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingest.documents.text import decode, read_text
from ingest.labels.catalog import measures_of
from ingest.labels.extract import read_labels
from ingest.policies.read import read_policy
from ingest.policies.reading import PolicyReading
from ingest.policies.vocabulary import vocabulary as policies
from ingest.problems import RejectedFile, rejection

LARGEST = 4 << 20
"""Bytes of one file."""
LONGEST_TEXT = 100_000
"""Characters of one text; the longest shipped has 2,000."""
_FACTS = ("title", "issuer", "level", "district", "published", "valid_from", "valid_to")
_ID = re.compile(r"[A-Z][A-Z0-9-]{0,29}")


@dataclass(frozen=True)
class DocumentLabels:
    """``record`` has the catalog's form, ``None`` where a fact is not certain; ``doubts`` say why, one line each."""

    record: dict[str, Any]
    source: str
    doubts: tuple[str, ...]


def labels_of(file: str, data: bytes) -> DocumentLabels:
    """The labels of one Markdown or text file; its id is its name. Raises RejectedFile for what is no text."""
    if len(data) > LARGEST:
        raise rejection(file, f"文件太大，超过 {LARGEST >> 20} MB，不像一份政策文件")
    source, _ = decode(file, data)
    if len(source) > LONGEST_TEXT:
        raise rejection(file, f"正文超过 {LONGEST_TEXT // 10_000} 万字，不像一份政策文件")
    stem = file.rpartition("/")[2].partition(".")[0]
    reading, doubts = _facts(file, data, stem)
    facts = {name: fact.value for name, fact in reading.facts.items()} if reading else {}
    said = {name: _plain(facts.get(name)) for name in _FACTS}
    head = _head(source)
    labels = read_labels(source, str(said["title"] or head), str(said["district"] or "") or _district(head))
    return DocumentLabels({"id": stem, **said, "measures": measures_of(stem, labels)}, source, doubts)


def _facts(file: str, data: bytes, stem: str) -> tuple[PolicyReading | None, tuple[str, ...]]:
    """What the reader of policy files is sure of; a text that it refuses (an explainer) has no facts."""
    try:
        document = read_text(file, data)
        named = document if _ID.fullmatch(stem) else replace(document, file="LABELS.md")
        reading = read_policy(named, sha256=hashlib.sha256(data).hexdigest())
    except RejectedFile as refused:
        return None, (refused.problem.reason,)
    return reading, tuple(f"{doubt.field}：{doubt.reason}" for doubt in reading.doubts)


def _head(source: str) -> str:
    """What stands first: good enough to know what 我区 means, too little for a record."""
    return next((line.strip("# \t") for line in source.splitlines() if line.strip("# \t")), "")[:100]


def _district(head: str) -> str | None:
    named = [district for district in policies().districts if district in head]
    return named[0] if len(named) == 1 else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
