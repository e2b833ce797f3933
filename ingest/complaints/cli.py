"""``quanquan claims``: import registers of complaints and lawsuits, link them, and look at what is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.bars import RichProgress
from ingest.complaints.clock import ZONE, today
from ingest.ending import complain, reported
from knowledge.complaints.complaint import Source
from knowledge.complaints.store import ImportFacts, RegisterStore
from knowledge.settings import Settings

app = typer.Typer(help="投诉举报台账：导入、关联、查看、退回", no_args_is_help=True, add_completion=False)
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]
_MOST_BAD = 0.2


@app.command("import")
def import_(
    files: Annotated[list[Path], typer.Argument(help="CSV 或 Excel 文件", exists=True, dir_okay=False)],
    source: Annotated[Source, typer.Option(help="从哪个系统导出")],
    mapping: Annotated[
        Path | None, typer.Option(help="映射文件（YAML）：表头和用词的意思", exists=True, dir_okay=False)
    ] = None,
    most_bad: Annotated[float, typer.Option(min=0, max=1, help="不能用的行最多占多少，超过就整个不导入")] = _MOST_BAD,
    anew: Annotated[bool, typer.Option("--anew", help="不与以前导入的合并，从头开始")] = False,
    correct: Annotated[
        bool, typer.Option("--correct", help="编号相同而投诉人、证件、单位或日期不同的，是更正：整件换成新的一行")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """导入投诉、举报和诉讼：逐行检查，不能用的行另存一个文件并写明原因；编号相同的同一件投诉更新原来那一件。"""
    from ingest.complaints.run import Terms, import_files

    terms = Terms(source, mapping, most_bad, anew, correct)
    with reported(), RichProgress(Console(stderr=True)) as progress:
        report = import_files(files, Settings().home, terms, progress)
    if as_json:
        held = [
            {**each.facts.model_dump(mode="json"), "quarantine": str(each.quarantine or ""), "told": each.told}
            for each in report.files
        ]
        _json({"version": report.version, "complaints": report.complaints, "files": held})
        return
    for each in report.files:
        for line in (*each.told, *each.examples):
            complain(f"{each.facts.file}：{line}")
        _say(_counted(each.facts))
        if each.quarantine:
            _say(f"  逐行的原因和原来的内容（有个人信息，请妥善保管）：{each.quarantine}")
    _say(f"台账现在有 {report.complaints} 件，版本 {report.version}。请接着运行 quanquan claims link")


@app.command()
def link(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="以哪一天为准识别，默认今天", show_default=False)
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="全部重新关联，不在上一次的基础上增补")] = False,
    as_json: JsonOption = False,
) -> None:
    """关联可能是同一个人的投诉，按规则列出正反两面的依据，与台账一起发布；只是线索，由人决定。"""
    from ingest.complaints.link import link_register

    day = on.date() if on else today()
    with reported(), RichProgress(Console(stderr=True)) as progress:
        report = link_register(Settings().home, day, progress, whole)
    if as_json:
        _json({**report.as_dict(), "on": day.isoformat()})
        return
    how = f"增补 {report.added} 件" if report.extended else "全部关联"
    _say(f"{how}：{report.complaints} 件，{report.persons} 人，版本 {report.version}")
    _say(f"建议人工看一看的 {report.review} 人，建议考虑移送的 {report.handover} 人（都要由人决定）")


@app.command()
def status(as_json: JsonOption = False) -> None:
    """台账有多少件、从哪里来、关联和识别到哪一步；不显示任何个人信息。"""
    from ingest.complaints.status import status_of

    with reported():
        held = status_of(RegisterStore(Settings().home))
    if as_json:
        _json(held.as_dict())
        return
    _say(f"台账 {held.complaints} 件，版本 {held.version}{'（示例数据，不是真实投诉）' if held.sample else ''}")
    _say(
        f"关联出 {held.persons} 人，识别规则看过 {held.findings} 人"
        if held.linked
        else "还没有关联：quanquan claims link"
    )
    table = Table("次", "文件", "来源", "导入时间", "采用", "其中更新", "没有导入", "提醒", "无关")
    for each in held.imports:
        when = f"{each.imported_at.astimezone(ZONE):%Y-%m-%d %H:%M}"
        counts = map(str, (each.taken, each.updated, each.rejected, each.warned, each.skipped))
        table.add_row(str(each.number), Text(each.file), each.source, when, *counts)
    if held.imports:
        Console().print(table)


@app.command()
def rollback(
    to: Annotated[str | None, typer.Argument(metavar="ID", help="要退回的版本号，默认是上一版")] = None,
    reason: Annotated[str, typer.Option(help="退回的原因，会记入版本变更")] = "",
) -> None:
    """退回到以前的一版台账，立即生效。"""
    with reported():
        entry = RegisterStore(Settings().home).snapshots.rollback(to, reason)
    _say(f"已从 {entry.from_id} 退回到 {entry.to_id}")


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="保留最近几个版本")] = 5,
    days: Annotated[int, typer.Option(min=0, help="没有导入的行的文件保留多少天")] = 30,
) -> None:
    """删除旧版本和旧的隔离文件；当前版本和它的上一版总会保留。"""
    from ingest.complaints.erase import prune_quarantine

    with reported():
        store = RegisterStore(Settings().home)
        gone, files = store.snapshots.prune(keep), prune_quarantine(store.root, days)
    _say(f"删除了 {len(gone)} 个旧版本、{files} 个隔离文件")


@app.command()
def erase(
    person: Annotated[str, typer.Option(help="人的编号，如 R-1a2b3c4d")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问")] = False,
) -> None:
    """依法删除一个人的全部投诉：从台账和关联结果里去掉并重新发布，其余所有版本和隔离文件一并删除，不能恢复。"""
    from ingest.complaints.erase import erase_person

    if not yes:
        typer.confirm("删除后不能恢复，以前的版本也不能再退回。确定吗？", abort=True)
    with reported():
        report = erase_person(Settings().home, person)
    _say(f"删除了 {report.complaints} 件和 {report.versions} 个旧版本，其他人的编号和关联不变")


def _say(line: str) -> None:
    Console().print(Text(line), soft_wrap=True)


def _json(held: dict[str, object]) -> None:
    typer.echo(orjson.dumps(held, option=orjson.OPT_INDENT_2))


def _counted(facts: ImportFacts) -> str:
    return (
        f"{facts.file}：{facts.rows} 行，采用 {facts.taken} 行（其中更新 {facts.updated} 件），没有导入 {facts.rejected} 行，"
        f"提醒 {facts.warned} 行，与投诉举报无关 {facts.skipped} 行"
    )
