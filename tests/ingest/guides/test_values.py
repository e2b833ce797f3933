from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.guides.values.boxes import ticked
from ingest.guides.values.limits import limit
from ingest.guides.values.money import amount, amount_in
from ingest.guides.values.numerals import number, whole, written
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import audience, clean, copies, form, required, says_nothing, visits, yes_or_no

_FORMAL = str.maketrans("一二三四五六七八九十百千万零", "壹贰叁肆伍陆柒捌玖拾佰仟萬〇")


@given(st.integers(0, 99_999_999))
def test_every_number_written_in_chinese_is_read_back(value: int) -> None:
    assert whole(written(value)) == value
    assert whole(written(value).translate(_FORMAL)) == value


@given(st.integers(0, 10**9))
def test_arabic_figures_are_read_with_and_without_commas_and_width(value: int) -> None:
    assert (
        whole(str(value))
        == whole(f"{value:,}")
        == whole(str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")))
        == value
    )


@given(st.text("一二三四五六七八九十百千万亿零〇两廿壹0123456789.,半", max_size=12))
def test_a_number_is_read_or_unclear_and_never_anything_else(text: str) -> None:
    with contextlib.suppress(Unclear):
        assert number(text) >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("廿五", 25),
        ("卅", 30),
        ("两百零五", 205),
        ("十", 10),
        ("一十二", 12),
        ("二〇", 20),
        ("1.2万", 12000),
        ("3千", 3000),
        ("1.5", "1.5"),
        ("１,２００", 1200),
    ],
)
def test_numbers_as_departments_print_them(text: str, value: float | str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["三五", "二三十", "一百五", "一万二", "百", "十十", "", "若干", "1,20", "二十左右", "12.5.3"]
)
def test_what_is_no_one_number_is_unclear(text: str) -> None:
    with pytest.raises(Unclear):
        number(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("20个工作日", 20), ("二十个工作日", 20), ("自受理之日起不超过20个工作日", 20), ("20 工作日内办结", 20), ("即办", 0), ("当场办结", 0), ("即来即办", 0),
        ("即办件（材料齐全）", 0), ("0.5小时", 0), ("30分钟", 0), ("0", 0), ("5（工作日）", 5), ("无", None), ("不设", None), ("法律未规定", None), ("—", None),
    ],
)  # fmt: skip
def test_limits_are_working_days(text: str, days: int | None) -> None:
    assert limit(text).days == days


@pytest.mark.parametrize(
    "text",
    [
        "三十日",
        "30天",
        "1个月",
        "2小时",
        "半天",
        "2.5个工作日",
        "1-3个工作日",
        "3至5个工作日",
        "20",
        "尽快",
        "20个工作日，可延长10个工作日",
        "99999个工作日",
        "三五个工作日",
    ],
)
def test_what_is_no_number_of_working_days_is_unclear(text: str) -> None:
    with pytest.raises(Unclear):
        limit(text)


def test_days_of_a_licence_are_working_days_by_law() -> None:
    assert limit("三十日", licence=True).days == 30
    with pytest.raises(Unclear):
        limit("三十天", licence=True)


def test_the_unit_may_stand_in_the_label() -> None:
    assert limit("20", unit="工作日").days == 20


def test_words_beside_a_limit_are_given_back_not_dropped() -> None:
    assert limit("15个工作日（不含公示）") == limit("15个工作日(不含公示)")
    assert limit("15个工作日（不含公示）").left_out == "(不含公示)"


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("免费", 0), ("不收费", 0), ("0元", 0), ("无", 0), ("每证40元", 40), ("40 元/本", 40), ("1,200元", 1200), ("1.2万元", 12000), ("工本费：10元", 10),
        ("每证40元（丢失、损坏补领）", 40), ("不收费，税务UKey免费发放", 0), ("按占用面积收取", None), ("实行政府指导价", None), ("许可不收费", 0),
    ],
)  # fmt: skip
def test_an_amount_that_a_text_surely_says(text: str, yuan: float | None) -> None:
    assert amount_in(text) == yuan


@pytest.mark.parametrize(
    "text",
    [
        "住宅每件80元，非住宅550元",
        "首次免费；补领收取工本费",
        "变更登记不收费；换领身份证工本费20元另计",
        "10-20元",
        "每年400元",
        "登记不收费；保费由个人缴纳",
    ],
)
def test_a_text_with_several_cases_has_no_one_amount(text: str) -> None:
    with pytest.raises(Unclear):
        amount_in(text)


@pytest.mark.parametrize(("text", "yuan"), [("40", 40), ("￥40", 40), ("0", 0), ("不固定", None), ("壹佰元整", 100)])
def test_an_amount_in_its_own_field_needs_no_unit(text: str, yuan: float | None) -> None:
    assert amount(text) == yuan


@pytest.mark.parametrize(
    ("text", "count"), [("1份", 1), ("一式两份", 2), ("壹份", 1), ("各1份", 1), ("3", 3), ("2套", 2)]
)
def test_copies(text: str, count: int) -> None:
    assert copies(text) == count


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("原件", "原件"),
        ("正本", "原件"),
        ("复印件", "复印件"),
        ("原件和复印件", "原件及复印件"),
        ("原件、复印件", "原件及复印件"),
        ("电子证照", "电子证照"),
        ("申请表", "表格"),
    ],
)
def test_forms(text: str, wanted: str) -> None:
    assert form(text) == wanted


def test_papers_are_required_or_not() -> None:
    assert [required(each) for each in ("是", "必要", "√", "否", "非必要", "容缺", "选交")] == [True] * 3 + [False] * 4


def test_visits() -> None:
    assert [
        visits(each) for each in ("0次", "零跑腿", "一次都不用跑", "最多跑一次", "1", "至多2次", "最多跑1次（领证）")
    ] == [0, 0, 0, 1, 1, 2, 1]


def test_whom_it_serves() -> None:
    assert [audience(each) for each in ("自然人", "个人", "企业法人", "法人、其他组织")] == [
        "个人",
        "个人",
        "企业",
        "企业",
    ]


def test_yes_and_no() -> None:
    assert [yes_or_no(each) for each in ("是", "可以", "支持", "否", "不支持", "暂未开通")] == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (copies, "若干"), (copies, "100份"), (form, "纸质"), (form, "原件或复印件"), (required, "视情况"), (visits, "0-1次"), (visits, "21次"),
        (audience, "自然人、法人"), (audience, "全体"), (yes_or_no, "部分"), (clean, "甲\u202e乙"), (clean, "长" * 2001),
    ],
)  # fmt: skip
def test_what_does_not_surely_say_one_thing_is_unclear(read: object, text: str) -> None:
    with pytest.raises(Unclear):
        read(text)  # type: ignore[operator]


def test_words_for_nothing() -> None:
    assert all(says_nothing(each) for each in ("无", "暂无", "—", "/", "不涉及", " 无。"))
    assert not any(says_nothing(each) for each in ("无犯罪记录证明", "不收费", "0"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("☑个人　□企业", "个人"),
        ("□收费 √不收费", "不收费"),
        ("个人☑ 企业□", "个人"),
        ("☑自然人 ☑法人 □其他", "自然人、法人"),
        ("■甲", "■甲"),
        ("照常", "照常"),
    ],
)
def test_only_the_ticked_box_speaks(text: str, said: str) -> None:
    assert ticked(text) == said


def test_with_no_box_ticked_nothing_is_said() -> None:
    with pytest.raises(Unclear):
        ticked("□是 □否")
