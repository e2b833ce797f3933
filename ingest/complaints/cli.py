"""``quanquan claims``: import registers of complaints and lawsuits, link them, and look at what is there."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from ingest.ending import reported
from knowledge.complaints.store import RegisterStore
from knowledge.settings import Settings

app = typer.Typer(help="投诉举报台账：导入、关联、查看、退回", no_args_is_help=True, add_completion=False)


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
def prune(keep: Annotated[int, typer.Option(min=1, help="保留最近几个版本")] = 5) -> None:
    """删除旧版本；当前版本和它的上一版总会保留。"""
    with reported():
        gone = RegisterStore(Settings().home).snapshots.prune(keep)
    _say(f"删除了 {len(gone)} 个旧版本")


def _say(line: str) -> None:
    Console().print(Text(line), soft_wrap=True)
