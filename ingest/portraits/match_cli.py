"""``quanquan policies match``: which measures of a folder the companies of a file can claim on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.bars import RichProgress
from ingest.ending import complain, reported
from ingest.portraits.labels import read_labels
from ingest.portraits.matching import Row, clause_text, read_companies, rows_of
from knowledge.portraits.portrait import Portrait

INCOMPLETE = 1
"""Exit code when something could not be read; what could be is printed all the same."""


class _Faults:
    """Counts what is told on stderr; a reminder is no fault."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, line: str) -> None:
        self.count += "提醒：" not in line
        complain(line)


def match(
    companies: Annotated[
        Path, typer.Option(help="企业画像文件，每行一家企业（JSON Lines）", exists=True, dir_okay=False)
    ],
    labels: Annotated[Path, typer.Option(help="标签文件夹，里面是 *.labels.json", exists=True, file_okay=False)],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="按哪一天匹配，默认今天", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="每行输出一条 JSON")] = False,
) -> None:
    """企业能享受哪些奖补、多少钱，哪些只差一条。读不出来的企业或标签逐条说明，其余照常输出，结束码为 1。"""
    faults, day = _Faults(), (on or datetime.now()).date()
    with reported():
        documents = read_labels(labels, faults)
        show = _print_json if as_json else _print_table
        show((company, rows_of(company, documents, day)) for company in _tracked(companies, faults))
    if faults.count:
        raise typer.Exit(INCOMPLETE)


Judged = Iterator[tuple[Portrait, Iterator[Row]]]


def _tracked(path: Path, faults: _Faults) -> Iterator[Portrait]:
    """The companies, with a bar where somebody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield from read_companies(path, faults)
        return
    with RichProgress(console) as progress, progress.task("匹配企业", None) as task:
        for company in read_companies(path, faults):
            yield company
            task.advance()


def _print_json(judged: Judged) -> None:
    for _, rows in judged:
        for row in rows:
            typer.echo(orjson.dumps(row))


def _print_table(judged: Judged) -> None:
    """One table a company: what it can claim, then what it just misses."""
    console = Console()
    for company, rows in judged:
        table = Table("奖补条款", "结果", "金额（元）", "差在哪里")
        console.print(Text(f"{company.name}（{company.credit_code}）"), soft_wrap=True)
        for row in sorted(rows, key=lambda row: not row["matched"]):
            amount = "" if row["award"] is None else f"{row['award']:,.2f}"
            lacking = "；".join(map(clause_text, row["unmet"]))
            table.add_row(Text(row["measure"]), "可享受" if row["matched"] else "差一条", amount, Text(lacking))
        console.print(table)
