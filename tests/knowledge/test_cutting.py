from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import text
from knowledge.cutting import Cutter
from tests.knowledge.small import sample_questions

WORDS = (files("knowledge") / "lexicon" / "words.txt").read_text("utf-8").split()
RUNS = re.compile(r"[\u3400-\u9fff]+")
COMMON = "身份证丢了怎么补办营业执照个体工商户公积金提取社保卡出生登记户口结婚异地就医备案鲤城区泉州市的"


@cache
def ours() -> Cutter:
    return Cutter(WORDS)


@cache
def theirs() -> jieba.Tokenizer:
    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    for word in WORDS:
        cutter.add_word(word)
    return cutter


def assert_equal(run: str) -> None:
    assert ours().search_words(run) == list(theirs().cut_for_search(run))


@pytest.mark.parametrize("item_id", ["GA-015", "SC-002", "YB-001", "GJ-002"])
def test_questions_are_cut_as_jieba_cuts_them(item_id: str) -> None:
    runs = [run for question in sample_questions(item_id) for run in RUNS.findall(text.normalise(question.text))]
    assert len(runs) > 50
    for run in runs:
        assert_equal(run)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_characters_are_cut_as_jieba_cuts_them(run: str) -> None:
    assert_equal(run)


@given(st.text(st.sampled_from(COMMON), max_size=60))
@settings(max_examples=150, deadline=None)
def test_words_of_the_dictionary_in_any_order_are_cut_as_jieba_cuts_them(run: str) -> None:
    assert_equal(run)


@pytest.mark.parametrize("run", ["", "证", "龦", "㐀", "证㐀证", "㐀㐀", "身份证" * 300])
def test_the_smallest_the_rare_and_the_long_are_cut_as_jieba_cuts_them(run: str) -> None:
    assert_equal(run)
