"""Versions of a document's labels as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from assistant.labels.schemas import Decision, VersionRow
from assistant.labels.service import measures_of
from knowledge.errors import NotFound
from knowledge.models import Measure, Passage, PolicyDocument


@dataclass(frozen=True)
class Version:
    """A version as it is worked with; 0 is what the snapshot has."""

    number: int
    measures: tuple[Measure, ...]
    decisions: tuple[Decision, ...] = ()
    digest: str = ""
    row: Row[Any] | None = None


@dataclass(frozen=True)
class Document:
    """A published document with all versions of its labels, the first one first."""

    policy: PolicyDocument
    articles: tuple[Passage, ...]
    digest: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The version in force."""
        return self.versions[-1]

    def version(self, number: int) -> Version:
        """The version of a number; raises NotFound."""
        if not 0 <= number < len(self.versions):
            raise NotFound("没有这个版本。")
        return self.versions[number]


def read_version(row: Row[Any]) -> Version:
    """A row of the table; raises InvalidRecord."""
    decisions = tuple(Decision.model_validate(one) for one in row.decisions)
    return Version(row.number, measures_of(row.measures), decisions, row.text_digest, row)


def version_rows(document: Document) -> tuple[VersionRow, ...]:
    """Who saved what and when, the newest one first."""
    return tuple(_version_row(version) for version in reversed(document.versions))


def _version_row(version: Version) -> VersionRow:
    row = version.row
    if row is None:
        return VersionRow(number=0, at=None, by="", note="系统从原文读出的标签", restored_from=None)
    return VersionRow(number=row.number, at=row.at, by=row.person_name, note=row.note, restored_from=row.restored_from)
