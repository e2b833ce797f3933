"""Each part is really taken away, and put back; and what is made of the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from eval.ablation.evaluate import COLUMNS, EVERYTHING, Exams, evaluate, summarise, without
from eval.ablation.parts import DENSE, PARTS, chosen
from eval.building import Built, replaced
from eval.crossval.folds import Fold
from eval.dialogues.load import Dialogue
from eval.errors import BadInput, EvalError
from eval.report import Report, rate
from ingest.fit import ranker
from ingest.fit.logit import fit_logit
from ingest.fit.noise import NoiseMaker
from knowledge import text
from knowledge.progress import Progress, SilentProgress
from knowledge.ranker import SIGNALS, Ranked
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings

NAMED = {part.name: part for part in PARTS}
WORDS = "娃要上户口"


@pytest.fixture
def fold(small_built: Built) -> Fold:
    questions = small_built.records.questions
    return Fold(1, small_built.records, tuple(range(len(questions))), (), 0)


def test_parts_are_found_by_name() -> None:
    assert chosen(()) == PARTS
    assert [part.name for part in chosen(["noise", "lexicon"])] == ["lexicon", "noise"]
    with pytest.raises(BadInput, match=r"'bm52'; there are: lexicon, pinyin"):
        chosen(["bm52"])


def test_every_signal_is_taken_away_by_one_part(small_built: Built) -> None:
    index = small_built.index()
    whole = index.read("身份证丢了").items.signals
    assert set(DENSE) < set(SIGNALS)
    left = []
    for name in ("dense", "bm25"):
        with NAMED[name].patched():
            left.append(index.read("身份证丢了").items.signals)
    assert np.array_equal(left[0] + left[1], whole)
    assert not np.any(left[0] * left[1])
    assert np.array_equal(index.read("身份证丢了").items.signals, whole)


def test_equal_weights_are_equal_and_as_large_together() -> None:
    signals = np.array([[0.9, 0.1], [0.2, 0.3], [0.1, 0.2]])
    learnt = fit_logit([(signals, 0)] * 3, (1.0, 1.0), 0.01)
    with NAMED["ranker"].patched():
        equal = vars(ranker)["fit_logit"]([(signals, 0)] * 3, (1.0, 1.0), 0.01)
    assert equal[0] == equal[1] == pytest.approx(learnt.mean())
    assert learnt[0] != learnt[1]
    assert vars(ranker)["fit_logit"] is fit_logit


def test_without_the_lexicon_no_official_words_are_added() -> None:
    whole = text.features(WORDS)
    assert {"c落", "c落户"} < set(whole)
    with NAMED["lexicon"].patched():
        assert set(whole) - set(text.features(WORDS)) == {"c落", "c落户"}
    assert text.features(WORDS) == whole


def test_without_pinyin_no_sound_is_a_feature() -> None:
    whole = text.features(WORDS)
    with NAMED["pinyin"].patched():
        assert text.features(WORDS) == tuple(name for name in whole if name.startswith("c"))
    assert text.features(WORDS) == whole


def test_without_noise_lines_stay_clean() -> None:
    lines = [f"{WORDS}要带什么材料去{n}" for n in range(20)]
    with NAMED["noise"].patched():
        assert [NoiseMaker(lines, 1).noisy(line) for line in lines] == lines
    assert [NoiseMaker(lines, 1).noisy(line) for line in lines] != lines


def test_without_context_only_the_words_count(small_built: Built) -> None:
    index, spoken = small_built.index(), ("JY-001",)
    by_words, in_context = index.search("要带什么材料"), index.search("要带什么材料", context=spoken)
    assert [hit.score for hit in by_words.hits] != [hit.score for hit in in_context.hits]
    with NAMED["context"].patched():
        assert index.search("要带什么材料", context=spoken) == by_words
    assert index.search("要带什么材料", context=spoken) == in_context


def test_topics_and_later_questions_are_left_out_of_the_records(fold: Fold) -> None:
    assert NAMED["topics"].records(fold) == replace(fold.records, topics=())
    late = replace(fold, places=tuple(place % 80 for place in fold.places))
    assert 0 < len(NAMED["second-forty"].records(late).questions) < len(fold.records.questions)


def test_code_is_put_back_after_a_fault() -> None:
    class Owner:
        value = 1

    with pytest.raises(ZeroDivisionError), replaced(Owner, "value", 2):
        assert Owner.value == 2
        _ = 1 / 0
    assert Owner.value == 1
    with pytest.raises(AttributeError, match="other"), replaced(Owner, "other", 2):
        pass


def test_a_class_method_is_put_back_as_one() -> None:
    before = vars(Ranked)["of"]
    with NAMED["dense"].patched():
        assert vars(Ranked)["of"] is not before
    assert vars(Ranked)["of"] is before


@pytest.mark.parametrize("name", ["lexicon", "dense", "ranker", "noise", "topics"])
def test_a_part_whose_absence_changes_nothing_is_an_error_not_a_row(name: str, small_built: Built, fold: Fold) -> None:
    with (
        pytest.raises(EvalError, match="was not taken away"),
        without(NAMED[name], small_built, fold, lambda _records: small_built),
    ):
        pass


EXAMS = Exams(
    dev=(),
    second=(),
    dialogues=[
        Dialogue.model_validate(
            {"id": "d", "turns": [{"user": "刚生完宝宝，户口该怎么上", "item_id": "GA-001", "facet": "general"}]}
        )
    ],
    ambiguous=(),
)


def run(small_built: Built, *names: str, records: KnowledgeRecords | None = None) -> tuple[Report, list[Any]]:
    """The report, and on what each index was built; each differs from the last as a new fit would."""
    built_on: list[Any] = []

    def builder(given: KnowledgeRecords, settings: Settings, progress: Progress) -> Built:
        built_on.append(given)
        calibration = (float(len(built_on)), *small_built.parts.ranker.calibration[1:])
        ranker = replace(small_built.parts.ranker, calibration=calibration)
        return replace(small_built, parts=replace(small_built.parts, ranker=ranker))

    settings = Settings.model_validate({"seed": 1})
    taken = records or small_built.records
    return evaluate(taken, EXAMS, chosen(names), 4, 2, settings, SilentProgress(), builder), built_on


def test_only_parts_that_fitting_uses_are_built_again(small_built: Built) -> None:
    report, built_on = run(small_built, "dense", "context", "topics")
    assert [len(given.topics) for given in built_on] == [1, 1, 0]
    assert [row["part"] for row in report.rows] == [EVERYTHING, "dense", "topics", "context"]
    assert report.figures["held_out.everything"].value == 1.0
    assert report.figures["dialogues.context"].value == 1.0
    assert report.figures["dev.everything"].value is None


def test_what_a_base_does_not_have_is_told_and_not_measured(small_built: Built) -> None:
    bare = replace(small_built.records, topics=())
    report, built_on = run(small_built, "topics", records=bare)
    assert len(built_on) == 1
    assert [row["part"] for row in report.rows] == [EVERYTHING]
    assert report.notes[-1] == "this base has nothing of: topics"


def test_the_table_tells_the_distance_from_everything(fold: Fold) -> None:
    whole = dict.fromkeys(COLUMNS, rate([True, True, True, False]))
    less = {**whole, "dev": rate([True, False, False, False]), "second": rate([])}
    table = summarise([(EVERYTHING, EVERYTHING, whole), ("noise", "without noise", less)], (), fold, 5).tables[0]
    assert table.columns[1:3] == ("held_out (4)", "dev (4)")
    assert table.rows[0] == (EVERYTHING, *["0.750"] * 6)
    assert table.rows[1][:4] == ("without noise", "0.750 (+0.0)", "0.250 (-50.0)", "-")


def test_every_part_has_a_name_of_its_own() -> None:
    assert len(NAMED) == len(PARTS)
