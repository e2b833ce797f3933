"""What one run did, as printed, as ``--json`` and as kept for ``status``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from ingest.sync import Changes
from knowledge.files import write_atomically
from knowledge.manifest import Problem

Outcome = Literal["published", "unchanged", "refused"]
_FILE = "last_run.json"


class RunReport(BaseModel):
    """``published``: a new snapshot is in force; ``unchanged``: nothing to do; ``refused``: ``message`` says why.

    ``snapshot_id`` is the snapshot in force after the run; ``took_s`` is wall time in seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Outcome
    message: str
    finished_at: AwareDatetime
    snapshot_id: str | None
    changes: Changes
    policy_changes: Changes = Changes()
    counts: dict[str, int]
    figures: dict[str, float]
    problems: tuple[Problem, ...]
    took_s: float

    @property
    def rejected(self) -> tuple[Problem, ...]:
        """Files that could not be used."""
        return tuple(problem for problem in self.problems if problem.severity == "rejected")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Files that were used all the same."""
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    def save(self, root: Path) -> None:
        """Keep the report beside the snapshots."""
        write_atomically(root / _FILE, self.model_dump_json(indent=2).encode() + b"\n")


def last_report(root: Path) -> RunReport | None:
    """The report of the latest finished run, ``None`` when there is no readable one."""
    try:
        return RunReport.model_validate_json((root / _FILE).read_bytes())
    except (OSError, ValidationError):
        return None
