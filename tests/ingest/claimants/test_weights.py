from __future__ import annotations

import numpy as np

from ingest.claimants import features, weights
from ingest.claimants.calibration import chance, correction
from ingest.claimants.weights import Pairs
from knowledge.complaints.edge_words import DIFFERENT, MISSING, SAME
from knowledge.complaints.links import COMPARISONS
from knowledge.progress import SilentProgress
from tests.ingest.claimants.registers import Maker

_PHONE = COMPARISONS.index("phone")


def test_a_phone_weighs_by_how_many_people_have_it_not_by_how_many_complaints() -> None:
    make = Maker(2)
    make.strangers(40)
    busy, shared = make.phone(), make.phone()
    make.complain(30, name="柳虚构", phone=busy)
    for _ in range(6):
        make.complain(1, name=make.name(), phone=shared)
    table = features.features_of(make.register()).table
    settings, _ = weights.learn(table, SilentProgress())
    pairs = weights.pairs_of(table, settings, SilentProgress())
    level = next(c for c in settings["comparisons"] if c["output_column_name"] == "phone")["comparison_levels"][1]
    same = pairs.levels[:, _PHONE] == SAME
    expected = np.log2(level["m_probability"] / table["tf_phone"].to_numpy()[pairs.left[same]])
    np.testing.assert_allclose(pairs.weights[same, _PHONE], expected, rtol=1e-4)
    assert len(set(np.round(expected, 3))) == 2


def test_a_hub_brings_no_pairs_together() -> None:
    make = Maker(2)
    office = make.phone()
    for _ in range(features.HUB + 1):
        make.complain(1, name=make.name(), phone=office)
    table = features.features_of(make.register()).table
    assert table["phone_key"].null_count == len(table)
    settings, _ = weights.learn(table, SilentProgress())
    pairs = weights.pairs_of(table, settings, SilentProgress())
    assert not (pairs.levels[:, [0, _PHONE]] == SAME).all(axis=1).any()


def test_id_numbers_correct_overconfident_weights_and_too_few_correct_nothing() -> None:
    random = np.random.default_rng(1)
    weight = random.normal(0, 8, 4000).astype(np.float32)
    truth = random.random(4000) < chance(weight, (0.0, 0.6))
    levels = np.full((4000, len(COMPARISONS)), MISSING, np.int8)
    levels[:, 0], levels[:, 1] = SAME, np.where(truth, SAME, DIFFERENT)
    rows = np.arange(4000, dtype=np.int32)
    pairs = Pairs(rows, rows + 1, weight, np.zeros((4000, len(COMPARISONS)), np.float32), levels)
    found = correction(pairs)
    assert found is not None
    assert abs(found[1] - 0.6) < 0.1
    assert correction(pairs.only(np.arange(50))) is None
