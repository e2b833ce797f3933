"""``python -m tests.ingest.exports``: the full cross of guides and layouts, with every failure that is left.

The test crosses everything but PDF, whose guides go through the layouts by turn; this crosses all.
"""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from tests.ingest.exports import later_layouts
from tests.ingest.exports.all_layouts import LAYOUTS as FIRST
from tests.ingest.exports.layout import Guides, sample_guides
from tests.ingest.exports.report import by_field, examples, totals
from tests.ingest.exports.round_trip import tally

LAYOUTS = FIRST | {layout.key: layout for layout in later_layouts.LAYOUTS}

app = typer.Typer(add_completion=False)


@app.command()
def run(
    layouts: Annotated[str, typer.Argument(help="which layouts, as docx/* or */form")] = "*",
    every: Annotated[int, typer.Option(help="every how manieth guide")] = 1,
    most: Annotated[int, typer.Option(help="examples of each failure")] = 3,
    files: Annotated[
        Path | None, typer.Option(help="write the exported files into this folder, and read nothing")
    ] = None,
) -> None:
    """Write the guides in these layouts, read them back, and print what became of each field."""
    console = Console(width=200)
    guides = sample_guides()[::every]
    chosen = [layout for key, layout in LAYOUTS.items() if fnmatch.fnmatch(key, layouts)]
    if files is not None:
        return _write([key for key in LAYOUTS if fnmatch.fnmatch(key, layouts)], guides, files)
    tallies = {layout.key: tally(layout, guides) for layout in track(chosen, "reading", Console(stderr=True))}
    console.print(totals(tallies))
    for key, result in tallies.items():
        console.print("\n".join(examples(key, result, most)), markup=False, highlight=False)
    console.print(by_field(tallies))


def _write(keys: list[str], guides: Guides, folder: Path) -> None:
    for key in keys:
        (folder / key).mkdir(parents=True, exist_ok=True)
        for file in LAYOUTS[key].write(guides):
            (folder / key / file.name).write_bytes(file.data)


if __name__ == "__main__":
    app()
