"""What is measured, one function a probe. Probes run one after another, never side by side: there are few cores."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.bench.corpus import Corpus
from eval.bench.edits import edits_visible
from eval.bench.load import Loaded, load
from eval.bench.peers import PEERS, Searcher
from eval.bench.processes import Server, echoing, ingest_into, resident_mib, serving, turn_body
from eval.in_process import open_assistant
from eval.metrics import percentile
from eval.progress import Track
from eval.report import Cells, Figure, Row, Table, latency, rate
from eval.target import SHOWN
from ingest.sources.folder import sample_folder
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore

if TYPE_CHECKING:
    from assistant.wiring import Assistant

OURS = "quanquan"
STARTS = 3
"""Cold starts; the median is reported."""


@dataclass(frozen=True)
class Asked:
    """A question to be timed with, and the item that is right for it."""

    text: str
    item_id: str


@dataclass(frozen=True)
class Bench:
    """What the probes work on: ``rounds`` is how often each question is asked after one round to warm up; ``source``
    is what is ingested, None for the shipped knowledge."""

    settings: Settings
    questions: tuple[Asked, ...]
    rounds: int
    track: Track
    source: Path | None = None

    @property
    def schedule(self) -> tuple[Asked, ...]:
        """All timed questions in their order."""
        return self.questions * self.rounds


@dataclass(frozen=True)
class Found:
    """What one probe found."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    rows: tuple[Row, ...] = ()


def search(bench: Bench) -> Found:
    """Search in process, ours and each peer, on the same knowledge and questions."""
    with open_assistant(bench.settings) as assistant:
        corpus = Corpus.of_snapshot(_snapshot_folder(bench.settings, assistant))
        timed = {OURS: _time_search(_Ours(assistant), OURS, bench)}
    for name, peer in PEERS.items():
        # One peer at a time: each holds all texts, and is let go of before the next is built.
        timed[name] = _time_search(peer.build(corpus), name, bench, peer.most)
    return Found(_search_figures(timed), (_search_table(timed, len(corpus.texts)),), _rows("search", timed))


@dataclass(frozen=True)
class _Ours:
    assistant: Assistant

    def search(self, text: str, k: int) -> Sequence[str]:
        return [hit.item_id for hit in self.assistant.search(text, k).hits]


@dataclass(frozen=True)
class Timed:
    """Times of one searcher over the schedule, and how many of the questions it got right."""

    elapsed_ms: tuple[float, ...]
    right_first: Figure
    within_six: Figure


def _snapshot_folder(settings: Settings, assistant: Assistant) -> Path:
    snapshot_id = assistant.index.current().snapshot_id
    return SnapshotStore(settings.knowledge_home).folder(snapshot_id)


def _time_search(searcher: Searcher, name: str, bench: Bench, most: int | None = None) -> Timed:
    """One round to warm up, which also tells the quality, then the timed rounds; of a slow one ``most`` questions only."""
    asked = _spread(bench.questions, most)
    ranked = [searcher.search(one.text, SHOWN) for one in bench.track(asked, f"warming up: {name}")]
    elapsed = []
    for one in bench.track(_spread(bench.schedule, most), f"search: {name}"):
        start = time.perf_counter()
        searcher.search(one.text, SHOWN)
        elapsed.append((time.perf_counter() - start) * 1000)
    pairs = list(zip(asked, ranked, strict=True))
    return Timed(
        tuple(elapsed),
        rate(list(found[:1]) == [one.item_id] for one, found in pairs),
        rate(one.item_id in found for one, found in pairs),
    )


