"""Engines that match the same companies with the same measures beside ours; add one to ``PEERS``.

All get the compiled tests (whole numbers, words, prefixes), so that each is timed on its own work and not on reading labels.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

import pyarrow as pa

from knowledge.measures.awards import Award
from knowledge.measures.compile import Constant, Join, OneOf, Program, Recent, StartsWith, Test
from knowledge.measures.conditions import Condition, Truth
from knowledge.measures.figures import LEAST, MOST, reached
from knowledge.measures.payout import Linear, Payout, Steps, Words, fraction_of
from knowledge.measures.relational import MARK, relational_table, sql
from knowledge.measures.schema import ARROW_SCHEMA

_TOGETHER = 64
"""Measures that an engine with a planner gets in one go."""


@dataclass(frozen=True)
class Work:
    """The companies as a table in ``ARROW_SCHEMA``, and the measures: as labels, and compiled."""

    table: pa.Table
    labels: tuple[tuple[Condition, Award], ...]
    program: Program
    payouts: tuple[Payout, ...]
    on: date


class Peer(Protocol):
    """An engine that holds the companies of a :class:`Work`."""

    def pairs(self) -> int:
        """Match all companies with all measures, ids and awards (where it has them) in memory; how many matches."""

    def one(self, row: int) -> int:
        """Match one company with all measures; how many matches."""


class Polars:
    """Polars expressions over the companies in columns; the planner gets many measures at once."""

    def __init__(self, work: Work) -> None:
        import polars as pl

        self._pl, self._program, self._on = pl, work.program, work.on
        self._frame = pl.DataFrame(pl.from_arrow(relational_table(work.table)))
        self._met = [self._all(needs) for needs in work.program.needs]
        self._cents = [self._sum(payout).alias("award_cents") for payout in work.payouts]

    def pairs(self) -> int:
        """See :class:`Peer`."""
        lazy, count = self._frame.lazy(), 0
        plans = [
            lazy.filter(met).select("credit_code", cents) for met, cents in zip(self._met, self._cents, strict=True)
        ]
        for start in range(0, len(plans), _TOGETHER):
            count += sum(len(found) for found in self._pl.collect_all(plans[start : start + _TOGETHER]))
        return count

    def one(self, row: int) -> int:
        """See :class:`Peer`."""
        named = [met.alias(str(at)) for at, met in enumerate(self._met)]
        return sum(value is True for value in self._frame[row].select(named).row(0))

    def _all(self, needs: Sequence[int]) -> Any:  # noqa: ANN401  (a Polars expression)
        return reduce(and_, map(self._node, needs)) if needs else self._pl.lit(True)

    def _node(self, place: int) -> Any:  # noqa: ANN401
        match self._program.nodes[place]:
            case Constant(truth):
                return self._pl.lit({Truth.MET: True, Truth.FAILED: False}.get(truth), self._pl.Boolean)
            case Join("not", (part,)):
                return ~self._node(part)
            case Join(how, parts):
                return reduce(and_ if how == "all" else or_, map(self._node, parts))
            case test:
                return self._test(test)

    def _test(self, test: Test) -> Any:  # noqa: ANN401
        column = self._pl.col(test.field)
        match test:
            case OneOf(field, words) if ARROW_SCHEMA.field(field).type == pa.list_(pa.string()):
                return reduce(or_, (self._holds(column, word) for word in sorted(words)))
            case OneOf(_, words):
                return column.is_in(sorted(words))
            case StartsWith(_, prefixes):
                return reduce(or_, map(column.str.starts_with, prefixes))
        low, high = test.on(self._on) if isinstance(test, Recent) else (test.low, test.high)
        if low == high:
            return column == low
        return column >= low if high == MOST else column <= high if low <= LEAST else column.is_between(low, high)

    def _holds(self, column: Any, word: str) -> Any:  # noqa: ANN401
        return column.str.contains(f"{MARK}{word}{MARK}", literal=True)

    def _sum(self, payout: Payout) -> Any:  # noqa: ANN401
        pl = self._pl
        if payout is None or isinstance(payout, int):
            return pl.lit(payout, pl.Int64)
        held = pl.col(payout.field)
        match payout:
            case Linear(_, _, cap):
                above, below, _ = fraction_of(payout)
                cents = (pl.max_horizontal(held, 0) * (2 * above) + below) // (2 * below)
                paid = cents if cap is None else pl.min_horizontal(cents, cap)
            case Steps(_, steps):
                paid = reduce(
                    lambda low, step: pl.when(held >= reached(step[0])).then(step[1]).otherwise(low), steps, pl.lit(0)
                )
            case Words(_, words):
                rising = sorted(words, key=lambda pair: pair[1])
                paid = reduce(
                    lambda low, word: pl.when(self._holds(held, word[0])).then(word[1]).otherwise(low),
                    rising,
                    pl.lit(0),
                )
        return pl.when(held.is_not_null()).then(paid)


class DuckDb:
    """DuckDB over a table of its own: one compiled SELECT a measure; for one company, one SELECT of all predicates."""

    def __init__(self, work: Work) -> None:
        import duckdb

        self._held = duckdb.connect()
        self._held.register("source", relational_table(work.table))
        self._held.execute("CREATE TABLE companies AS SELECT * FROM source")
        self._sql = [sql(condition, award, work.on, "duckdb") for condition, award in work.labels]
        self._work = work
        self._prepared = False

    def pairs(self) -> int:
        """See :class:`Peer`."""
        return sum(len(self._held.sql(one).to_arrow_table()) for one in self._sql)

    def one(self, row: int) -> int:
        """See :class:`Peer`."""
        if not self._prepared:
            # The conditions are taken out of the SELECTs: to compile thousands of columns at once takes minutes.
            conditions = [one.partition(" WHERE ")[2] or "TRUE" for one in self._sql]
            select = f"SELECT {', '.join(conditions)} FROM companies AS t0 WHERE credit_code = ?"
            self._held.execute(f"PREPARE all_measures AS {select}")
            self._prepared = True
        code = self._work.table.column("credit_code")[row].as_py()
        (found,) = self._held.execute(f"EXECUTE all_measures('{code}')").fetchall()
        return sum(value is True for value in found)


class Zen:
    """zen (GoRules): one decision with an expression for each measure, conditions only, one company at a time."""

    def __init__(self, work: Work) -> None:
        import zen

        self._program, self._on = work.program, work.on
        measures = [{"id": f"m{at}", "key": f"m{at}", "value": self._met(at)} for at in range(len(work.program.needs))]
        nodes = [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "all", "name": "all", "type": "expressionNode", "content": {"expressions": measures}},
            {"id": "out", "name": "out", "type": "outputNode"},
        ]
        edges = [
            {"id": f"{a}{b}", "sourceId": a, "targetId": b, "type": "edge"} for a, b in (("in", "all"), ("all", "out"))
        ]
        self._decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
        self._rows: list[Mapping[str, object]] = [dict(row) for row in _contexts(work.table)]

    def pairs(self) -> int:
        """See :class:`Peer`."""
        return sum(self.one(row) for row in range(len(self._rows)))

    def one(self, row: int) -> int:
        """See :class:`Peer`."""
        result = self._decision.evaluate(dict(self._rows[row]))["result"]
        return sum(value is True for value in result.values())

    def _met(self, measure: int) -> str:
        return " and ".join(self._node(need, True) for need in self._program.needs[measure]) or "true"

    def _node(self, place: int, met: bool) -> str:
        """The expression of a node that is met, or (not ``met``) that is met or unknown: zen has two values."""
        match self._program.nodes[place]:
            case Constant(truth):
                return "true" if truth is Truth.MET or (truth is Truth.UNKNOWN and not met) else "false"
            case Join("not", (part,)):
                return f"not ({self._node(part, not met)})"
            case Join(how, parts):
                return "(" + f" {'and' if how == 'all' else 'or'} ".join(self._node(part, met) for part in parts) + ")"
            case test:
                sign, joint = ("!=", "and") if met else ("==", "or")
                return f"({test.field} {sign} null {joint} {self._test(test)})"

    def _test(self, test: Test) -> str:
        match test:
            case OneOf(field, words) if ARROW_SCHEMA.field(field).type == pa.list_(pa.string()):
                return f"some({field}, # in {_list(words)})"
            case OneOf(field, words):
                return f"{field} in {_list(words)}"
            case StartsWith(field, prefixes):
                return "(" + " or ".join(f"startsWith({field}, {_quoted(one)})" for one in prefixes) + ")"
        low, high = test.on(self._on) if isinstance(test, Recent) else (test.low, test.high)
        limits = [f"{test.field} >= {low}"] * (low > LEAST) + [f"{test.field} <= {high}"] * (high < MOST)
        return "(" + (" and ".join(limits) or "true") + ")"


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _list(words: frozenset[str]) -> str:
    return "[" + ", ".join(map(_quoted, sorted(words))) + "]"


def _contexts(table: pa.Table) -> Iterator[dict[str, object]]:
    """Whole numbers and texts by field, sets as lists."""
    sets = [field.name for field in ARROW_SCHEMA if field.type == pa.list_(pa.string())]
    listed = [table.column(name).to_pylist() for name in sets]
    for at, row in enumerate(relational_table(table).to_pylist()):
        yield row | {name: held[at] for name, held in zip(sets, listed, strict=True)}


@dataclass(frozen=True)
class Entry:
    """How to build a peer; one that takes long gets ``most`` companies at most for all pairs."""

    build: Callable[[Work], Peer]
    most: int | None = None


PEERS: Mapping[str, Entry] = {"polars": Entry(Polars), "duckdb": Entry(DuckDb), "zen": Entry(Zen, most=100)}
"""Peers by name, in the order of the table."""
