"""What is counted, by hand and beside a count of every pair; simple rules; cost; calibration; signatures."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.claims.baselines import BASELINES, HUB, same_phone, two_fields, with_hub_cap
from eval.claims.calibration import bins_of, chance, figures, weakest
from eval.claims.generate import make
from eval.claims.goals import GOALS, goals
from eval.claims.hidden import FILLERS
from eval.claims.innocents import INNOCENTS, innocents
from eval.claims.measures import b_cubed, merged, overlaps, owner_of, pairwise, people_found, swept_in
from eval.claims.people import CIRCLES, FAMILY, ORDINARY
from eval.claims.rates import Rates
from eval.claims.signatures import reachable, unsigned_ways
from eval.claims.stages import Stages
from eval.claims.words import Ints
from eval.claims.work import alike
from eval.metrics import calibration_error
from eval.report import Figure, rate


def numbers(*runs: tuple[int, int]) -> Ints:
    """Rows of one person after another: (person, rows)."""
    return np.repeat([person for person, _ in runs], [rows for _, rows in runs]).astype(np.int64)


def test_a_person_is_found_whose_half_or_more_lies_in_somebody_who_is_mostly_him() -> None:
    true = numbers((0, 20), (1, 20), (2, 10))
    found = numbers((0, 10), (1, 10), (2, 9), (3, 11), (4, 6), (2, 4))
    over = overlaps(true, found)
    # 0: halved, and either half will do; 1: eleven of his twenty; 2: nobody with ten is mostly him.
    assert people_found(over).tolist() == [True, True, False]
    assert owner_of(over).tolist() == [0, 0, 1, 1, 2]


def test_nobody_with_fewer_than_ten_is_found() -> None:
    assert people_found(overlaps(numbers((0, 12)), numbers((0, 9), (1, 3)))).tolist() == [False]


def test_one_complaint_in_somebody_with_ten_is_swept_in() -> None:
    true = numbers((0, 12), (1, 1), (2, 1))
    assert swept_in(overlaps(true, numbers((0, 13), (1, 1)))).tolist() == [True, True, False]


def test_who_lies_with_somebody_else_is_merged_also_in_somebody_small() -> None:
    assert merged(overlaps(numbers((0, 2), (1, 1), (2, 3)), numbers((0, 3), (1, 3)))).tolist() == [True, True, False]


def test_two_people_in_one_of_equal_parts_are_not_found() -> None:
    over = overlaps(numbers((0, 12), (1, 12)), numbers((0, 24)))
    assert people_found(over).tolist() == [False, False] and owner_of(over).tolist() == [-1]


partitions = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=25)


def dense(values: list[int]) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


@given(partitions)
def test_pairs_and_b_cubed_are_what_a_count_of_every_row_gives(rows: list[tuple[int, int]]) -> None:
    true, found = dense([a for a, _ in rows]), dense([b for _, b in rows])
    over = overlaps(true, found)
    pairs = list(combinations(range(len(rows)), 2))
    both = sum(true[a] == true[b] and found[a] == found[b] for a, b in pairs)
    said, are = (sum(of[a] == of[b] for a, b in pairs) for of in (found, true))
    assert pairwise(over) == (both / said if said else None, both / are if are else None)
    shared = [sum((true == true[row]) & (found == found[row])) for row in range(len(rows))]
    precision = np.mean([shared[row] / sum(found == found[row]) for row in range(len(rows))])
    recall = np.mean([shared[row] / sum(true == true[row]) for row in range(len(rows))])
    assert b_cubed(over) == pytest.approx((precision, recall))


@given(partitions)
def test_a_perfect_linking_has_no_fault(rows: list[tuple[int, int]]) -> None:
    true = dense([a for a, _ in rows])
    over = overlaps(true, true)
    assert b_cubed(over) == (1.0, 1.0) and alike(true, true, len(true)) == len(true)


def test_b_cubed_of_nobody_is_empty() -> None:
    over = overlaps(numbers((0, 3)), numbers((0, 3)))
    assert b_cubed(over, np.array([False])) == (None, None)


def test_new_rows_are_alike_that_have_mostly_the_same_neighbours() -> None:
    added, full = numbers((0, 4), (1, 4)), numbers((0, 4), (1, 3), (2, 1))
    assert alike(added, full, 4) == 3


def register(**columns: list[str | None]) -> pa.Table:
    empty: list[str | None] = [None] * len(next(iter(columns.values())))
    names = ("phone", "address", "name", "account", "id_number")
    return pa.table({name: pa.array(columns.get(name, empty), pa.string()) for name in names})


def test_the_same_phone_however_written_is_one_person_and_none_is_nobody() -> None:
    found = same_phone(register(phone=["15400000001", "154 0000 0001", "+8615400000001", None, None]))
    assert found.tolist() == [0, 0, 0, 1, 2]


def test_a_value_beside_many_names_ties_nothing_under_the_cap() -> None:
    phones: list[str | None] = ["0595-10000001"] * (HUB + 1)
    names: list[str | None] = [f"陈{sign}" for sign in "一二三四五六七八"[: HUB + 1]]
    assert len(set(with_hub_cap(register(phone=phones, name=names)).tolist())) == HUB + 1
    assert len(set(with_hub_cap(register(phone=phones[1:], name=names[1:])).tolist())) == 1


def test_one_common_field_is_not_two() -> None:
    found = two_fields(register(phone=["1", "1", "1"], name=["甲", "甲", "乙"], account=["x", None, "y"]))
    assert found.tolist() == [0, 0, 1]


def test_every_rule_works_where_nothing_is_known() -> None:
    for rule in BASELINES.values():
        assert rule(register(phone=[None, None])).tolist() == [0, 1]


def test_honest_claims_err_as_chance_does() -> None:
    random = np.random.default_rng(1)
    claims = random.random(20_000)
    bins = bins_of(claims, random.random(20_000) < claims)
    expected = chance(claims, bins)
    assert expected is not None and (calibration_error(bins) or 1) < 3 * expected
    assert chance(np.empty(0), []) is None


def test_claims_are_judged_beside_the_base_rate() -> None:
    random = np.random.default_rng(2)
    claims = np.where(np.arange(10_000) < 1_000, 0.5, 0.98)
    honest = figures(claims, random.random(10_000) < claims)
    # As honest over all edges, and blind: the base rate for each.
    blind = figures(np.full(10_000, 0.93), random.random(10_000) < claims)
    assert (honest["link_calibration_error"].value or 1) < 0.01
    assert honest["link_calibration_constant"].value == pytest.approx(2 * 0.1 * 0.9 * 0.48, abs=0.01)
    assert blind["link_calibration_constant"].value == pytest.approx(0)
    assert (honest["link_brier"].value or 1) < (honest["link_brier_constant"].value or 0)
    assert blind["link_brier"].value == pytest.approx(blind["link_brier_constant"].value, abs=0.001)
    assert honest["link_base_rate"].value == pytest.approx(0.93, abs=0.01)


def test_the_weakest_twentieth_is_looked_at_by_itself() -> None:
    claims = np.array([0.9, 0.6, *([0.99] * 38)])
    assert np.flatnonzero(weakest(claims)).tolist() == [0, 1]
    found = figures(claims, np.array([True, False, *([True] * 38)]))
    assert found["link_weakest_claimed"].value == pytest.approx(0.75)
    assert found["link_weakest_true"].value == 0.5 and found["link_weakest_true"].n == 2
    assert weakest(np.full(40, 0.9)).all()  # equal claims are never parted


def test_no_edges_have_no_honesty() -> None:
    assert {one.value for one in figures(np.empty(0), np.empty(0, bool)).values()} == {None}


def test_everybody_ordinary_is_easy_to_mistake_for_one_reason() -> None:
    made = make(12_000, 3, Rates())
    found, people = innocents(made), made.people
    assert ((found >= 0) == people.among(ORDINARY, FAMILY)).all()
    assert set(found[found >= 0].tolist()) == set(range(len(INNOCENTS)))
    for name in ("household", "dormitory", "namesake"):
        mine = found == INNOCENTS.index(name)
        assert (people.circle_kind[mine] == CIRCLES.index(name)).all()
    rows = zip(made.person.tolist(), made.register["phone"].to_pylist(), made.register["name"].to_pylist(), strict=True)
    for person, phone, name in rows:
        if found[person] == INNOCENTS.index("other"):
            assert phone not in FILLERS and "*" not in str(name) and not str(name).endswith("先生")


def test_a_goal_is_kept_by_a_share_and_perhaps_not_by_all_of_its_interval() -> None:
    shares = {name: Figure(None, 0) for name in GOALS}
    shares |= {"recall": rate([True] * 9 + [False]), "swept_in_share": rate([False] * 100_000)}
    table = {row[0]: row for row in goals(shares).rows}
    assert table["recall"][1:3] == (9, 10) and table["recall"][6:] == (">= 0.85", "yes", "no")
    assert table["swept_in_share"][7:] == ("yes", "yes")
    assert table["frequent_proposed_share"][1:3] == (None, 0) and table["frequent_proposed_share"][7:] == ("-", "-")


def test_a_stage_is_measured() -> None:
    stages = Stages()
    with stages.measured("work"):
        held = bytearray(50_000_000)
        held[::4096] = b"1" * len(held[::4096])
    (one,) = stages.done
    assert one.name == "work" and one.wall_s > 0 and one.cpu_s >= 0
    assert one.peak_mib is None or (one.before_mib is not None and one.peak_mib >= one.before_mib)


def test_a_way_around_a_signature_is_seen() -> None:
    steps = [("open", (), "new"), ("confirm", ("new",), "signed"), ("send", ("signed",), "handed_over")]
    assert "handed_over" not in reachable(steps, "confirm")
    assert "handed_over" in reachable([*steps, ("hurry", ("new",), "signed")], "confirm")


def test_nobody_is_handed_over_without_both_signatures() -> None:
    assert unsigned_ways() == 0
