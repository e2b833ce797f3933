"""The same questions of each base, without and with what is made by rule; nothing to make is no gain, and costs no build."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from eval.building import Built
from eval.crossval.folds import Fold
from eval.expansion.evaluate import COLUMNS, KINDS, Case, Marks, evaluate, fewer, paired, summarise, without_expansion
from eval.report import Report
from ingest.expand.expand import WANTED
from ingest.expand.fill import expansion
from ingest.fit import build as fit
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

SETTINGS = Settings.model_validate({"seed": 1})


def test_each_item_keeps_at_most_so_many_in_their_order(small_built: Built) -> None:
    records = small_built.records
    few = fewer(records, 5, 1)
    assert Counter(one.item_id for one in few.questions) == {guide.id: 5 for guide in records.guides}
    places = [records.questions.index(one) for one in few.questions]
    assert places == sorted(places)
    assert fewer(records, 5, 1) == few != fewer(records, 5, 2)
    assert fewer(records, 0, 1).questions == ()
    assert fewer(records, None, 1) is records


def test_no_questions_are_made_without_expansion_and_they_are_again_after_it() -> None:
    with without_expansion():
        assert vars(fit)["expansion"](KnowledgeRecords(), 1) == ()
        assert vars(fit)["expansion"] is not expansion
    assert vars(fit)["expansion"] is expansion


def test_a_gain_is_counted_on_the_same_questions() -> None:
    gain = paired([True, False, False, True], [True, True, True, True])
    assert gain.value == 0.5
    assert gain.low is not None
    assert gain.high is not None
    assert gain.low < 0.5 < gain.high
    assert paired([True, False], [True, False]).value == 0
    assert paired([], []).value is None


def test_bases_with_fewer_questions_are_built_twice_and_a_full_one_once(small_built: Built) -> None:
    built: list[tuple[int, bool]] = []

    def builder(records: KnowledgeRecords, settings: Settings, progress: Progress) -> Built:
        built.append((len(records.questions), vars(fit)["expansion"] is expansion))
        return small_built

    report = evaluate(small_built.records, 5, 1, 6, SETTINGS, SilentProgress(), builder)
    kept = [count for count, _ in built]
    assert kept[:4] == [0, 0, 20, 20]
    assert kept[4] > len(small_built.records.guides) * WANTED
    assert [made for _, made in built] == [False, True, False, True, False]
    assert report.figures["right_first.all.gain"].value == 0
    assert {figure.n for figure in report.figures.values()} == {6}
    assert len(report.rows) == 18
    assert "all: no item lacks questions, both are one index" in report.notes


def marks(*outcomes: bool) -> Marks:
    return {column: outcomes for column in COLUMNS}


@pytest.fixture
def report(small_built: Built) -> Report:
    fold = Fold(1, replace(small_built.records, questions=()), (), (), 0)
    return summarise([Case("none", 0, 9, marks(True, False), marks(True, True))], fold, 5)


def test_the_table_tells_values_and_gains(report: Report) -> None:
    (table,) = report.tables
    assert [row[:3] for row in table.rows] == [(0, 0, "without"), (0, 9, "with"), (0, 9, "gain")]
    assert [row[3] for row in table.rows] == ["0.500", "1.000", "+50.0 ± 98.0"]
    assert set(report.figures) == {f"{column}.none.{kind}" for column in COLUMNS for kind in KINDS}
