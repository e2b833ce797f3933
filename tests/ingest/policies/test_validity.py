from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.policies.canonical import Line
from ingest.policies.dates import Span, day, number, span
from ingest.policies.validity import ISSUED, OPEN, POSTED, End, Said, Start, period_of, said_of_validity
from ingest.policies.vocabulary import plain
from knowledge.models import Position
from tests.ingest.policies.exports import in_chinese

NEW_YEAR = date(2025, 1, 1)
YEAR_END = date(2027, 12, 31)


def said(*lines: str) -> Said:
    return said_of_validity([Line(text, Position(paragraph=place)) for place, text in enumerate(lines, 1)], "养鱼措施")


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("第八条 本措施自2025年1月1日起施行，有效期至2027年12月31日，由区农业局负责解释。", NEW_YEAR, YEAR_END),
        ("本办法由市工信局负责解释，自2025年1月1日起施行，有效期3年，期满自动失效。", NEW_YEAR, Span(36)),
        ("本办法自印发之日起施行，有效期5年。原《某办法》（泉政办〔2020〕1号）同时废止。", ISSUED, Span(60)),
        ("本通知自即日起执行，有效期暂定三年。", ISSUED, Span(36)),
        ("自 发布之日起试行，试行期 两 年。", POSTED, Span(24)),
        ("试行期一年，自2025年1月1日起试行。", NEW_YEAR, Span(12)),
        ("政策执行期限：2025年1月1日—2027年12月31日。", NEW_YEAR, YEAR_END),
        ("本意见自二〇二五年一月一日起施行，有效期至二○二七年十二月三十一日。", NEW_YEAR, YEAR_END),
        ("本细则有效期自印发之日起至2027年12月31日止。", ISSUED, YEAR_END),
        ("有效期自发布之日起5年。", POSTED, Span(60)),
        ("本措施有效期限为2025-01-01至2027-12-31。", NEW_YEAR, YEAR_END),
        ("从2025年1月1日起执行，有效期18个月。", NEW_YEAR, Span(18)),
        ("本规定自2025年1月1日起实施，有效期截止2027年12月31日。", NEW_YEAR, YEAR_END),
        ("本措施自2025年1月1日起施行，执行至2027年底。", NEW_YEAR, YEAR_END),
        ("施行期限为2025年1月1日至12月31日。", NEW_YEAR, date(2025, 12, 31)),
        ("《养鱼措施》自2025年1月1日起施行，有效期3年。", NEW_YEAR, Span(36)),
        ("现将《养鱼措施》印发给你们，自2025年1月1日起执行。", NEW_YEAR, None),
        ("“以上”含本数；自发文之日起实施，长期有效。", ISSUED, OPEN),
        ("本通知自2025年1月1日起执行，至2027年12月31日（含当日）止。", NEW_YEAR, YEAR_END),
        ("本办法自2025年1月1日起施行，原规定自2025年1月1日起废止。", NEW_YEAR, None),
    ],
)
def test_a_sentence_says_from_when_and_until_when(sentence: str, start: Start, end: End | None) -> None:
    found = said(sentence)
    assert [fact.value for fact in found.starts] == [start]
    assert [fact.value for fact in found.ends] == ([end] if end is not None else [])
    assert found.unclear == ()


def test_an_explanation_in_brackets_is_compared_with_what_it_explains() -> None:
    found = said("有效期2年（2025年1月1日至2026年12月31日）。")
    assert [fact.value for fact in found.ends] == [Span(24), date(2026, 12, 31)]


def test_a_heading_tells_what_the_next_line_is_about() -> None:
    found = said(
        "四、实施期限", "自2025年1月1日起至2027年12月31日止。", "五、申报时间", "2026年3月1日至2026年3月31日。"
    )
    assert [fact.value for fact in found.starts] == [NEW_YEAR]
    assert [fact.at.paragraph for fact in found.ends] == [2]


@pytest.mark.parametrize(
    "sentence",
    [
        "申报时间为2026年1月1日至2026年12月31日。",
        "对2025年1月1日起实施的技改项目，给予补助。",
        "第一条 对有效期内的高新技术企业，给予奖励。",
        "企业应当在证书有效期内申请，贷款期限自2025年1月1日起至2025年12月31日。",
        "企业营业执照有效期应当覆盖申报期。",
        "原《某办法》有效期至2024年12月31日。",
        "各部门自2025年1月1日起执行新的标准。",
        "活动自2026年1月1日起至2026年3月1日止。",
        "本办法有效期届满后，另行制定。",
        "企业于2026年12月20日前提出申请。",
        "研发费用自2025年1月1日起计算。",
        "对项目给予补助，至2027年12月31日止。",
    ],
)
def test_what_is_said_of_other_things_is_not_the_documents_validity(sentence: str) -> None:
    assert said(sentence) == Said()


@pytest.mark.parametrize(
    "sentence",
    [
        "本办法自公布之日起30日后施行。",
        "本政策自2025年起施行。",
        "本办法自2025年2月30日起施行。",
        "本办法有效期与省级政策一致。",
        "其中第三条自2025年7月1日起施行。",
        "本办法自2025年1月1日起施行，2027年12月31日废止。",
        "本通知有效期延长至2027年12月31日。",
        "本办法有效期至下一轮政策出台。",
        "本措施执行期为2025年度。",
        "本办法在2027年12月31日前有效。",
        "自2026年1月1日起至12月31日止实施到位。",
    ],
)
def test_a_sentence_about_validity_that_is_not_understood_is_told(sentence: str) -> None:
    assert [fact.quote for fact in said(sentence).unclear] == [sentence]


def test_the_period_of_a_page_is_read_like_a_sentence() -> None:
    assert period_of("2025-01-01至2027-12-31") == (NEW_YEAR, YEAR_END, True)
    assert period_of("长期") == (None, OPEN, True)
    assert period_of("见正文") == (None, None, False)


@given(st.dates(date(1950, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_back_however_it_is_written(one: date) -> None:
    arabic = f"{one.year}年{one.month}月{one.day}日"
    for written in (arabic, f"{one.year} 年 {one.month:02} 月{one.day:02}日", in_chinese(arabic), one.isoformat()):
        assert day(plain(written)) == one


@pytest.mark.parametrize(
    "text", ["2025年2月30日", "2025年13月1日", "二〇二五年十三月一日", "0025年1月1日", "2025年1月0日"]
)
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    assert day(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("廿三", 23), ("三十一", 31), ("两", 2), ("7", 7), ("元", 1)],
)
def test_small_numbers_are_read_in_both_figures(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["百", "", "一二", "十十", "二十三四"])
def test_what_is_no_small_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 20))
def test_a_span_of_years_ends_the_day_before_its_anniversary(first: date, years: int) -> None:
    last = Span(years * 12).last_day(first)
    after = last + timedelta(days=1)
    assert (after.year, after.month) == (first.year + years, first.month) or (first.month, first.day) == (2, 29)
    assert (after.month, after.day) in ((first.month, first.day), (3, 1))


def test_spans_are_years_or_months() -> None:
    assert [span(text) for text in ("三年", "2年", "两年", "18个月", "六个月", "十年")] == [
        Span(36), Span(24), Span(24), Span(18), Span(6), Span(120)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    [
        "自" * 20_000,
        "本办法" * 10_000,
        "（" * 20_000,
        "2025年1月1日" * 3000,
        "有效期，" * 5000,
        "《" * 20_000,
        "一二三四" * 9000,
    ],
)
def test_hostile_sentences_are_read_in_linear_time(hostile: str) -> None:
    assert said(hostile).starts == ()
