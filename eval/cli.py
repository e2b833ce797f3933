"""``quanquan eval``: measure the assistant on labelled questions. Exit codes are in README.md of this package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.command import Options, exit_codes, read_settings, run_bench, run_task
from eval.progress import bar
from eval.reading import described, shipped

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Measure the assistant: right item, right facet, right refusal, speed.",
)

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
Questions = Annotated[Path | None, typer.Option(help="The test set; without it, the one that is shipped.")]
InScope = Annotated[Path | None, typer.Option(help="TSV of real questions, none of which should be refused.")]
Rounds = Annotated[int, typer.Option(min=1, help="How often the questions are asked for the latencies.")]
Only = Annotated[list[str] | None, typer.Option("--only", metavar="PROBE", help="Only this measurement. Repeatable.")]


@app.command()
def answers(
    questions: Questions = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Labelled questions (TSV): right item first, answered rightly, right facet, honest confidence."""
    from eval.answers.evaluate import evaluate
    from eval.answers.load import load

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = questions or shipped("questions_dev.tsv")
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def dialogues(
    questions: Questions = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Conversations (JSON Lines): right item and facet at every turn."""
    from eval.dialogues.evaluate import evaluate
    from eval.dialogues.load import load

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = questions or shipped("dialogues_dev.jsonl")
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def ambiguous(
    questions: Questions = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Open questions (JSON Lines): a choice is offered instead of one item stated as the answer."""
    from eval.ambiguous.evaluate import evaluate
    from eval.ambiguous.load import load

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = questions or shipped("ambiguous_dev.jsonl")
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def refuse(
    questions: Questions = None,
    in_scope: InScope = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Messages that no guide answers (JSON Lines): each kind gets its own ending, real questions get none of them."""
    from eval.answers.load import load as load_in_scope
    from eval.refuse.evaluate import evaluate
    from eval.refuse.load import load

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = questions or shipped("refuse_dev.jsonl")
        rows = load(path)[:limit]
        real = load_in_scope(in_scope)[:limit] if in_scope else ()
        inputs = {"questions": described(path)} | ({"in_scope": described(in_scope)} if in_scope else {})
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, real, target, track))


@app.command()
def policies(
    questions: Questions = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Questions about policy files (JSON Lines): right document and article, nothing from one that has ended."""
    from eval.policies.evaluate import evaluate
    from eval.policies.load import load

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = questions or shipped("policies_dev.jsonl")
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def synth(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    items: Annotated[int, typer.Option(min=1, help="How many items.")] = 3000,
    questions: Annotated[int, typer.Option(min=1, help="How many questions.")] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds make equal folders.")] = 1,
) -> None:
    """Make a large source folder out of the shipped sample, for `quanquan ingest run --source FOLDER`."""
    from eval.synth.generate import generate

    with exit_codes():
        size = generate(folder, items, questions, seed, bar)
        typer.echo(f"{folder}: {size.items} items, {size.questions} questions")


@app.command()
def bench(
    questions: Questions = None,
    rounds: Rounds = 10,
    only: Only = None,
    knowledge: Annotated[
        Path | None, typer.Option(help="The HOME whose published knowledge is measured, as one made by `synth`.")
    ] = None,
    source: Annotated[
        Path | None, typer.Option(help="The folder that the ingest probe reads; without it, the shipped knowledge.")
    ] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Speed and memory beside peers and budgets: search, turns, cold start, throughput, ingest."""
    from eval.answers.load import load
    from eval.bench.evaluate import chosen, evaluate

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        probes = chosen(only or ())
        path = questions or shipped("questions_dev.tsv")
        rows = load(path)[:limit]
        settings = read_settings()
        if knowledge is not None:
            settings = settings.model_copy(update={"home": knowledge})
        inputs = {"questions": described(path), "rounds": rounds, "probes": probes, "source": source and str(source)}
        run_bench(options, inputs, settings, lambda track: evaluate(rows, settings, rounds, probes, track, source))
