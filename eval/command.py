"""What all commands share: open the target, run the task, show, save, and end with the right exit code."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from threadpoolctl import threadpool_limits

from eval.errors import BadInput, EvalError, TargetUnreachable
from eval.gates import Gate, parse_gates, require_known
from eval.progress import Track, bar, phases, silent
from eval.provenance import code_version, machine, package_versions, plain_settings
from eval.render import markdown, show
from eval.report import Report
from eval.runs import JSON, Run, results, save
from eval.target import Target
from knowledge.errors import QuanquanError
from knowledge.progress import Progress
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

GATE_BROKEN = 1


@dataclass(frozen=True)
class Options:
    """The options every task takes."""

    url: str | None = None
    as_json: bool = False
    limit: int | None = None
    out: Path | None = None
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    markdown: bool = False

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates asked for. Raises ``BadInput``."""
        return parse_gates(self.at_least, self.at_most)

    @property
    def track(self) -> Track:
        """How progress is shown."""
        return silent if self.as_json else bar

    @property
    def plain(self) -> bool:
        """Whether stdout holds one document and nothing else."""
        return self.as_json or self.markdown


class Clock:
    """When a run began, and for how long it has run."""

    def __init__(self) -> None:
        self.started = datetime.now(UTC)
        self._start = time.perf_counter()

    @property
    def elapsed_s(self) -> float:
        """Seconds since the beginning."""
        return time.perf_counter() - self._start


def read_settings() -> Settings:
    """The settings of this process. Raises ``BadInput`` where one is not usable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"setting {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn an expected failure into one line on stderr and its exit code."""
    try:
        yield
    except QuanquanError as error:
        Console(stderr=True).print(f"[red]{escape(error.message)}[/]", highlight=False, soft_wrap=True)
        raise typer.Exit(_exit_code(error)) from error


def _exit_code(error: QuanquanError) -> int:
    if isinstance(error, EvalError):
        return error.exit_code
    # The product's own "not available" is, seen from here, a target that cannot be reached.
    return TargetUnreachable.exit_code if error.status == TargetUnreachable.status else EvalError.exit_code


def quiet_logs(settings: Settings) -> None:
    """Let this process log errors only, on stderr: unconfigured, the log would go to stdout, the result's place."""
    from assistant.observability import configure_logging

    configure_logging(settings.model_copy(update={"log_level": "error", "log_format": "text"}))


@contextmanager
def open_target(url: str | None, settings: Settings) -> Iterator[Target]:
    """The server at ``url``, or the assistant in this process. Raises ``TargetUnreachable``, ``BadInput``."""
    if url is not None:
        from eval.http_target import HttpTarget

        with HttpTarget(url) as target:
            yield target
        return
    from eval.in_process import InProcessTarget, open_assistant

    quiet_logs(settings)
    with open_assistant(settings) as assistant:
        yield InProcessTarget(assistant)


def run_task(
    options: Options, inputs: Mapping[str, object], settings: Settings, work: Callable[[Target, Track], Report]
) -> None:
    """Run ``work`` against the target of the options and finish the command; ``inputs`` go to the run's record."""
    gates = options.gates
    with open_target(options.url, settings) as target:
        clock = Clock()
        report = work(target, options.track)
        config = configuration(settings, inputs, options, target.label, target.snapshot_id)
    finish(Run(report, config, clock.started, clock.elapsed_s, gates), options, settings)


def run_bench(
    options: Options, inputs: Mapping[str, object], settings: Settings, work: Callable[[Track], Report]
) -> None:
    """Do as ``run_task`` does for work that opens what it measures by itself."""
    gates = options.gates
    quiet_logs(settings)
    clock = Clock()
    report = work(options.track)
    snapshot_id = SnapshotStore(settings.knowledge_home).current_id()
    config = configuration(settings, inputs, options, "own processes", snapshot_id)
    finish(Run(report, config, clock.started, clock.elapsed_s, gates), options, settings)


def run_builds(
    options: Options, inputs: Mapping[str, object], settings: Settings, work: Callable[[Progress], Report]
) -> None:
    """Do as ``run_task`` does for work that builds the indexes it asks; what is published plays no part."""
    gates = options.gates
    quiet_logs(settings)
    threadpool_limits(limits=1)  # as the product answers
    clock = Clock()
    with phases(options.as_json) as progress:
        report = work(progress)
    config = configuration(settings, inputs, options, "built here", None)
    finish(Run(report, config, clock.started, clock.elapsed_s, gates), options, settings)


def configuration(
    settings: Settings, inputs: Mapping[str, object], options: Options, target: str, snapshot_id: str | None
) -> dict[str, object]:
    """What the run depends on, without secrets."""
    return {
        "target": target,
        "snapshot_id": snapshot_id,
        "inputs": dict(inputs),
        "limit": options.limit,
        "seed": settings.seed,
        "settings": plain_settings(settings),
        "code": code_version(),
        "packages": package_versions(),
        "machine": machine(),
    }


def finish(run: Run, options: Options, settings: Settings) -> None:
    """Show the run, save it, and leave with exit code 1 where a gate is broken."""
    if options.as_json:
        typer.echo(orjson.dumps(results(run), option=JSON), nl=False)
    elif options.markdown:
        typer.echo(markdown(run.report), nl=False)
    else:
        show(run, Console())
    folder = save(run, options.out or settings.home / "eval")
    if not options.plain:
        Console().print(f"saved: {escape(str(folder))}", highlight=False, soft_wrap=True)
    require_known(run.gates, run.report.figures)
    if not run.passed:
        raise typer.Exit(GATE_BROKEN)
