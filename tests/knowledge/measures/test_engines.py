from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.measures.awards import Award, money
from knowledge.measures.bitmaps import Bitmaps
from knowledge.measures.bits import unpack
from knowledge.measures.compile import Program, compiled
from knowledge.measures.conditions import All, Atom, Condition, Human, Truth, Value, requirements, truth
from knowledge.measures.figures import whole
from knowledge.measures.matcher import Matcher
from knowledge.measures.payout import NO_MONEY, many, one, payout_of
from knowledge.measures.population import Population, table_of
from knowledge.measures.sums import Sums
from knowledge.measures.vector import Vector
from tests.knowledge.measures import drawn
from tests.knowledge.measures.drawn import ON, document

Company = Mapping[str, Value]


def of_values(companies: Sequence[Company]) -> Population:
    return Population(*table_of(companies))


def numbers_of(company: Company) -> dict[str, int | None]:
    return {field: whole(value) for field, value in company.items()}


def by_columns(program: Program, population: Population, measure: int) -> list[Truth]:
    """Kleene's all of a measure's nodes, from the bitmaps."""
    bitmaps = Bitmaps(program, population, ON)
    values = np.full(len(population), Truth.MET)
    for node in program.needs[measure]:
        met, possible = (unpack(bits, len(population)) for bits in (bitmaps.met(node), bitmaps.possible(node)))
        values = np.minimum(values, np.where(met, Truth.MET, np.where(possible, Truth.UNKNOWN, Truth.FAILED)))
    return [Truth(int(value)) for value in values]


@settings(max_examples=150, deadline=None)
@given(st.lists(drawn.conditions, min_size=1, max_size=6), st.lists(drawn.companies, max_size=8))
def test_bitmaps_and_vector_give_the_reference_value_of_every_condition(
    conditions: list[Condition], companies: list[Company]
) -> None:
    program, population = compiled(conditions), of_values(companies)
    vector = Vector(program, ON)
    truths = [vector.truths(company, numbers_of(company)) for company in companies]
    for at, condition in enumerate(conditions):
        wanted = [truth(condition, company, ON) for company in companies]
        assert by_columns(program, population, at) == wanted
        for company, found in zip(companies, truths, strict=True):
            for node, part in zip(program.needs[at], requirements(condition), strict=True):
                assert Truth(int(found[node])) is truth(part, company, ON)


@settings(max_examples=150, deadline=None)
@given(drawn.awards, st.lists(drawn.companies, max_size=8))
def test_awards_are_the_reference_to_the_cent(award: Award, companies: list[Company]) -> None:
    payout, population = payout_of(award), of_values(companies)
    wanted = [_reference(award, company) for company in companies]
    assert [one(payout, company) for company in companies] == wanted
    sums = Sums([payout, 700, payout])
    together = [sums.cents(company, numbers_of(company)).tolist() for company in companies]
    assert together == [[sum_, 700, sum_] for sum_ in wanted]
    assert many(payout, population, np.arange(len(companies))).tolist() == wanted


def _reference(award: Award, company: Company) -> int:
    with localcontext(prec=200):  # the default context rounds beyond 28 digits, or gives up
        sum_ = money(award, company)
        return NO_MONEY if sum_ is None or sum_ * 100 >= 2**63 else int(sum_ * 100)


@settings(max_examples=80, deadline=None)
@given(st.lists(drawn.conditions, min_size=1, max_size=6), drawn.companies)
def test_a_company_gets_what_is_met_what_one_requirement_bars_and_what_lacks_data(
    conditions: list[Condition], company: Company
) -> None:
    matcher = _matcher(conditions)
    found = {result.measure: result for result in matcher.company(company)}
    for at, condition in enumerate(conditions):
        values = [(part, truth(part, company, ON)) for part in requirements(condition)]
        unmet = tuple(part for part, value in values if value is Truth.FAILED)
        unknown = tuple(part for part, value in values if value is Truth.UNKNOWN)
        assert (at in found) == (len(unmet) <= 1)
        if at in found:
            assert found[at][:4] == (at, truth(condition, company, ON), Decimal("100.50"), unmet)
            assert found[at].unknown == unknown
    assert list(found) == sorted(found)


def _matcher(conditions: Sequence[Condition]) -> Matcher:
    documents = [document(one, {"kind": "fixed", "amount": 100.5}, at) for at, one in enumerate(conditions)]
    return Matcher([(each, each.measures[0]) for each in documents], ON)


NEVER_HELD = Atom("revenue", ">=", Decimal(1))


def test_nobody_of_an_empty_population_matches() -> None:
    rows, cents = _matcher([All(())]).measure(of_values([]), 0)
    assert rows.tolist() == cents.tolist() == []


def test_a_company_of_which_nothing_is_known_meets_only_what_asks_nothing() -> None:
    matcher = _matcher([All(()), NEVER_HELD, Human("认定"), Atom("name", "!=", "甲")])
    population = of_values([{}] * 70)
    assert [len(matcher.measure(population, at)[0]) for at in range(4)] == [70, 0, 0, 0]
    assert [result.truth for result in matcher.company({})] == [Truth.MET, *[Truth.UNKNOWN] * 3]


def test_a_document_takes_part_from_its_first_day_to_its_last() -> None:
    bounded = document(All(()), {"kind": "in_kind", "text": "服务"}, valid_to=date(2026, 6, 30))
    endless = document(All(()), {"kind": "in_kind", "text": "服务"}, 2, valid_to=None)
    matcher = Matcher([(each, each.measures[0]) for each in (bounded, endless)], ON)
    held = {day: [result.measure for result in matcher.at(day).company({})] for day in (
        date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1),
    )}  # fmt: skip
    assert list(held.values()) == [[], [0, 1], [0, 1], [1]]
    assert not len(matcher.measure(of_values([{}]), 0)[0])
    assert len(matcher.at(date(2026, 6, 30)).measure(of_values([{}]), 0)[0]) == 1


def test_another_day_moves_the_years_since_the_founding() -> None:
    matcher = _matcher([Atom("founded_on", "within_years", Decimal(3))])
    company: Company = {"founded_on": date(2023, 11, 23)}
    assert matcher.company(company)[0].truth is Truth.MET
    later = matcher.at(date(2026, 11, 24))
    assert later.company(company)[0].truth is Truth.FAILED
    assert matcher.company(company)[0].truth is Truth.MET
    assert not len(later.measure(of_values([company]), 0)[0])


@pytest.mark.parametrize("start", [0, 64, 128])
def test_a_part_of_the_rows_gives_the_same_as_the_whole(start: int) -> None:
    companies: list[Company] = [{"revenue": Decimal(at), "dishonest": at % 3 == 0} for at in range(200)]
    companies[70] = {"revenue": Decimal("1e20"), "qualifications": frozenset({"老字号"})}
    conditions: list[Condition] = [NEVER_HELD, Atom("dishonest", "!=", True), Atom("qualifications", "has", "老字号")]
    program, population = compiled(conditions), of_values(companies)
    for at in range(3):
        whole = unpack(Bitmaps(program, population, ON).measure(at), 200)
        part = unpack(Bitmaps(program, population, ON, start, 190).measure(at), 190 - start)
        assert (part == whole[start:190]).all()
