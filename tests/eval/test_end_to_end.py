"""The real assistant over the shipped knowledge base, held to the thresholds that the product promises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.answers.evaluate import evaluate
from eval.answers.load import load
from eval.http_target import HttpTarget
from eval.in_process import InProcessTarget, apart
from eval.progress import silent
from eval.reading import SETS, exam, shipped
from eval.report import Figure, Report
from knowledge.settings import Settings
from tests.conftest import run_quanquan

if TYPE_CHECKING:
    from assistant.wiring import Assistant


@pytest.fixture(scope="module", params=SETS)
def report(assistant: Assistant, request: pytest.FixtureRequest) -> Report:
    return evaluate(load(exam("questions", "tsv", request.param)), InProcessTarget(assistant), silent)


def value(figure: Figure) -> float:
    assert figure.value is not None
    return figure.value


def test_the_right_item_is_first_and_shown(report: Report) -> None:
    assert value(report.figures["right_first"]) >= 0.93
    assert value(report.figures["within_six"]) >= 0.99


def test_no_shipped_question_breaks_the_assistant(report: Report) -> None:
    assert report.figures["failed"].value == 0
    assert report.notes == ()


def test_http_and_in_process_say_the_same(assistant: Assistant, live_server: str) -> None:
    inside = InProcessTarget(assistant)
    with HttpTarget(live_server) as outside:
        assert outside.snapshot_id == inside.snapshot_id
        assert outside.names() == inside.names()
        for question in load(shipped("questions_dev.tsv"))[:12]:
            near, far = inside.ask(question.question), outside.ask(question.question)
            timeless = {"session_id", "elapsed_ms"}
            assert near.model_dump(exclude=timeless) == far.model_dump(exclude=timeless)
            assert inside.search(question.question).results == outside.search(question.question).results


def test_what_the_assistant_refuses_is_a_failed_turn(assistant: Assistant) -> None:
    target = InProcessTarget(assistant)
    assert target.ask("长" * 5000).outcome == "error"
    assert target.search("\x00").ranked == ()


def test_test_questions_stay_out_of_the_real_conversations(tmp_path: Path) -> None:
    real = Settings(home=tmp_path)
    assert str(tmp_path / "eval.db") in apart(real, tmp_path).database
    assert apart(real, tmp_path).knowledge_home == real.knowledge_home


def test_the_bench_measures_the_running_product(sample_home: Path, tmp_path: Path) -> None:
    # All probes but ingest, which would build the knowledge base a second time.
    probes = [part for name in ("search", "turn", "start", "http", "throughput") for part in ("--only", name)]
    options = ("--json", "--rounds", "1", "--limit", "5", "--out", str(tmp_path))
    done = run_quanquan("eval", "bench", *probes, *options, home=sample_home)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    wanted = ["search_p50_ms", "turn_p99_ms", "http_p50_ms", "cold_start_s", "memory_mib", "memory_after_mib"]
    wanted += ["turns_per_s", "echoes_per_s", "turns_per_echo", "times_faster_than.langchain-ensemble"]
    assert all(figures[name]["value"] > 0 for name in wanted)
    assert len(list((tmp_path / "bench").iterdir())) == 1
