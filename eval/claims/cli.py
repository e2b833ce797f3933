"""``quanquan claims evaluate`` and ``quanquan claims generate``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from eval.command import Clock, Options, configuration, exit_codes, quiet_logs, read_settings
from eval.options import AsJson, AtLeast, AtMost, Out
from eval.progress import phases

MOST = 1_000_000
Complaints = Annotated[int, typer.Option(min=300, max=MOST, help="Complaints of the made register.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Equal seeds give equal registers.")]
RatesFile = Annotated[
    Path | None,
    typer.Option("--rates", help="YAML of the rates that differ from the default; `--show-rates` prints them all."),
]
ShowRates = Annotated[bool, typer.Option("--show-rates", help="Print the rates in force as YAML, and end.")]


def evaluate(
    seed: Seed = 1,
    complaints: Complaints = 500_000,
    rates: RatesFile = None,
    show_rates: ShowRates = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Simple rules beside the linker.")] = False,
    incremental: Annotated[
        bool, typer.Option(help="Also link the register without its newest 1,000, and add them: takes as long again.")
    ] = True,
    as_json: AsJson = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Make a register whose truth is known, link and recognise it, and say what was found and what it cost.

    People with ten complaints or more found, ordinary people swept in, precision and recall by kind of person, rings, proposals,
    calibration, seconds and memory. eval/claims/README.md defines every figure.
    """
    from eval.claims.rates import load, plain
    from eval.claims.work import Wanted

    options = Options(None, as_json, None, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        given = load(rates)
        if show_rates:
            typer.echo(_yaml(plain(given)), nl=False)
            return
        inputs = {"seed": seed, "complaints": complaints, "rates": plain(given)}
        _run(options, inputs, seed, complaints, rates, Wanted(baselines, incremental))


def _run(
    options: Options, inputs: Mapping[str, object], seed: int, complaints: int, rates: Path | None, wanted: object
) -> None:
    """Run, show and save; with ``--json`` one document on stdout."""
    import orjson

    from eval.claims.evaluate import evaluate as evaluated
    from eval.claims.rates import load
    from eval.claims.work import Wanted
    from eval.command import GATE_BROKEN, finish
    from eval.gates import require_known
    from eval.runs import JSON, Run, results, save

    assert isinstance(wanted, Wanted)
    gates, settings = options.gates, read_settings()
    quiet_logs(settings)
    clock = Clock()
    with phases(False) as progress:
        report = evaluated(complaints, seed, load(rates), wanted, progress)
    config = configuration(settings, inputs, options, "made register", None)
    run = Run(report, config, clock.started, clock.elapsed_s, gates)
    if not options.as_json:
        finish(run, options, settings)
        return
    plainly = {name: figure.value for name, figure in report.figures.items()}
    typer.echo(orjson.dumps({**inputs, "summary": plainly, **results(run)}, option=JSON), nl=False)
    save(run, options.out or settings.home / "eval")
    require_known(gates, report.figures)
    if not run.passed:
        raise typer.Exit(GATE_BROKEN)


def generate(
    folder: Annotated[Path, typer.Argument(help="A new folder for the register's lists and its truth.")],
    seed: Seed = 1,
    complaints: Complaints = 500_000,
    rates: RatesFile = None,
) -> None:
    """Write a made register as each system exports its list (12315, 12345, court, other), and the truth beside it."""
    from eval.claims.export import claim, write
    from eval.claims.generate import make
    from eval.claims.rates import load

    with exit_codes():
        given = load(rates)
        claim(folder)
        made = make(complaints, seed, given)
        counts = write(made, folder, {"seed": seed, "complaints": complaints}, given)
        for source, rows in counts.items():
            typer.echo(f"{folder / source}.csv: {rows}")


def _yaml(rates: Mapping[str, float]) -> str:
    import yaml

    return yaml.safe_dump(dict(rates), sort_keys=False)
