"""The report as written to JSON: names and meanings here are a contract with whatever reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ingest.quality.findings import SEVERITIES, Severity
from knowledge.models import Position

Counts = dict[str, int]
"""Rows by severity: 错误, 提醒, 建议, each always there."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Where(_Part):
    """A place in the source: ``words`` for people, ``link`` an address to follow, empty when there is none.

    ``file`` is the name inside the source, ``position`` the place inside it where known. ``link`` is the web address of
    what was fetched, else the file's name with ``#page=`` for a page; relative to the source.
    """

    file: str
    position: Position | None = None
    words: str
    link: str


class Row(_Part):
    """One fault.

    ``check`` is the check's code; ``id`` an item's or policy file's, empty for the base as a whole, ``also`` the others
    concerned; ``field`` in the editor's words, ``path`` as programs write it (``materials[2].copies``); ``what`` is wrong,
    ``todo`` mends it; ``quotes`` are the words themselves; ``where`` they stand, the first being the place to mend.
    """

    check: str
    severity: Severity
    id: str
    also: tuple[str, ...] = ()
    name: str
    department: str
    field: str
    path: str
    what: str
    todo: str
    quotes: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()


class DepartmentCount(_Part):
    """How one department stands; ``records`` counts its guides and policy files."""

    department: str
    records: int
    counts: Counts


class CheckCount(_Part):
    """What one check found; also checks that found nothing are listed, so that silence can be told from absence."""

    check: str
    title: str
    counts: Counts


class QualityReport(_Part):
    """All rows, gravest first and then by department; ``guides`` and ``policies`` say how much was looked at."""

    schema_version: Literal[1] = 1
    made_on: date
    snapshot_id: str = ""
    guides: int
    policies: int
    counts: Counts
    departments: tuple[DepartmentCount, ...]
    checks: tuple[CheckCount, ...]
    rows: tuple[Row, ...]

    def of_department(self, name: str) -> QualityReport:
        """The part of one department, by its whole name; counts follow, ``guides`` and ``policies`` stay the base's."""
        rows = tuple(row for row in self.rows if row.department == name)
        checks = tuple(
            one.model_copy(update={"counts": count(row for row in rows if row.check == one.check)})
            for one in self.checks
        )
        departments = tuple(one for one in self.departments if one.department == name)
        return self.model_copy(
            update={"rows": rows, "counts": count(rows), "checks": checks, "departments": departments}
        )


def count(rows: Iterable[Row]) -> Counts:
    """Rows by severity."""
    found = Counter(row.severity for row in rows)
    return {severity: found[severity] for severity in SEVERITIES}
