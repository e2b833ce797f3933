"""How fast are companies matched with measures? Ours in its three uses, the credit check, and peers side by side."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from eval.bench.budgets import Budget, budget_table
from eval.bench.policy_peers import PEERS, Entry, Work
from eval.errors import BadInput
from eval.metrics import percentile
from eval.progress import Track
from eval.report import Cells, Figure, Report, Table, latency
from eval.synth.companies import companies, credit_codes
from eval.synth.measures import measures
from knowledge.measures.awards import parse_award
from knowledge.measures.conditions import Truth, Value, parse_condition
from knowledge.measures.credit_check import CreditList, credit_check
from knowledge.measures.everything import write_matches
from knowledge.measures.fields import FIELDS
from knowledge.measures.matcher import Matcher
from knowledge.measures.population import Population

Result = TypeVar("Result")
OURS = "quanquan"
ON = date(2026, 11, 23)
_FEW = 5
"""Companies that a peer is asked one at a time: some take seconds each."""
BUDGETS = (
    Budget("one company x all measures with near misses, p50", "company_p50_ms", 1.0),
    Budget("one company x all measures with near misses, p99", "company_p99_ms", 3.0),
    Budget("a new measure's push list, slowest", "push_max_ms", 100.0),
    Budget("all companies x all measures, ids and awards written", "everything_s", 10.0),
    Budget("memory for it", "memory_mib", 1536.0),
    Budget("credit check", "credit_check_s", 5.0),
)
"""For 400,000 companies, 5,000 measures and 8,000,000 listed codes."""


@dataclass(frozen=True)
class Size:
    """How much is matched; ``asked``: companies that are timed one at a time; ``seed`` makes the data."""

    companies: int = 40_000
    measures: int = 1_000
    listed: int = 400_000
    asked: int = 1_000
    seed: int = 1


FULL = Size(400_000, 5_000, 8_000_000)


def sized(full: bool, companies: int | None, measures: int | None, listed: int | None, seed: int) -> Size:
    """The full size or the small one, but for what is given."""
    base = FULL if full else Size()
    return replace(
        base,
        companies=companies or base.companies,
        measures=measures or base.measures,
        listed=listed or base.listed,
        seed=seed,
    )


@dataclass
class _Timed:
    """What one engine did: seconds for all pairs, how many of them and how many matched; milliseconds a company."""

    pairs: int
    matches: int
    seconds: float
    each_ms: list[float] = field(default_factory=list)
    matched: list[int] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Pairs a second."""
        return self.pairs / self.seconds


def chosen(only: Sequence[str]) -> tuple[str, ...]:
    """The named peers in their order; all, where none is named. Raises ``BadInput`` for an unknown name."""
    unknown = sorted(set(only) - set(PEERS))
    if unknown:
        raise BadInput(f"no peer is called {unknown[0]!r}; there are: {', '.join(PEERS)}")
    return tuple(name for name in PEERS if not only or name in only)


def evaluate(size: Size, only: Sequence[str], track: Track) -> Report:
    """Time ours, then each peer on the same companies and measures; every engine must find the same number.

    Raises ``BadInput`` where one does not: its speed would mean nothing.
    """
    names = chosen(only)
    with TemporaryDirectory(prefix="qq-bench-") as folder:
        figures, timed, work = _ours(size, Path(folder), track)
    found = {OURS: timed}
    for name in track(names, "peers"):
        found[name] = _peer(PEERS[name], name, work, timed)
    figures |= _ratios(found)
    return Report("bench-policies", figures, (_table(found), budget_table(figures, BUDGETS, _title(size))))


def _title(size: Size) -> str:
    stands = "as measured" if size == FULL else "goals are for 400,000 x 5,000 and 8,000,000 listed"
    return f"{size.companies:,} companies x {size.measures:,} measures, {size.listed:,} listed ({stands})"


