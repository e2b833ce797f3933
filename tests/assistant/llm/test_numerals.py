"""Numbers in every spelling become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.figures import Figure, figures
from assistant.llm.numerals import canonical, value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("三十个工作日", "30个工作日"),
        ("３０个工作日", "30个工作日"),
        ("二十 个工作日", "20 个工作日"),
        ("10万元", "100000元"),
        ("十万元", "100000元"),
        ("1.5万元", "15000元"),
        ("三万五千元", "35000元"),
        ("1,000元", "1000元"),
        ("1，000元", "1000元"),
        ("一百零五元", "105元"),
        ("贰拾元", "20元"),
        ("百分之三十", "30%"),
        ("百分之五点五", "5.5%"),
        ("两个月", "2个月"),
        ("半个月", "0.5个月"),
        ("一个半月", "1.5个月"),
        ("三年半", "3.5年"),
        ("一个半小时", "1.5个小时"),
        ("二〇二六年五月一日", "2026年5月1日"),
        ("最多跑一次", "最多跑1次"),
        ("第三条", "第3条"),
        ("五千万元", "50000000元"),
    ],
)
def test_a_number_reads_alike_in_every_spelling(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "words",
    [
        "万一丢了,千万别慌",
        "十分方便",
        "一起去",
        "统一办理",
        "一次性告知",
        "五险一金",
        "一般要等",
        "进一步",
        "一个",
        "一站式",
    ],
)
def test_numerals_inside_words_stay_words(words: str) -> None:
    assert canonical(words) == words
    assert figures(canonical(words)) == frozenset()


@pytest.mark.parametrize("vague", ["两三天", "好几天", "十几天", "几十元", "数月"])
def test_a_vague_number_is_a_figure_of_its_own(vague: str) -> None:
    assert {figure.kind for figure in figures(canonical(vague))} == {"about"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20个工作日", {("工作日", "20")}),
        ("20天", {("天", "20")}),
        ("3个月", {("个月", "3")}),
        ("3月", {("date", "*-3-*")}),
        ("2026年5月1日", {("date", "2026-5-1")}),
        ("2026-05-01", {("date", "2026-5-1")}),
        ("5月1日", {("date", "*-5-1")}),
        ("下午2点半", {("clock", "14:30")}),
        ("14:30", {("clock", "14:30")}),
        ("周末", {("weekday", "6"), ("weekday", "7")}),
        ("星期天", {("weekday", "7")}),
        ("0595-22350000", {("tel", "059522350000")}),
        ("138 0013 8000", {("tel", "13800138000")}),
        ("400-123-4567", {("tel", "4001234567")}),
        ("40块钱", {("元", "40")}),
        ("40.00元", {("元", "40")}),
        ("40美元", {("美元", "40")}),
        ("1. 先到窗口", set()),
        ("第一步", set()),
        ("第三条", {("第条", "3")}),
    ],
)
def test_a_figure_knows_what_it_counts(text: str, found: set[tuple[str, str]]) -> None:
    assert figures(canonical(text)) == {Figure(*figure) for figure in found}


def test_a_source_implies_the_parts_of_its_dates_and_no_wording_does() -> None:
    source = figures(canonical("自2026年5月1日起，上午8:00"), implied=True)
    for part in ("5月1日", "2026年", "2026年5月", "8点"):
        assert figures(canonical(part)) <= source
    assert not figures(canonical("2026年5月1日")) <= figures(canonical("5月1日"), implied=True)


def _spoken(number: int) -> str:
    """Return a number below ten thousand as it is spoken."""
    digits, ranks = "零一二三四五六七八九", ("千", "百", "十", "")
    said, gap = "", False
    for place, rank in zip(f"{number:04}", ranks, strict=True):
        if place == "0":
            gap = bool(said)
        else:
            said += ("零" if gap else "") + digits[int(place)] + rank
            gap = False
    return said


@given(st.integers(min_value=10, max_value=9999))
def test_every_spoken_number_is_read(number: int) -> None:
    assert value(_spoken(number)) == number
    assert value(_spoken(number) + "万") == number * 10_000


@given(
    st.text(alphabet=st.sampled_from("零一二三四五六七八九十百千万亿两半点元天个月年%0123456789.,:-周第"), max_size=40)
)
def test_no_heap_of_numerals_breaks_the_reading(text: str) -> None:
    assert all(isinstance(figure.value, str) for figure in figures(canonical(text), implied=True))
