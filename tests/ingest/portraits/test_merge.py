"""Several imports of one company: field by field the newer value counts, and says where it comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from knowledge.portraits.portrait import Source
from knowledge.snapshots import SnapshotBusy
from tests.ingest.portraits.conftest import Home, code, company


def test_each_field_comes_from_its_newest_import_and_says_so(home: Home) -> None:
    home.take(home.csv(company(1, 职工人数=10, 营业收入=1000)), source="登记库", as_of=date(2026, 3, 31))
    home.take(home.csv({"统一社会信用代码": code(1), "营业收入": 1850}), source="税务", as_of=date(2026, 6, 30))
    home.take(home.csv(company(1, 职工人数=8, 营业收入=900)), source="旧表", as_of=date(2025, 12, 31))
    portrait = home.directory().by_code(code(1))
    assert portrait is not None
    assert (portrait.values["employees"], portrait.values["revenue"]) == (10, 1850)
    assert portrait.sources["employees"] == Source("登记库", date(2026, 3, 31))
    assert portrait.sources["revenue"] == Source("税务", date(2026, 6, 30))
    assert portrait.sources["name"] == Source("登记库", date(2026, 3, 31))


def test_an_empty_cell_takes_nothing_away_and_no_company_is_lost(home: Home) -> None:
    home.take(home.csv(company(1, 营业收入=1000), company(2)), as_of=date(2026, 1, 1))
    home.take(home.csv(company(1, 营业收入=""), company(3)), as_of=date(2026, 6, 1))
    assert home.value(1, "revenue") == 1000 and len(home.directory()) == 3


def test_of_equal_days_the_later_import_counts_and_no_day_is_the_oldest(home: Home) -> None:
    home.take(home.csv(company(1, 职工人数=1)), as_of=date(2026, 1, 1))
    home.take(home.csv(company(1, 职工人数=2)), as_of=date(2026, 1, 1))
    home.take(home.csv(company(1, 职工人数=3, 营业收入=5)), as_of=None)
    assert home.value(1, "employees") == 2 and home.value(1, "revenue") == 5


def test_a_column_may_name_its_own_day(home: Home) -> None:
    home.take(home.csv(company(1, 职工人数=1, 营业收入=1)), as_of=date(2026, 6, 30))
    home.take(home.csv(company(1) | {"职工人数（截至2026-03-31）": 2, "营业收入": 2}), as_of=date(2026, 9, 30))
    assert (home.value(1, "employees"), home.value(1, "revenue")) == (1, 2)


def test_of_two_years_in_one_file_the_later_counts(home: Home) -> None:
    home.take(home.csv(company(1) | {"2024年营业收入": 1, "2025年营业收入": 2}))
    assert home.value(1, "revenue") == 2


def test_a_replaced_name_becomes_a_former_name(home: Home) -> None:
    home.take(
        home.csv(company(1) | {"企业名称": "泉州老名鞋业有限公司", "曾用名": "泉州更老鞋厂"}), as_of=date(2025, 1, 1)
    )
    home.take(home.csv(company(1) | {"企业名称": "泉州新名鞋业有限公司"}), as_of=date(2026, 1, 1))
    home.take(home.csv(company(1) | {"企业名称": "泉州中间鞋业有限公司"}), as_of=date(2025, 6, 1))
    portrait = home.directory().by_code(code(1))
    assert portrait is not None and portrait.name == "泉州新名鞋业有限公司"
    assert set(portrait.former_names) == {"泉州老名鞋业有限公司", "泉州更老鞋厂", "泉州中间鞋业有限公司"}
    [found] = home.directory().find("老名鞋业")
    assert (found.name, found.former_name) == ("泉州新名鞋业有限公司", "泉州老名鞋业有限公司")


def test_a_row_without_a_name_is_good_for_a_known_company_only(home: Home) -> None:
    home.take(home.csv(company(1)))
    home.take(home.csv({"统一社会信用代码": code(1), "营业收入": 5}, {"统一社会信用代码": code(2), "营业收入": 5}))
    assert home.value(1, "revenue") == 5 and len(home.directory()) == 1
    assert "没有企业名称" in home.quarantined()[0]["原因"]


def test_anew_forgets_what_was_there(home: Home) -> None:
    home.take(home.csv(company(1)))
    home.take(home.csv(company(2)), anew=True)
    assert len(home.directory()) == 1 and home.value(1, "name") is None


def test_files_of_one_command_merge_in_their_order(home: Home) -> None:
    report = home.take(home.csv(company(1, 职工人数=1)), home.csv(company(1, 职工人数=2), name="后.csv"))
    assert home.value(1, "employees") == 2 and [each.facts.number for each in report.files] == [1, 2]


def test_many_companies_merge_as_one_by_one(home: Home) -> None:
    first = [company(number, 营业收入=number) for number in range(0, 300, 2)]
    second = [company(number, 职工人数=number) for number in range(0, 300, 3)]
    home.take(home.csv(*first), as_of=date(2026, 1, 1))
    home.take(home.csv(*second), as_of=date(2025, 1, 1))
    directory = home.directory()
    for number in range(300):
        portrait = directory.by_code(code(number))
        assert (portrait is not None) == (number % 2 == 0 or number % 3 == 0)
        if portrait is not None:
            assert portrait.values.get("revenue") == (Decimal(number) if number % 2 == 0 else None)
            assert portrait.values.get("employees") == (Decimal(number) if number % 3 == 0 else None)


def test_a_directory_follows_a_new_import_and_a_rollback(home: Home) -> None:
    directory = home.directory()
    assert directory.sample and not directory.refresh()
    home.take(home.csv(company(1)))
    assert directory.refresh() and len(directory) == 1 and not directory.sample
    home.take(home.csv(company(2)))
    assert directory.refresh() and len(directory) == 2 and not directory.refresh()
    home.store.snapshots.rollback()
    assert directory.refresh() and len(directory) == 1


def test_two_imports_at_once_do_not_mix(home: Home) -> None:
    path = home.csv(company(1))
    with home.store.begin(), pytest.raises(SnapshotBusy, match="企业画像"):
        home.take(path)
    home.take(path)
