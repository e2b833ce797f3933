"""``quanquan benefits``: payment runs, push lists and the credit check on the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from assistant.accounts.person import Person
from assistant.benefits.runs.schemas import Run, RunIn
from assistant.benefits.wiring import Benefits
from assistant.edge.handlers import parse_request
from assistant.errors import InvalidRequest
from knowledge.progress import Task
from knowledge.settings import Settings

app = typer.Typer(
    help="奖补兑付：免申即享、公示、批准、兑付文件，政策上门，失信审核", no_args_is_help=True, add_completion=False
)

_out = Console()
_COUNTED = (("payable", "兑付"), ("waiting", "候补"), ("excluded", "不兑付"))
_As = Annotated[str, typer.Option("--as", metavar="NAME", help="以哪个账号办理（经办和批准不能是同一个人）")]
_Id = Annotated[str, typer.Argument(metavar="RUN", help="兑付编号")]
_Note = Annotated[str, typer.Option(help="说明")]


class _Bar:
    def __init__(self, bars: Bars, task: Any) -> None:  # noqa: ANN401  # rich's own number
        self._bars = bars
        self._task = task

    def advance(self, n: int = 1) -> None:
        self._bars.advance(self._task, n)


class _Progress:
    """:class:`knowledge.progress.Progress` as bars on the terminal."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars

    @contextmanager
    def task(self, name: str, total: int | None) -> Iterator[Task]:
        yield _Bar(self._bars, self._bars.add_task(name, total=total))


@contextmanager
def _opened() -> Iterator[tuple[Benefits, Any]]:
    """The services over the state and the published knowledge, and the accounts."""
    from assistant.accounts.repository import AccountRepository
    from assistant.observability import configure_logging
    from assistant.wiring import build_assistant

    settings = Settings()
    configure_logging(settings.model_copy(update={"log_level": "warning"}))  # bars and tables tell the rest
    with build_assistant(settings) as assistant:
        yield assistant.benefits, AccountRepository(assistant.state.engine)


def _person(accounts: Any, name: str) -> Person:  # noqa: ANN401  # imported late
    row = accounts.by_name(name)
    if row is None or not row.active or row.role not in ("agent", "admin"):
        raise InvalidRequest("没有这个工作人员账号，或者它已经停用。请用 --as 写明 agent 或 admin 账号。")
    return Person(row.id, row.name, row.role)


@app.command()
def run(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="政策条款编号，例如 P001-1")],
    who: _As,
    period: Annotated[str | None, typer.Option(help="年度、季度或者月份：2026、2026Q4、2026-11")] = None,
    budget: Annotated[str | None, typer.Option(help="预算，单位元；不写就不限")] = None,
    order: Annotated[str, typer.Option(help="预算不够时谁在前：amount_asc、amount_desc、founded_on")] = "amount_asc",
    publicity_days: Annotated[int, typer.Option(min=1, max=60, help="公示天数")] = 7,
    on: Annotated[str | None, typer.Option(help="按哪一天匹配，默认今天")] = None,
) -> None:
    """冻结数据，匹配，失信审核，去重，按预算排定名单。再运行一次，从中断的地方继续，不会重复。"""
    body = {"measure_id": measure, "period": period, "budget": budget, "order": order}
    sent = parse_request(RunIn, body | {"publicity_days": publicity_days, "on": on})
    with _opened() as (benefits, accounts), _bars() as bars:
        made, new = benefits.runs.start(_person(accounts, who), sent, _Progress(bars))
    _show(made)
    _say("已建立。" if new else "这项政策这个时期的兑付已经有了，就是这一次。")


@app.command("list")
def list_runs(who: _As) -> None:
    """列出各次兑付。"""
    with _opened() as (benefits, accounts):
        runs = benefits.runs.all(_person(accounts, who)).runs
    for each in runs:
        counts = "、".join(f"{text} {each.counts[name]} 家" for name, text in _COUNTED)
        _say(f"{each.id}  {each.period}  {each.state_text}  {each.measure_id} {each.measure_title}")
        _say(f"  {counts}；兑付 {each.amounts['payable']} 元")


