from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import create_engine, text

from eval.synth.companies import companies
from eval.synth.measures import measures
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import Award, Fixed, Percent, parse_award
from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not, parse_condition
from knowledge.measures.matcher import Matcher
from knowledge.measures.population import Population, table_of
from knowledge.measures.relational import RELATIONAL_SCHEMA, relational_table, sql
from tests.knowledge.measures import drawn
from tests.knowledge.measures.drawn import ON
from tests.knowledge.measures.engines import ENGINES, Ask, Pairs

SIZE, MEASURES = 400, 24
COMPANIES, LABELLED = companies(SIZE, 11), measures(MEASURES, 11)
RARE: list[tuple[Condition, Award]] = [
    (All(()), Fixed(Decimal("0.005"))),
    (Human("认定"), Fixed(Decimal(1))),
    (Any((Human("认定"), Atom("dishonest", "==", False))), Percent("revenue", Decimal("0.0333"), None)),
    (Not(Atom("qualifications", "has", "规上工业企业")), Percent("tax_paid", Decimal("0.5"), Decimal("0.03"))),
    (Not(All((Atom("employees", ">", Decimal(10)), Human("认定")))), Percent("revenue", Decimal("0.0000001"), None)),
    (Atom("qualifications", "has_any", ("绿色", "工业", "%", "'", "高新技术企业")), Fixed(Decimal(2))),
    (Atom("district", "in", ("晋江市", "O'Neil\\", "%")), Fixed(Decimal(2))),
    (Atom("industry_code", "prefix", ("C_", "C19", "%")), Fixed(Decimal(2))),
    (Atom("founded_on", "within_years", Decimal(200)), Fixed(Decimal(2))),
    (Atom("revenue", "<", Decimal("1e30")), Fixed(Decimal(2))),
    (Atom("revenue", "==", Decimal("0.0000001")), Fixed(Decimal(2))),
    (Atom("employees", "!=", Decimal(0)), Fixed(Decimal(2))),
]  # fmt: skip


def asked() -> list[tuple[Condition, Award]]:
    return [*((parse_condition(one.conditions), parse_award(one.award)) for _, one in LABELLED), *RARE]


def by_bitmaps(condition: Condition, award: Award, table: pa.Table) -> Pairs:
    from knowledge.measures.awards import award_tree

    policy = drawn.document(condition, award_tree(award))
    population = Population.of_table(table)
    rows, cents = Matcher([(policy, policy.measures[0])], ON).measure(population, 0)
    return sorted(zip(population.codes(rows), [None if one < 0 else one for one in cents.tolist()], strict=True))


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_finds_the_same_companies_and_the_same_cents(name: str, tmp_path: Path) -> None:
    with ENGINES[name](relational_table(COMPANIES), tmp_path) as ask:
        found = [ask(condition, award, ON) for condition, award in asked()]
    assert found == [by_bitmaps(condition, award, COMPANIES) for condition, award in asked()]
    assert sum(map(len, found)) > 100


@pytest.fixture(scope="module")
def edges() -> Iterator[tuple[pa.Table, Ask]]:
    """Companies at and around the thresholds that are drawn, of which much is unknown, on DuckDB."""
    figures = [None, Decimal(0), Decimal(10), Decimal("10.5"), Decimal("10.000001"), Decimal("-3.25"), Decimal(1000)]
    sets = [None, frozenset[str](), frozenset({"老字号"}), frozenset({"老字号", "绿色工厂", "鲤城区"})]
    rows = [
        {
            "credit_code": f"{at:018d}", "revenue": figures[at % 7], "rd_ratio": figures[at % 5],
            "employees": None if at % 4 == 0 else Decimal(at % 12), "qualifications": sets[at % 4],
            "district": None if at % 6 == 0 else drawn.WORDS[at % 5], "industry_code": drawn.CODES[at % 6],
            "dishonest": (None, True, False)[at % 3],
        }
        for at in range(140)
    ]  # fmt: skip
    table, _ = table_of({name: value for name, value in row.items() if value is not None} for row in rows)
    with ENGINES["duckdb"](relational_table(table), Path()) as ask:
        yield table, ask


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn.conditions, drawn.awards.filter(lambda award: "1000000000000" not in str(award)))
def test_any_condition_and_award_comes_out_the_same(
    edges: tuple[pa.Table, Ask], condition: Condition, award: Award
) -> None:
    table, ask = edges
    assert ask(condition, award, ON) == by_bitmaps(condition, award, table)


def test_what_a_database_cannot_hold_exactly_is_refused() -> None:
    with pytest.raises(InvalidRecord):
        relational_table(pa.table({"revenue": pa.array([Decimal(99_999_999_999_999)], pa.decimal128(20, 6))}))
    with pytest.raises(InvalidRecord):
        relational_table(table_of([{"qualifications": frozenset({"a\x1fb"})}])[0])
    empty = relational_table(table_of([])[0].select(["name"]))
    assert (empty.schema, empty.num_rows) == (RELATIONAL_SCHEMA, 0)


def test_compiled_sql_is_kept() -> None:
    condition, award = asked()[0]
    assert sql(condition, award, ON, "duckdb") is sql(condition, award, ON, "duckdb")


def test_postgresql_finds_the_same_companies_and_the_same_cents(postgres: str) -> None:
    columns = ", ".join(
        f'"{field.name}" {"bigint" if field.type == pa.int64() else "text"}' for field in RELATIONAL_SCHEMA
    )
    engine = create_engine(postgres)
    with engine.connect() as held:
        held.execute(text(f"CREATE TEMPORARY TABLE companies ({columns})"))
        names = ", ".join(f":{name}" for name in RELATIONAL_SCHEMA.names)
        held.execute(text(f"INSERT INTO companies VALUES ({names})"), relational_table(COMPANIES).to_pylist())
        for condition, award in asked():
            rows = held.exec_driver_sql(sql(condition, award, ON, "postgres").replace("%", "%%")).fetchall()
            assert sorted(map(tuple, rows)) == by_bitmaps(condition, award, COMPANIES)
    engine.dispose()
