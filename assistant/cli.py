"""``quanquan``: the root of the command line. Groups of other packages are found by entry point and loaded on use."""

from __future__ import annotations

from importlib.metadata import entry_points, version
from typing import Annotated, Any

import typer
from pydantic import SecretStr, ValidationError
from rich.console import Console
from rich.table import Table
from typer.core import TyperGroup

from assistant.accounts.cli import app as accounts
from knowledge.errors import QuanquanError
from knowledge.settings import Settings

GROUP = "quanquan.commands"

_out = Console()
_err = Console(stderr=True)


class LazyGroup(TyperGroup):
    """Adds the command groups that packages offer under the entry-point group ``quanquan.commands``."""

    # Typer carries its own copy of click from some version on, and whose Context this is depends on that version.

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401
        """Name own commands first, then the offered groups."""
        groups = (point.name for point in entry_points(group=GROUP) if "." not in point.name)
        return [*super().list_commands(ctx), *sorted(groups)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401
        """Return a command; an offered group is imported only now."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for point in entry_points(group=GROUP, name=cmd_name):
            group = typer.main.get_command(point.load())
            group.name = cmd_name
            return _with_members(group)
        return None


def _with_members(group: Any) -> Any:  # noqa: ANN401
    """Add what another package offers to a group: the entry point ``claims.evaluate`` is the command ``evaluate`` of ``claims``."""
    for point in entry_points(group=GROUP):
        prefix, _, name = point.name.partition(".")
        if prefix == group.name and name:
            member = typer.Typer()
            member.command(name)(point.load())
            group.add_command(typer.main.get_command(member), name)
    return group


app = typer.Typer(
    cls=LazyGroup,
    name="quanquan",
    help="全全: a conversational government-services assistant.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)
admin = typer.Typer(name="admin", help="Look after the state.", no_args_is_help=True)
app.add_typer(admin)
admin.add_typer(accounts)


def main() -> None:
    """Run the command line; an expected failure is one sentence and exit code 1."""
    try:
        app()
    except QuanquanError as error:
        _err.print(error.message, style="red", markup=False, highlight=False, soft_wrap=True)
        raise SystemExit(1) from error


def read_settings() -> Settings:
    """Read the settings, or end with a sentence for each one that cannot be understood."""
    try:
        return Settings()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in fault["loc"]).upper().removeprefix("QUANQUAN_")
            _err.print(f"设置 QUANQUAN_{name} 不正确：{fault['msg']}", style="red", markup=False, soft_wrap=True)
        raise typer.Exit(2) from error


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on (default: QUANQUAN_HOST)")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on, 0 for any free one (QUANQUAN_PORT)")
    ] = None,
) -> None:
    """Serve the assistant over HTTP until it is stopped."""
    from assistant.server import run_server

    settings = read_settings()
    changed = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    run_server(
        settings.model_copy(update=changed), announce=lambda text: _out.print(text, markup=False, soft_wrap=True)
    )


@app.command("settings")
def show_settings() -> None:
    """Show every setting: its meaning, its value and where the value came from. Secrets are masked."""
    settings = read_settings()
    table = Table("setting", "value", "from", "meaning")
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "********" if isinstance(value, SecretStr) else str(value)
        source = "environment" if name in settings.model_fields_set else "default"
        table.add_row(f"QUANQUAN_{name.upper()}", shown, source, field.description or "")
    _out.print(table)


@app.command("version")
def show_version() -> None:
    """Show the version."""
    _out.print(version("quanquan"), highlight=False)


@admin.command()
def purge(
    days: Annotated[
        int | None, typer.Option(min=1, help="Delete turns older than this (default: QUANQUAN_TRANSCRIPT_DAYS)")
    ] = None,
) -> None:
    """Delete old transcripts now; a running server also does it once a day."""
    from assistant.observability import Metrics
    from assistant.state.store import open_state

    settings = read_settings()
    age = days or settings.transcript_days
    state = open_state(settings.database, Metrics())
    try:
        turns, sessions = state.purge(age)
    finally:
        state.close()
    _out.print(f"已删除 {age} 天以前的对话：{turns} 轮，{sessions} 个会话。", markup=False, highlight=False)
