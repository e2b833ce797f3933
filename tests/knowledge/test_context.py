from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge import text
from knowledge.context import (
    CUES,
    FEATURES,
    PATTERNS,
    ROLES,
    WORDS,
    ContextModel,
    Neighbourhood,
    Put,
    context_features,
)
from knowledge.models import Topic, TopicChoice
from knowledge.ranker import Matrix
from tests.knowledge.small import plain_guide

LOST, RENEW, FIRST, SHOP = "AA-001", "AA-002", "AA-003", "BB-001"
GUIDES = (
    plain_guide(LOST, "居民身份证补领", "丢了", related=(RENEW, "ZZ-999")),
    plain_guide(RENEW, "居民身份证换领", "到期"),
    plain_guide(FIRST, "居民身份证申领", "首次"),
    plain_guide(SHOP, "个体工商户登记", "开店", department="市场监管局"),
)
TOPICS = (
    Topic(
        name="证件的事",
        prompt="您要办哪一件？",
        choices=(TopicChoice(item_id=LOST), TopicChoice(item_id=FIRST)),
        asks=("证件",),
    ),
)
NEAR = Neighbourhood.of(GUIDES, TOPICS)
PUT = Put(general=0.5, sure=0.5, none=0.1, topic=0.1)


def role(candidate: str, *spoken: str) -> dict[str, float]:
    return dict(zip(ROLES, NEAR.roles(candidate, spoken), strict=True))


def cues(said: str) -> set[str]:
    found = dict(zip(CUES, PUT.cues(text.normalise(said)), strict=False))
    return {name for name in PATTERNS if found[name]}


def winner(said: str, shares: dict[str, float], *spoken: str) -> str:
    """Whom the weights without a fit choose, of items with these shares by the words alone."""
    ids = list(shares)
    words = np.array([[float(np.log(share)), share, 0.2] for share in shares.values()])
    roles = np.array([NEAR.roles(item_id, spoken) for item_id in ids])
    chances = ContextModel().probabilities(context_features(words, roles, PUT.cues(text.normalise(said))))
    return ids[int(chances.argmax())]


EVEN = {LOST: 0.25, RENEW: 0.25, FIRST: 0.25, SHOP: 0.25}


@pytest.mark.parametrize(
    ("said", "cue"),
    [
        ("前面那个几天能批", "back"),
        ("回到刚才说的", "back"),
        ("说回第一个", "back"),
        ("那补办呢", "switch"),
        ("要是外地户口的话", "switch"),
        ("另外问一下社保", "switch"),
        ("这个要多少钱", "point"),
        ("它有效期几年", "point"),
        ("不是，我是说换领", "correction"),
        ("打错了，是身份证", "correction"),
        ("多少钱", "bare"),
        ("那要带什么材料", "bare"),
        ("去哪里办", "bare"),
        ("网上能办吗", "bare"),
    ],
)
def test_how_a_question_is_put_is_read_off_its_words(said: str, cue: str) -> None:
    assert cue in cues(said)


@pytest.mark.parametrize("said", ["我想给刚出生的孩子上户口", "公积金提取买房", "身份证丢了"])
def test_a_full_question_leans_on_nothing(said: str) -> None:
    assert cues(said) == set()


def test_all_cues_have_their_place_and_length_is_bounded() -> None:
    found = PUT.cues("身" * 2000)
    assert len(found) == len(CUES) - 1  # the last is the candidate's own share
    assert found[CUES.index("length")] == 2.0
    assert [found[CUES.index(name)] for name in ("general", "sure", "none", "topic")] == [0.5, 0.5, 0.1, 0.1]


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=200) | st.sampled_from(["那" * 500, "再问" * 900])
)
def test_no_text_breaks_the_reading(said: str) -> None:
    found = PUT.cues(text.normalise(said))
    assert all(0 <= value <= 2 for value in found)


def test_a_candidate_s_roles_say_where_it_stands() -> None:
    assert role(LOST, LOST, SHOP) == dict.fromkeys(ROLES, 0.0) | {"focus": 1.0}
    assert role(SHOP, LOST, SHOP) == dict.fromkeys(ROLES, 0.0) | {"earlier": 1.0}
    renew = role(RENEW, LOST)
    assert (renew["related"], renew["affair"], renew["office"]) == (1.0, 0.0, 1.0)
    first = role(FIRST, LOST)
    assert (first["related"], first["affair"], first["office"]) == (0.0, 1.0, 1.0)
    assert role(SHOP, LOST)["office"] == 0.0


def test_links_of_guides_count_both_ways_and_likeness_lies_between_nothing_and_all() -> None:
    assert role(LOST, RENEW)["related"] == role(RENEW, LOST)["related"] == 1.0
    assert 0 < role(RENEW, LOST)["alike"] == role(LOST, RENEW)["alike"] < 1
    assert role(SHOP, LOST)["alike"] == 0.0


def test_a_name_of_one_character_and_a_link_to_nothing_published_are_no_fault() -> None:
    lone = Neighbourhood.of([plain_guide(LOST, "证", "丢了"), plain_guide(RENEW, "照", "到期")], ())
    assert lone.roles(RENEW, (LOST,)) == (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0)
    assert NEAR.near(LOST) == [RENEW, "ZZ-999"]
    assert NEAR.near(SHOP) == []


def test_features_are_the_words_and_each_role_under_each_cue() -> None:
    words = np.array([[3.0, 0.75, 0.5], [1.0, 0.25, 0.0]])
    roles = np.array([NEAR.roles(item_id, (LOST,)) for item_id in (LOST, RENEW)])
    found = context_features(words, roles, PUT.cues("那补办呢"))
    assert found.shape == (2, len(FEATURES))
    focus, neighbour = (dict(zip(FEATURES, row.tolist(), strict=True)) for row in found)
    assert [focus[name] for name in WORDS] == [3.0, 0.75, 0.5]
    assert (focus["focus_always"], focus["focus_switch"], focus["focus_bare"]) == (1.0, 1.0, 0.0)
    assert (focus["focus_share"], neighbour["related_share"]) == (0.75, 0.25)
    assert (focus["related_always"], neighbour["related_always"], neighbour["focus_always"]) == (0.0, 1.0, 0.0)


def test_without_a_fit_a_bare_question_stays_and_other_words_lead_on() -> None:
    assert winner("多少钱", EVEN, LOST) == LOST
    assert winner("那换领呢", {LOST: 0.01, RENEW: 0.97, FIRST: 0.01, SHOP: 0.01}, LOST) == RENEW
    assert winner("我想开个小店要办什么照", {LOST: 1e-6, RENEW: 1e-6, FIRST: 1e-6, SHOP: 1.0}, LOST) == SHOP


MATRICES = arrays(np.float64, st.tuples(st.integers(1, 9), st.just(len(FEATURES))), elements=st.floats(-5, 5))


@given(MATRICES)
def test_any_features_give_chances(features: Matrix) -> None:
    chances = ContextModel().probabilities(features)
    assert chances.shape == (len(features),)
    assert chances.sum() == pytest.approx(1)


def test_a_context_model_survives_json() -> None:
    for model in (ContextModel(), ContextModel({name: float(n) for n, name in enumerate(FEATURES)})):
        assert ContextModel.from_dict(json.loads(json.dumps(model.to_dict()))) == model


def test_a_context_model_of_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="other features"):
        ContextModel.from_dict({"focus_always": 1.0, "mood_always": 2.0})


def test_the_weights_without_a_fit_are_of_features_that_there_are() -> None:
    assert set(ContextModel().weights) <= set(FEATURES)
