"""``quanquan eval``: measure the assistant on labelled questions. Exit codes are in README.md of this package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from eval.command import Options, exit_codes, read_settings, run_bench, run_builds, run_task
from eval.labels.cli import labels
from eval.options import (
    AsJson,
    AtLeast,
    AtMost,
    Folds,
    InScope,
    Limit,
    Markdown,
    Only,
    Out,
    Questions,
    Rounds,
    Source,
    Url,
)
from eval.progress import bar
from eval.reading import described, exam, shipped

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Measure the assistant: right item, right facet, right refusal, speed.",
)


@app.command()
def answers(
    questions: Questions = "dev",
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
        path = exam("questions", "tsv", questions)
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def dialogues(
    questions: Questions = "dev",
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
        path = exam("dialogues", "jsonl", questions)
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def ambiguous(
    questions: Questions = "dev",
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
        path = exam("ambiguous", "jsonl", questions)
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def refuse(
    questions: Questions = "dev",
    in_scope: InScope = None,
    url: Url = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Messages that no guide answers (JSON Lines): each kind gets its own ending, real questions get none of them."""
    from eval.refuse.evaluate import evaluate
    from eval.refuse.load import load, load_real, real_set

    options = Options(url, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path = exam("refuse", "jsonl", questions)
        rows = load(path)[:limit]
        sets = [real_set(named) for named in in_scope or ()]
        real = {one.stem: load_real(one)[:limit] for one in sets}
        inputs = {"questions": described(path), "in_scope": [described(one) for one in sets]}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, real, target, track))


@app.command()
def policies(
    questions: Questions = "dev",
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
        path = exam("policies", "jsonl", questions)
        rows = load(path)[:limit]
        inputs = {"questions": described(path)}
        run_task(options, inputs, read_settings(), lambda target, track: evaluate(rows, target, track))


@app.command()
def facets(
    questions: Questions = "dev",
    two: Annotated[Path | None, typer.Option(help="TSV of questions that ask two facets; without it, ours.")] = None,
    as_json: AsJson = False,
    limit: Limit = None,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """What is asked, by itself: the facet model and the step that hears two facets, in this process, on any item."""
    from eval.answers.load import load
    from eval.facets.evaluate import IndexEar, evaluate
    from eval.facets.load import load as load_two
    from eval.in_process import open_index

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        path, pairs = exam("questions", "tsv", questions), two or shipped("facets_two.tsv")
        rows, asked = load(path)[:limit], load_two(pairs)[:limit]
        inputs = {"questions": described(path), "two": described(pairs)}
        settings = read_settings()
        run_bench(options, inputs, settings, lambda track: evaluate(rows, asked, IndexEar(open_index(settings)), track))


@app.command()
def crossval(
    source: Source = None,
    folds: Folds = 5,
    only: Annotated[
        list[int] | None, typer.Option("--only", min=1, metavar="FOLD", help="Only this fold, from 1. Repeatable.")
    ] = None,
    as_json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Authored questions, each fold asked of an index that was fitted without it. About a minute a fold, on one core.

    Reads the knowledge base's own questions, publishes nothing, and leaves nothing behind but its figures.
    """
    from eval.building import described as described_records
    from eval.building import read_records
    from eval.crossval.evaluate import evaluate
    from eval.crossval.folds import checked

    options = Options(None, as_json, None, out, tuple(at_least or ()), tuple(at_most or ()), markdown)
    with exit_codes():
        numbers = checked(only or (), folds)
        settings = read_settings()
        records = read_records(source, settings)
        inputs = {**described_records(records, source), "folds": folds, "only": numbers}
        run_builds(options, inputs, settings, lambda progress: evaluate(records, folds, numbers, settings, progress))


@app.command("company-names")
def company_names(
    companies: Annotated[int, typer.Option(min=100, max=2_000_000, help="Companies of the made register.")] = 400_000,
    each: Annotated[int, typer.Option(min=1, max=10_000, help="Questions of each way of typing.")] = 300,
    as_json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Names of companies as people type them, asked of a made register: right first, rightly sure, how fast."""
    from eval.company_names.evaluate import evaluate

    options = Options(None, as_json, None, out, tuple(at_least or ()), tuple(at_most or ()), markdown)
    with exit_codes():
        settings = read_settings()
        inputs = {"companies": companies, "each": each, "seed": settings.seed}
        run_builds(options, inputs, settings, lambda _: evaluate(companies, each, settings.seed, options.track))


@app.command()
def ablation(
    source: Source = None,
    folds: Folds = 5,
    fold: Annotated[int, typer.Option(min=1, help="The fold that is held out, from 1.")] = 1,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PART", help="Only without this part. Repeatable.")
    ] = None,
    limit: Limit = None,
    as_json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """What each part brings: one fold with everything, and without each part. Nine builds, a minute or two each."""
    from eval.ablation.evaluate import Exams, evaluate
    from eval.ablation.parts import chosen as chosen_parts
    from eval.building import described as described_records
    from eval.building import read_records
    from eval.crossval.folds import checked

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()), markdown)
    with exit_codes():
        (number,) = checked((fold,), folds)
        parts = chosen_parts(only or ())
        exams, sets = Exams.shipped(limit)
        settings = read_settings()
        records = read_records(source, settings)
        inputs = {**described_records(records, source), "folds": folds, "fold": number, "sets": sets}
        inputs |= {"parts": [part.name for part in parts]}
        run_builds(
            options,
            inputs,
            settings,
            lambda progress: evaluate(records, exams, parts, folds, number, settings, progress),
        )


@app.command()
def expansion(
    source: Source = None,
    folds: Folds = 5,
    fold: Annotated[int, typer.Option(min=1, help="The fold that is held out, from 1.")] = 1,
    limit: Limit = None,
    as_json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """What questions made by rule bring to bases with none, five and all authored ones of each item. Five builds."""
    from eval.building import described as described_records
    from eval.building import read_records
    from eval.crossval.folds import checked
    from eval.expansion.evaluate import evaluate

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()), markdown)
    with exit_codes():
        (number,) = checked((fold,), folds)
        settings = read_settings()
        records = read_records(source, settings)
        inputs = {**described_records(records, source), "folds": folds, "fold": number}
        run_builds(
            options,
            inputs,
            settings,
            lambda progress: evaluate(records, folds, number, limit, settings, progress),
        )


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


