"""The commands: one JSON document with stable names, gates, rates, and a sentence for what cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from assistant.cli import app
from eval.claims.innocents import INNOCENTS
from eval.claims.rates import Rates, plain

Run = Callable[..., Result]
SMALL = {"lone": 600, "rings": 60, "frequent": 300}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["claims", *arguments], env={"QUANQUAN_HOME": str(tmp_path), "COLUMNS": "250"})

    return invoke


def test_json_is_one_document_with_the_names_that_the_readme_defines(run: Run, tmp_path: Path) -> None:
    rates = tmp_path / "rates.yaml"
    rates.write_text(yaml.safe_dump(SMALL), "utf-8")
    result = run("evaluate", "--seed", "5", "--complaints", "2000", "--rates", str(rates), "--baselines", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["seed"] == 5 and document["complaints"] == 2000 and document["rates"]["lone"] == 600
    summary = document["summary"]
    assert summary == {name: figure["value"] for name, figure in document["figures"].items()}
    readme = (Path(__file__).parents[3] / "eval" / "claims" / "README.md").read_text("utf-8")
    assert [name for name in summary if f"`{name}`" not in readme] == []
    assert summary["complaints"] == 2000 and summary["true_people"] >= 12
    assert summary["handed_over_without_two_sign_offs"] == 0
    assert 0 <= summary["recall"] <= 1 and summary["new_complaints"] == 200
    tables = {table["name"]: table for table in document["tables"]}
    assert [row[0] for row in tables["kinds"]["rows"]] == ["ordinary", "family", "semi", "frequent", "lone", "ring"]
    assert [row[0] for row in tables["innocents"]["rows"]] == list(INNOCENTS)
    goals = {row[0]: row for row in tables["goals"]["rows"]}
    assert goals["recall"][2] == summary["true_people"] and goals["recall"][1] == summary["found_people"]
    assert goals["frequent_proposed_share"][1] == summary["frequent_proposed"]
    assert summary["swept_in"] == sum(row[2] for row in tables["innocents"]["rows"])
    assert [row[0] for row in tables["rules"]["rows"]] == ["linked", "same_phone", "phone_or_address", "with_hub_cap", "two_fields"]  # fmt: skip
    assert [row[0] for row in tables["stages"]["rows"]] == ["generate", "link", "recognise", "link_known", "link_new"]
    (saved,) = (tmp_path / "eval" / "claims").iterdir()
    config = json.loads((saved / "config.json").read_text("utf-8"))
    assert config["inputs"]["seed"] == 5 and config["inputs"]["rates"]["rings"] == 60


def test_the_smallest_register_with_hardly_anybody_in_it_is_evaluated(run: Run) -> None:
    result = run("evaluate", "--complaints", "300", "--no-incremental", "--min", "recall=2")
    assert result.exit_code == 1 and "broken" in result.stdout
    assert "the shares say little" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--complaints", "299"),
        ("evaluate", "--complaints", "1000001"),
        ("evaluate", "--seed", "-1"),
        ("evaluate", "--seed", "x"),
        ("evaluate", "--rates", "nowhere.yaml"),
        ("evaluate", "--min", "recall"),
        ("generate",),
        ("generate", __file__),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and result.stderr.strip() and "Traceback" not in result.stderr
    assert result.stdout == ""


def test_the_rates_in_force_can_be_printed_and_given_back(run: Run) -> None:
    result = run("evaluate", "--show-rates")
    assert result.exit_code == 0 and yaml.safe_load(result.stdout) == plain(Rates())


def test_generate_writes_lists_truth_and_how_they_were_made(run: Run, tmp_path: Path) -> None:
    result = run("generate", str(tmp_path / "made"), "--seed", "3", "--complaints", "400")
    assert result.exit_code == 0, result.stderr
    names = {path.name for path in (tmp_path / "made").iterdir()}
    assert names == {"12315.csv", "12345.csv", "court.csv", "other.csv", "truth.csv", "made.yaml"}
    held = yaml.safe_load((tmp_path / "made" / "made.yaml").read_text("utf-8"))
    assert held["seed"] == 3 and held["complaints"] == 400 and held["rates"] == plain(Rates())
