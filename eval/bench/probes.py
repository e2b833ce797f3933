"""What is measured, one function a probe. Probes run one after another, never side by side: there are few cores."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.bench.peers import PEERS, Searcher
from eval.bench.processes import ingest_into, resident_mib, serving
from eval.in_process import open_assistant
from eval.metrics import percentile
from eval.progress import Track
from eval.report import Cells, Figure, Row, Table, latency, rate
from eval.target import SHOWN
from knowledge.records import KnowledgeRecords
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
    """What the probes work on: ``rounds`` is how often each question is asked after one round to warm up."""

    settings: Settings
    questions: tuple[Asked, ...]
    rounds: int
    track: Track

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
        records = KnowledgeRecords.read(_snapshot_folder(bench.settings, assistant))
        timed = {OURS: _time_search(_Ours(assistant), OURS, bench)}
    timed |= {name: _time_search(build(records), name, bench) for name, build in PEERS.items()}
    return Found(_search_figures(timed), (_search_table(timed),), _rows("search", timed))


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


def _time_search(searcher: Searcher, name: str, bench: Bench) -> Timed:
    """One round to warm up, which also tells the quality, then the timed rounds."""
    ranked = [searcher.search(one.text, SHOWN) for one in bench.questions]
    elapsed = []
    for one in bench.track(bench.schedule, f"search: {name}"):
        start = time.perf_counter()
        searcher.search(one.text, SHOWN)
        elapsed.append((time.perf_counter() - start) * 1000)
    pairs = list(zip(bench.questions, ranked, strict=True))
    return Timed(
        tuple(elapsed),
        rate(list(found[:1]) == [one.item_id] for one, found in pairs),
        rate(one.item_id in found for one, found in pairs),
    )


def _search_figures(timed: Mapping[str, Timed]) -> dict[str, Figure]:
    figures = latency("search", timed[OURS].elapsed_ms)
    ours = figures["search_p50_ms"].value
    for name, one in timed.items():
        theirs = percentile(one.elapsed_ms, 0.5)
        if name != OURS and ours and theirs:
            figures |= {f"{key}.{name}": figure for key, figure in latency("search", one.elapsed_ms).items()}
            figures[f"times_faster_than.{name}"] = Figure(theirs / ours, len(one.elapsed_ms), "score")
    return figures


def _search_table(timed: Mapping[str, Timed]) -> Table:
    rows: tuple[Cells, ...] = tuple(
        (name, *latency("search", one.elapsed_ms).values(), one.right_first, one.within_six)
        for name, one in timed.items()
    )
    columns = ("searcher", "p50", "p99", "right_first", "within_six")
    return Table("search", "Search in process, side by side", columns, rows)


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


def ingest(bench: Bench) -> Found:
    """One whole ingest of the shipped knowledge into an empty home, process start included."""
    with TemporaryDirectory(prefix="quanquan-bench-") as home:
        for _ in bench.track(range(1), "ingest of the shipped knowledge"):
            done = ingest_into(Path(home))
    figures = {"ingest_s": Figure(done.took_s, 1, "s"), "ingest_peak_mib": Figure(done.peak_mib, 1, "MiB")}
    return Found(figures, rows=({"probe": "ingest", "seconds": done.took_s, "peak_mib": done.peak_mib},))


def _rows(probe: str, timed: Mapping[str, Timed]) -> tuple[Row, ...]:
    return tuple(row | {"searcher": name} for name, one in timed.items() for row in _sampled(probe, one.elapsed_ms))


def _sampled(probe: str, elapsed_ms: Sequence[float]) -> tuple[Row, ...]:
    return tuple({"probe": probe, "ms": round(one, 4)} for one in elapsed_ms)


PROBES: dict[str, Callable[[Bench], Found]] = {
    "search": search,
    "turn": turn,
    "start": start,
    "http": http,
    "ingest": ingest,
}
"""Probes by name, in the order they run."""
