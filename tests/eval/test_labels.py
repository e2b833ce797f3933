"""The reader of labels on texts by other hands: what it takes for certain is right, and nothing is passed over."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from eval.labels.evaluate import evaluate
from eval.labels.load import load
from eval.progress import silent
from eval.report import Report

EXAMS = Path(str(files("eval"))) / "data" / "policy_labels"


@cache
def judged(name: str) -> Report:
    return evaluate(load(EXAMS / name), silent)


def figure(report: Report, name: str) -> float:
    value = report.figures[name].value
    assert value is not None
    return value


@pytest.mark.parametrize("name", ["plain", "eccentric", "alike", "last", "reworded"])
def test_of_what_is_accepted_without_a_person_hardly_anything_is_wrong(name: str) -> None:
    assert figure(judged(name), "accepted_right") >= 0.98


@pytest.mark.parametrize(("name", "least"), [("plain", 0.95), ("alike", 0.9), ("last", 0.9)])
def test_texts_in_the_manner_of_the_shipped_ones_are_read_whole(name: str, least: float) -> None:
    report = judged(name)
    assert figure(report, "exact") >= least and figure(report, "found") == 1
