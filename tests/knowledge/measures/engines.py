"""The engines that can run here, each holding the same companies; asked for the matches of one measure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import datafusion
import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from knowledge.measures.awards import Award
from knowledge.measures.conditions import Condition
from knowledge.measures.relational import COMPANIES, matching, sql

Pairs = list[tuple[str, int | None]]
Ask = Callable[[Condition, Award, date], Pairs]
"""Credit codes, rising, with their cents."""


def _pairs(table: pa.Table) -> Pairs:
    return sorted(zip(table["credit_code"].to_pylist(), table["award_cents"].to_pylist(), strict=True))


@contextmanager
def on_duckdb(table: pa.Table, folder: Path) -> Iterator[Ask]:
    with duckdb.connect() as held:
        held.register(COMPANIES, table)
        yield lambda condition, award, on: sorted(held.execute(sql(condition, award, on, "duckdb")).fetchall())


@contextmanager
def on_datafusion(table: pa.Table, folder: Path) -> Iterator[Ask]:
    held = datafusion.SessionContext()
    held.from_arrow(table, name=COMPANIES)
    yield lambda condition, award, on: _pairs(held.sql(sql(condition, award, on, "datafusion")).to_arrow_table())


@contextmanager
def on_polars(table: pa.Table, folder: Path) -> Iterator[Ask]:
    held = ibis.polars.connect().create_table(COMPANIES, table)
    yield lambda condition, award, on: _pairs(matching(condition, award, held, on).to_pyarrow())


@contextmanager
def on_clickhouse(table: pa.Table, folder: Path) -> Iterator[Ask]:
    from chdb.session import Session

    pq.write_table(table, folder / "companies.parquet")
    with Session(str(folder / "clickhouse")) as held:  # type: ignore[no-untyped-call]
        held.query(
            f"CREATE TABLE {COMPANIES} ENGINE = Memory AS SELECT * FROM file('{folder}/companies.parquet', Parquet)"
        )

        def ask(condition: Condition, award: Award, on: date) -> Pairs:
            answer = held.query(sql(condition, award, on, "clickhouse"), "Arrow").bytes()
            return _pairs(pa.ipc.open_file(pa.BufferReader(answer)).read_all()) if answer else []

        yield ask


ENGINES = {"duckdb": on_duckdb, "datafusion": on_datafusion, "polars": on_polars, "clickhouse": on_clickhouse}
