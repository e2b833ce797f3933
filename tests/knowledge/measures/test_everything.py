from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from eval.synth.companies import companies
from eval.synth.measures import measures
from knowledge.measures.awards import money, parse_award
from knowledge.measures.conditions import All, Atom, Truth, Value, as_tree, parse_condition, truth, unmet
from knowledge.measures.everything import write_matches
from knowledge.measures.fields import FIELDS
from knowledge.measures.matcher import Matcher
from knowledge.measures.population import Population, table_of
from knowledge.measures.push import push_list
from knowledge.models import Measure, PolicyDocument
from knowledge.portraits.portrait import Portrait, parse_portrait
from tests.knowledge.measures.drawn import ON, document

EXPECTED = Path(__file__).parents[3] / "eval" / "data" / "matches_dev.jsonl"


def values_of(row: Mapping[str, Any]) -> dict[str, Value]:
    """A row of a table as a portrait's values."""
    held = {name: value for name, value in row.items() if value is not None}
    for name, value in held.items():
        if FIELDS[name].kind == "set":
            held[name] = frozenset(value)
        if FIELDS[name].kind == "count":
            held[name] = Decimal(value)
    return held


def portraits() -> list[Portrait]:
    lines = files("knowledge.data").joinpath("companies.jsonl").read_text("utf-8").splitlines()
    return [parse_portrait(json.loads(line)) for line in lines]


def labelled() -> list[tuple[PolicyDocument, Measure]]:
    folder = files("knowledge.data").joinpath("policies")
    labels = [path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".labels.json")]
    documents = [PolicyDocument.model_validate_json(one) for one in labels]
    return [(each, measure) for each in sorted(documents, key=lambda one: one.id) for measure in each.measures]


def test_the_matches_of_the_sample_are_equal_to_the_yuan() -> None:
    """By one company at a time, and the awards by the columns too."""
    wanted = [json.loads(line) for line in EXPECTED.read_text("utf-8").splitlines()]
    found = [row for portrait in portraits() for row in _rows(portrait)]
    key = lambda row: (row["company"], row["measure"])  # noqa: E731
    assert sorted(found, key=key) == sorted(wanted, key=key)
    assert len(found) == 2575


DAY = date(2026, 11, 23)
LABELLED = labelled()
EVERY = Matcher(LABELLED, DAY, in_force_only=False)


def _rows(portrait: Portrait) -> list[dict[str, object]]:
    rows = []
    for result in EVERY.company(portrait.values):
        policy, measure = LABELLED[result.measure]
        clauses = [as_tree(one) for one in unmet(parse_condition(measure.conditions), portrait.values, DAY)]
        outside = [
            name
            for name, out in (("valid_to", (policy.valid_to or DAY) < DAY), ("valid_from", policy.valid_from > DAY))
            if out
        ]
        if outside and clauses or len(clauses) > 1:
            continue
        matched = not clauses and not outside
        award = float(result.award) if matched and result.award is not None else None
        missing = [{"field": outside[0]}] if outside else clauses
        rows.append(
            {
                "company": portrait.credit_code,
                "measure": measure.id,
                "matched": matched,
                "award": award,
                "unmet": missing,
            }
        )
    return rows


def test_the_file_holds_every_match_and_its_award_and_nothing_else(tmp_path: Path) -> None:
    table, chosen = companies(500, 7), measures(120, 7)
    matcher, population, path = Matcher(chosen, ON), Population.of_table(table), tmp_path / "matches.arrow"
    advanced: list[int] = []
    count = write_matches(matcher, population, path, advanced.append, block=192)
    written = pa.ipc.open_file(str(path)).read_all().to_pylist()
    wanted = []
    for row in table.to_pylist():
        values = values_of(row)
        for _, measure in chosen:
            if truth(parse_condition(measure.conditions), values, ON) is Truth.MET:
                sum_ = money(parse_award(measure.award), values)
                cents = None if sum_ is None else int(sum_ * 100)
                wanted.append({"measure": measure.id, "credit_code": row["credit_code"], "award_cents": cents})
    key = lambda row: (row["measure"], row["credit_code"])  # noqa: E731
    assert sorted(written, key=key) == sorted(wanted, key=key)
    assert (count, sum(advanced)) == (len(wanted), 500 * 120)
    assert count > 100
    assert [each.name for each in tmp_path.iterdir()] == ["matches.arrow"]


