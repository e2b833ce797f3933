"""The report on a terminal: counts by check, counts by department, and the gravest rows."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.problems import WHOLE_PATH, shown
from ingest.quality.findings import SEVERITIES, Severity
from ingest.quality.model import Counts, QualityReport, Row

_STYLES: dict[Severity, str] = {"错误": "red", "提醒": "yellow", "建议": "cyan"}


def show_quality(console: Console, report: QualityReport, most: int = 20) -> None:
    """Tables of counts, then the first ``most`` rows; names are never read as markup."""
    _counts(console, "各项检查", "检查", [(check.title, check.counts) for check in report.checks])
    _counts(console, "各部门", "部门", [(one.department, one.counts) for one in report.departments])
    for row in report.rows[:most]:
        _row(console, row)
    left = len(report.rows) - most
    if left > 0:
        _line(console, f"还有 {left} 条，用 --html 文件名 看全部")
    total = "，".join(f"{name} {report.counts[name]}" for name in SEVERITIES)
    _line(console, f"检查了 {report.guides} 份办事指南、{report.policies} 份政策文件：{total}")


def _counts(console: Console, title: str, head: str, rows: list[tuple[str, Counts]]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column(head, overflow="fold")
    for name in SEVERITIES:
        table.add_column(name, justify="right")
    for label, counts in rows:
        if any(counts.values()):
            table.add_row(_clean(label), *(str(counts[name]) for name in SEVERITIES))
    console.print(table)


def _row(console: Console, row: Row) -> None:
    about = " ".join(part for part in (row.department, row.name, row.id) if part)
    line = Text.assemble((f"{row.severity} ", _STYLES[row.severity]), _clean(about), "：", _clean(row.what))
    console.print(line, soft_wrap=True)
    place = row.where[0].words if row.where else ""
    _line(console, f"    {row.todo}{f'（{place}）' if place else ''}")


def _line(console: Console, text: str) -> None:
    console.print(_clean(text), soft_wrap=True)


def _clean(text: str) -> Text:
    return Text(shown(text, WHOLE_PATH))
