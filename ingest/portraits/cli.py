"""``quanquan portraits``: import registers of companies, and look at what is there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.bars import RichProgress
from ingest.ending import complain, reported
from ingest.portraits.run import MOST_BAD, ImportReport, Terms, import_files
from knowledge.errors import NotFound
from knowledge.measures.conditions import Value
from knowledge.measures.fields import FIELDS
from knowledge.portraits.directory import FollowingDirectory, open_directory
from knowledge.portraits.names import certain
from knowledge.portraits.portrait import Portrait
from knowledge.portraits.store import PortraitStore
from knowledge.settings import Settings

app = typer.Typer(help="企业画像：导入、查看、查找、退回", no_args_is_help=True, add_completion=False)
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]
_SAMPLE = "（示例数据，不是真实企业）"


@app.command("import")
def import_(
    files: Annotated[
        list[Path], typer.Argument(help="CSV、Excel、Parquet 或 JSON Lines 文件", exists=True, dir_okay=False)
    ],
    source_name: Annotated[str, typer.Option(help="数据从哪里来，如“市场监管局登记库”")] = "未说明来源",
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="数据是哪一天的；不写的按最旧的对待", show_default=False),
    ] = None,
    most_bad: Annotated[float, typer.Option(min=0, max=1, help="不能用的行最多占多少，超过就整个不导入")] = MOST_BAD,
    anew: Annotated[bool, typer.Option("--anew", help="不与以前导入的合并，从头开始")] = False,
    as_json: JsonOption = False,
) -> None:
    """导入企业画像：逐行检查，不能用的行另存一个文件并写明原因；与以前导入的逐项合并，较新的为准。"""
    terms = Terms(source_name, as_of.date() if as_of else None, most_bad, anew)
    with reported(), RichProgress(Console(stderr=True)) as progress:
        report = import_files(files, Settings().home, terms, progress)
    if as_json:
        typer.echo(orjson.dumps(_as_json(report), option=orjson.OPT_INDENT_2))
    else:
        _show_import(report)


@app.command()
def status(as_json: JsonOption = False) -> None:
    """现在有多少家企业、数据从哪里来、各是哪一天的。"""
    with reported():
        directory = open_directory(Settings().home)
        provenance = directory.held.companies.provenance
    if as_json:
        facts = {"version": directory.version, "companies": len(directory), "sample": directory.sample}
        imports = [each.model_dump(mode="json") for each in provenance.imports]
        typer.echo(orjson.dumps({**facts, "imports": imports}, option=orjson.OPT_INDENT_2))
        return
    _say(f"企业 {len(directory)} 家，版本 {directory.version}{_SAMPLE if directory.sample else ''}")
    table = Table("次", "文件", "来源", "数据日期", "导入时间", "采用", "没有导入", "提醒")
    for each in provenance.imports:
        when = f"{each.imported_at.astimezone():%Y-%m-%d %H:%M}"
        counts = map(str, (each.taken, each.rejected, each.warned))
        table.add_row(str(each.number), Text(each.file), Text(each.source), str(each.as_of or "没有说"), when, *counts)
    if provenance.imports:
        Console().print(table)


@app.command()
def find(
    name: Annotated[str, typer.Argument(help="企业名称（可以只写一部分）或统一社会信用代码")],
    limit: Annotated[int, typer.Option(min=1, max=50)] = 8,
    as_json: JsonOption = False,
) -> None:
    """按名称或代码查找企业；找不到时结束码为 2。"""
    with reported():
        directory = open_directory(Settings().home)
        found = directory.find(name, limit)
        if not found:
            raise NotFound("没有找到这家企业，请核对名称，或者改用统一社会信用代码查找")
    sure = certain(found) is not None
    if as_json:
        companies = [each._asdict() for each in found]
        typer.echo(orjson.dumps({"certain": sure, "companies": companies}, option=orjson.OPT_INDENT_2))
        return
    _say(("找到" if sure else "可能是下面的某一家，请选择") + (_SAMPLE if directory.sample else ""))
    table = Table("企业名称", "统一社会信用代码", "曾用名", "把握")
    for each in found:
        table.add_row(Text(each.name), each.credit_code, Text(each.former_name or ""), f"{each.score:.0%}")
    Console().print(table)


@app.command()
def show(code: Annotated[str, typer.Argument(help="统一社会信用代码")], as_json: JsonOption = False) -> None:
    """一家企业的全部已知情况，每一项注明来源和日期。"""
    with reported():
        directory = open_directory(Settings().home)
        portrait = directory.by_code(code)
        if portrait is None:
            raise NotFound("没有这个统一社会信用代码的企业，请核对 18 位代码")
    if as_json:
        sources = {name: [source.name, source.as_of] for name, source in portrait.sources.items()}
        row = {**portrait.row(), "former_names": portrait.former_names, "sources": sources}
        typer.echo(orjson.dumps(row, option=orjson.OPT_INDENT_2))
        return
    _show_portrait(portrait, directory)


@app.command()
def rollback(
    to: Annotated[str | None, typer.Argument(metavar="ID", help="要退回的版本号，默认是上一版")] = None,
    reason: Annotated[str, typer.Option(help="退回的原因，会记入版本变更")] = "",
) -> None:
    """退回到以前导入的一版，立即生效。"""
    with reported():
        entry = PortraitStore(Settings().home).snapshots.rollback(to, reason)
    _say(f"已从 {entry.from_id} 退回到 {entry.to_id}")


@app.command()
def prune(keep: Annotated[int, typer.Option(min=1, help="保留最近几个版本")] = 5) -> None:
    """删除旧版本；当前版本和它的上一版总会保留。"""
    with reported():
        gone = PortraitStore(Settings().home).snapshots.prune(keep)
    _say(f"删除了 {len(gone)} 个旧版本")


def _say(line: str) -> None:
    Console().print(Text(line), soft_wrap=True)


def _as_json(report: ImportReport) -> dict[str, object]:
    files = [
        {**each.facts.model_dump(mode="json"), "quarantine": str(each.quarantine or ""), "told": each.told}
        for each in report.files
    ]
    return {"version": report.version, "companies": report.companies, "files": files}


def _show_import(report: ImportReport) -> None:
    for each in report.files:
        facts = each.facts
        for line in each.told:
            complain(f"{facts.file}：{line}")
        _say(
            f"{facts.file}：{facts.rows} 行，采用 {facts.taken} 行，没有导入 {facts.rejected} 行，提醒 {facts.warned} 行"
        )
        for line in each.examples:
            complain(f"  {line}")
        if each.quarantine:
            _say(f"  逐行的原因和原来的内容：{each.quarantine}")
    _say(f"现在有企业 {report.companies} 家，版本 {report.version}")


def _show_portrait(portrait: Portrait, directory: FollowingDirectory) -> None:
    table = Table("项目", "内容", "来源", "数据日期")
    for name, field in FIELDS.items():
        if name in portrait.values:
            source, text = portrait.sources[name], _worded(portrait.values[name])
            table.add_row(field.label, Text(f"{text} {field.unit}".strip()), Text(source.name), str(source.as_of or ""))
    _say(portrait.name + (_SAMPLE if directory.sample else ""))
    if portrait.former_names:
        _say(f"曾用名：{'、'.join(portrait.former_names)}")
    Console().print(table)


def _worded(value: Value) -> str:
    """A value as people read it."""
    match value:
        case bool():
            return "是" if value else "否"
        case frozenset():
            return "、".join(sorted(value)) or "无"
        case Decimal():
            return f"{value:,f}"
    return str(value)
