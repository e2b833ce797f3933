"""Numbers, sums and days as people say them: read right, or asked back; never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.claims.reports.fields import CHANNELS as FORM_CHANNELS
from assistant.claims.reports.fields import FIELDS
from assistant.pipeline.errands.days import day
from assistant.pipeline.errands.numbers import Unclear, amount, case_number, count, factor, phone
from assistant.pipeline.errands.slots import CHANNELS, meant, slot, slots
from knowledge import text
from tests.assistant.pipeline.errands.desk import ON


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("三千八", "3800.00"), ("3千8", "3800.00"), ("3,800元", "3800.00"), ("一共三千八", "3800.00"), ("两百五", "250.00"),
        ("一万二", "12000.00"), ("1万2", "12000.00"), ("1.2万", "12000.00"), ("十万", "100000.00"), ("三块五", "3.50"),
        ("三块五毛", "3.50"), ("两千零五十", "2050.00"), ("38.5 元", "38.50"), ("３８００元", "3800.00"), ("赔3000元，还要10箱", "3000.00"),
    ],
)  # fmt: skip
def test_a_plain_sum_is_read(said: str, read: str) -> None:
    assert amount(text.normalise(said)) == read


@pytest.mark.parametrize(
    "said",
    [
        "三五千",
        "几千块",
        "十倍",
        "3800左右",
        "3000多",
        "大概五千",
        "没有",
        "3000到5000",
        "三千或者五千",
        "0元",
        "很多钱",
        "两三万",
    ],
)
def test_a_vague_sum_is_asked_back(said: str) -> None:
    assert isinstance(amount(text.normalise(said)), Unclear)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("今天", "2026-11-24"), ("昨天下午", "2026-11-23"), ("前天", "2026-11-22"), ("大前天", "2026-11-21"), ("三天前", "2026-11-21"),
        ("上个月十五号", "2026-10-15"), ("上上个月3号", "2026-09-03"), ("这个月三号", "2026-11-03"), ("十五号", "2026-11-15"),
        ("11月3日", "2026-11-03"), ("十一月三号", "2026-11-03"), ("11.3", "2026-11-03"), ("2026/11/3", "2026-11-03"),
        ("二零二六年十月一号", "2026-10-01"), ("去年12月3号", "2025-12-03"), ("上周三", "2026-11-18"), ("上星期天", "2026-11-22"),
        ("本周一", "2026-11-23"), ("２０２６年１１月３日", "2026-11-03"),
    ],
)  # fmt: skip
def test_a_plain_day_is_read(said: str, read: str) -> None:
    assert day(text.normalise(said), ON) == read


@pytest.mark.parametrize(
    "said",
    ["上个月", "几天前", "周三", "国庆", "农历十月初一", "2月30号", "11月3日到5日的事，11月5日", "12月3日", "二十八号", "明年1月1日", "好像是3号", ""],
)  # fmt: skip
def test_a_day_that_could_be_another_is_asked_back(said: str) -> None:
    assert isinstance(day(text.normalise(said), ON), Unclear)


def test_months_turn_over_the_year() -> None:
    assert day("上个月15号", date(2026, 1, 20)) == "2025-12-15"
    assert day("上上个月15号", date(2026, 2, 20)) == "2025-12-15"


@pytest.mark.parametrize(
    "said",
    ["LC2026000104", "lc2026000104", "ＬＣ２０２６０００１０４", "LC 2026 0001 04", "lc-2026-000104", "l c 二零二六零零零幺零四", "查一下办件LC2026000104到哪了"],
)  # fmt: skip
def test_a_case_number_is_found_however_it_is_written_or_spoken(said: str) -> None:
    assert case_number(text.normalise(said)) == "LC2026000104"


@pytest.mark.parametrize(
    "said", ["13800138000", "350502199001011234", "LC2026", "LC2026000104和LC2026000105", "身份证"]
)
def test_other_numbers_are_no_case_number(said: str) -> None:
    assert case_number(text.normalise(said)) is None


@pytest.mark.parametrize(
    ("said", "signs"),
    [
        ("003X", "003X"), ("后四位是003x", "003X"), ("五五零一", "5501"), ("0 0 3 x", "003X"), ("k21x", "K21X"), ("12345", None),
        ("350502199001010031", "0031"), ("13800138000", "8000"), ("不知道", None), ("5501 还是 5502", None), ("abcd", None),
    ],
)  # fmt: skip
def test_the_last_four_are_read_also_out_of_a_whole_number(said: str, signs: str | None) -> None:
    assert factor(text.normalise(said)) == signs


def test_number_and_factor_in_one_sentence_are_told_apart() -> None:
    for said in ("LC2026000104 5501", "LC2026000104，后四位5501", "lc 2026000104 尾号五五零一"):
        normalised = text.normalise(said)
        number = case_number(normalised)
        assert (number, factor(normalised, number or "")) == ("LC2026000104", "5501")


def test_telephones_and_counts_are_read_or_asked_back() -> None:
    assert phone("一三八 零零一三 八零零零") == "13800138000"
    assert phone("0595-22123456") == "059522123456"
    assert phone("138****8000") == "138****8000"
    assert (count("十箱"), count("20瓶")) == ("10", "20")
    assert all(isinstance(read, Unclear) for read in (phone("不清楚"), count("十几箱"), count("好多"), count("2.5箱")))


@given(st.text(max_size=60))
def test_whatever_is_said_reading_it_never_fails(said: str) -> None:
    for one in slots():
        one.read(said, ON)
    number = case_number(text.normalise(said))
    factor(text.normalise(said), number or "")


def test_every_question_is_a_field_of_the_form_and_none_that_is_needed_is_left_out() -> None:
    names = [one.name for one in slots()]
    assert len(set(names)) == len(names) and set(names) <= set(FIELDS)
    assert {one.name for one in slots() if one.must} == {name for name, rule in FIELDS.items() if rule.required}
    assert dict.fromkeys(CHANNELS) == dict.fromkeys(FORM_CHANNELS)


@pytest.mark.parametrize(
    ("said", "name"),
    [("联系电话", "contact_phone"), ("对方电话", "claimant_phone"), ("电话", "contact_phone"), ("发生日期", "happened_on"), ("要求", "demands")],
)  # fmt: skip
def test_a_part_is_known_by_its_name(said: str, name: str) -> None:
    found = meant(said)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    ("said", "channel"),
    [("12315 平台", "12315"), ("打12345热线电话", "12345"), ("法院的传票", "court"), ("上门来的", "in_person"), ("微信上说的", "online")],
)  # fmt: skip
def test_a_channel_is_known_by_how_people_call_it(said: str, channel: str) -> None:
    asked = slot("channel")
    assert asked is not None
    assert asked.read(said, ON) == channel
    assert isinstance(asked.read("不好说", ON), Unclear)
