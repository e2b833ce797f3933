"""The results as a work sheet (XLSX), for whoever files the claims.

No cell can begin a formula: text is written as text, and what a program might still take for one gets an apostrophe.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from assistant.matching.schemas import MatchReply
from assistant.text import clean
from knowledge.measures.say import day

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST: Final = 32_000
"""A cell holds 32,767 characters."""
_SAMPLE: Final = "样例数据，仅供演示，不是部门的审批结果"
Cell = str | int | float | None


def workbook(reply: MatchReply) -> bytes:
    """Three sheets: 可以享受, 差一点, 需补数据."""
    book = Workbook(write_only=True)
    _sheet(book, "可以享受", reply, _MATCHES, _matches(reply))
    _sheet(book, "差一点", reply, _NEAR, _near(reply))
    _sheet(book, "需补数据", reply, _UNKNOWN, _unknown(reply))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


_MATCHES: Final = (
    ("奖补", 28), ("金额（元）", 14), ("计入合计", 10), ("怎么算的", 48), ("为什么符合", 60), ("享受方式", 10),
    ("文件", 40), ("条款", 10), ("申报截止", 14), ("要交的材料", 40),
)  # fmt: skip
_NEAR: Final = (("奖补", 28), ("差在哪里", 48), ("做到以后", 32), ("原来的要求", 40), ("文件", 40))
_UNKNOWN: Final = (("奖补", 28), ("要补的数据", 32), ("说明", 60), ("文件", 40))


def _matches(reply: MatchReply) -> Iterable[Sequence[Cell]]:
    for row in reply.matches:
        deadline = "" if row.deadline is None else day(row.deadline) + ("（已截止）" if row.closed else "")
        yield (
            row.title, row.award, "是" if row.applied_in_total else "否", row.award_text, row.explanation, row.mode,
            row.document_title, row.article, deadline, "、".join(row.documents),
        )  # fmt: skip


def _near(reply: MatchReply) -> Iterable[Sequence[Cell]]:
    for row in reply.near_misses:
        clauses = "；".join(dict.fromkeys(each.clause for each in row.unmet))
        yield (row.title, row.text, row.award_text, clauses, row.document_title)


def _unknown(reply: MatchReply) -> Iterable[Sequence[Cell]]:
    for row in reply.unknown:
        yield (row.title, "、".join(need.label for need in row.needs), row.text, row.document_title)
    for other in reply.review:
        yield (other.title, "需人工核对", other.text, other.document_title)


def _sheet(
    book: Workbook, name: str, reply: MatchReply, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]
) -> None:
    sheet: WriteOnlyWorksheet = book.create_sheet(name)
    for place, (_title, width) in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.freeze_panes = "A5"
    company = reply.company.name if reply.company else ""
    sheet.append([_cell(sheet, f"{company}：{name}", bold=True)])
    sheet.append([_cell(sheet, f"{_SAMPLE}；{day(reply.on)}{'' if reply.scope == 'own' else '，只用公开信息'}")])
    sheet.append([_cell(sheet, reply.total_text)])
    sheet.append([_cell(sheet, title, bold=True) for title, _width in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> object:
    cell = WriteOnlyCell(sheet, value=None)
    if isinstance(value, str):
        cell.value = harmless(value)
        cell.data_type = "s"
    else:
        cell.value = value
    if bold:
        cell.font = Font(bold=True)
    return cell


def harmless(text: str) -> str:
    """Text that no program takes for a formula, without characters that a work sheet cannot hold."""
    kept = clean(text)[:_LONGEST]
    return f"'{kept}" if kept.startswith(_FORMULA) else kept
