"""Quantities as official texts write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest.labels.quantities import QUANTITY, chinese_number, quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("200万元", 2_000_000, "元"),
        ("二十万元", 200_000, "元"),
        ("五千万元", 50_000_000, "元"),
        ("1.2亿元", 120_000_000, "元"),
        ("5,000元", 5000, "元"),
        ("1亿美元", 100_000_000, "美元"),
        ("百分之二十", 20, "%"),
        ("百分之一点五", "1.5", "%"),
        ("千分之五", "0.5", "%"),
        ("0.8%", "0.8", "%"),
        ("5‰", "0.5", "%"),
        ("三个百分点", 3, "%"),
        ("三年", 3, "年"),
        ("18个月", 18, "月"),
        ("10名", 10, ""),
        ("三场次", 3, ""),
    ],
)
def test_a_quantity_is_read_in_its_unit(text: str, value: int | str, unit: str) -> None:
    found = QUANTITY.fullmatch(text)
    assert found is not None
    read = quantity(found)
    assert read is not None and (read.value, read.unit) == (Decimal(value), unit)


def test_chinese_numbers_that_are_none_are_refused() -> None:
    assert chinese_number("三一") is None
    assert chinese_number("一百零五") == 105
    assert chinese_number("一亿二千万") == 120_000_000


def test_once_and_both_are_words_not_figures() -> None:
    for text in ("一次", "两项"):
        found = QUANTITY.fullmatch(text)
        assert found is not None and quantity(found) is None