def test_a_run_that_fails_half_way_leaves_the_file_of_before(tmp_path: Path) -> None:
    path = tmp_path / "matches.arrow"
    path.write_bytes(b"before")

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_matches(Matcher(measures(3), ON), Population.of_table(companies(100)), path, stop)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("matches.arrow", b"before")]


def test_nothing_against_nothing_is_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "matches.arrow"
    assert write_matches(Matcher([], ON), Population(*table_of([])), path) == 0
    assert pa.ipc.open_file(str(path)).read_all().num_rows == 0
    assert Matcher([], ON).company({}) == []


def test_a_push_list_has_the_highest_sum_first_and_leaves_out_who_wants_none() -> None:
    policy = document(
        Atom("dishonest", "==", False), {"kind": "per_unit", "field": "employees", "amount": 0.5, "cap": None}
    )
    companies_: list[dict[str, Value]] = [
        {"credit_code": code, "dishonest": code == "D", "employees": Decimal(staff)}
        for code, staff in zip("ABCD", (3, 9, 5, 7), strict=True)
    ]
    companies_.append({"credit_code": "E", "dishonest": False})
    population = Population(*table_of(companies_))
    matcher = Matcher([(policy, policy.measures[0])], ON)
    pushed = push_list(matcher, population, 0, {"C", "Z"})
    assert population.codes(pushed.rows) == ["B", "A", "E"]
    assert pushed.cents.tolist() == [450, 150, -1]
    assert (pushed.left_out, pushed.total_cents) == (1, 600)


def test_a_population_of_portraits_is_that_of_their_table() -> None:
    known = portraits()
    population, table = Population.of_portraits(known), table_of(portrait.values for portrait in known)[0]
    assert population.credit_codes.to_pylist() == [portrait.credit_code for portrait in known]
    matcher = Matcher(LABELLED, DAY)
    for at in range(len(LABELLED)):
        rows, cents = matcher.measure(population, at)
        others = matcher.measure(Population.of_table(table.select([*reversed(table.column_names)])), at)
        assert (rows.tolist(), cents.tolist()) == tuple(one.tolist() for one in others)


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"name": [1]}),
        pa.table({"nonsense": ["a"]}),
        pa.table({"revenue": [1.5]}),
        pa.table([pa.array(["a"]), pa.array(["b"])], names=["name", "name"]),
    ],
)
def test_a_table_of_another_form_is_refused(table: pa.Table) -> None:
    from knowledge.errors import InvalidRecord

    with pytest.raises(InvalidRecord):
        Population.of_table(table)


def test_all_met_counts_everybody_also_in_the_last_word() -> None:
    policy = document(All(()), {"kind": "fixed", "amount": 1})
    population = Population.of_table(companies(65))
    assert Matcher([(policy, policy.measures[0])], ON).measure(population, 0)[0].tolist() == list(range(65))


@pytest.mark.parametrize(
    "figure", [2**62 // 10**6, 2**63 // 10**6, -(2**63) // 10**6, 10**13, -(10**13), 99_999_999_999_999]
)
@pytest.mark.parametrize(("name", "kind"), [("revenue", pa.decimal128(20, 6)), ("employees", pa.int64())])
def test_figures_beyond_64_bits_of_millionths_are_compared_exactly(name: str, kind: pa.DataType, figure: int) -> None:
    figure = figure if name == "revenue" else abs(figure)  # no condition asks for a count below 0
    table = pa.table({name: pa.array([Decimal(figure) if name == "revenue" else figure, None, 5], kind)})
    population = Population.of_table(pa.concat_tables([table, table]).slice(1, 4))
    policies = [
        document(Atom(name, op, Decimal(bound)), {"kind": "fixed", "amount": 1}) for op, bound in _comparisons(figure)
    ]
    matcher = Matcher([(each, each.measures[0]) for each in policies], ON)
    wanted = [[2] * (at != 1) for at in range(len(policies))]
    found = [[row for row in matcher.measure(population, at)[0].tolist() if row == 2] for at in range(len(policies))]
    assert found == wanted


def _comparisons(figure: int) -> list[tuple[Any, int]]:
    return [("==", figure), ("!=", figure), (">=", figure), ("<=", figure), (">", figure - 1), ("<", figure + 1)]


def test_the_least_number_of_64_bits_is_a_count_like_any_other() -> None:
    population = Population.of_table(pa.table({"employees": pa.array([-(2**63), 2**63 - 1], pa.int64())}))
    policy = document(Atom("employees", "<", Decimal(0)), {"kind": "fixed", "amount": 1})
    assert Matcher([(policy, policy.measures[0])], ON).measure(population, 0)[0].tolist() == [0]
