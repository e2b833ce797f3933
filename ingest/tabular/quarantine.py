"""Rows that were not taken, for the people who mend them: a CSV that Excel opens, with the reason and the cells as they were."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from ingest.problems import shown
from ingest.tabular.reading import RawRow

FOLDER = "quarantine"
MOST_REMINDERS = 20_000
"""Reminders that are written; rows that were not taken are all written."""
_NAMES = {"rejected": "没有导入", "warning": "提醒（已导入）"}
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_FIGURE = re.compile(r"[-+]?[\d.,]+%?")
_UNSAFE = re.compile(r"[^\w\-.]+")


@dataclass(frozen=True)
class Remark:
    """Something about a row: why it is not taken, or what to look at although it is. ``field`` is its label, or empty."""

    severity: Literal["rejected", "warning"]
    field: str
    reason: str


@dataclass
class Quarantine:
    """The file of one import, made when the first row comes; counts of what it holds."""

    folder: Path
    file: str
    path: Path | None = None
    rejected: int = 0
    warned: int = 0
    examples: list[str] = field(default_factory=list)
    _open: IO[str] | None = None
    _writer: Any = None

    def add(self, row: RawRow, remarks: Sequence[Remark], headers: Sequence[str], sheet: str = "") -> None:
        """One line for each remark; the original cells behind it."""
        rejected = any(remark.severity == "rejected" for remark in remarks)
        self.rejected += rejected
        self.warned += not rejected and bool(remarks)
        for remark in remarks:
            if remark.severity == "warning" and self.warned > MOST_REMINDERS:
                continue
            if remark.severity == "rejected" and len(self.examples) < 5:
                self.examples.append(f"第 {row.number} 行 {remark.field}：{remark.reason}")
            cells = [_safe(cell) for cell in row.cells]
            self._lines(headers).writerow(
                [self.file, row.number, _NAMES[remark.severity], remark.field, remark.reason, *cells]
            )

    def _lines(self, headers: Sequence[str]) -> Any:  # noqa: ANN401 - the csv module has no name for its writers
        if self._writer is None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            stem = _UNSAFE.sub("_", Path(self.file).stem)[:60]
            self.path = self.folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{stem}.csv"
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # names and figures
            self._open = os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="", errors="backslashreplace")
            self._writer = csv.writer(self._open)
            self._writer.writerow(["文件", "行号", "处理", "字段", "原因", *map(_safe, headers)])
        return self._writer

    def close(self) -> None:
        """Finish the file."""
        if self._open is not None:
            self._open.flush()
            os.fsync(self._open.fileno())
            self._open.close()


def _safe(cell: object) -> str:
    """The cell as text that a spreadsheet never computes."""
    text = "" if cell is None else cell if isinstance(cell, str) else shown(str(cell), 1000)
    return "'" + text if _FORMULA.match(text) and not _FIGURE.fullmatch(text.strip()) else text
