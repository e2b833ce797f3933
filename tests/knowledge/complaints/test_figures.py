"""Figures over the register agree with counting by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.complaints import concentration, series
from knowledge.complaints.columns import Columns, Filter
from knowledge.errors import NotFound
from tests.knowledge.complaints.registers import in_force, made

SHOP, OTHER = "泉州试一食品有限公司", "鲤城区试二服装店"
CODE = "91350502MA00000000"


def _columns() -> Columns:
    rows = [
        *(made(n, received_on=date(2026, 1, n + 1), demanded=Decimal("10.01")) for n in range(6)),
        made(6, kind="report", received_on=date(2026, 3, 2), outcome="verified", demanded=None),
        made(7, kind="lawsuit", source="court", received_on=date(2026, 3, 3), outcome="judged", received=Decimal("7.00")),
        *(made(n, respondent=OTHER, trade=None, received_on=date(2026, 4, n)) for n in range(8, 12)),
    ]  # fmt: skip
    return Columns(in_force(rows, [0, 0, 0, 0, 1, 1, 2, 2, 3, 4, 5, 6], [0, 0, 0, -1, -1, -1, -1, -1, 1, 1, -1, -1]))


def test_everything_in_all() -> None:
    columns = _columns()
    found = series.summary(columns, columns.rows(Filter()))
    assert found.kinds == {"complaint": 10, "report": 1, "lawsuit": 1} and found.persons == 7
    assert found.formatted == (2, 5) and found.frequent == (0, 0)
    assert found.demanded == Decimal("560.06") and found.received == Decimal("7.00")
    assert (found.first_on, found.last_on) == (date(2026, 1, 1), date(2026, 4, 11))


def test_no_month_is_left_out() -> None:
    columns = _columns()
    months = series.by_month(columns, columns.rows(Filter()))
    assert [month.month for month in months] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [sum(month.counts.values()) for month in months] == [6, 0, 2, 4]
    assert [month.persons for month in months] == [2, 0, 1, 4] and [month.formatted for month in months] == [3, 0, 0, 2]


def test_endings_are_kept_apart_by_kind() -> None:
    columns = _columns()
    complaint, report, lawsuit = series.by_outcome(columns, columns.rows(Filter()))
    assert complaint.outcomes["settled"] == 10 and complaint.outcomes["verified"] == 0
    assert report.outcomes["verified"] == 1 and lawsuit.outcomes["judged"] == 1
    assert complaint.median_demanded == Decimal("10.01") and report.median_demanded is None


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (Filter(kind="report"), 1),
        (Filter(source="court"), 1),
        (Filter(trade="食品"), 8),
        (Filter(trade=""), 4),
        (Filter(trade="没有"), 0),
        (Filter(first=date(2026, 1, 6), last=date(2026, 3, 2)), 2),
    ],
)
def test_filters_choose(chosen: Filter, count: int) -> None:
    assert len(_columns().rows(chosen)) == count


def test_an_unknown_trader_is_not_found() -> None:
    with pytest.raises(NotFound):
        _columns().rows(Filter(trader="T-000000000000"))


def test_traders_are_ranked_with_what_stands_behind_their_figures() -> None:
    columns = _columns()
    figures = concentration.traders(columns, columns.rows(Filter()))
    first, second = (concentration.trader_group(columns, figures, at) for at in figures.sorted("complaints").tolist())
    assert (first.name, first.complaints, first.persons, first.trade) == (SHOP, 8, 3, "食品")
    assert first.formatted_share == 0.375 and first.top_share == 1.0
    assert (second.name, second.persons, second.trade) == (OTHER, 4, None) and second.top_share is None
    assert figures.sorted("persons").tolist()[0] == columns.traders.numbers[second.id]
    assert columns.rows(Filter(trader=second.id)).tolist() == [8, 9, 10, 11]


def test_a_name_goes_with_the_one_code_that_stands_beside_it() -> None:
    rows = [
        made(1, respondent_code=CODE),
        made(2),
        made(3, respondent="泉州试一食品有限公司 "),
        made(4, respondent=OTHER),
    ]
    assert len(Columns(in_force(rows)).traders.ids) == 2
    two = [made(1, respondent_code=CODE), made(2, respondent_code=CODE[:-1] + "1"), made(3)]
    assert len(Columns(in_force(two)).traders.ids) == 3, "which of two shops of one name is not guessed"


def test_a_trader_keeps_its_id_in_other_versions() -> None:
    one, two = in_force([made(1)]), in_force([made(5, respondent=OTHER), made(1)])
    assert Columns(one).traders.ids[0] in Columns(two).traders.ids


def test_many_different_people_speak_for_looking_at_the_goods_first() -> None:
    rows = [made(n) for n in range(20)]
    columns = Columns(in_force(rows, list(range(20))))
    figures = concentration.traders(columns, columns.rows(Filter()))
    assert "先看商品" in concentration.trader_group(columns, figures, 0).reasons[0]
    few = Columns(in_force(rows, [n % 2 for n in range(20)], [0] * 20))
    group = concentration.trader_group(few, concentration.traders(few, few.rows(Filter())), 0)
    assert len(group.reasons) == 3 and not any("先看商品" in reason for reason in group.reasons)


def test_before_linking_figures_about_persons_are_absent() -> None:
    columns = Columns(in_force([made(n) for n in range(6)]))
    rows = columns.rows(Filter())
    assert series.summary(columns, rows).persons is None and series.by_month(columns, rows)[0].persons is None
    group = concentration.trader_group(columns, concentration.traders(columns, rows), 0)
    assert (group.persons, group.formatted_share, group.top_share) == (None, None, None)


def test_an_empty_register_has_empty_figures() -> None:
    columns = Columns(in_force([]))
    rows = columns.rows(Filter())
    assert series.by_month(columns, rows) == [] and series.summary(columns, rows).first_on is None
    assert not len(concentration.traders(columns, rows).sorted("top_share"))
    assert sum(series.by_outcome(columns, rows)[0].outcomes.values()) == 0
