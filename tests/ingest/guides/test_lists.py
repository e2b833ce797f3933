from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.document import Text
from ingest.guides.lists import entries, words
from ingest.guides.values.unclear import Unclear
from knowledge.models import Position


def _texts(*lines: str) -> list[Text]:
    return [Text(line, Position(paragraph=index)) for index, line in enumerate(lines, 1)]


def _read(*lines: str) -> list[str]:
    return [each.text for each in entries(_texts(*lines)).texts]


@pytest.mark.parametrize("style", ["{}.", "{}、", "（{}）", "{})", "({}) "])
def test_numbers_are_taken_off_whatever_their_style(style: str) -> None:
    assert _read(*(f"{style.format(index)}条件{word}" for index, word in enumerate("甲乙丙", 1))) == [
        "条件甲",
        "条件乙",
        "条件丙",
    ]


def test_chinese_and_circled_numbers_are_taken_off() -> None:
    assert (
        _read("一、甲", "二、乙")
        == _read("①甲", "②乙")
        == _read("（一）甲", "（二）乙")
        == _read("第一步：甲", "第二步：乙")
        == ["甲", "乙"]
    )


def test_a_list_in_one_line_is_divided_at_its_numbers() -> None:
    assert _read("1.甲，有1.5万元；2.乙；3.丙。") == ["甲，有1.5万元", "乙", "丙"]


def test_figures_of_the_text_are_no_numbers_of_the_list() -> None:
    assert _read("2025年起施行", "7月底前公布") == ["2025年起施行", "7月底前公布"]
    assert _read("1.年满18周岁", "2.居民身份证", "3.6个月内健康体检证明") == [
        "年满18周岁",
        "居民身份证",
        "6个月内健康体检证明",
    ]
    assert _read("1.80周岁以上", "2.90周岁以上") == ["80周岁以上", "90周岁以上"]
    assert _read("第二类医疗器械") == ["第二类医疗器械"]


def test_word_that_goes_on_counting_changes_nothing() -> None:
    assert _read("4. 甲", "5. 乙", "6. 丙") == ["甲", "乙", "丙"]


def test_numbers_that_do_not_follow_one_another_are_unclear() -> None:
    for lines in (("1.甲", "3.丙"), ("1.甲", "2.乙", "2.丙")):
        with pytest.raises(Unclear):
            _read(*lines)


def test_inner_numbers_of_another_style_stay_inside() -> None:
    assert _read("1.甲", "（1）子", "（2）丑", "2.乙") == ["甲\n（1）子\n（2）丑", "乙"]


def test_a_sentence_that_leads_in_stays_as_printed() -> None:
    assert _read("符合下列条件之一：", "1.甲", "2.乙") == ["符合下列条件之一：", "甲", "乙"]


def test_signs_between_entries_are_no_part_of_them() -> None:
    assert _read("甲；", "乙；", "丙。") == ["甲", "乙", "丙"]
    assert _read("甲。", "乙。") == ["甲。", "乙。"]


def test_a_lone_line_divided_at_semicolons_is_told_as_unsure() -> None:
    found = entries(_texts("甲；乙"))
    assert ([each.text for each in found.texts], found.unsure) == (["甲", "乙"], True)
    assert not entries(_texts("甲", "乙；丙")).unsure


def test_names_are_divided_outside_brackets_only() -> None:
    def divided(line: str) -> list[str]:
        return [each.text for each in words(_texts(line)).texts]

    assert divided("甲、乙（丙、丁）、“戊、己”") == ["甲", "乙（丙、丁）", "“戊、己”"]
    assert divided("甲、乙；丙") == ["甲、乙", "丙"]


@given(st.lists(st.text("甲乙丙丁，（）一二12.、；", min_size=1, max_size=12), max_size=5))
def test_no_list_raises_anything_but_unclear_and_nothing_is_invented(lines: list[str]) -> None:
    try:
        found = entries(_texts(*lines)).texts
    except Unclear:
        return
    source = "".join(lines)
    assert all(line in source for each in found for line in each.text.split("\n"))
