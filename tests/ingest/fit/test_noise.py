from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fit.noise import NoiseMaker, sound_key
from knowledge import text

CORPUS = ["身份证丢了怎么补", "申请社保卡要多久", "孩子上户口带什么", "生分正"]


@pytest.mark.parametrize(("one", "other"), [("身", "申"), ("四", "十"), ("兰", "南"), ("湖", "福"), ("心", "星")])
def test_what_southern_speakers_merge_sounds_alike(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


def test_different_sounds_stay_different() -> None:
    assert sound_key("医") != sound_key("户")


@given(st.lists(st.sampled_from(CORPUS), max_size=8), st.integers(0, 99))
def test_the_same_seed_makes_the_same_slips(lines: list[str], seed: int) -> None:
    def slips() -> list[str]:
        maker = NoiseMaker(CORPUS, seed)
        return [maker.noisy(line) for line in lines]

    assert slips() == slips()


def test_slips_change_most_lines_and_keep_words() -> None:
    maker = NoiseMaker(CORPUS, 1)
    made = [maker.noisy(line) for line in CORPUS * 20]
    assert sum(one != line for one, line in zip(made, CORPUS * 20, strict=True)) > 60
    assert all(text.has_words(one) for one in made)


@given(st.text(max_size=20))
def test_no_line_makes_it_fail(line: str) -> None:
    assert isinstance(NoiseMaker([line], 1).noisy(line), str)
