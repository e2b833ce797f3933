"""``quanquan ingest quality``: what is wrong with the knowledge in force, for those who edit it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ingest.bars import RichProgress
from ingest.ending import reported
from ingest.quality.findings import SEVERITIES
from ingest.quality.html import report_page
from ingest.quality.model import QualityReport
from ingest.quality.screen import show_quality
from ingest.quality.sheet import report_sheet
from ingest.report import last_report
from knowledge.errors import InvalidRecord, NotFound, SnapshotUnavailable
from knowledge.files import write_atomically
from knowledge.manifest import Manifest, Problem
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

FOUND = 1
"""Exit code when ``--fail-on`` is given and there are rows that grave."""

app = typer.Typer(add_completion=False)


@dataclass(frozen=True)
class InForce:
    """The snapshot in force, and what the last run said of its files."""

    manifest: Manifest
    folder: Path
    problems: tuple[Problem, ...]

    @property
    def source(self) -> Path | None:
        """The folder it was read from, where it is still there."""
        folders = (Path(name) for name in self.manifest.facts.sources)
        return next((folder for folder in folders if folder.is_dir()), None)


@app.command()
def quality(
    html: Annotated[Path | None, typer.Option(help="另存为网页")] = None,
    json: Annotated[Path | None, typer.Option(help="另存为 JSON")] = None,
    csv: Annotated[Path | None, typer.Option(help="另存为表格（Excel 可直接打开）")] = None,
    department: Annotated[str, typer.Option(help="只看一个部门，写部门全名")] = "",
    deep: Annotated[bool, typer.Option("--deep", help="逐条自查已有的问法，时间较长")] = False,
    search: Annotated[bool, typer.Option(help="自查每个事项能否用自己的名称和问题找到")] = True,
    fail_on: Annotated[str, typer.Option(help="有这样重或更重的问题时退出码为 1：错误、提醒或建议")] = "",
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天检查，默认今天")] = None,
) -> None:
    """检查当前版本的知识：缺什么、哪里矛盾、什么过期、谁找不到。退出码：0 完成，1 见 --fail-on，2 没有做成。"""
    with reported():
        grave = _grave(fail_on)
        report, source = _made(on.date() if on is not None else date.today(), deep, search)
        if department:
            report = _of_department(report, department)
        _write(report, source, html, json, csv)
    show_quality(Console(), report)
    if any(report.counts[name] for name in grave):
        raise typer.Exit(FOUND)


def _grave(fail_on: str) -> tuple[str, ...]:
    """The severities that fail the command: the one named and all above it."""
    if not fail_on:
        return ()
    for number, name in enumerate(SEVERITIES, start=1):
        if name == fail_on:
            return SEVERITIES[:number]
    raise InvalidRecord(f"--fail-on 只能写{'、'.join(SEVERITIES)}")


def _made(today: date, deep: bool, search: bool) -> tuple[QualityReport, Path | None]:
    in_force = _in_force(SnapshotStore(Settings().knowledge_home))
    with RichProgress(Console(stderr=True)) as progress:
        return _report(in_force, today, deep, search, progress), in_force.source


def _in_force(store: SnapshotStore) -> InForce:
    current = store.current_id()
    if current is None:
        raise SnapshotUnavailable("知识库还没有发布过，请先运行 quanquan ingest run")
    manifest, run = store.manifest(current), last_report(store.root)
    facts = manifest.facts
    problems = run.problems if run is not None else (*facts.rejected, *facts.warnings)
    return InForce(manifest, store.folder(current), problems)


def _report(in_force: InForce, today: date, deep: bool, search: bool, progress: Progress) -> QualityReport:
    """The checks and the index are imported when they are needed: this module is part of every ``ingest`` command."""
    from ingest.quality.addresses import KnownAddresses
    from ingest.quality.report import quality_report
    from knowledge.embedded import EmbeddedIndex

    with progress.task("读取当前版本", None):
        records = KnowledgeRecords.read(in_force.folder)
        index = EmbeddedIndex.load(in_force.folder) if search or deep else None
    report = quality_report(
        records,
        origins={origin.record_id: origin for origin in records.origins},
        problems=in_force.problems,
        index=index,
        today=today,
        links=KnownAddresses.of(records.origins),
        deep=deep,
        source=in_force.source,
        progress=progress,
    )
    return report.model_copy(update={"snapshot_id": in_force.manifest.id})


def _of_department(report: QualityReport, name: str) -> QualityReport:
    known = [one.department for one in report.departments]
    if name not in known:
        near = [other for other in known if name in other or other in name]
        raise NotFound(f"没有“{name}”这个部门，{'是不是' if near else '有'}：{'、'.join(near or known)}")
    return report.of_department(name)


def _write(report: QualityReport, source: Path | None, html: Path | None, json: Path | None, csv: Path | None) -> None:
    if html is not None:
        way = Path(os.path.relpath(source, html.resolve().parent)).as_posix() if source is not None else None
        write_atomically(html, report_page(report, way).encode())
    if json is not None:
        write_atomically(json, report.model_dump_json(indent=2).encode() + b"\n")
    if csv is not None:
        write_atomically(csv, report_sheet(report))
