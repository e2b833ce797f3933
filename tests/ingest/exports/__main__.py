"""``python -m tests.ingest.exports``: the full cross of guides and layouts, with every failure that is left.

The test crosses everything but PDF, whose guides go through the layouts by turn; this crosses all.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from tests.ingest.exports import departments
from tests.ingest.exports.all_layouts import LATER, LAYOUTS
from tests.ingest.exports.layout import Guides, Layout, sample_guides
from tests.ingest.exports.report import by_field, examples, totals
from tests.ingest.exports.round_trip import tally

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def run(
    layouts: Annotated[str, typer.Argument(help="which layouts, as docx/* or */form")] = "*",
    every: Annotated[int, typer.Option(help="every how manieth guide")] = 1,
    most: Annotated[int, typer.Option(help="examples of each failure")] = 3,
    later: Annotated[bool, typer.Option(help="the later layouts instead, which the reader was not mended for")] = False,
    exchange: Annotated[int, typer.Option(help="1 to 5: each layout in another department's words")] = 0,
    files: Annotated[
        Path | None, typer.Option(help="write the exported files into this folder, and read nothing")
    ] = None,
) -> None:
    """Write the guides in these layouts, read them back, and print what became of each field."""
    console = Console(width=200)
    guides = sample_guides()[::every]
    chosen = [layout for key, layout in (LATER if later else LAYOUTS).items() if fnmatch.fnmatch(key, layouts)]
    if files is not None:
        with departments.exchanged(exchange):
            return _write(chosen, guides, files)
    with departments.exchanged(exchange):
        steps = track(chosen, "reading", console=Console(stderr=True))
        tallies = {layout.key: tally(layout, guides) for layout in steps}
    console.print(totals(tallies))
    for key, result in tallies.items():
        console.print("\n".join(examples(key, result, most)), markup=False, highlight=False)
    console.print(by_field(tallies))


def _write(layouts: Sequence[Layout], guides: Guides, folder: Path) -> None:
    for layout in layouts:
        (folder / layout.key).mkdir(parents=True, exist_ok=True)
        for file in layout.write(guides):
            (folder / layout.key / file.name).write_bytes(file.data)


if __name__ == "__main__":
    app()
