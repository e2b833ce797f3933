from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge.ranker import EVIDENCE, SIGNALS, Ranker, evidence_of

MATRICES = arrays(np.float64, st.tuples(st.integers(1, 9), st.just(len(SIGNALS))), elements=st.floats(-1, 1))


@given(MATRICES, st.integers(0, 3000), st.floats(-50, 50))
def test_any_signals_give_chances(
    signals: np.ndarray[tuple[int, int], np.dtype[np.float64]], length: int, domain: float
) -> None:
    ranker = Ranker()
    probabilities = ranker.probabilities(signals)
    assert probabilities.sum() == pytest.approx(1)
    order = np.argsort(-probabilities, kind="stable")
    evidence = evidence_of(signals, probabilities, order, length, domain)
    assert evidence.shape == (len(EVIDENCE),)
    assert 0 <= ranker.confidence(evidence) <= 1
    assert 0 <= ranker.in_scope(evidence) <= 1


def test_a_ranker_survives_json() -> None:
    ranker = Ranker(weights=(1.0, 2.0, 3.0, 4.0, 5.0), scope=(0.5,) * 8)
    assert Ranker.from_dict(json.loads(json.dumps(ranker.to_dict()))) == ranker


def test_a_ranker_of_other_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="other signals"):
        Ranker.from_dict(json.loads(json.dumps(Ranker().to_dict())) | {"evidence": ["other"]})


def test_equal_items_share_the_chance() -> None:
    np.testing.assert_allclose(Ranker().probabilities(np.ones((4, len(SIGNALS)))), 0.25)
