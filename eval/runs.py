"""The record of a run: one folder that is never overwritten, with its configuration beside its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from eval.errors import CannotSave
from eval.gates import Gate
from eval.report import Figure, Report

JSON = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


@dataclass(frozen=True)
class Run:
    """A finished run: what was found, on what, when, and how long it took (``took_s``)."""

    report: Report
    config: Mapping[str, object]
    started: datetime
    took_s: float
    gates: tuple[Gate, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every gate was kept."""
        return all(gate.kept(self.report.figures) for gate in self.gates)


def results(run: Run) -> dict[str, object]:
    """The one JSON document of a run, as ``--json`` prints it and ``results.json`` keeps it."""
    figures = run.report.figures
    return {
        "task": run.report.task,
        "started": run.started.isoformat(timespec="seconds"),
        "took_s": run.took_s,
        "target": run.config.get("target"),
        "snapshot_id": run.config.get("snapshot_id"),
        "figures": {name: asdict(figure) for name, figure in figures.items()},
        "tables": [
            {"name": table.name, "title": table.title, "columns": table.columns, "rows": _plain(table.rows)}
            for table in run.report.tables
        ],
        "notes": run.report.notes,
        "gates": [{**asdict(gate), "kept": gate.kept(figures)} for gate in run.gates],
    }


def _plain(rows: tuple[tuple[object, ...], ...]) -> list[list[object]]:
    """Table rows with the figures as their values."""
    return [[cell.value if isinstance(cell, Figure) else cell for cell in row] for row in rows]


def save(run: Run, root: Path) -> Path:
    """Write the run to ``root/TASK/TIME`` and give that folder.

    Raises:
        CannotSave: the folder cannot be written.
    """
    rows = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in run.report.rows)
    try:
        folder = _new_folder(root / run.report.task, run.started)
        (folder / "config.json").write_bytes(orjson.dumps(run.config, option=JSON))
        (folder / "results.json").write_bytes(orjson.dumps(results(run), option=JSON))
        (folder / "rows.jsonl").write_bytes(rows)
    except OSError as error:
        raise CannotSave(f"the run could not be saved under {root}: {error.strerror or error}") from error
    return folder


def _new_folder(task: Path, started: datetime) -> Path:
    """A folder named by the time in UTC; microseconds and the exclusive mkdir keep simultaneous runs apart."""
    folder = task / started.astimezone(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    folder.mkdir(parents=True)
    return folder
