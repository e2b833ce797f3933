"""A run as tables for people."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from eval.report import Cell, Figure, Report, Table
from eval.runs import Run

LONGEST_TABLE = 25
"""Rows shown of a table; all of them are in ``results.json``."""


def show(run: Run, console: Console) -> None:
    """Print figures, tables, notes and gates."""
    report = run.report
    console.print(_figures(report, str(run.config.get("target", ""))))
    for table in report.tables:
        if table.rows:
            console.print(_table(table))
    for note in report.notes:
        console.print(f"[yellow]note:[/] {escape(note)}")
    for gate in run.gates:
        kept = "[green]kept[/]" if gate.kept(report.figures) else "[red]broken[/]"
        sign = "<=" if gate.at_most else ">="
        console.print(f"gate {escape(gate.name)} {sign} {gate.bound:g}: {kept}", highlight=False)


def _figures(report: Report, target: str) -> RichTable:
    """The figures that are not breakdowns; those stand in tables of their own."""
    shown = RichTable(title=escape(f"{report.task} · {target}"), title_justify="left")
    shown.add_column("figure")
    for name in ("value", "95% interval", "n"):
        shown.add_column(name, justify="right")
    for name, figure in report.figures.items():
        if "." not in name:
            shown.add_row(escape(name), written(figure), _interval(figure), str(figure.n))
    return shown


def _table(table: Table) -> RichTable:
    hidden = len(table.rows) - LONGEST_TABLE
    more = f"{hidden} more rows in results.json" if hidden > 0 else None
    shown = RichTable(title=escape(table.title), title_justify="left", caption=more, caption_justify="left")
    for number, column in enumerate(table.columns):
        numeric = all(not isinstance(row[number], str) for row in table.rows)
        shown.add_column(escape(column), justify="right" if numeric else "left", overflow="fold")
    for row in table.rows[:LONGEST_TABLE]:
        shown.add_row(*(escape(written(cell)) for cell in row))
    return shown


def written(cell: Cell | Figure) -> str:
    """A cell as people read it: shares and scores to three places, times with their unit."""
    if isinstance(cell, Figure):
        return _measured(cell)
    if cell is None:
        return "-"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _measured(figure: Figure) -> str:
    if figure.value is None:
        return "-"
    if figure.unit in ("share", "score"):
        return f"{figure.value:.3f}"
    return f"{figure.value:,.0f}" if figure.unit == "count" else f"{figure.value:,.2f} {figure.unit}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f}-{figure.high:.3f}"


def markdown(report: Report) -> str:
    """Tables and notes of a report as a README takes them, whole."""
    parts = [_markdown_table(table) for table in report.tables if table.rows]
    return "\n".join((*parts, *(f"{note}.\n" for note in report.notes)))


def _markdown_table(table: Table) -> str:
    rows = [[_markdown_cell(written(cell)) for cell in row] for row in (table.columns, *table.rows)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, f"|{' --- |' * len(table.columns)}")
    return f"{table.title}:\n\n" + "\n".join(lines) + "\n"


def _markdown_cell(text: str) -> str:
    """A cell that cannot end its column or its row."""
    return text.replace("|", "\\|").replace("\n", " ")
