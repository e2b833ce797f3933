"""``quanquan ingest``: publish knowledge, and look after what is published.

Only ``run`` imports the index builder (and with it torch), so that the other commands start at once.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from ingest.bars import RichProgress
from ingest.diff import differences
from ingest.ending import NOTHING_DONE, complain, reported
from ingest.expand.cli import app as expand
from ingest.plan import make_plan
from ingest.quality.cli import quality
from ingest.render import age_text, counts_text, show_differences, show_live, show_problems, show_report, show_status
from ingest.report import RunReport, last_report
from ingest.run import run_ingest
from ingest.sources.cli import app as sources
from ingest.sources.source import Source
from ingest.watch import Rhythm, follow
from ingest.wiring import LazyBuilder, LazyPatcher, live_ingest, means, open_source
from knowledge.errors import SnapshotDamaged, SnapshotUnavailable
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

app = typer.Typer(help="知识库：发布、查看、比较、退回", no_args_is_help=True, add_completion=False)

app.command()(quality)
app.add_typer(sources, name="sources")
app.add_typer(expand, name="expand")


SourceOption = Annotated[
    Path | None, typer.Option(help="资料文件夹，或来源配置 sources.yaml；默认是随产品提供的示例资料")
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="不连网络，只用以前下载的内容")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command()
def run(
    source: SourceOption = None,
    allow_shrink: Annotated[bool, typer.Option(help="允许撤下一半以上的办事指南")] = False,
    force: Annotated[bool, typer.Option(help="全部重新制作，没有变化也重新发布")] = False,
    offline: OfflineOption = False,
    as_json: JsonOption = False,
) -> None:
    """检查资料，把合格的发布成新版本；不合格的逐个列出，不影响其他资料。"""
    settings = Settings()
    with reported(), RichProgress(Console(stderr=True)) as progress:
        opened = open_source(source, settings)
        _refresh(opened, progress, offline=offline, allow_shrink=allow_shrink)
        report = run_ingest(
            opened,
            SnapshotStore(settings.knowledge_home),
            settings=settings,
            progress=progress,
            build=LazyBuilder(),
            patch=LazyPatcher(),
            means=means(settings),
            allow_shrink=allow_shrink,
            force=force,
        )
    _show_run(report, as_json)
    if report.outcome == "refused":
        raise typer.Exit(NOTHING_DONE)


@app.command()
def watch(
    source: SourceOption = None,
    quiet: Annotated[int, typer.Option(min=1, help="多少分钟没有改动后，全部重新制作一次")] = 30,
    refresh: Annotated[int, typer.Option(min=1, help="每多少分钟到网络来源看一次")] = 30,
    poll: Annotated[bool, typer.Option("--poll", help="反复查看文件本身，用于不通知改动的网络硬盘")] = False,
    offline: OfflineOption = False,
) -> None:
    """一直盯着资料：保存一份指南，马上就按新的回答。按 Ctrl+C 结束。"""
    settings, console = Settings(), Console()
    with reported(), _stopped() as stop:
        opened = open_source(source, settings)
        follow(
            live_ingest(opened, settings, SilentProgress()),
            opened.folders,
            lambda report, found: show_live(console, report, found),
            complain,
            rhythm=Rhythm(timedelta(minutes=quiet), timedelta(minutes=refresh), poll),
            refresh=lambda: _refresh(opened, SilentProgress(), offline=offline),
            stop=stop,
        )


@app.command()
def status(as_json: JsonOption = False) -> None:
    """当前是哪一版、多久以前发布的、有多少内容、哪些文件不能用。"""
    with reported():
        store = _store()
        manifest, run_report = store.manifest(_current(store)), last_report(store.root)
        if as_json:
            typer.echo(manifest.model_dump_json(indent=2))
        else:
            show_status(Console(), manifest, store.history(), run_report)


@app.command()
def diff(
    before: Annotated[str | None, typer.Argument(help="较早的版本号，默认是当前版本的上一版")] = None,
    after: Annotated[str | None, typer.Argument(help="较晚的版本号，默认是当前版本")] = None,
    source: Annotated[Path | None, typer.Option(help="改为比较当前版本与这个资料文件夹")] = None,
) -> None:
    """两个版本之间改了什么；或者，如果现在发布这个文件夹，会改什么。"""
    with reported():
        if source is not None:
            _preview(source)
            return
        store = _store()
        current = _current(store)
        earlier = before or store.manifest(current).parent
        old = KnowledgeRecords.read(store.folder(earlier)) if earlier else KnowledgeRecords()
        show_differences(Console(), differences(old, KnowledgeRecords.read(store.folder(after or current))))


@app.command()
def rollback(
    to: Annotated[str | None, typer.Argument(metavar="ID", help="要退回的版本号，默认是上一版")] = None,
    reason: Annotated[str, typer.Option(help="退回的原因，会记入版本变更")] = "",
) -> None:
    """退回到以前的版本，立即生效。"""
    with reported():
        entry = _store().rollback(to, reason)
    Console().print(Text(f"已从 {entry.from_id} 退回到 {entry.to_id}"), soft_wrap=True)


@app.command()
def verify(snapshot_id: Annotated[str | None, typer.Argument(metavar="ID")] = None) -> None:
    """逐个核对版本里的文件有没有损坏或被改动。"""
    with reported():
        store = _store()
        manifest = store.verify(snapshot_id or _current(store))
    Console().print(Text(f"{manifest.id} 完好，共 {len(manifest.files)} 个文件"), soft_wrap=True)


@app.command("list")
def list_snapshots() -> None:
    """列出所有版本，当前版本前面有 * 号。"""
    with reported():
        store, console = _store(), Console()
        current = store.current_id()
        for snapshot_id in store.list():
            mark = "*" if snapshot_id == current else " "
            console.print(Text(f"{mark} {snapshot_id}  {_about(store, snapshot_id)}"), soft_wrap=True)


@app.command()
def prune(keep: Annotated[int, typer.Option(min=1, help="保留最近几个版本")] = 5) -> None:
    """删除旧版本；当前版本和它的上一版总会保留。"""
    with reported():
        gone = _store().prune(keep)
    Console().print(Text(f"删除了 {len(gone)} 个旧版本"))


def _refresh(source: Source, progress: Progress, *, offline: bool, allow_shrink: bool = False) -> None:
    """Ask the network, where the source is on it; one that fails is told and keeps what it had."""
    from ingest.sources.source_set import SourceSet

    if isinstance(source, SourceSet) and not offline:
        for report in source.refresh(progress, allow_shrink=allow_shrink):
            if report.outcome == "failed":
                complain(f"{report.source}：{report.message}")


@contextmanager
def _stopped() -> Iterator[Event]:
    """An event that Ctrl+C and a service manager's stop set."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    yield stop


def _store() -> SnapshotStore:
    return SnapshotStore(Settings().knowledge_home)


def _about(store: SnapshotStore, snapshot_id: str) -> str:
    try:
        manifest = store.manifest(snapshot_id)
    except SnapshotDamaged as error:
        return error.message
    return f"{age_text(manifest.created_at)}  {counts_text(manifest.facts.counts)}"


def _current(store: SnapshotStore) -> str:
    current = store.current_id()
    if current is None:
        raise SnapshotUnavailable("知识库还没有发布过，请先运行 quanquan ingest run")
    return current


def _preview(source: Path) -> None:
    settings = Settings()
    plan = make_plan(
        open_source(source, settings),
        _store(),
        settings=settings,
        progress=SilentProgress(),
        means=means(settings),
    )
    console = Console()
    show_problems(console, plan.problems, "需要处理或核对的文件")
    show_differences(console, differences(plan.base.records, plan.assembled.records))


def _show_run(report: RunReport, as_json: bool) -> None:
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_report(Console(), report)
