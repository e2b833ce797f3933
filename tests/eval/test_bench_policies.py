from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from eval.bench.policies import ON, OURS, Size, evaluate, sized
from eval.bench.policy_peers import PEERS, Entry, Work
from eval.cli import app
from eval.errors import BadInput
from eval.progress import silent
from eval.synth.companies import companies
from eval.synth.measures import measures
from knowledge.measures.conditions import Truth, parse_condition, truth
from knowledge.portraits.credit_code import is_credit_code
from tests.knowledge.measures.test_everything import values_of

SMALL = Size(300, 40, 500, 40)


def test_all_engines_find_the_same_and_stand_in_one_table() -> None:
    report = evaluate(SMALL, (), silent)
    engines = next(table for table in report.tables if table.name == "engines")
    assert [row[0] for row in engines.rows] == [OURS, *PEERS]
    assert len({row[2] for row in engines.rows if row[1] == 300 * 40}) == 1
    assert {f"pairs_times_faster_than.{name}" for name in PEERS} < report.figures.keys()
    assert all(figure.value is not None for figure in report.figures.values())


def test_a_peer_that_finds_another_number_is_an_error_and_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong:
        def __init__(self, work: Work) -> None:
            pass

        def pairs(self) -> int:
            return -1

        def one(self, row: int) -> int:
            return -1

    monkeypatch.setattr("eval.bench.policies.PEERS", {"wrong": Entry(Wrong)})
    with pytest.raises(BadInput, match="wrong found -1 matches"):
        evaluate(SMALL, (), silent)


def test_the_command_saves_its_run_with_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANQUAN_HOME", str(tmp_path / "home"))
    options = [
        "--companies",
        "200",
        "--measures",
        "20",
        "--listed",
        "300",
        "--only",
        "polars",
        "--json",
        "--out",
        str(tmp_path),
    ]
    done = CliRunner().invoke(app, ["bench", "policies", *options])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    (config,) = (json.loads(each.read_text()) for each in tmp_path.rglob("config.json"))
    assert config["inputs"]["companies"] == 200
    assert "company_p50_ms" in result["figures"]
    assert CliRunner().invoke(app, ["bench", "policies", "--only", "polar"]).exit_code == BadInput.exit_code


def test_what_is_given_stands_above_the_full_size() -> None:
    assert sized(True, None, 7, None, 3) == Size(400_000, 7, 8_000_000, seed=3)
    assert sized(False, None, None, None, 1) == Size()


def test_synthetic_companies_are_the_same_for_a_seed_and_have_distinct_valid_codes() -> None:
    table = companies(300, 3)
    assert table.equals(companies(300, 3))
    codes = table.column("credit_code").to_pylist()
    assert all(map(is_credit_code, codes))
    assert len(set(codes)) == 300


def test_synthetic_measures_are_the_same_for_a_seed_and_are_met_failed_and_unknown() -> None:
    made = measures(60, 3)
    assert made == measures(60, 3)
    conditions = [parse_condition(measure.conditions) for _, measure in made]
    rows = [values_of(row) for row in companies(200, 3).to_pylist()]
    assert {truth(condition, values, ON) for condition in conditions for values in rows} == set(Truth)


def test_decimals_are_stored_as_they_are_counted() -> None:
    import numpy as np

    from eval.synth.companies import decimals

    column = decimals(np.array([1_500_000, -1, 0], np.int64), np.array([False, False, True]))
    assert [None if one is None else str(one) for one in column.to_pylist()] == ["1.500000", "-0.000001", None]
    assert column.type == pa.decimal128(20, 6)