def _ours(size: Size, folder: Path, track: Track) -> tuple[dict[str, Figure], _Timed, Work]:
    """All of ours first, so that the peak of memory is not a peer's."""
    stored = folder / "companies.parquet"
    pq.write_table(companies(size.companies, size.seed), stored)
    labelled = measures(size.measures, size.seed)
    population, load_s = _clocked(lambda: Population.of_table(pq.read_table(stored)))
    matcher, compile_s = _clocked(lambda: Matcher(labelled, ON))
    written, seconds = _clocked(lambda: write_matches(matcher, population, folder / "matches.arrow"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    timed = _Timed(size.companies * size.measures, written, seconds)
    table = pq.read_table(stored)
    near = _companies(matcher, table, size, timed, track)
    push = [_clocked(partial(matcher.measure, population, at))[1] * 1000 for at in range(size.measures)]
    checked = _credit(population, size, folder)
    labels = tuple((parse_condition(one.conditions), parse_award(one.award)) for _, one in labelled)
    figures = latency("company", timed.each_ms) | {
        "near_misses_a_company": Figure(near, len(timed.each_ms), "score"),
        "matches_a_company": Figure(written / size.companies, size.companies, "score"),
        "push_p50_ms": Figure(percentile(push, 0.5), len(push), "ms"),
        "push_max_ms": Figure(max(push), len(push), "ms"),
        "everything_s": Figure(seconds, 1, "s"),
        "everything_rows": Figure(written, 1, "count"),
        "memory_mib": Figure(memory, 1, "MiB"),
        "population_load_s": Figure(load_s, 1, "s"),
        "compile_s": Figure(compile_s, 1, "s"),
        "credit_check_s": Figure(checked, 1, "s"),
    }
    return figures, timed, Work(table, labels, matcher.program, matcher.payouts, ON)


def _clocked(work: Callable[[], Result]) -> tuple[Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _companies(matcher: Matcher, table: pa.Table, size: Size, timed: _Timed, track: Track) -> float:
    """Time companies one at a time; how many near misses one has on average."""
    near = 0
    rows = [_values(row) for row in table.slice(0, size.asked).to_pylist()]
    for values in rows[:20]:
        matcher.company(values)
    for values in track(rows, "one company at a time"):
        results, seconds = _clocked(partial(matcher.company, values))
        timed.each_ms.append(seconds * 1000)
        timed.matched.append(sum(result.truth is Truth.MET for result in results))
        near += sum(len(result.unmet) == 1 for result in results)
    return near / len(rows)


def _values(row: dict[str, object]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, held in row.items():
        if isinstance(held, list):
            values[name] = frozenset(held)
        elif isinstance(held, int) and FIELDS[name].kind == "count":
            values[name] = Decimal(held)
        elif isinstance(held, str | bool | Decimal | date):
            values[name] = held
    return values


def _credit(population: Population, size: Size, folder: Path) -> float:
    """Seconds to look all companies up in a CSV of listed codes, one in a hundred of them a company's."""
    random = np.random.default_rng(size.seed)
    known = random.choice(size.companies, min(size.listed // 100, size.companies), replace=False)
    strangers = credit_codes(random.integers(0, 11, size.listed - len(known)), start=size.companies)
    path = folder / "listed.csv"
    with path.open("w", encoding="ascii") as file:
        file.write("credit_code\n")
        for codes in (population.credit_codes.take(pa.array(known)), strangers):
            file.write("\n".join(codes.to_pylist()) + "\n")
    check, seconds = _clocked(lambda: credit_check(population.credit_codes, [CreditList(path, "名单", ON)]))
    if sorted(check.found) != sorted(known.tolist()):
        raise BadInput("the credit check found other companies than those on the list")
    return seconds


def _peer(entry: Entry, name: str, work: Work, ours: _Timed) -> _Timed:
    """One peer at a time: each holds the companies, and is let go of before the next is built."""
    few = work if entry.most is None else replace(work, table=work.table.slice(0, entry.most))
    peer = entry.build(few)
    count, seconds = _clocked(peer.pairs)
    timed = _Timed(few.table.num_rows * len(work.labels), count, seconds)
    for row in range(min(_FEW, few.table.num_rows, len(ours.matched))):
        matched, one = _clocked(partial(peer.one, row))
        timed.each_ms.append(one * 1000)
        timed.matched.append(matched)
    wanted = ours.matches if entry.most is None else sum(ours.matched[: entry.most])
    comparable = entry.most is None or entry.most <= len(ours.matched)
    if timed.matched != ours.matched[: len(timed.matched)] or (comparable and count != wanted):
        raise BadInput(f"{name} found {count} matches where ours found {wanted}")
    return timed


def _ratios(found: dict[str, _Timed]) -> dict[str, Figure]:
    """How many times as many pairs a second, and as fast for one company, ours is."""
    figures: dict[str, Figure] = {}
    ours = found[OURS]
    for name, timed in found.items():
        if name != OURS:
            figures[f"pairs_times_faster_than.{name}"] = Figure(ours.rate / timed.rate, 1, "score")
            figures[f"company_times_faster_than.{name}"] = Figure(_ratio(timed, ours), len(timed.each_ms), "score")
    return figures


def _ratio(timed: _Timed, ours: _Timed) -> float | None:
    theirs, mine = percentile(timed.each_ms, 0.5), percentile(ours.each_ms, 0.5)
    return theirs / mine if theirs and mine else None


def _table(found: dict[str, _Timed]) -> Table:
    rows: list[Cells] = []
    for name, timed in found.items():
        cells = (timed.pairs, timed.matches, Figure(timed.seconds, 1, "s"), Figure(timed.rate / 1e6, 1, "score"))
        one = Figure(percentile(timed.each_ms, 0.5), len(timed.each_ms), "ms")
        times = Figure(found[OURS].rate / timed.rate, 1, "score"), Figure(_ratio(timed, found[OURS]), 1, "score")
        rows.append((name, *cells, one, *times))
    columns = (
        "engine",
        "pairs",
        "matches",
        "all pairs",
        "million pairs a second",
        "one company",
        "ours x (pairs)",
        "ours x (one)",
    )
    return Table("engines", "Side by side, equal matches", columns, tuple(rows))
