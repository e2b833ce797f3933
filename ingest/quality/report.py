"""The quality report: what every check found, in order of gravity and department, each with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from ingest.quality.base import Base, LinkChecker
from ingest.quality.checks import CHECKS
from ingest.quality.checks.privacy import hidden
from ingest.quality.findings import SEVERITIES, Finding
from ingest.quality.model import CheckCount, DepartmentCount, QualityReport, Row, count
from ingest.quality.places import Places
from ingest.words import LABELS, POLICY_LABELS, path_label, path_text
from knowledge.manifest import Problem
from knowledge.models import Origin
from knowledge.ports import KnowledgeIndex
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords

WHOLE_BASE = "全库"
"""Department of what belongs to no single one: topics, the item list, files without an item."""


def quality_report(
    records: KnowledgeRecords,
    *,
    origins: Mapping[str, Origin],
    problems: Sequence[Problem],
    index: KnowledgeIndex | None,
    today: date,
    links: LinkChecker | None = None,
    deep: bool = False,
    source: Path | None = None,
    progress: Progress | None = None,
) -> QualityReport:
    """Run every check over ``records``.

    ``problems`` are those of the run that published them. Without an ``index`` nothing is searched; with ``deep`` the
    authored questions are searched as well. ``source`` is the folder the records came from, where it is still there:
    records without an origin then get the line of their own file.
    """
    base = Base(
        records=records,
        today=today,
        problems=tuple(problems),
        index=index,
        links=links,
        deep=deep,
        progress=progress or SilentProgress(),
    )
    rows = Rows(base, Places(origins, source))
    found = [rows.row(check.code, finding) for check in CHECKS for finding in check.run(base)]
    found.sort(key=lambda row: (SEVERITIES.index(row.severity), row.department, row.id, row.check, row.path))
    return QualityReport(
        made_on=today,
        snapshot_id=index.snapshot_id if index is not None else "",
        guides=len(records.guides),
        policies=len(records.policies),
        counts=count(found),
        departments=_departments(base, found),
        checks=tuple(
            CheckCount(
                check=check.code, title=check.title, counts=count(row for row in found if row.check == check.code)
            )
            for check in CHECKS
        ),
        rows=tuple(found),
    )


class Rows:
    """Turns findings into rows: whose they are, what their field is called, and where it stands."""

    def __init__(self, base: Base, places: Places) -> None:
        self._base = base
        self._places = places

    def row(self, check: str, finding: Finding) -> Row:
        """One row of the report."""
        name, department = self._owner(finding)
        spots = (
            (finding.about, finding.path, finding.file, finding.at),
            *((s.about, s.path, s.file, s.at) for s in finding.more),
        )
        return Row(
            check=check,
            severity=finding.severity,
            id=finding.about,
            also=tuple(
                dict.fromkeys(spot.about for spot in finding.more if spot.about and spot.about != finding.about)
            ),
            name=hidden(name),
            department=department,
            field=self._label(finding),
            path=path_text(finding.path),
            what=hidden(finding.what),
            todo=finding.todo,
            quotes=tuple(hidden(quote) for quote in finding.quotes),
            where=tuple(dict.fromkeys(self._places.where(*spot) for spot in spots)),
        )

    def _owner(self, finding: Finding) -> tuple[str, str]:
        guide = self._base.guides.get(finding.about)
        if guide is not None:
            return guide.name, guide.department
        policy = self._base.policies.get(finding.about)
        if policy is not None:
            return policy.title, policy.issuer
        return finding.name, WHOLE_BASE

    def _label(self, finding: Finding) -> str:
        labels = POLICY_LABELS if finding.about in self._base.policies else LABELS
        return path_label(finding.path, labels)


def _departments(base: Base, rows: Sequence[Row]) -> tuple[DepartmentCount, ...]:
    """Every department that publishes something, also those without a fault; those with most errors first."""
    records = Counter(
        (*(guide.department for guide in base.guides.values()), *(p.issuer for p in base.policies.values()))
    )
    faults: dict[str, list[Row]] = {name: [] for name in records}
    for row in rows:
        faults.setdefault(row.department, []).append(row)
    counted = [
        DepartmentCount(department=name, records=records[name], counts=count(own)) for name, own in faults.items()
    ]
    return tuple(sorted(counted, key=lambda one: (*(-one.counts[severity] for severity in SEVERITIES), one.department)))
