from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import text
from knowledge.colloquial import PREFIX, official_words


def lexicon() -> list[tuple[str, str]]:
    rows = (files("knowledge") / "lexicon" / "colloquial.tsv").read_text("utf-8").splitlines()[1:]
    return [(said, official) for said, official in (row.split("\t") for row in rows)]


SAID = [said for said, _official in lexicon()]


@pytest.mark.parametrize(
    ("said", "official"),
    [
        ("二代证丢了", ("居民身份证",)),
        ("五险一金怎么交", ("社会保险", "住房公积金")),
        ("俺家", ("我家",)),
        ("阮兜的二代证", ("我家", "居民身份证")),
        ("今天天气", ()),
        ("身份证丢了", ()),
        ("证", ()),
        ("", ()),
    ],
)
def test_what_people_say_is_put_in_official_words(said: str, official: tuple[str, ...]) -> None:
    assert official_words(said) == official


def test_the_longest_entry_counts_and_what_it_covers_is_not_read_again() -> None:
    assert official_words("俺家娃") == ("我的孩子",)
    assert official_words("爱偌济钱") == official_words("爱偌济") == ("要多少钱",)


def test_what_the_text_says_itself_is_not_added() -> None:
    assert official_words("二代证就是居民身份证") == ()


def test_a_word_said_in_two_ways_is_added_once() -> None:
    assert official_words("二代证，身份卡") == ("居民身份证",)


def test_each_entry_adds_its_own_words_and_nothing_else() -> None:
    for said, official in lexicon():
        words = {word for word in official.lower().split(" ") if word not in said.lower()}
        assert set(official_words(said.lower())) == words, said


def test_entries_are_long_enough_to_be_found_and_written_once() -> None:
    assert len(SAID) == len(set(SAID)) > 2000
    assert min(map(len, SAID)) >= PREFIX
    assert [said for said in SAID if text.normalise(said) != said.lower()] == []
    assert [said for said, official in lexicon() if official.split() != official.split(" ")] == []


@given(
    st.lists(st.sampled_from(SAID) | st.text(alphabet=st.characters(exclude_categories=()), max_size=6), max_size=12)
)
def test_no_text_breaks_it_and_nothing_is_added_twice(pieces: list[str]) -> None:
    said = text.normalise("".join(pieces))
    found = official_words(said)
    assert len(found) == len(set(found))
    assert not [word for word in found if not word or word in said]
    assert len(found) <= len(said)


def test_the_longest_text_that_is_read_adds_no_more_than_it_says() -> None:
    said = text.normalise("二代证" * 10_000)
    assert official_words(said) == ("居民身份证",)
