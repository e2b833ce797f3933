from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.complaints.identifiers import (
    IdKind,
    NameKind,
    Sex,
    check_digit,
    may_be_one_id,
    read_id,
    read_name,
    sound,
)

WHOLE = "350583199001011238"


@pytest.mark.parametrize(
    "written",
    [
        "匿名",
        "匿名用户",
        "市民",
        "热心市民",
        "热心市民朋友",
        "一位消费者",
        "某市民",
        "先生",
        "某先生",
        "某女士",
        "女士",
        "某某",
        "业主代表",
        "群众来电",
        "不愿透露姓名",
        "未提供",
        "本市居民",
        "好心人",
        "知情人士",
        "*明",
        "***",
        "xxx",
        "XX",
        "13805951234",
        "小明",
        "无",
        "NULL",
    ],
)
def test_a_word_for_nobody_is_no_name(written: str) -> None:
    assert read_name(written).kind is NameKind.NONE


@pytest.mark.parametrize("written", [None, "", "  ", "（女）"])
def test_nothing_is_no_name(written: str | None) -> None:
    assert read_name(written).kind is NameKind.NONE


@pytest.mark.parametrize(
    "hidden",
    [
        "**",
        "＊＊",
        "XX",
        "xx",
        "X",
        "×",
        "××",
        "某",
        "某某",
        "O",
        "○",
        "〇",
        "□",
        "□□",
        "●●",
        "__",
        "##",
        "??",
        "*明",
        "X明",
        "某明",
        "同志",
        "老师",
        "师傅",
        "业主",
        "先生(本人)",
    ],
)
@pytest.mark.parametrize("surname", ["张", "欧阳"])
def test_a_mask_leaves_the_surname_whole_or_compound(surname: str, hidden: str) -> None:
    found = read_name(surname + hidden)
    assert (found.kind, found.whole, found.surname) == (NameKind.HIDDEN, None, surname)


@pytest.mark.parametrize(
    ("written", "surname", "sex"),
    [
        ("张先生", "张", Sex.MALE),
        ("陈 女士", "陈", Sex.FEMALE),
        ("欧阳小姐", "欧阳", Sex.FEMALE),
        ("消费者王大爷", "王", Sex.MALE),
        ("李阿姨", "李", Sex.FEMALE),
        ("刘老师", "刘", None),
        ("老王", "王", None),
        ("欧阳", "欧阳", None),
        ("张**（女）", "张", Sex.FEMALE),
    ],
)
def test_a_title_says_the_sex_and_hides_the_rest(written: str, surname: str, sex: Sex | None) -> None:
    assert read_name(written) == (NameKind.HIDDEN, None, surname, sex)


@pytest.mark.parametrize(
    ("written", "whole", "surname"),
    [
        ("陈小明女士", "陈小明", "陈"),
        ("市民张建国", "张建国", "张"),
        ("欧阳修", "欧阳修", "欧阳"),
        ("何和平", "何和平", "何"),
        ("安与同", "安与同", "安"),
        ("陈小明等5人", "陈小明", "陈"),
        ("陈小明、林美丽", "陈小明", "陈"),
        ("买买提.吐尔逊", "买买提·吐尔逊", "买买提"),
        ("John Smith", "johnsmith", "johnsmith"),
    ],
)
def test_a_whole_name_is_read_without_titles(written: str, whole: str, surname: str) -> None:
    found = read_name(written)
    assert (found.kind, found.whole, found.surname) == (NameKind.WHOLE, whole, surname)


def test_homophones_sound_the_same() -> None:
    assert sound("傅东") == sound("付冬")


def test_a_number_of_fifteen_signs_is_the_one_of_eighteen_that_replaced_it() -> None:
    assert read_id("350583900101123") == read_id(WHOLE)
    assert read_id(WHOLE).kind is IdKind.WHOLE


@pytest.mark.parametrize(
    "written",
    ["0" * 18, "1" * 18, "123456789012345678", "350583199013011234", "990583199001011238", "111111111111111", "9" * 15],
)
def test_what_only_fills_the_field_tells_nothing(written: str) -> None:
    assert read_id(written).kind is IdKind.FILLER
    assert not read_id(written).told


@pytest.mark.parametrize("written", [None, "", "无", "***", "X" * 18, "H12345678", "3505831990", "******************"])
def test_what_is_no_citizens_number_is_none(written: str | None) -> None:
    assert read_id(written).kind is IdKind.NONE


@pytest.mark.parametrize(
    "written",
    ["350583********1238", "350583XXXXXXXX1238", "350583ｘｘｘｘｘｘｘｘ1238", "350583＊＊1238", "350583--------1238"],
)
def test_a_masked_number_keeps_what_can_be_seen(written: str) -> None:
    found = read_id(written)
    assert (found.kind, found.whole, found.head, found.tail) == (IdKind.MASKED, None, "350583", "1238")
    assert may_be_one_id(found, read_id(WHOLE))
    assert not may_be_one_id(found, read_id("350583199205052340"))


def test_a_check_sign_is_not_a_mask() -> None:
    assert read_id("3505831990****123x").tail == "123X"
    assert read_id(f"11010519491231002{check_digit('11010519491231002')}").kind is IdKind.WHOLE


@pytest.mark.parametrize("slip", ["350583199001011283", "350583199001011239", "350582199001011238"])
def test_one_slip_is_told_by_its_check_digit_and_is_still_the_same_number(slip: str) -> None:
    assert read_id(slip).kind is IdKind.SLIP
    assert may_be_one_id(read_id(slip), read_id(WHOLE))


def test_two_whole_numbers_are_two_however_near() -> None:
    first = "35058319900101124"
    near = read_id(first + check_digit(first))
    assert near.kind is IdKind.WHOLE
    assert not may_be_one_id(near, read_id(WHOLE))


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    read_name(text)
    assert may_be_one_id(read_id(text), read_id(text)) or not read_id(text).told
