"""The command line from end to end, against a small server that speaks the contract."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from eval.cli import app
from tests.conftest import run_quanquan

TASKS = ("answers", "dialogues", "ambiguous", "refuse")
Quanquan = Callable[..., Result]


@pytest.fixture
def quanquan(tmp_path: Path) -> Quanquan:
    """Run ``quanquan eval ...`` over an empty home."""

    def invoke(*arguments: str) -> Any:
        return CliRunner().invoke(app, arguments, env={"QUANQUAN_HOME": str(tmp_path), "COLUMNS": "200"})

    return invoke


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.tsv"
    rows = ("item_id\tfacet\tstyle\tquestion", "GA-001\tfee\tplain\t要钱吗", "GA-002\tfee\tshort\t换领[bold]多少钱[/]")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("task", TASKS)
def test_json_is_one_document_on_stdout_and_the_run_is_saved(
    quanquan: Quanquan, stub_url: str, tmp_path: Path, task: str
) -> None:
    done = quanquan(task, "--url", stub_url, "--json", "--limit", "3")
    assert done.exit_code == 0, done.stderr
    printed = json.loads(done.stdout)
    assert (printed["task"], printed["target"], printed["snapshot_id"]) == (task, stub_url, "s1")
    (folder,) = (tmp_path / "eval" / task).iterdir()
    assert {path.name for path in folder.iterdir()} == {"config.json", "results.json", "rows.jsonl"}
    assert json.loads((folder / "results.json").read_text()) == printed
    assert json.loads((folder / "config.json").read_text())["limit"] == 3


@pytest.mark.parametrize("task", TASKS)
def test_people_get_tables(quanquan: Quanquan, stub_url: str, task: str) -> None:
    done = quanquan(task, "--url", stub_url)
    assert done.exit_code == 0, done.stderr
    assert f"{task} · {stub_url}" in done.stdout
    assert "95% interval" in done.stdout
    assert "saved: " in done.stdout


def test_figures_are_those_of_the_file_given(quanquan: Quanquan, stub_url: str, questions: Path) -> None:
    printed = json.loads(quanquan("answers", "--questions", str(questions), "--url", stub_url, "--json").stdout)
    assert printed["figures"]["right_first"]["value"] == 0.5
    assert printed["figures"]["answered_wrong_lost"]["value"] == 0.5
    assert printed["notes"] == ["1 wanted items are not in this knowledge base: GA-002"]


def test_questions_are_shown_as_they_are_written(quanquan: Quanquan, stub_url: str, questions: Path) -> None:
    assert "换领[bold]多少钱[/]" in quanquan("answers", "--questions", str(questions), "--url", stub_url).stdout


def test_in_scope_questions_are_asked_beside_the_others(quanquan: Quanquan, stub_url: str, questions: Path) -> None:
    done = quanquan("refuse", "--in-scope", str(questions), "--url", stub_url, "--json")
    figure = json.loads(done.stdout)["figures"]["in_scope_refused"]
    assert (figure["value"], figure["n"]) == (0.0, 2)


def test_runs_can_be_saved_elsewhere(quanquan: Quanquan, stub_url: str, tmp_path: Path) -> None:
    done = quanquan("refuse", "--url", stub_url, "--out", str(tmp_path / "elsewhere"))
    assert done.exit_code == 0
    assert len(list((tmp_path / "elsewhere" / "refuse").iterdir())) == 1
    assert not (tmp_path / "eval").exists()


@pytest.mark.parametrize(
    ("gate", "exit_code"),
    [
        (("--min", "right_first=0.5"), 0),
        (("--min", "right_first=0.5", "--min", "within_six=0.9"), 1),
        (("--max", "answered_wrong=0.4"), 1),
        (("--max", "answered_wrong=0.5"), 0),
        (("--min", "right_frist=0.5"), 2),
        (("--min", "right_first"), 2),
    ],
)
def test_gates_decide_the_exit_code(
    quanquan: Quanquan, stub_url: str, questions: Path, gate: tuple[str, ...], exit_code: int
) -> None:
    done = quanquan("answers", "--questions", str(questions), "--url", stub_url, "--json", *gate)
    assert done.exit_code == exit_code


def test_a_slip_in_a_gate_does_not_lose_the_run(quanquan: Quanquan, stub_url: str, tmp_path: Path) -> None:
    done = quanquan("answers", "--url", stub_url, "--limit", "1", "--min", "right_frist=0.5")
    assert "right_frist" in done.stderr
    assert len(list((tmp_path / "eval" / "answers").iterdir())) == 1


def test_a_bad_row_ends_with_2_and_its_line(quanquan: Quanquan, questions: Path, stub_url: str) -> None:
    questions.write_text(questions.read_text() + "GA-001\tprice\tplain\t要钱吗\n")
    done = quanquan("answers", "--questions", str(questions), "--url", stub_url, "--json")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "line 4: facet" in done.stderr


@pytest.mark.parametrize("task", TASKS)
def test_a_missing_file_ends_with_2(quanquan: Quanquan, task: str, stub_url: str) -> None:
    done = quanquan(task, "--questions", "/nonexistent/rows", "--url", stub_url)
    assert done.exit_code == 2
    assert "/nonexistent/rows" in done.stderr


def test_an_unreachable_server_ends_with_3(quanquan: Quanquan) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        done = quanquan("answers", "--url", url, "--json")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert url in done.stderr


def test_an_unpublished_knowledge_base_ends_with_3_and_what_to_do(tmp_path: Path) -> None:
    # In a process of its own, as is everything that sets up this process's log.
    done = run_quanquan("eval", "answers", "--json", home=tmp_path)
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert "quanquan ingest run" in done.stderr


def test_a_folder_that_cannot_be_written_ends_with_4_after_the_results(
    quanquan: Quanquan, stub_url: str, questions: Path
) -> None:
    done = quanquan("refuse", "--url", stub_url, "--json", "--out", str(questions))
    assert done.exit_code == 4
    assert json.loads(done.stdout)["task"] == "refuse"
    assert "could not be saved" in done.stderr


@pytest.mark.parametrize("task", TASKS)
def test_the_second_exam_is_asked_by_name(quanquan: Quanquan, stub_url: str, tmp_path: Path, task: str) -> None:
    done = quanquan(task, "--questions", "second", "--url", stub_url, "--json", "--limit", "2")
    assert done.exit_code == 0, done.stderr
    (folder,) = (tmp_path / "eval" / task).iterdir()
    inputs = json.loads((folder / "config.json").read_text())["inputs"]
    assert "_second." in inputs["questions"]["file"]


def test_real_questions_of_several_sets_have_a_figure_each(quanquan: Quanquan, stub_url: str) -> None:
    done = quanquan("refuse", "--in-scope", "dev", "--in-scope", "hard", "--url", stub_url, "--json", "--limit", "4")
    figures = json.loads(done.stdout)["figures"]
    assert figures["in_scope_refused"]["n"] == 8
    assert figures["in_scope_refused.questions_dev"]["n"] == figures["in_scope_refused.in_scope_hard"]["n"] == 4


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("crossval", "--only", "6"), "there is no fold 6 of 5"),
        (("crossval", "--source", "/nonexistent"), "/nonexistent"),
        (("ablation", "--fold", "3", "--folds", "2"), "there is no fold 3 of 2"),
        (("ablation", "--only", "bm52"), "lexicon, pinyin, dense"),
        (("facets", "--two", "/nonexistent"), "/nonexistent"),
        (("facets", "--questions", "third"), "dev, second"),
    ],
)
def test_what_cannot_be_measured_ends_with_2_before_anything_is_built(
    quanquan: Quanquan, options: tuple[str, ...], complaint: str
) -> None:
    done = quanquan(*options)
    assert done.exit_code == 2
    assert complaint in done.stderr


def test_facets_without_knowledge_end_with_3(tmp_path: Path) -> None:
    done = run_quanquan("eval", "facets", "--json", home=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "quanquan ingest run" in done.stderr


def test_facets_are_measured_on_the_published_index(sample_home: Path, tmp_path: Path) -> None:
    done = run_quanquan("eval", "facets", "--json", "--out", str(tmp_path), home=sample_home)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    assert figures["facet_right"]["value"] >= 0.85
    assert figures["two_in_order"]["n"] == 60


def test_an_unknown_probe_ends_with_2_and_the_known_ones(quanquan: Quanquan) -> None:
    done = quanquan("bench", "--only", "serach")
    assert done.exit_code == 2
    assert "search, turn, start, http, throughput, ingest" in done.stderr


def test_a_bench_without_knowledge_ends_with_3(tmp_path: Path) -> None:
    done = run_quanquan("eval", "bench", "--only", "http", "--json", home=tmp_path)
    assert done.returncode == 3, done.stderr
    assert done.stdout == ""
    assert "the server does not start" in done.stderr
