from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.csv
import pytest
from splink import Linker
from splink.backends.postgres import PostgresAPI
from sqlalchemy import Engine, create_engine, text

from ingest.claimants import blocks, features, weights
from knowledge.progress import SilentProgress
from tests.ingest.claimants.registers import Maker

_TYPES = {pa.string(): "text", pa.int32(): "integer", pa.float32(): "double precision"}


def _loaded(engine: Engine, name: str, table: pa.Table) -> None:
    columns = ", ".join(f"{field.name} {_TYPES[field.type]}" for field in table.schema)
    sink = io.BytesIO()
    pyarrow.csv.write_csv(table, sink)
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA IF NOT EXISTS splink"))
        connection.execute(text(f"CREATE TABLE splink.{name} ({columns})"))
        raw = connection.connection.cursor()
        with raw.copy(f"COPY splink.{name} FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(sink.getvalue())


@pytest.mark.postgres
@pytest.mark.filterwarnings("ignore")
def test_postgresql_weighs_pairs_as_duckdb_does(postgres_database: str) -> None:
    make = Maker(8)
    make.strangers(60)
    for _ in range(6):
        name, phone, address = make.name(), make.phone(), make.address()
        make.complain(3, name=name, phone=phone, address=address)
        make.complain(1, name=name, phone=phone[:-1] + "0", address=address)
        make.complain(1, phone=f"{phone[:3]}****{phone[7:]}", address=address)
    table = features.features_of(make.register()).table
    settings, _ = weights.learn(table, SilentProgress())
    here = weights.pairs_of(table, settings, SilentProgress())
    engine = create_engine(postgres_database)
    table = blocks.blocked(table)
    frequencies = [name for name in table.column_names if name.startswith("tf_")]
    _loaded(engine, "complaints", table.drop_columns(frequencies))
    api = PostgresAPI(engine)
    linker = Linker(api.register("complaints"), settings, log_level=None)
    for name in frequencies:
        column = name.removeprefix("tf_")
        lookup = table.select([column, name]).group_by([column, name]).aggregate([])
        _loaded(engine, name, lookup.filter(lookup[column].is_valid()))
        linker.table_management.register_term_frequency_lookup(api.register(name), column)
    rows = linker.inference.predict(threshold_match_weight=weights.LOWEST, warning_mode="never").as_record_list()
    engine.dispose()
    there = {tuple(sorted((row["unique_id_l"], row["unique_id_r"]))): row["match_weight"] for row in rows}
    expected = dict(zip(zip(here.left.tolist(), here.right.tolist(), strict=True), here.weight.tolist(), strict=True))
    assert len(here) > 50
    assert there == pytest.approx(expected, abs=1e-3)