def _spread(asked: Sequence[Asked], most: int | None) -> Sequence[Asked]:
    """All, or ``most`` of them at even distances."""
    if most is None or len(asked) <= most:
        return asked
    return [asked[at * len(asked) // most] for at in range(most)]


def _search_figures(timed: Mapping[str, Timed]) -> dict[str, Figure]:
    figures = latency("search", timed[OURS].elapsed_ms)
    ours = figures["search_p50_ms"].value
    for name, one in timed.items():
        theirs = percentile(one.elapsed_ms, 0.5)
        if name != OURS and ours and theirs:
            figures |= {f"{key}.{name}": figure for key, figure in latency("search", one.elapsed_ms).items()}
            figures[f"times_faster_than.{name}"] = Figure(theirs / ours, len(one.elapsed_ms), "score")
    return figures


def _search_table(timed: Mapping[str, Timed], texts: int) -> Table:
    rows: tuple[Cells, ...] = tuple(
        (name, *latency("search", one.elapsed_ms).values(), one.right_first, one.within_six)
        for name, one in timed.items()
    )
    columns = ("searcher", "p50", "p99", "right_first", "within_six")
    return Table("search", f"Search in process over {texts:,} texts, side by side", columns, rows)


def turn(bench: Bench) -> Found:
    """Chat turns in process, each in a session of its own and committed before it counts as done."""
    with open_assistant(bench.settings) as assistant:
        for one in bench.questions:
            assistant.ask(one.text)
        elapsed = []
        for one in bench.track(bench.schedule, "chat turns in process"):
            start = time.perf_counter()
            assistant.ask(one.text)
            elapsed.append((time.perf_counter() - start) * 1000)
    return Found(latency("turn", elapsed), rows=_sampled("turn", elapsed))


def start(bench: Bench) -> Found:
    """Cold starts of the server: from the start of its process to the first whole reply, and its memory then."""
    seconds: list[float] = []
    resident: list[float] = []
    for _ in bench.track(range(STARTS), "cold starts"):
        with serving(bench.settings.home) as server, server.connected() as asker:
            asker.ask(bench.questions[0].text)
            seconds.append(time.perf_counter() - server.born)
            resident += [mib for mib in (resident_mib(server.pid),) if mib is not None]
    figures = {
        "cold_start_s": Figure(percentile(seconds, 0.5), len(seconds), "s"),
        "memory_mib": Figure(percentile(resident, 0.5), len(resident), "MiB"),
    }
    return Found(figures, rows=({"probe": "start", "seconds": seconds, "resident_mib": resident},))


def http(bench: Bench) -> Found:
    """Chat turns over HTTP, one after another on one connection to a server of its own; its memory afterwards."""
    with serving(bench.settings.home) as server, server.connected() as asker:
        for one in bench.questions:
            asker.ask(one.text)
        elapsed = [asker.ask(one.text) for one in bench.track(bench.schedule, "chat turns over HTTP")]
        mib = resident_mib(server.pid)
    figures = latency("http", elapsed) | {"memory_after_mib": Figure(mib, int(mib is not None), "MiB")}
    return Found(figures, rows=_sampled("http", elapsed))


def throughput(bench: Bench) -> Found:
    """Chat turns of many clients at once, each in a session of its own, beside a bare FastAPI echo of the same bodies."""
    bodies = [turn_body(one.text) for one in bench.schedule]
    warming = [turn_body(one.text) for one in bench.questions]
    with serving(bench.settings.home) as server:
        turns = _loaded(server, "/api/v1/chat", warming, bodies, bench, "chat turns of 16 clients")
    with echoing() as server:
        echoes = _loaded(server, "/echo", warming, bodies, bench, "echoes of 16 clients")
    n = len(bodies)
    figures = {
        "turns_per_s": Figure(turns.per_second, n, "score"),
        "echoes_per_s": Figure(echoes.per_second, n, "score"),
        "turns_per_echo": Figure(turns.per_second / echoes.per_second, n, "score"),
    }
    return Found(figures | latency("loaded", turns.elapsed_ms), rows=_sampled("throughput", turns.elapsed_ms))


def _loaded(
    server: Server, path: str, warming: Sequence[bytes], bodies: Sequence[bytes], bench: Bench, label: str
) -> Loaded:
    load(server.host, server.port, path, warming)
    return [load(server.host, server.port, path, bodies) for _ in bench.track(range(1), label)][0]


def ingest(bench: Bench) -> Found:
    """One whole ingest into an empty home, process start included; then edits of single guides, under a running server."""
    with TemporaryDirectory(prefix="quanquan-bench-") as folder:
        home, source = Path(folder) / "home", Path(folder) / "source"
        shutil.copytree(bench.source or sample_folder(), source)
        for _ in bench.track(range(1), "ingest"):
            done = ingest_into(home, source)
        seen = edits_visible(home, source, [one.text for one in bench.questions], bench.track)
    figures = {
        "ingest_s": Figure(done.took_s, 1, "s"),
        "ingest_peak_mib": Figure(done.peak_mib, 1, "MiB"),
        "edit_s": Figure(percentile(seen.alone, 0.5), len(seen.alone), "s"),
        "edit_worst_s": Figure(max(seen.alone), len(seen.alone), "s"),
        "edit_loaded_s": Figure(percentile(seen.loaded, 0.5), len(seen.loaded), "s"),
        "edit_loaded_worst_s": Figure(max(seen.loaded), len(seen.loaded), "s"),
        "edit_failed_requests": Figure(seen.failed, 1, "score"),
    }
    row = {"probe": "ingest", "seconds": done.took_s, "edits_s": seen.alone, "edits_loaded_s": seen.loaded}
    return Found(figures, rows=(row,))


def _rows(probe: str, timed: Mapping[str, Timed]) -> tuple[Row, ...]:
    return tuple(row | {"searcher": name} for name, one in timed.items() for row in _sampled(probe, one.elapsed_ms))


def _sampled(probe: str, elapsed_ms: Sequence[float]) -> tuple[Row, ...]:
    return tuple({"probe": probe, "ms": round(one, 4)} for one in elapsed_ms)


PROBES: dict[str, Callable[[Bench], Found]] = {
    "search": search,
    "turn": turn,
    "start": start,
    "http": http,
    "throughput": throughput,
    "ingest": ingest,
}
"""Probes by name, in the order they run."""
