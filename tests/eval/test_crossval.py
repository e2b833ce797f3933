"""Folds: nothing that is asked has been learnt; and what is made of their figures."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eval.answers.judge import Judged
from eval.answers.load import LabelledQuestion
from eval.building import Built, _alone, read_records
from eval.crossval.evaluate import evaluate, over_folds, summarise
from eval.crossval.folds import STYLE, Fold, checked, fold_numbers, split
from eval.errors import BadInput
from eval.report import Figure, rate
from eval.target import SeenHit, SeenReply, SeenSearch
from ingest.fit import build as fit
from ingest.fit import reading
from ingest.fit.texts import texts_of
from knowledge import text
from knowledge.progress import Progress, SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from tests.knowledge.small import IDS, plain_guide, question, records_of, sample_records

FOLDS = 4


@pytest.fixture(scope="module")
def records() -> KnowledgeRecords:
    return sample_records(IDS[:3])


def test_every_question_is_in_one_fold_and_each_item_in_all(records: KnowledgeRecords) -> None:
    numbers = fold_numbers(records.questions, FOLDS, seed=1)
    for item_id in IDS[:3]:
        mine = [number for one, number in zip(records.questions, numbers, strict=True) if one.item_id == item_id]
        sizes = [mine.count(number) for number in range(1, FOLDS + 1)]
        assert sum(sizes) == len(mine)
        assert max(sizes) - min(sizes) <= 1


def test_folds_depend_on_the_seed_alone(records: KnowledgeRecords) -> None:
    assert fold_numbers(records.questions, FOLDS, 1) == fold_numbers(records.questions, FOLDS, 1)
    assert fold_numbers(records.questions, FOLDS, 1) != fold_numbers(records.questions, FOLDS, 2)


@pytest.mark.parametrize("number", range(1, FOLDS + 1))
def test_nothing_that_a_fold_is_asked_stands_in_its_base(records: KnowledgeRecords, number: int) -> None:
    fold = split(records, FOLDS, 1, number)
    known = {line for subject in texts_of(fold.records) for line in subject.short}
    assert fold.asked
    assert not {text.normalise(one.question) for one in fold.asked} & known
    assert len(fold.records.questions) + len(fold.asked) + fold.known == len(records.questions)


def test_what_the_base_says_all_the_same_is_not_asked() -> None:
    guide = plain_guide("GA-001", "身份证补领", "丢了身份证再办一张", aliases=("补身份证",))
    asked = [question("GA-001", "general", said) for said in ("补身份证", "补身份证", "掉了证", "证没了")]
    folds = [split(records_of([guide], asked), 2, 1, number) for number in (1, 2)]
    assert sum(fold.known for fold in folds) == 2
    assert {one.question for fold in folds for one in fold.asked} == {"掉了证", "证没了"}


def test_the_first_questions_are_those_of_the_author_s_file(records: KnowledgeRecords) -> None:
    early = split(records, FOLDS, 1, 1).first(10)
    for item_id in IDS[:3]:
        first = [one for one in records.questions if one.item_id == item_id][:10]
        kept = [one for one in early.questions if one.item_id == item_id]
        assert kept
        assert all(one in first for one in kept)


def test_too_few_questions_are_bad_input() -> None:
    alone = records_of([plain_guide("GA-001", "身份证补领", "丢了再办")], [question("GA-001", "fee", "要钱吗")])
    with pytest.raises(BadInput, match="too few"):
        for number in (1, 2):
            split(alone, 2, 1, number)


def test_a_fold_that_there_is_not_is_bad_input() -> None:
    assert checked([2, 2, 1], 5) == (2, 1)
    with pytest.raises(BadInput, match="no fold 6 of 5"):
        checked([1, 6], 5)


def test_mean_and_interval_over_folds_by_hand() -> None:
    found = over_folds([rate([True] * 9 + [False]), rate([True] * 8 + [False] * 2)])
    assert found.value == pytest.approx(0.85)
    assert found.n == 20
    assert found.low == pytest.approx(0.85 - 12.706205 * 0.05)  # Student's 97.5% quantile of one degree of freedom
    assert found.high == 1.0


def test_a_fold_without_a_figure_is_left_out_of_the_mean() -> None:
    assert over_folds([Figure(None, 0), Figure(0.5, 2)]) == Figure(0.5, 2)
    assert over_folds([rate([True, False])]) == rate([True, False])


def judged(text: str, item_id: str, facet: str, got: str, heard: str) -> Judged:
    asked = LabelledQuestion.model_validate({"item_id": item_id, "facet": facet, "style": STYLE, "question": text})
    reply = SeenReply(outcome="answered", item_id=got, facet=heard, confidence=0.9)
    return Judged(asked, SeenSearch(results=(SeenHit(item_id=got, confidence=0.9),)), reply)


def test_folds_are_summed_up_with_their_spread_and_confusions() -> None:
    empty = KnowledgeRecords()
    first = (judged("一", "GA-001", "fee", "GA-001", "fee"), judged("二", "GA-001", "time", "GA-002", "time"))
    second = (judged("三", "GA-001", "fee", "GA-001", "time"), judged("四", "GA-002", "fee", "GA-002", "fee"))
    folds = [(Fold(n + 1, empty, (), (), n), part) for n, part in enumerate((first, second))]
    report = summarise(folds, 5, {"GA-001": "补领", "GA-002": "换领"})
    assert report.figures["right_first"].value == 0.75
    assert report.figures["right_first.standard_error"].value == pytest.approx(0.25)
    assert report.figures["right_first.time"].value == 0
    assert report.figures["facet_right.fee"].value == pytest.approx(2 / 3)
    tables = {table.name: table for table in report.tables}
    assert tables["search_confusions"].rows == (("GA-001 补领", "GA-002 换领", 1, "二"),)
    assert tables["folds"].rows[0] == ("right_first", 0.75, "0.2500", 0.5, 1.0)
    assert report.notes == ("2 of 5 folds", "1 questions were not asked: what stays in the base says the same")
    assert [row["fold"] for row in report.rows] == [1, 1, 2, 2]


def test_each_fold_is_asked_of_an_index_built_without_it(records: KnowledgeRecords, small_built: Built) -> None:
    learnt: list[KnowledgeRecords] = []

    def builder(given: KnowledgeRecords, settings: Settings, progress: Progress) -> Built:
        learnt.append(given)
        return small_built

    settings = Settings.model_validate({"seed": 3})
    report = evaluate(records, FOLDS, (3, 1), settings, SilentProgress(), builder)
    folds = [split(records, FOLDS, 3, number) for number in (3, 1)]
    assert learnt == [fold.records for fold in folds]
    assert [row["question"] for row in report.rows] == [one.question for fold in folds for one in fold.asked]
    assert report.figures["right_first"].value == 1.0  # that index knows them all
    assert report.notes[0] == "2 of 4 folds"


def test_a_build_leaves_nothing_behind_and_answers(small_built: Built, small_build_left: list[Path]) -> None:
    assert [path.name for path in small_build_left if path.name.startswith("quanquan")] == []
    assert small_built.index().search("刚生完宝宝，户口该怎么上").hits[0].item_id == "GA-001"


def test_a_build_s_work_stays_in_this_process() -> None:
    def bounds() -> list[int]:
        return [getattr(module, "MANY") for module in (fit, reading)]  # noqa: B009

    before = bounds()
    with _alone(fit, reading):
        assert bounds() == [sys.maxsize] * 2
    assert bounds() == before


def test_a_source_with_a_bad_file_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "guides").mkdir()
    (tmp_path / "guides" / "GA-001.json").write_text("{")
    with pytest.raises(BadInput, match="GA-001.json"):
        read_records(tmp_path, Settings.model_validate({}))
    (tmp_path / "guides" / "GA-001.json").unlink()
    with pytest.raises(BadInput, match="no guide"):
        read_records(tmp_path, Settings.model_validate({}))
