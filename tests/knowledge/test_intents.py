from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.intents import INTENTS, Intent, IntentModel, intent_features
from knowledge.words import pack_words


def small(*intents: Intent) -> IntentModel:
    """A model in which 身 speaks for the first intent, and nothing for the others."""
    weights = np.zeros((1, len(intents)), dtype=np.float32)
    weights[0, 0] = 3.0
    return IntentModel(intents, {"c身": 0}, weights, np.zeros(len(intents), dtype=np.float32))


def test_an_empty_model_has_no_opinion() -> None:
    assert IntentModel().probabilities("身份证丢了") == {}
    assert IntentModel().log_odds("身份证丢了") == 0
    assert IntentModel().policy_words("身份证丢了") == 0


def test_chances_sum_to_one_and_follow_the_words() -> None:
    model = small("guides", "crisis", "abuse")
    found = model.probabilities("身份证")
    assert sum(found.values()) == pytest.approx(1)
    assert max(found, key=found.__getitem__) == "guides"
    assert len(set(model.probabilities("天气").values())) == 1


def test_words_of_guides_stand_above_foreign_ones() -> None:
    assert small("guides", "out_of_scope").log_odds("身份证") > 0 > small("out_of_scope", "guides").log_odds("身份证")
    assert small("policy", "guides").policy_words("身份证") > 0 > small("guides", "policy").policy_words("身份证")


def test_a_side_without_lines_gives_no_odds() -> None:
    assert small("guides", "crisis").log_odds("身份证") == 0
    assert small("guides", "out_of_scope").policy_words("身份证") == 0


def test_features_are_listed_once_and_hold_trigrams() -> None:
    found = intent_features("户口户口，迁户口")
    assert len(found) == len(set(found))
    assert {"c户", "c户口", "t户口户", "t口迁户"} <= set(found)


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = small("guides", "out_of_scope", "human")
    model.save(tmp_path / "intents.npz")
    again = IntentModel.load(tmp_path / "intents.npz")
    assert again.probabilities("身份证") == model.probabilities("身份证")
    IntentModel().save(tmp_path / "empty.npz")
    assert IntentModel.load(tmp_path / "empty.npz").probabilities("身份证") == {}


@pytest.mark.parametrize(
    ("names", "words", "shape"),
    [
        (("guides", "human"), ("c身", "c份"), (1, 2)),
        (("guides",), ("c身",), (1, 2)),
        (("guides", "weather"), ("c身",), (1, 2)),
        (("human", "guides"), ("c身",), (1, 2)),
    ],
)
def test_names_and_weights_that_do_not_match_are_refused(
    tmp_path: Path, names: tuple[str, ...], words: tuple[str, ...], shape: tuple[int, int]
) -> None:
    np.savez(
        tmp_path / "bad.npz",
        intents=pack_words(names),
        words=pack_words(words),
        weights=np.zeros(shape, np.float32),
        bias=np.zeros(shape[1], np.float32),
    )
    with pytest.raises(ValueError, match="intent"):
        IntentModel.load(tmp_path / "bad.npz")


def test_every_intent_has_its_place() -> None:
    assert len(set(INTENTS)) == len(INTENTS) == 11
