"""Complaints about one purchase are one matter, two purchases are two."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from knowledge.complaints.recognition.matters import matters_of
from knowledge.complaints.recognition.rules import load_rules

RULES = load_rules().one_matter
FIRST = date(2026, 3, 1)


def matters(*rows: dict[str, Any]) -> list[int]:
    """The matters of rows that name what they differ in: the day after the first, trader, text, product, price, quantity."""
    blank: dict[str, Any] = {
        "day": 0,
        "respondent": "福兴超市",
        "text": "",
        "product": None,
        "paid": None,
        "quantity": None,
    }
    whole = [blank | row for row in rows]
    on = np.asarray([FIRST + timedelta(days=row["day"]) for row in whole], dtype="datetime64[D]")
    held = {name: [row[name] for row in whole] for name in blank}
    return [int(one) for one in matters_of(on, held, RULES)]


def test_one_trader_within_days_is_one_matter_however_the_trader_is_written() -> None:
    assert matters(
        {}, {"day": 3, "respondent": "泉州市鲤城区福兴超市"}, {"day": 9, "respondent": "福兴超市（总店）"}
    ) == [0, 0, 0]


def test_other_traders_other_goods_other_prices_are_other_matters() -> None:
    assert matters({}, {"respondent": "惠民超市"}) == [0, 1]
    assert matters({"product": "蜂蜜"}, {"product": "红糖"}) == [0, 1]
    assert matters({"product": "蜂蜜"}, {"product": "百花牌蜂蜜"}) == [0, 0]
    assert matters({"paid": Decimal(35)}, {"paid": Decimal("35.00")}, {"paid": Decimal(120)}) == [0, 0, 1]


def test_long_after_only_the_same_words_make_it_the_same_matter() -> None:
    words = "三月一日买的电饭煲用了两天不通电，老板不肯换新的，也不退钱。"
    assert matters({"text": words}, {"day": 40, "text": f"{words}已经一个多月了。"}) == [0, 0]
    assert matters({"text": words}, {"day": 40, "text": "结账多收了我八块钱，找店员理论，店员态度很差。"}) == [0, 1]
    assert matters({"text": words}, {"day": 200, "text": words}) == [0, 1]


def test_a_chain_of_complaints_does_not_go_on_for_ever() -> None:
    found = matters(*({"day": 10 * number} for number in range(30)))
    assert len(set(found)) == 3


def test_texts_that_say_nothing_are_not_alike() -> None:
    assert matters({"text": ""}, {"day": 30, "text": ""}) == [0, 1]


def test_thousands_about_one_shop_are_told_apart_in_no_time() -> None:
    started = time.perf_counter()
    found = matters(
        *({"day": row // 50, "text": f"第{row}次买的东西坏了" * 40, "product": f"货{row}号"} for row in range(3_000))
    )
    assert len(set(found)) == 3_000
    assert time.perf_counter() - started < 5
