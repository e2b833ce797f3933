"""``quanquan claims evaluate`` and ``quanquan claims generate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.claims.rates import load, plain
from eval.command import exit_codes
from eval.options import AsJson

Complaints = Annotated[int, typer.Option(min=300, max=1_000_000, help="Complaints of the made register.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Equal seeds give equal registers.")]
RatesFile = Annotated[Path | None, typer.Option("--rates", help="YAML with the rates that differ from the default.")]


def evaluate(
    seed: Seed = 1, complaints: Complaints = 500_000, rates: RatesFile = None, as_json: AsJson = False
) -> None:
    """Make a register with known truth, link and recognise, and say what was found."""
    with exit_codes():
        typer.echo(_planned(seed, complaints, rates))


def generate(
    folder: Annotated[Path, typer.Argument(help="A new folder for the register's files and its truth.")],
    seed: Seed = 1,
    complaints: Complaints = 500_000,
    rates: RatesFile = None,
) -> None:
    """Write a made register as the systems export it, and the truth beside it."""
    with exit_codes():
        typer.echo(_planned(seed, complaints, rates))


def _planned(seed: int, complaints: int, rates: Path | None) -> str:
    import json

    return json.dumps({"seed": seed, "complaints": complaints, "rates": plain(load(rates))})
