"""``policies match``: the rows that other programs read, and what happens to what cannot be read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from ingest.portraits.match_cli import match

DATA = Path(__file__).parents[3] / "knowledge" / "data"
app = typer.Typer()
app.command()(match)


def _run(companies: Path, labels: Path, *more: str, on: str = "2026-11-23") -> tuple[int, list[dict[str, object]], str]:
    result = CliRunner().invoke(app, ["--companies", str(companies), "--labels", str(labels), "--on", on, *more])
    rows = [json.loads(line) for line in result.stdout.splitlines()] if "--json" in more else []
    return result.exit_code, rows, result.stderr


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A file with the first of the shipped companies."""
    path = tmp_path / "one.jsonl"
    path.write_text((DATA / "companies.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return path


def test_rows_have_the_form_and_order_of_the_catalogue(company: Path) -> None:
    exit_code, rows, _ = _run(company, DATA / "policies", "--json")
    assert exit_code == 0
    assert rows[0] == {
        "company": "91350502MAX50L2368",
        "measure": "P001-1",
        "matched": True,
        "award": 100000,
        "unmet": [],
    }
    assert rows[2]["unmet"] == [{"field": "output_value", "op": ">=", "value": 5000}] and rows[2]["award"] is None
    assert [row["measure"] for row in rows] == sorted(str(row["measure"]) for row in rows)
    assert [row for row in rows if row["unmet"] == [{"field": "valid_to"}]], "an expired policy is told as such"


def test_another_day_has_other_policies(company: Path) -> None:
    _, rows, _ = _run(company, DATA / "policies", "--json", on="2020-01-01")
    assert rows and not [row for row in rows if row["matched"]]
    assert {json.dumps(row["unmet"]) for row in rows} == {'[{"field": "valid_from"}]'}


def test_broken_rows_and_labels_are_told_and_the_rest_comes_out(company: Path, tmp_path: Path) -> None:
    _, whole, _ = _run(company, DATA / "policies", "--json")
    good = company.read_text(encoding="utf-8")
    wrong = good.replace("L2368", "L2369")
    company.write_text(f'{{"name": \n{wrong}[]\n\n{good.replace("68,", "-1,", 1)}{good}', encoding="utf-8")
    labels = tmp_path / "labels"
    shutil.copytree(DATA / "policies", labels)
    (labels / "P002.labels.json").write_text("{ broken", encoding="utf-8")
    tree = json.loads((labels / "P001.labels.json").read_text(encoding="utf-8"))
    tree["measures"][1]["award"] = {"kind": "lottery"}
    tree["unheard"] = tree["measures"][0]["quotes"] = ["of"]
    (labels / "P001.labels.json").write_text(json.dumps(tree, indent=1), encoding="utf-8")
    exit_code, rows, told = _run(company, labels, "--json")
    assert exit_code == 1
    assert rows == [row for row in whole if not str(row["measure"]).startswith("P002") and row["measure"] != "P001-2"]
    lines = told.splitlines()
    for place in ("第 1 行", "第 2 行", "第 3 行", "第 5 行", "P002.labels.json", "P001.labels.json"):
        assert any(place in line for line in lines), place
    assert len(lines) == 6


def test_a_human_clause_keeps_a_measure_from_being_promised(company: Path, tmp_path: Path) -> None:
    tree = {
        "measures": [
            {"id": "X-1", "conditions": {"human": "符合产业导向"}, "award": {"kind": "fixed", "amount": 1}},
            {"id": "X-2", "conditions": {"all": []}, "award": {"kind": "human", "text": "由领导小组研究决定"}},
            {
                "id": "X-3",
                "conditions": {"all": []},
                "award": {"kind": "percent", "base": "rd_expense", "rate": 0.0333, "cap": None},
            },
        ]
    }
    (tmp_path / "X.labels.json").write_text(json.dumps(tree), encoding="utf-8")
    _, rows, _ = _run(company, tmp_path, "--json")
    assert [(row["matched"], row["award"]) for row in rows] == [(False, None), (True, None), (True, 10389.6)]
    assert rows[0]["unmet"] == [{"human": "符合产业导向"}]


def test_an_unknown_name_in_a_company_is_passed_over_with_a_reminder(company: Path) -> None:
    company.write_text(company.read_text(encoding="utf-8").replace("{", '{"phone": "1", ', 1), encoding="utf-8")
    exit_code, rows, told = _run(company, DATA / "policies", "--json")
    assert exit_code == 0 and rows and "phone" in told


def test_without_json_it_reads_as_a_table(company: Path) -> None:
    result = CliRunner().invoke(
        app, ["--companies", str(company), "--labels", str(DATA / "policies"), "--on", "2026-11-23"]
    )
    assert result.exit_code == 0 and "可享受" in result.stdout and "100,000.00" in result.stdout


def test_a_folder_without_labels_ends_in_a_sentence(company: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    exit_code, rows, told = _run(company, tmp_path / "none", "--json")
    assert exit_code == 2 and not rows and "没有标签文件" in told
