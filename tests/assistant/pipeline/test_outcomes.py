from __future__ import annotations

import re
from typing import get_args

import pytest

from assistant.outcomes import endings, wording
from assistant.pipeline.patterns import rules
from assistant.pipeline.reply import Outcome


def test_the_file_names_exactly_the_endings_of_the_type() -> None:
    assert set(endings()) == set(get_args(Outcome))


@pytest.mark.parametrize("step", ["guard", "route", "retrieve"])
def test_every_rule_ends_in_words_that_exist(step: str) -> None:
    assert all(wording(rule.outcome, rule.variant) for rule in rules(step))


def test_every_ending_explains_itself_in_chinese() -> None:
    for outcome, ending in endings().items():
        for words in (ending.meaning, *ending.variants.values(), *(() if "{" in ending.text else (ending.text,))):
            assert re.search(r"[\u4e00-\u9fff]", words), outcome


def test_only_composed_endings_have_a_place_to_fill_in() -> None:
    assert {outcome for outcome, ending in endings().items() if "{" in ending.text} == {"answered", "tool"}


def test_hand_over_says_that_no_person_is_there() -> None:
    assert "不能替您转接" in wording("handover")
    assert "12345" in wording("handover")


def test_an_unknown_variant_is_a_programming_fault() -> None:
    with pytest.raises(KeyError):
        wording("refused", "no-such-variant")
