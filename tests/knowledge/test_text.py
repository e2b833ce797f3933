from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
CHINESE = st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=20)
HIDDEN = {
    "tag characters": "\U000e0041\U000e0042",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "direction marks": "\u202e\u2066\u2069",
    "half of an emoji": "\ud83d",
    "controls": "\x00\x07\x1b\x7f\x9b",
    "private use": "\ue000\U0010fffd",
    "unassigned": "\U0003fffe\uffff",
}


@given(ANY_TEXT | CHINESE)
def test_normalising_twice_changes_nothing(typed: str) -> None:
    once = text.normalise(typed)
    assert text.normalise(once) == once


@pytest.mark.parametrize("typed", ["J\u030c", "薴", "幺麼", "乾隆後裡", "ﷺ" * 300, "x" * 1999 + " y", "İ", "ẞ"])
def test_normalising_twice_changes_nothing_where_folding_chains(typed: str) -> None:
    once = text.normalise(typed)
    assert text.normalise(once) == once


@given(ANY_TEXT)
def test_no_text_makes_reading_fail_and_what_it_yields_is_writable(typed: str) -> None:
    normal = text.normalise(typed)
    for piece in (normal, *text.terms(normal), *text.features(normal), *text.syllables(normal)):
        piece.encode()
    assert bool(text.terms(normal)) == bool(text.features(normal)) == text.has_words(normal)


@given(ANY_TEXT)
def test_nothing_invisible_is_left(typed: str) -> None:
    assert not [c for c in text.clean(typed) if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


@given(st.text(alphabet="身ﷺa \u0301", min_size=1500, max_size=5000))
def test_normal_text_is_of_bounded_length(typed: str) -> None:
    assert len(text.normalise(typed)) <= text.MAX_CHARACTERS


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_do_not_change_what_is_read(hidden: str) -> None:
    assert text.normalise(hidden.join("身份证丢了")) == "身份证丢了"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("身份證丟了怎麼辦", "身份证丢了怎么办"),
        ("  身份证\t丢了\n\n怎么办  ", "身份证 丢了 怎么办"),
        ("①⑫㎡", "112m2"),
        ("臺灣居民居住證", "台湾居民居住证"),
        ("", ""),
    ],
)
def test_forms_of_one_text_become_one(typed: str, normal: str) -> None:
    assert text.normalise(typed) == normal


@pytest.mark.parametrize("typed", ["-" * 33, "😀🎉", "？！。，", "\u200b", "", "…——"])
def test_text_without_a_word_is_told_apart(typed: str) -> None:
    assert not text.has_words(text.normalise(typed))


@pytest.mark.parametrize(
    ("meant", "typed"), [("身份证补办", "身分证补办"), ("公积金提取", "公鸡金提取"), ("医保报销", "医宝报消")]
)
def test_a_homophone_slip_keeps_every_pinyin_feature(meant: str, typed: str) -> None:
    def sounds(line: str) -> set[str]:
        return {feature for feature in text.features(line) if feature.startswith("p")}

    assert sounds(meant) == sounds(typed)
    assert set(text.features(meant)) != set(text.features(typed))


def test_terms_hold_the_domain_words_whole() -> None:
    assert "居民身份证" in text.terms("居民身份证丢失")
    assert "港澳通行证" in text.terms("港澳通行证签注")


def test_terms_hold_every_pair_of_neighbours_and_latin_runs() -> None:
    assert {"身份", "份证", "证丢", "丢了", "app", "123"} <= set(text.terms("身份证丢了 app-123"))


def test_a_lone_character_is_a_term() -> None:
    assert text.terms("证") == ("证",)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("shenfenzheng", ("shen", "fen", "zheng")),
        ("jiehunzheng", ("jie", "hun", "zheng")),
        ("yingyezhizhao", ("ying", "ye", "zhi", "zhao")),
        ("nver", ("nv", "er")),
    ],
)
def test_pinyin_typed_without_tones_is_read_by_syllables(typed: str, said: tuple[str, ...]) -> None:
    assert text.spelled_out(typed) == said


@pytest.mark.parametrize("typed", ["", "app", "wechat", "12345", "zheng", "www", "x" * 2000])
def test_other_words_and_lone_syllables_are_no_pinyin(typed: str) -> None:
    assert text.spelled_out(typed) == ()


def test_what_is_typed_in_pinyin_sounds_as_what_is_written() -> None:
    def sounds(line: str) -> list[str]:
        return [feature for feature in text.features(text.normalise(line)) if feature.startswith("p")]

    assert text.syllables("shenfenzheng丢了") == text.syllables("身份证丢了")
    assert sounds("ShenFenZheng diu le") == sounds("身份证丢了")


@pytest.mark.parametrize(
    ("typed", "readable"),
    [
        ("身份证", True),
        ("shenfenzheng diu le", True),
        ("shen fen zheng", True),
        ("app身份", True),
        ("ID card lost", False),
        ("de le", False),
        ("12345", False),
        ("", False),
    ],
)
def test_chinese_is_told_from_other_languages_however_it_is_typed(typed: str, readable: bool) -> None:
    assert text.is_readable(text.normalise(typed)) is readable


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=40))
def test_what_is_read_as_pinyin_is_what_was_typed(typed: str) -> None:
    assert "".join(text.spelled_out(typed)) in ("", typed)


def test_a_text_read_again_is_not_cut_again() -> None:
    line = "这一句话读两遍也只切一次"
    assert text.terms(line) is text.terms(line)
    assert text.features(line) is text.features(line)


def test_official_words_stand_behind_what_was_said_in_other_words() -> None:
    assert {"c身份", "c份证"} <= set(text.features("二代证"))
    said, official = text.features("二代证"), text.features("居民身份证")
    assert set(said) & {feature for feature in official if feature.startswith("c")}
