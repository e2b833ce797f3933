"""``quanquan eval labels FOLDER``: labels read from texts, beside those that a person gave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.command import Options, exit_codes, read_settings, run_bench
from eval.options import AsJson, AtLeast, AtMost, Limit, Out


def labels(
    folder: Annotated[Path, typer.Argument(help="ID.md with ID.labels.json, in the catalog's form.")],
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Exact measures, the share taken without a person, and how many of those are right."""
    from eval.labels.evaluate import evaluate
    from eval.labels.load import load

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        texts = load(folder)[:limit]
        inputs = {"folder": str(folder), "texts": len(texts)}
        run_bench(options, inputs, read_settings(), lambda track: evaluate(texts, track))
