"""``quanquan policies``: labels from texts, and companies against labels."""

from __future__ import annotations

import typer

from ingest.labels.cli import extract
from ingest.portraits.match_cli import match

app = typer.Typer(
    name="policies", help="Support policies: read labels from texts, match companies.", no_args_is_help=True
)
app.command()(extract)
app.command()(match)
