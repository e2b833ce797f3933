"""The options that commands share, as Typer reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Url = Annotated[
    str | None, typer.Option(help="A running server, as http://host:port; without it, the assistant in this process.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout and nothing else.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first N rows.")]
Out = Annotated[Path | None, typer.Option(help="Save runs under this folder instead of HOME/eval.")]
AtLeast = Annotated[
    list[str] | None, typer.Option("--min", metavar="NAME=VALUE", help="Exit 1 if the figure is below. Repeatable.")
]
AtMost = Annotated[
    list[str] | None, typer.Option("--max", metavar="NAME=VALUE", help="Exit 1 if the figure is above. Repeatable.")
]
Questions = Annotated[
    str, typer.Option(metavar="NAME|FILE", help="The test set: a shipped one by name (dev, second), or a file.")
]
InScope = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME|FILE", help="Real questions, none to be refused: dev, second, hard, or a TSV. Repeatable."
    ),
]
Source = Annotated[
    Path | None, typer.Option(help="The folder whose questions are taken; without it, the shipped knowledge.")
]
Folds = Annotated[int, typer.Option(min=2, max=50, help="Parts that the authored questions are cut into.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="Print the tables as Markdown and nothing else.")]
Rounds = Annotated[int, typer.Option(min=1, help="How often the questions are asked for the latencies.")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="PROBE", help="Only this measurement. Repeatable.")]
