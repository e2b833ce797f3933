"""``quanquan ingest sources``: from where the departments' files come; try it, fetch it, see how old it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.bars import RichProgress
from ingest.ending import reported
from ingest.sources.checks import check_sources
from ingest.sources.config import SourcesConfig
from ingest.sources.config_file import InvalidConfig, load_config
from ingest.sources.offer import FetchReport, age_of, worst
from ingest.sources.opening import Opening
from knowledge.settings import Settings, environment_secret

app = typer.Typer(help="资料来源：检查、抓取、查看", no_args_is_help=True, add_completion=False)

NOT_ALL = 2
"""Exit code when something was not in order or not to be had."""
_OUTCOMES = {"complete": "完整", "partial": "没有抓完，下次接着抓", "failed": "没有抓到"}

ConfigOption = Annotated[Path | None, typer.Option("--config", help="来源配置，默认是设置 QUANQUAN_SOURCES")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command()
def check(config: ConfigOption = None) -> None:
    """检查来源配置：写法对不对、网站能不能访问、第一页里有没有东西。不保存任何内容。"""
    console, good = Console(), True
    with reported():
        loaded, opening = _load(config)
        for done in check_sources(loaded, opening):
            good = good and done.good
            mark = Text("✓ ", style="green") if done.good else Text("✗ ", style="red")
            console.print(mark + Text(f"{done.source}：{done.text}", style=""), soft_wrap=True)
    if not good:
        raise typer.Exit(NOT_ALL)


@app.command()
def fetch(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="只抓取这些来源，默认全部")] = None,
    config: ConfigOption = None,
    allow_shrink: Annotated[bool, typer.Option("--allow-shrink", help="允许撤下一半以上的内容")] = False,
    as_json: JsonOption = False,
) -> None:
    """抓取网络来源；中断以后再运行，会从断的地方接着抓。"""
    with reported(), RichProgress(Console(stderr=True)) as progress:
        loaded, opening = _load(config)
        reports = opening.open(loaded).refresh(progress, names or (), allow_shrink=allow_shrink)
    if as_json:
        typer.echo(json.dumps([json.loads(report.model_dump_json()) for report in reports], ensure_ascii=False))
    else:
        _show(reports)
    if worst(reports) == "failed":
        raise typer.Exit(NOT_ALL)


@app.command("list")
def list_sources(config: ConfigOption = None) -> None:
    """列出所有来源：有多少文件、多久以前抓取、有什么问题。不访问网络。"""
    console, table = Console(), Table("来源", "文件", "上次完整抓取", "状态")
    with reported():
        loaded, opening = _load(config)
        opened = opening.open(loaded)
        offering = opened.offering()
        for source in opened.sources:
            count = sum(file.name.startswith(f"{source.name}/") for file in offering.files)
            report = source.report()
            table.add_row(Text(source.name), str(count), _age(report), _state(report, source.name in offering.held))
    console.print(table)
    for problem in offering.problems:
        console.print(Text(f"{problem.file}：{problem.reason}", style="yellow"), soft_wrap=True)


def _age(report: FetchReport | None) -> str:
    return age_of(report.complete_at, datetime.now(UTC)) if report and report.complete_at else "-"


def _state(report: FetchReport | None, held: bool) -> str:
    told = _OUTCOMES[report.outcome] if report else "-"
    return f"{told}；以前发布的内容保持不变" if held else told


def _show(reports: tuple[FetchReport, ...]) -> None:
    console = Console()
    for report in reports:
        counts = {name: report.counts.get(name, 0) for name in ("offered", "fetched", "unchanged", "withdrawn")}
        told = (
            "共 {offered} 个文件，新抓或有变化的网页 {fetched} 个，没变的 {unchanged} 个，撤下 {withdrawn} 个".format(
                **counts
            )
        )
        text = f"{report.source}：{_OUTCOMES[report.outcome]}。{report.message or told}"
        console.print(Text(text, style="red" if report.outcome == "failed" else "green"), soft_wrap=True)
        for problem in report.problems:
            console.print(Text(f"  {problem.file}：{problem.reason}", style="yellow"), soft_wrap=True)
    if not reports:
        console.print("没有需要从网络抓取的来源")


def _load(config: Path | None) -> tuple[SourcesConfig, Opening]:
    settings = Settings()
    path = config or settings.sources or settings.home / "sources.yaml"
    if path.suffix not in (".yaml", ".yml"):
        raise InvalidConfig(f"{path} 不是来源配置（sources.yaml）；资料文件夹不需要抓取")
    return load_config(path), Opening(settings.home, path.parent, environment_secret)
