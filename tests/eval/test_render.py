"""A report as Markdown."""

from __future__ import annotations

from eval.render import markdown
from eval.report import Report, Table, rate


def test_tables_and_notes_are_whole_and_cells_cannot_break_them() -> None:
    rows = tuple((f"a|{n}", rate([True, False]), None, "b\nc") for n in range(40))
    report = Report(
        "t", {}, (Table("t", "Title", ("", "x", "y", "z"), rows), Table("e", "Empty", ("x",), ())), notes=("n",)
    )
    lines = markdown(report).splitlines()
    assert lines[:5] == ["Title:", "", "|  | x | y | z |", "| --- | --- | --- | --- |", "| a\\|0 | 0.500 | - | b c |"]
    assert len([line for line in lines if line.startswith("| a")]) == 40
    assert lines[-1] == "n."
    assert "Empty" not in markdown(report)
