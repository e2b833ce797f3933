"""``quanquan policies extract``: the labels of a policy's text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ingest.ending import complain, reported

if TYPE_CHECKING:
    from ingest.labels.propose import Proposals


def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE.md", help="政策原文，Markdown 或纯文本")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON，与目录里的标签文件同一格式")] = False,
    ask: Annotated[
        bool, typer.Option("--propose", help="请语言模型（QUANQUAN_LLM）为留给人的地方提出标签，待编辑核对")
    ] = False,
) -> None:
    """从政策原文读出标签：条件、奖补标准、材料、截止日期，每一项都带原文出处；读不准的留给人。"""
    from ingest.labels.document import labels_of

    with reported():
        found = labels_of(file.name, file.read_bytes())
        for doubt in found.doubts:
            complain(doubt)
        proposed = _proposed(found.record) if ask else None
        if as_json:
            more = {"proposals": [asdict(one) for one in proposed.kept]} if proposed else {}
            typer.echo(json.dumps(found.record | more, ensure_ascii=False, indent=1))
        else:
            _show(Console(), found.record)
            _show_proposals(Console(), proposed)


def _proposed(record: dict[str, Any]) -> Proposals:
    from ingest.expand.llm import Proposer  # a second of imports, and an optional extra
    from ingest.labels.propose import propose
    from knowledge.settings import Settings

    model = Proposer(Settings())
    try:
        return propose(record, model)
    finally:
        model.close()


def _show_proposals(console: Console, proposed: Proposals | None) -> None:
    for one in proposed.kept if proposed else ():
        console.print(
            f"待核对 {one.measure_id} {one.label}：{json.dumps(one.labels, ensure_ascii=False)}", markup=False
        )
    for reason, count in proposed.refused.items() if proposed else ():
        complain(f"{count} 条没有留下：{reason}")


def _show(console: Console, record: dict[str, Any]) -> None:
    facts = (
        record["issuer"],
        record["level"],
        record["published"],
        f"{record['valid_from']}—{record['valid_to'] or ''}",
    )
    console.print(f"{record['title'] or record['id']}（{'，'.join(str(one) for one in facts if one)}）", markup=False)
    for measure in record["measures"]:
        console.print(_table(measure))


def _table(measure: dict[str, Any]) -> Table:
    table = Table(
        "标签",
        "值",
        "原文",
        title=f"{measure['id']} {measure['title']} {measure['article']} {measure['mode']}",
        expand=True,
    )
    quotes = {quote["label"]: quote["text"] for quote in measure["quotes"]}
    for number, clause in enumerate(measure["conditions"]["all"]):
        style = "yellow" if "human" in clause else None
        value = "需人工核对" if "human" in clause else _words(clause)
        table.add_row("条件", value, _escaped(quotes.get(f"conditions/{number}", "")), style=style)
    award = measure["award"]
    table.add_row(
        "奖补", _words(award), _escaped(quotes.get("award", "")), style="yellow" if award["kind"] == "human" else None
    )
    table.add_row("材料", _escaped("、".join(measure["documents"])), "")
    table.add_row("截止", str(measure["deadline"] or ""), _escaped(quotes.get("deadline", "")))
    return table


def _words(tree: dict[str, Any]) -> str:
    return _escaped(json.dumps(tree, ensure_ascii=False))


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")
