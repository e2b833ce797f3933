from __future__ import annotations

import numpy as np

from ingest.claimants import features, weights
from knowledge.complaints.edge_words import SAME
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


def test_levels_are_told_apart_by_their_weights() -> None:
    make = Maker(2)
    make.strangers(40)
    settings, _ = weights.learn(features.features_of(make.register()).table, SilentProgress())
    for comparison in settings["comparisons"]:
        levels = comparison["comparison_levels"][1:]
        bits = np.sort([0.0, *(np.log2(each["m_probability"] / each["u_probability"]) for each in levels)])
        assert np.diff(bits).min() > 0.005
