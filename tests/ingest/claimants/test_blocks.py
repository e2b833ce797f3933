from __future__ import annotations

import numpy as np

from ingest.claimants import blocks, features, weights
from ingest.claimants.link import link
from knowledge.progress import SilentProgress
from tests.ingest.claimants.registers import Maker


def test_half_a_register_on_one_filler_phone_stays_bounded() -> None:
    make = Maker(31)
    rows = 20_000
    for at in range(rows):
        filler = at % 2 == 0
        make.complain(name=make.name() if at % 4 else None, phone="13800000000" if filler else make.phone(), text="")
    table = features.features_of(make.register()).table
    assert blocks.most_pairs(blocks.blocked(table)) < rows * blocks.MOST
    held, _ = weights.learn(table.slice(0, 1000), SilentProgress())
    assert len(weights.pairs_of(table, held, SilentProgress())) < rows * blocks.MOST


def test_one_id_number_and_one_phone_on_nameless_complaints_stay_bounded() -> None:
    make = Maker(32)
    make.complain(3000, phone="13800000000", id_number=make.id_number(), text="")
    table = blocks.blocked(features.features_of(make.register()).table)
    assert blocks.most_pairs(table) < 3000 * blocks.MOST


def test_a_block_that_is_cut_still_holds_one_person_together() -> None:
    make = Maker(33)
    make.strangers(50)
    rows = make.complain(3 * blocks.MOST, name="柳虚构", phone=make.phone(), text="")
    links = link(make.register())
    assert len(np.unique(links.person[rows])) == 1


def test_a_masked_phone_meets_whole_ones_and_whole_ones_meet_only_their_equals() -> None:
    make = Maker(34)
    make.complain(phone="13812345678")
    make.complain(phone="13812345678")
    make.complain(phone="13899995678")
    table = blocks.blocked(features.features_of(make.register()).table)
    assert table[blocks.BY_MASKED_PHONE].null_count == 3
    make.complain(phone="138****5678")
    table = blocks.blocked(features.features_of(make.register()).table)
    assert len(set(table[blocks.BY_MASKED_PHONE].to_pylist())) == 1
