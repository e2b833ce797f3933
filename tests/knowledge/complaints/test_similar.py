"""Cases that read alike, and how they ended."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.complaints import similar
from knowledge.complaints.columns import Columns
from tests.knowledge.complaints.registers import in_force, made

TEXTS = [
    "在店里买的月饼没有标明生产日期，要求退一赔十",
    "运动鞋穿了三天就开胶，商家不肯退换",
    "餐馆的鱼不新鲜，一家人拉肚子去了医院",
    "美容卡办了以后店家关门，余额不退",
    "茶叶的外包装写着最好的茶，属于虚假广告，要求赔偿",
]


def _columns(**fields: object) -> Columns:
    return Columns(in_force([made(n, text=text, **fields) for n, text in enumerate(TEXTS)]))


@pytest.mark.parametrize("row", range(len(TEXTS)))
def test_the_nearest_to_a_text_is_itself(row: int) -> None:
    found = similar.build(_columns()).near(TEXTS[row])
    assert found[0].row == row and found[0].score > 0.9


def test_other_words_for_the_same_find_it() -> None:
    found = similar.build(_columns()).near("买了一双鞋没几天开胶了，店家不给退换")
    assert found[0].row == 1 and 0 < found[0].score < 1


def test_open_cases_have_no_ending_to_show() -> None:
    assert similar.build(_columns(outcome="open")).near(TEXTS[0]) == []


@pytest.mark.parametrize("text", ["", "123 456", "!!!", "\x00\ud800", "x"])
def test_nothing_to_compare_finds_nothing(text: str) -> None:
    assert similar.build(_columns()).near(text) == []
    assert similar.build(Columns(in_force([]))).near(text) == []


def test_one_formatted_text_does_not_fill_the_list() -> None:
    rows = [made(n, text=TEXTS[0]) for n in range(20)] + [made(20, text=TEXTS[0] + "和精神损失")]
    columns = Columns(in_force(rows, list(range(21)), [0] * 20 + [-1]))
    found = similar.build(columns).near(TEXTS[0], 10)
    assert len(found) == similar.OF_ONE_GROUP + 1


def test_own_rows_and_other_kinds_are_left_out() -> None:
    index = similar.build(_columns())
    assert 0 not in [one.row for one in index.near(TEXTS[0], without=np.array([0]))]
    assert index.near(TEXTS[0], kind=1) == []
    assert similar.endings(_columns(), index.near(TEXTS[0], 1)) == {"settled": 1}
