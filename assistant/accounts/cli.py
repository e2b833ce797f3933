"""``quanquan admin account``: accounts of staff and of companies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.accounts.person import AUTHORITIES, ROLES
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from knowledge.settings import Settings

app = typer.Typer(name="account", help="Accounts of staff and of companies.", no_args_is_help=True)

_out = Console()
_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name to sign in with")]
_Stdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input")]


@contextmanager
def _accounts() -> Iterator[AccountService]:
    from assistant.observability import Metrics
    from assistant.state.store import open_state

    state = open_state(Settings().database, Metrics())
    try:
        yield AccountService(AccountRepository(state.engine))
    finally:
        state.close()


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输一遍"))


@app.command()
def add(
    name: _Name,
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}")],
    credit_code: Annotated[str | None, typer.Option(help="The company's code, for the role company")] = None,
    authority: Annotated[
        str | None, typer.Option(help=f"Where an officer serves: one of {', '.join(AUTHORITIES)}")
    ] = None,
    password_stdin: _Stdin = False,
) -> None:
    """Make an account; the password is asked for."""
    with _accounts() as accounts:
        accounts.add(name, _password(password_stdin), role, credit_code, authority)
    _say(f"已建立账号 {name}（{role}）。")


@app.command()
def password(name: _Name, password_stdin: _Stdin = False) -> None:
    """Give an account another password; whoever uses it is signed out."""
    with _accounts() as accounts:
        accounts.set_password(name, _password(password_stdin))
    _say(f"已更换 {name} 的密码。")


@app.command()
def disable(name: _Name) -> None:
    """Close an account; whoever uses it is signed out."""
    with _accounts() as accounts:
        accounts.set_active(name, False)
    _say(f"已停用 {name}。")


@app.command()
def enable(name: _Name) -> None:
    """Open an account again, also one that is locked."""
    with _accounts() as accounts:
        accounts.set_active(name, True)
    _say(f"已启用 {name}。")


@app.command("list")
def show() -> None:
    """List all accounts."""
    table = Table("账号", "角色", "企业代码或单位", "状态")
    with _accounts() as accounts:
        for row in accounts.all():
            table.add_row(row.name, row.role, row.credit_code or row.authority or "", "" if row.active else "已停用")
    _out.print(table)


def _say(text: str) -> None:
    _out.print(text, markup=False, highlight=False)
