"""The rows as CSV for Excel: a byte order mark, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io

from ingest.quality.model import QualityReport, Row

HEADER = ("轻重", "部门", "编号", "名称", "检查", "字段", "问题", "怎样改", "位置", "原文")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_sheet(report: QualityReport) -> bytes:
    """UTF-8 with a byte order mark; one line a row, in the report's order."""
    titles = {check.check: check.title for check in report.checks}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([_safe(cell) for cell in _cells(row, titles[row.check])] for row in report.rows)
    return text.getvalue().encode("utf-8-sig")


def _cells(row: Row, title: str) -> tuple[str, ...]:
    places = "\n".join(where.words for where in row.where)
    quotes = "\n".join(row.quotes)
    return row.severity, row.department, row.id, row.name, title, row.field, row.what, row.todo, places, quotes


def _safe(cell: str) -> str:
    """A leading apostrophe makes it text to spreadsheets; department names are hostile until proved otherwise."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
