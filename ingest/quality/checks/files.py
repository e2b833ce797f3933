"""What the run that published the base said of single files."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.quality.base import Base
from ingest.quality.findings import Finding
from knowledge.manifest import Problem
from knowledge.models import Position


def problems(base: Base) -> Iterator[Finding]:
    """A file that was rejected is an error, one that was taken with a doubt a reminder."""
    for problem in base.problems:
        yield Finding(
            severity="错误" if problem.severity == "rejected" else "提醒",
            about=problem.item_id if problem.item_id and problem.item_id in base.guides else "",
            path=(),
            what=problem.reason,
            todo=_todo(problem),
            name=problem.file,
            file=problem.file,
            at=problem.at or (Position(line=problem.line) if problem.line else None),
        )


def _todo(problem: Problem) -> str:
    if problem.severity == "warning":
        return "请核对；确实无误的可以不改"
    return (
        "请改好文件后重新发布，现在对外的还是上一版" if problem.kept else "请改好文件后重新发布，现在这些内容没有对外"
    )