app.command()(labels)

bench_app = typer.Typer(invoke_without_command=True, add_completion=False)
app.add_typer(bench_app, name="bench")


@bench_app.callback()
def bench(
    context: typer.Context,
    questions: Questions = "dev",
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
    if context.invoked_subcommand is not None:
        return
    from eval.answers.load import load
    from eval.bench.evaluate import chosen as chosen_probes
    from eval.bench.evaluate import evaluate

    options = Options(None, as_json, limit, out, tuple(at_least or ()), tuple(at_most or ()))
    with exit_codes():
        probes = chosen_probes(only or ())
        path = exam("questions", "tsv", questions)
        rows = load(path)[:limit]
        settings = read_settings()
        if knowledge is not None:
            settings = settings.model_copy(update={"home": knowledge})
        inputs = {"questions": described(path), "rounds": rounds, "probes": probes, "source": source and str(source)}
        run_bench(options, inputs, settings, lambda track: evaluate(rows, settings, rounds, probes, track, source))


@bench_app.command("policies")
def bench_policies(
    companies: Annotated[int | None, typer.Option(min=1, help="How many companies; 40,000 without it.")] = None,
    measures: Annotated[int | None, typer.Option(min=1, help="How many measures; 1,000 without it.")] = None,
    listed: Annotated[int | None, typer.Option(min=100, help="Codes on the credit list; 400,000 without it.")] = None,
    full: Annotated[bool, typer.Option("--full", help="400,000 companies, 5,000 measures, 8,000,000 codes.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds make equal companies and measures.")] = 1,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="PEER", help="Only this peer: polars, duckdb, zen. Repeatable."),
    ] = None,
    as_json: AsJson = False,
    markdown: Markdown = False,
    out: Out = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
) -> None:
    """Matching on synthetic companies and measures, beside Polars, DuckDB and the rule engine zen."""
    from dataclasses import asdict

    from eval.bench.policies import chosen as chosen_peers
    from eval.bench.policies import evaluate, sized

    options = Options(None, as_json, None, out, tuple(at_least or ()), tuple(at_most or ()), markdown)
    with exit_codes():
        peers = chosen_peers(only or ())
        size = sized(full, companies, measures, listed, seed)
        inputs = {**asdict(size), "peers": peers}
        run_bench(options, inputs, read_settings(), lambda track: evaluate(size, peers, track))
