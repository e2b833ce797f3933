from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.claimants import identifiers, places, texts


@pytest.mark.parametrize(
    "written",
    ["13800001234", "138 0000 1234", "+86 138-0000-1234", "8613800001234", "１３８００００１２３４", "008613800001234"],
)
def test_a_phone_is_one_number_however_it_is_written(written: str) -> None:
    assert identifiers.phone(written) == ("13800001234", "138", "1234")


def test_a_masked_value_keeps_what_can_be_seen() -> None:
    assert identifiers.phone("138****1234") == (None, "138", "1234")
    assert identifiers.id_number("350599********123x") == (None, "350599", "123X", "350599123X")
    assert identifiers.account("6222****0123")[::2] == (None, "0123")


@pytest.mark.parametrize("written", ["", "无", "11111111111", "12345", "****"])
def test_what_is_no_phone_says_nothing(written: str) -> None:
    assert identifiers.phone(written) == identifiers.NOTHING


def test_a_hidden_name_has_a_surname_and_no_sound() -> None:
    assert identifiers.name("陈 先生") == (None, None, "陈", "male")
    assert identifiers.name("陈小明女士") == ("陈小明", "chen xiao ming", "陈", "female")
    assert identifiers.name("热心市民") == (None, None, None, None)


def test_a_miswritten_id_number_is_compared_but_parts_nobody() -> None:
    assert identifiers.id_number("350583199001011238") == ("350583199001011238", "350583", "1238", "3505831238")
    assert identifiers.id_number("350583199001011239").sure is None
    assert identifiers.id_number("000000000000000000") == (None, None, None, None)


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    for read in (identifiers.name, identifiers.phone, identifiers.id_number, identifiers.account, places.address):
        read(text)
    texts.minima([texts.written(text, [text[:3], None])])


def test_texts_of_one_form_are_one_group_and_others_none() -> None:
    form = "依据食品安全法第一百四十八条之规定，被举报人销售的产品标签不符合国家标准，请依法查处并书面答复举报人，购于{}，数量{}件"
    said = [form.format(shop, count) for shop, count in (("甲店", 3), ("乙店", 12), ("丙店", 40))]
    other = ["昨天在路口买的水果回家发现烂了一半找他换他不肯，老人家气得一晚上没有睡好", "短"]
    signatures = texts.minima([texts.written(text, ["甲店", "乙店", "丙店"]) for text in said + other])
    group = texts.groups(signatures)
    assert group.tolist() == [0, 0, 0, -1, -1]
    assert texts.matches(signatures[:1], signatures).tolist() == [0, 0, 0, -1, -1]
    assert not signatures[4].any()


def test_no_chain_of_likenesses_makes_one_group_of_all_texts() -> None:
    random = np.random.default_rng(3)
    signs = [chr(0x4E00 + int(at)) for at in random.permutation(6000)]
    chain = ["".join(signs[at * 8 : at * 8 + 100]) for at in range(300)]
    group = texts.groups(texts.minima(chain))
    assert np.bincount(group[group >= 0], minlength=1).max() < 12
