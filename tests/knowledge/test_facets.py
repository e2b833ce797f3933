from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.embedded import EmbeddedIndex
from knowledge.facets import FacetModel, cues, facet_features
from knowledge.models import FACETS, Facet

STORY = "我上周坐公交车的时候包被人划了，里面东西全没了，后来去派出所报过一次，人家让我自己来问，"
ASKED: list[tuple[Facet, str]] = [
    ("conditions", "办这个需要符合什么条件"),
    ("conditions", "没有本地户口有资格办吗"),
    ("materials", "过来要准备哪些材料"),
    ("materials", "去的时候要带什么证件"),
    ("process", "具体是什么流程，第一步做什么"),
    ("process", "整个步骤是怎么走的"),
    ("time", "从交表到拿证要多久"),
    ("time", "几个工作日能批下来"),
    ("fee", "办一次要花多少钱"),
    ("fee", "这个收不收费用"),
    ("place", "应该去哪个窗口办"),
    ("place", "办理的地址在哪里"),
    ("online", "在手机上能不能申请"),
    ("online", "网上可以办吗"),
    ("phone", "咨询电话是多少"),
    ("phone", "有没有热线号码可以问"),
    ("result", "办完会发什么证书"),
    ("result", "拿到的证有效期几年"),
]


@pytest.mark.parametrize(("facet", "words"), ASKED)
def test_a_facet_is_recognised_in_clear_words(whole_index: EmbeddedIndex, facet: Facet, words: str) -> None:
    assert whole_index.facets(f"补身份证，{words}")[0][0] == facet


@pytest.mark.parametrize(("facet", "words"), ASKED)
def test_a_story_before_the_question_does_not_hide_the_facet(
    whole_index: EmbeddedIndex, facet: Facet, words: str
) -> None:
    assert whole_index.facets(STORY + words)[0][0] == facet


@pytest.mark.parametrize("words", ["身份证丢了咋办", "我想给孩子上户口", "开店的事情怎么办理"])
def test_a_question_about_the_whole_item_is_general(whole_index: EmbeddedIndex, words: str) -> None:
    assert whole_index.facets(words)[0][0] == "general"


@pytest.mark.parametrize("words", ["", "😀", "x", "补身份证要多少钱", "身" * 3000])
def test_chances_of_all_facets_sum_to_one_likeliest_first(small_index: EmbeddedIndex, words: str) -> None:
    ranked = small_index.facets(words)
    chances = [chance for _, chance in ranked]
    assert {facet for facet, _ in ranked} == set(FACETS)
    assert sum(chances) == pytest.approx(1)
    assert chances == sorted(chances, reverse=True)


def test_a_saved_model_ranks_the_same(small_folder: Path, small_index: EmbeddedIndex) -> None:
    model = FacetModel.load(small_folder / "facets.npz")
    assert model.rank("补身份证要多少钱") == small_index.facets("补身份证要多少钱")


def test_every_facet_has_a_cue() -> None:
    assert {facet for _, facet, _ in cues()} == set(FACETS)


def test_a_cue_early_in_a_long_text_is_no_cue_of_its_tail() -> None:
    features = facet_features("多少钱这件事先不说了我就是想问一下那个证件的办理地址")
    assert [name for name in features if name.startswith("#fee")]
    assert not [name for name in features if name.startswith("@fee")]
