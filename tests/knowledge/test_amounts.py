from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.amounts import amounts


@pytest.mark.parametrize(
    ("said", "terms"),
    [
        ("奖励20万元", ["=200000"]),
        ("二十万", ["=200000"]),
        ("三百万元", ["=3000000"]),
        ("1.2万元", ["=12000"]),
        ("一万两千块", ["=12000"]),
        ("一千五", ["=1500"]),
        ("一百零五万", ["=1050000"]),
        ("两个亿", ["=200000000"]),
        ("三千多万", ["=30000000"]),
        ("2000元", ["=2000"]),
        ("百分之二十", ["%20"]),
        ("8%", ["%8"]),
        ("0.8%", ["%0.8"]),
        ("两成", ["%20"]),
        ("三个点", ["%3"]),
        ("2026年12月31日", ["@12-31"]),
        ("十二月二十八号", ["@12-28"]),
    ],
)
def test_one_amount_has_one_form_however_it_is_written(said: str, terms: list[str]) -> None:
    assert list(amounts(said)) == terms


@pytest.mark.parametrize("said", ["5年以内", "三个人", "2026年", "十人", "没有数字", "", "十三月四十号", "亿", "点"])
def test_years_counts_and_no_dates_are_no_amounts(said: str) -> None:
    assert list(amounts(said)) == []


@given(st.text(alphabet="零一二两三十百千万亿点半0123456789.%年月日元块个成分之", max_size=40))
def test_no_text_breaks_it(said: str) -> None:
    assert all(term[0] in "=%@" for term in amounts(text.normalise(said)))
