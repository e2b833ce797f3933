"""Gates, and the record of a run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from eval.command import Options, configuration
from eval.errors import BadInput, CannotSave
from eval.gates import Gate, parse_gates, require_known
from eval.report import Figure, Report, Table, rate
from eval.runs import Run, results, save
from knowledge.settings import Settings

WHEN = datetime(2026, 4, 15, 8, 30, 0, 42, tzinfo=UTC)
FIGURES = {"right_first": rate([True, True, False, True]), "calibration_error": Figure(0.2, 4), "none": Figure(None, 0)}


def run(*gates: Gate) -> Run:
    table = Table("by_style", "By style", ("style", "right"), (("plain", FIGURES["right_first"]),))
    report = Report("answers", FIGURES, (table,), ({"question": "补身份证"}, {"question": "办护照"}), ("a note",))
    return Run(report, {"target": "script", "snapshot_id": "s1", "seed": 7}, WHEN, 1.5, gates)


@pytest.mark.parametrize(
    ("gate", "kept"),
    [
        (Gate("right_first", 0.75), True),
        (Gate("right_first", 0.751), False),
        (Gate("calibration_error", 0.2, at_most=True), True),
        (Gate("calibration_error", 0.1, at_most=True), False),
        (Gate("none", 0.0), False),
        (Gate("none", 1.0, at_most=True), False),
        (Gate("rihgt_first", 0.0), False),
    ],
)
def test_a_gate_is_kept_only_by_a_measured_figure_within_its_bound(gate: Gate, kept: bool) -> None:
    assert gate.kept(FIGURES) is kept
    assert run(gate).passed is kept


def test_gates_are_read_from_options() -> None:
    assert parse_gates(["a=0.5", "b.short=1"], ["c=-2e-1"]) == (
        Gate("a", 0.5),
        Gate("b.short", 1.0),
        Gate("c", -0.2, at_most=True),
    )


@pytest.mark.parametrize("text", ["", "a", "a=", "=1", "a=high", "a=nan", "a=inf", "a==1"])
def test_a_gate_without_a_number_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="NAME=VALUE"):
        parse_gates([text], [])


def test_a_gate_on_an_unknown_figure_names_those_there_are() -> None:
    with pytest.raises(BadInput, match="rihgt_first.*right_first"):
        require_known([Gate("rihgt_first", 0.5)], FIGURES)


def test_a_run_is_saved_with_its_configuration_and_every_row(tmp_path: Path) -> None:
    folder = save(run(Gate("right_first", 0.9)), tmp_path)
    assert folder == tmp_path / "answers" / "20260415T083000.000042Z"
    assert json.loads((folder / "config.json").read_text())["seed"] == 7
    saved = json.loads((folder / "results.json").read_text())
    assert saved["figures"]["right_first"]["value"] == 0.75
    assert saved["figures"]["right_first"]["low"] < 0.75 < saved["figures"]["right_first"]["high"]
    assert saved["figures"]["none"]["value"] is None
    assert saved["tables"][0]["rows"] == [["plain", 0.75]]
    assert saved["gates"] == [{"name": "right_first", "bound": 0.9, "at_most": False, "kept": False}]
    rows = [json.loads(line)["question"] for line in (folder / "rows.jsonl").read_text().splitlines()]
    assert rows == ["补身份证", "办护照"]


def test_the_saved_results_are_what_json_prints(tmp_path: Path) -> None:
    one = run()
    assert json.loads((save(one, tmp_path) / "results.json").read_text()) == json.loads(json.dumps(results(one)))


def test_a_run_never_overwrites_another(tmp_path: Path) -> None:
    save(run(), tmp_path)
    with pytest.raises(CannotSave):
        save(run(), tmp_path)


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotSave, match=str(tmp_path / "file")):
        save(run(), tmp_path / "file")


def test_the_configuration_keeps_no_secret(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url=SecretStr("postgresql://user:hunter2@db/q"))
    config = configuration(settings, {}, Options(), "script", None)
    assert "hunter2" not in json.dumps(config)
    assert config["seed"] == settings.seed
    assert {"code", "packages", "machine", "settings"} <= set(config)
