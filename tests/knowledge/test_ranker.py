from __future__ import annotations

import json

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge.ranker import EVIDENCE, KINDS, SIGNALS, Matrix, Ranked, Ranker, evidence_of

MATRICES = arrays(np.float64, st.tuples(st.integers(1, 9), st.just(len(SIGNALS))), elements=st.floats(-1, 1))
ODDS = st.floats(-50, 50)
FITTED = Ranker(
    weights=(1.0, 2.0, 3.0, 4.0, 5.0),
    calibration=tuple(float(n) for n in range(len(EVIDENCE) + 1)),
    kinds=tuple(tuple(float(n * 10 + m) for m in range(len(EVIDENCE) + 1)) for n in range(len(KINDS))),
)


def ranked(signals: Matrix, ranker: Ranker = FITTED) -> Ranked:
    return Ranked.of(ranker, np.arange(len(signals), dtype=np.int64), signals)


def evidence(items: Ranked, topics: Ranked | None = None, **changes: float) -> dict[str, float]:
    plain = {"length": 8, "domain": 0.0, "policy": 0.0, "policy_words": 0.0} | changes
    found = evidence_of(items, topics, **plain)  # type: ignore[arg-type]
    return dict(zip(EVIDENCE, found.tolist(), strict=True))


def by_text(*cosines: float) -> Matrix:
    signals = np.zeros((len(cosines), len(SIGNALS)))
    signals[:, SIGNALS.index("text")] = cosines
    return signals


@given(MATRICES, MATRICES | st.none(), st.integers(0, 3000), ODDS, st.floats(0, 1), ODDS)
def test_any_signals_give_chances(
    signals: Matrix, topics: Matrix | None, length: int, domain: float, policy: float, policy_words: float
) -> None:
    for ranker in (Ranker(), FITTED):
        items = ranked(signals, ranker)
        assert items.probabilities.sum() == pytest.approx(1)
        among = None if topics is None else ranked(topics, ranker)
        found = evidence_of(items, among, length=length, domain=domain, policy=policy, policy_words=policy_words)
        assert found.shape == (len(EVIDENCE),)
        assert np.isfinite(found).all()
        assert 0 <= Ranker().confidence(found) <= 1


@given(arrays(np.float64, len(EVIDENCE), elements=st.floats(-50, 50)))
def test_chances_of_the_kinds_sum_to_one(found: npt.NDArray[np.float64]) -> None:
    for ranker in (Ranker(), FITTED):
        chances = ranker.kind(found)
        assert tuple(chances) == KINDS
        assert sum(chances.values()) == pytest.approx(1)
        assert min(chances.values()) >= 0


def test_the_order_follows_the_scores_and_keeps_equals_as_they_came() -> None:
    items = ranked(by_text(0.1, 0.9, 0.5, 0.9))
    assert items.order.tolist() == [1, 3, 2, 0]
    assert items.scores.tolist() == pytest.approx([0.2, 1.8, 1.0, 1.8])


def test_equal_items_share_the_chance() -> None:
    np.testing.assert_allclose(ranked(np.ones((4, len(SIGNALS)))).probabilities, 0.25)


def test_the_evidence_is_the_winner_s_and_says_how_far_the_second_is() -> None:
    items = ranked(by_text(0.1, 0.9, 0.5))
    found = evidence(items, domain=1.5, policy=0.25, policy_words=-2.0)
    assert found["text"] == 0.9
    assert found["probability"] == items.probabilities[1]
    assert found["margin"] == pytest.approx(items.probabilities[1] - items.probabilities[2])
    assert (found["domain"], found["policy"], found["policy_words"]) == (1.5, 0.25, -2.0)


def test_a_lone_item_stands_above_nothing() -> None:
    found = evidence(ranked(by_text(0.2)))
    assert (found["probability"], found["margin"]) == (1.0, 1.0)


def test_topics_count_by_how_far_the_best_stands_above_the_best_item() -> None:
    items = ranked(by_text(0.5, 0.1))
    near = evidence(items, ranked(by_text(0.2, 0.75)))
    assert near["topic"] == pytest.approx(0.5)  # 2 a cosine
    assert near["topic_text"] == 0.75
    far = evidence(items, ranked(by_text(-9.0)))
    assert (far["topic"], far["topic_text"]) == (-5.0, -9.0)
    assert evidence(items, ranked(by_text(9.0)))["topic"] == 5.0
    none = evidence(items)
    assert (none["topic"], none["topic_text"]) == (-5.0, 0.0)


def test_length_is_bounded() -> None:
    items = ranked(by_text(0.5))
    assert evidence(items, length=10)["length"] == 0.5
    assert evidence(items, length=60) == evidence(items, length=2000)


def test_without_a_fit_an_item_near_its_proxy_is_asked_for_and_no_topic_is() -> None:
    proxy = EVIDENCE.index("proxy")
    near, far = np.zeros(len(EVIDENCE)), np.zeros(len(EVIDENCE))
    near[proxy], far[proxy] = 0.8, 0.1
    assert Ranker().kind(near)["item"] > 0.9 > 0.1 > Ranker().kind(far)["item"]
    assert Ranker().kind(near)["topic"] < 0.001


@pytest.mark.parametrize("ranker", [Ranker(), FITTED], ids=["plain", "fitted"])
def test_a_ranker_survives_json(ranker: Ranker) -> None:
    assert Ranker.from_dict(json.loads(json.dumps(ranker.to_dict()))) == ranker


@pytest.mark.parametrize("name", ["signals", "evidence"])
@pytest.mark.parametrize("other", [["other"], [], None, "proxy"])
def test_a_ranker_of_other_signals_is_refused(name: str, other: object) -> None:
    with pytest.raises(ValueError, match="other signals"):
        Ranker.from_dict(json.loads(json.dumps(Ranker().to_dict())) | {name: other})


def test_a_ranker_that_does_not_say_what_it_was_fitted_on_is_refused() -> None:
    with pytest.raises(ValueError, match="other signals"):
        Ranker.from_dict({"weights": [1.0] * len(SIGNALS)})
