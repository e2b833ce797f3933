"""``quanquan ingest expand``: see the questions made by rule, have a model propose more, accept or reject them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from ingest.bars import RichProgress
from ingest.ending import NOTHING_DONE, complain, reported
from knowledge.errors import InvalidRecord, SnapshotUnavailable
from knowledge.settings import Settings

if TYPE_CHECKING:
    from ingest.expand.proposals import ProposalFolder
    from ingest.expand.work import Decision, Desk, Model

app = typer.Typer(help="问法：按规则补充，由语言模型提议，编辑采纳", no_args_is_help=True, add_completion=False)

PATIENCE = 3
"""Items in a row for which the model does not answer before the rest is left."""
STATES = {"open": "待定", "accepted": "已采纳", "rejected": "不采纳"}

Item = Annotated[str, typer.Argument(metavar="事项编号", help="如 GA-001")]
Which = Annotated[list[str], typer.Argument(metavar="序号...", help="提议的序号，如 3 5 7；all 是全部待定的")]


@app.command()
def show(item_id: Item) -> None:
    """按规则会给这个事项补充哪些问法（用于教会检索，不当作编辑写的）。"""
    from ingest.expand.expand import expand
    from ingest.expand.rivals import Rivals

    with reported():
        settings, desk = Settings(), _desk(Settings())
        guide = desk.guide(item_id)
        for question in expand(guide, others=Rivals(desk.records.guides, settings.seed), seed=settings.seed):
            _line(f"{_facet(question.facet)}\t{question.text}")


@app.command()
def propose(
    item_ids: Annotated[list[str] | None, typer.Argument(metavar="事项编号...", help="不写就是问法少的事项")] = None,
    wanted: Annotated[int, typer.Option(min=1, max=50, help="每个事项请模型提议几句")] = 15,
    most: Annotated[int, typer.Option(min=1, help="不写编号时，最多几个事项")] = 20,
) -> None:
    """请语言模型（QUANQUAN_LLM）提议问法；检查合格的等编辑采纳，没有采纳的不会发布。"""
    settings = Settings()
    with reported():
        desk = _desk(settings)
        ids = tuple(item_ids or desk.lacking()[:most])
        for item_id in ids:
            desk.guide(item_id)
        with _model(settings) as model:
            failed = _propose(desk, model, ids, wanted)
    if failed:
        raise typer.Exit(NOTHING_DONE)


@app.command("list")
def list_proposals(
    item_id: Annotated[str | None, typer.Argument(metavar="事项编号", help="不写就是全部")] = None,
    every: Annotated[bool, typer.Option("--all", help="也列出已经采纳和不采纳的")] = False,
) -> None:
    """列出提议的问法和它们的序号。"""
    with reported():
        folder = _folder(Settings())
        for sheet in [folder.sheet(_checked(item_id))] if item_id else folder.sheets():
            for one in sheet.proposals:
                if every or one.state == "open":
                    _line(f"{sheet.item_id}\t{one.number}\t{STATES[one.state]}\t{_facet(one.facet)}\t{one.text}")


@app.command()
def accept(item_id: Item, which: Which) -> None:
    """采纳提议：下一次 quanquan ingest run 时和编辑写的问法一起发布。"""
    _decide(item_id, which, accept=True)


@app.command()
def reject(item_id: Item, which: Which) -> None:
    """不采纳提议：以后也不再提议同样的话。"""
    _decide(item_id, which, accept=False)


def _decide(item_id: str, which: list[str], *, accept: bool) -> None:
    with reported():
        numbers = _numbers(which)
        decision = _desk(Settings()).decide(item_id, numbers, accept)
        for number, reason in decision.refused.items():
            complain(f"第 {number} 条不能采纳：{reason}")
        _line(f"{'采纳' if accept else '不采纳'}了 {len(decision.done)} 条")
    _failed_if_none(decision)


def _failed_if_none(decision: Decision) -> None:
    if decision.refused and not decision.done:
        raise typer.Exit(NOTHING_DONE)


def _propose(desk: Desk, model: Model, ids: tuple[str, ...], wanted: int) -> bool:
    """Whether the model answered for none of ``ids``, or was left."""
    from ingest.expand.llm import ModelUnusable

    in_a_row = answered = 0
    with RichProgress(Console(stderr=True)) as progress, progress.task("请模型提议", len(ids)) as task:
        for item_id in ids:
            try:
                made = desk.propose(item_id, model, wanted)
            except ModelUnusable as error:
                in_a_row += 1
                complain(f"{item_id}：{error.message}")
                if in_a_row == PATIENCE:
                    complain(f"连续 {PATIENCE} 个事项没有回答，其余的不再问")
                    return True
            else:
                in_a_row, answered = 0, answered + 1
                reasons = "".join(f"；{count} 条没有留下：{reason}" for reason, count in made.refused.items())
                _line(f"{item_id}：留下 {made.kept} 条待定{reasons}")
            task.advance()
    return not answered and bool(ids)


@contextmanager
def _model(settings: Settings) -> Iterator[Model]:
    try:
        from ingest.expand.llm import Proposer  # a second of imports, and an optional extra
    except ImportError as error:
        raise SnapshotUnavailable("请先安装语言模型要用的软件包：pip install 'quanquan[llm]'") from error
    proposer = Proposer(settings)
    try:
        yield proposer
    finally:
        proposer.close()


def _desk(settings: Settings) -> Desk:
    """The base in force with its index. Raises SnapshotUnavailable."""
    from ingest.expand.work import Desk
    from knowledge.embedded import EmbeddedIndex
    from knowledge.records import KnowledgeRecords
    from knowledge.snapshots import SnapshotStore

    store = SnapshotStore(settings.knowledge_home)
    current = store.current_id()
    if current is None:
        raise SnapshotUnavailable("知识库还没有发布过，请先运行 quanquan ingest run")
    folder = store.folder(current)
    return Desk(KnowledgeRecords.read(folder), EmbeddedIndex.load(folder), _folder(settings))


def _folder(settings: Settings) -> ProposalFolder:
    from ingest.expand.proposals import FOLDER, ProposalFolder

    return ProposalFolder(settings.home / FOLDER)


def _numbers(which: list[str]) -> set[int] | None:
    """The numbers, None for all open ones. Raises InvalidRecord."""
    if which == ["all"]:
        return None
    try:
        return {int(one) for one in which}
    except ValueError as error:
        raise InvalidRecord("请写提议的序号，如 3 5 7，或者写 all") from error


def _checked(item_id: str) -> str:
    """``item_id``, which names a file. Raises InvalidRecord."""
    from pydantic import TypeAdapter, ValidationError

    from knowledge.models import ItemId

    try:
        return TypeAdapter(ItemId).validate_python(item_id)
    except ValidationError as error:
        raise InvalidRecord("事项编号应当像 GA-001") from error


def _facet(facet: str) -> str:
    from ingest.expand.wording import wording

    return next(words for known, words in wording().facets.items() if known == facet)


def _line(line: str) -> None:
    typer.echo(line)