@app.command()
def show(run_id: _Id, who: _As) -> None:
    """看一次兑付的数据来源、名单合计和办理记录。"""
    with _opened() as (benefits, accounts):
        _show(benefits.runs.one(_person(accounts, who), run_id))


@app.command()
def publish(run_id: _Id, who: _As, note: _Note = "") -> None:
    """公示名单。"""
    _act(run_id, who, "publish", note)


@app.command()
def approve(run_id: _Id, who: _As, note: _Note = "") -> None:
    """批准（admin 账号，不能是经办人；公示结束、异议处理完以后）。"""
    _act(run_id, who, "approve", note)


@app.command()
def cancel(run_id: _Id, who: _As, note: Annotated[str, typer.Option(help="原因")]) -> None:
    """取消一次还没有批准的兑付。"""
    _act(run_id, who, "cancel", note)


@app.command("file")
def write_file(run_id: _Id, who: _As, to: Annotated[Path, typer.Argument(metavar="FILE.csv")]) -> None:
    """生成兑付文件，写到 FILE.csv。再运行一次，字节完全相同。"""
    from assistant.files import write_whole

    with _opened() as (benefits, accounts):
        made = benefits.runs.act(_person(accounts, who), run_id, "file", "")
        _, content = benefits.runs.payments(run_id)
    write_whole(to, content)
    _say(f"{to}：{made.counts['payable']} 家，{made.amounts['payable']} 元，SHA-256 {made.file_digest}")


@app.command()
def replay(run_id: _Id) -> None:
    """用冻结的数据重算一遍名单和兑付文件，比较是否完全相同。"""
    with _opened() as (benefits, _):
        done = benefits.runs.replay(run_id)
    _say("完全相同。" if done.same else "不相同！")
    _say(f"重算 {done.lines_digest}\n原来 {done.stored_digest}")
    if not done.same:
        raise typer.Exit(1)


@app.command()
def push(measure: Annotated[str, typer.Argument(metavar="MEASURE")], who: _As) -> None:
    """政策上门：把一项政策推送给符合条件的企业，每家一次，不打扰谢绝推送的企业。"""
    with _opened() as (benefits, accounts):
        made, _ = benefits.push.push(_person(accounts, who), measure)
    _say(f"{made.measure_title}：{made.companies} 家符合，{made.notified} 家已推送，{made.opted_out} 家谢绝推送。")


@app.command("credit-check")
def credit_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="每行一个统一社会信用代码")],
) -> None:
    """失信审核：一个文件里的企业，逐个对照 HOME/credit 里的名单。"""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        codes = [row[0] for row in csv.reader(opened) if row]
    with _opened() as (benefits, _), _bars() as bars, _Progress(bars).task("对照名单", 1) as task:
        done = benefits.credit.check(codes)
        task.advance()
    for each in done.listed:
        _say(f"{each.credit_code}  {each.list} {each.reason}".rstrip())
    lists = "、".join(done.lists) or "没有导入名单"
    _say(f"审核 {done.checked} 家，在名单上 {len(done.listed)} 家，代码不对 {len(done.invalid)} 行。名单：{lists}。")


def _act(run_id: str, who: str, action: str, note: str) -> None:
    with _opened() as (benefits, accounts):
        _show(benefits.runs.act(_person(accounts, who), run_id, action, note))


def _bars() -> Bars:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Bars(*columns, console=Console(stderr=True))


def _show(run: Run) -> None:
    _say(f"{run.id}  {run.measure_id} {run.measure_title}  {run.period}  {run.state_text}")
    if run.inputs:
        lists = "、".join(run.inputs.credit_lists)
        _say(
            f"冻结：{run.inputs.companies} 家企业（{run.inputs.portrait_version}），标签 {run.inputs.label_version}，{lists}"
        )
    _say(
        f"兑付 {run.counts['payable']} 家，{run.amounts['payable']} 元；候补 {run.counts['waiting']} 家；{run.order_text}"
    )
    for reason, count in run.reasons.items():
        _say(f"  {reason}：{count} 家")
    for event in run.history:
        _say(f"  {event.at:%Y-%m-%d %H:%M} {event.action_text or event.action} {event.who} {event.note}".rstrip())
    _say(run.next_text)


def _say(text: str) -> None:
    _out.print(text, markup=False, highlight=False, soft_wrap=True)
