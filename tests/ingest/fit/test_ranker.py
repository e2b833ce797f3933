from __future__ import annotations

import pytest

from ingest.fit.intents import shipped_lines
from ingest.fit.ranker import LEAST, HeldOut, Words, fit_ranker
from knowledge import text
from knowledge.embedded import EmbeddedIndex
from knowledge.ranker import KINDS, SIGNALS, Kind, Ranker
from tests.knowledge.small import IDS, sample_questions

ASKED = [HeldOut(text.normalise(one.text), item_id) for item_id in IDS for one in sample_questions(item_id)[:12]]
FOREIGN = [HeldOut(line, None, "foreign") for line in shipped_lines()["out_of_scope"][:80]]


def words(questions: list[HeldOut]) -> dict[str, Words]:
    return {one.text: Words(domain=-3.0 if one.kind == "foreign" else 3.0, policy=0.0) for one in questions}


def fitted(index: EmbeddedIndex, questions: list[HeldOut]) -> tuple[Ranker, dict[str, float]]:
    return fit_ranker(index, questions, words(questions))


def told(ranker: Ranker, index: EmbeddedIndex, one: HeldOut) -> Kind:
    chances = ranker.kind(index.read(one.text).evidence(words([one])[one.text].domain, 0.0))
    return max(chances, key=chances.__getitem__)


def test_foreign_lines_are_told_from_questions_that_the_guides_answer(small_index: EmbeddedIndex) -> None:
    questions = [*ASKED, *FOREIGN]
    ranker, figures = fitted(small_index, questions)
    right = [told(ranker, small_index, one) == one.kind for one in questions]
    assert sum(right) >= 0.95 * len(questions)
    assert figures["held_out_kind_item"] >= 0.95 <= figures["held_out_kind_foreign"]


def test_a_base_in_which_every_item_is_found_still_learns_what_is_foreign(small_index: EmbeddedIndex) -> None:
    ranker, figures = fitted(small_index, [*ASKED, *FOREIGN])  # the index knows these questions
    assert figures["held_out_first"] == 1.0
    assert ranker.calibration == Ranker().calibration
    assert ranker.kinds != Ranker().kinds


def test_kinds_that_never_occurred_are_never_told(small_index: EmbeddedIndex) -> None:
    ranker, _figures = fitted(small_index, [*ASKED, *FOREIGN])
    for one in (*ASKED[:5], *FOREIGN[:5]):
        chances = ranker.kind(small_index.read(one.text).evidence(0.0, 0.0))
        assert max(chances[kind] for kind in KINDS if kind not in ("item", "foreign")) < 1e-6


def test_wrong_winners_lower_the_confidence(small_index: EmbeddedIndex) -> None:
    wrong = [HeldOut(one.text, IDS[(IDS.index(str(one.item_id)) + 1) % len(IDS)]) for one in ASKED]
    ranker, figures = fitted(small_index, [*ASKED, *wrong, *FOREIGN])
    assert figures["held_out_first"] < 0.6
    evidence = small_index.read(ASKED[0].text).evidence(3.0, 0.0)
    assert ranker.confidence(evidence) < fitted(small_index, [*ASKED, *FOREIGN])[0].confidence(evidence)


def test_without_other_lines_the_kinds_stay_plain_and_no_weight_is_negative(small_index: EmbeddedIndex) -> None:
    ranker, _figures = fitted(small_index, ASKED)
    assert ranker.kinds == Ranker().kinds
    assert len(ranker.weights) == len(SIGNALS)
    assert min(ranker.weights) >= 0


@pytest.mark.parametrize("count", [0, LEAST - 1])
def test_a_base_too_small_keeps_the_plain_ranker(small_index: EmbeddedIndex, count: int) -> None:
    assert fitted(small_index, [*ASKED[:count], *FOREIGN]) == (Ranker(), {})
