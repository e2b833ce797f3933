"""Reports, snapshots and differences as text for people; file names and values are never read as markup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.change_words import Difference
from ingest.report import RunReport
from ingest.sync import Changes
from knowledge.manifest import HistoryEntry, Manifest, Problem

_COUNTS = {
    "guides": "办事指南",
    "questions": "问法",
    "departments": "部门",
    "life_events": "一件事",
    "topics": "话题",
    "policies": "政策文件",
    "passages": "政策条款",
    "policy_questions": "政策问法",
}
_CHANGES = {"created": "新增", "updated": "更新", "unchanged": "未变", "withdrawn": "撤下", "kept": "保留旧版"}
_MOST_IDS = 12


def show_report(console: Console, report: RunReport) -> None:
    """The end of ``ingest run``."""
    refused = report.outcome == "refused"
    show_problems(console, report.rejected, "不能用的文件")
    show_problems(console, report.warnings, "提醒（已采用，请核对）")
    show_changes(console, report, "如果发布会有的变化（没有发布）" if refused else "本次运行")
    _line(console, f"{report.message}（用时 {report.took_s:.1f} 秒）", "red" if refused else "green")
    if report.snapshot_id:
        _line(console, f"当前版本 {report.snapshot_id}{'（不变）' if refused else '：' + counts_text(report.counts)}")


def show_changes(console: Console, report: RunReport, title: str) -> None:
    """One row a kind of change, with the items and the policy files concerned."""
    table = Table("变化", "数量", "事项", title=title, title_justify="left")
    _add_changes(table, report.changes)
    if report.policy_changes != Changes():
        table.add_section()
        _add_changes(table, report.policy_changes, "政策文件")
    table.add_section()
    table.add_row("不能用的文件", str(len(report.rejected)), "")
    console.print(table)


def _add_changes(table: Table, changes: Changes, what: str = "") -> None:
    for kind, label in _CHANGES.items():
        ids: tuple[str, ...] = getattr(changes, kind)
        table.add_row(what + label, str(len(ids)), "" if kind == "unchanged" else _some(ids))


def show_problems(console: Console, problems: Sequence[Problem], title: str) -> None:
    """One row a problem; nothing when there is none."""
    if not problems:
        return
    table = Table(title=f"{title}：{len(problems)}", title_justify="left")
    table.add_column("文件", overflow="fold")
    table.add_column("位置", overflow="fold")
    table.add_column("原因", overflow="fold", ratio=1)
    for problem in problems:
        reason = f"{problem.reason}{'。沿用这个文件的上一版' if problem.kept else ''}"
        table.add_row(Text(problem.file), Text(_where(problem)), Text(reason))
    console.print(table)


def show_status(console: Console, manifest: Manifest, history: Sequence[HistoryEntry], run: RunReport | None) -> None:
    """The snapshot in force and how it came to be."""
    facts = manifest.facts
    table = Table.grid(padding=(0, 2))
    table.add_row("当前版本", Text(manifest.id))
    table.add_row("制作时间", Text(f"{_local(manifest.created_at)}（{age_text(manifest.created_at)}）"))
    table.add_row("上一版本", Text(manifest.parent or "无"))
    table.add_row("内容", Text(counts_text(facts.counts)))
    table.add_row("来源", Text("、".join(facts.sources)))
    table.add_row("大小", Text(f"{sum(entry.size for entry in manifest.files.values()) / 1e6:.1f} MB"))
    for name, figure in sorted(facts.figures.items()):
        table.add_row(Text(name), Text(f"{figure:.6g}"))
    console.print(table)
    if run is not None:
        _line(console, f"最近一次运行：{_local(run.finished_at)}，{run.message}")
    show_problems(console, run.rejected if run is not None else facts.rejected, "不能用的文件")
    show_history(console, history[-10:])


def show_history(console: Console, history: Sequence[HistoryEntry]) -> None:
    """Which snapshot came into force when."""
    _line(console, "版本变更：")
    for entry in history:
        _line(console, f"  {_local(entry.time)} {entry.reason}：{entry.from_id or '无'} → {entry.to_id}")


def show_live(console: Console, report: RunReport, found: Sequence[Difference]) -> None:
    """One run of ``ingest watch``: what is wrong, and what now answers otherwise; nothing where nothing changed."""
    for problem in report.rejected:
        where = f"（{_where(problem)}）" if _where(problem) else ""
        kept = "，沿用上一版" if problem.kept else ""
        _line(console, f"{_now()} 不能用：{problem.file}{where} {problem.reason}{kept}", "red")
    if report.outcome == "refused":
        _line(console, f"{_now()} {report.message}", "red")
    if report.outcome != "published":
        return
    for difference in found:
        for line in difference.lines:
            _line(console, f"{_now()} {difference.name}：{line}")
    _line(console, f"{_now()} {report.message}，用时 {report.took_s:.2f} 秒：{report.snapshot_id}", "green")


def show_differences(console: Console, found: Sequence[Difference]) -> None:
    """One line a difference: ``居民身份证补领（丢失）：收费 40元 → 20元``."""
    for difference in found:
        for line in difference.lines:
            _line(console, f"{difference.name}：{line}")
    _line(console, f"共 {len(found)} 个事项有变化" if found else "两个版本的内容相同")


def counts_text(counts: dict[str, int]) -> str:
    """``164 份办事指南`` and so on."""
    return "，".join(f"{_COUNTS.get(name, name)} {count}" for name, count in counts.items())


def age_text(since: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    age = max(datetime.now(UTC) - since, timedelta())
    for seconds, unit in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if age.total_seconds() >= seconds:
            return f"{age.total_seconds() // seconds:.0f} {unit}前"
    return "刚刚"


def _line(console: Console, text: str, style: str = "") -> None:
    """One line, whole, so that ids can be copied and lines can be searched."""
    console.print(Text(text, style=style), soft_wrap=True)


def _where(problem: Problem) -> str:
    line = f"第 {problem.line} 行" if problem.line is not None else ""
    line = problem.at.words if problem.at is not None else line
    return "，".join(part for part in (problem.field, line) if part)


def _some(ids: Sequence[str]) -> str:
    return " ".join(ids[:_MOST_IDS]) + (f" 等 {len(ids)} 个" if len(ids) > _MOST_IDS else "")


def _now() -> str:
    return f"{datetime.now():%H:%M:%S}"


def _local(time: datetime) -> str:
    return f"{time.astimezone():%Y-%m-%d %H:%M:%S}"
