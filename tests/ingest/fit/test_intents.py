from __future__ import annotations

from collections import Counter

import numpy as np

from ingest.fit.intents import fit_intents, intents_unseen, shipped_lines
from knowledge import text
from knowledge.intents import INTENTS, Intent

OWN = [
    "身份证丢了怎么补办",
    "身份证补办要多少钱",
    "户口簿丢了怎么补办",
    "结婚登记要带什么",
    "离婚登记要带什么",
    "社保卡丢了怎么补办",
]
POLICY = ["规上企业奖励多少", "企业上规奖励怎么领", "技改补助多少", "技改补助怎么申报"]
LINES: dict[Intent, list[str]] = {
    "out_of_scope": ["明天会下雨吗", "后天会下雪吗", "明天天气好吗", "今天天气好吗", "讲个笑话吧", "再讲个笑话吧"],
    "crisis": ["我不想活了", "真不想活了", "活不下去了", "我活不下去了"],
}


def best(found: dict[Intent, float]) -> Intent:
    return max(found, key=found.__getitem__)


def test_words_of_each_kind_are_told_apart() -> None:
    model = fit_intents(OWN, POLICY, LINES, seed=1)
    assert best(model.probabilities("户口簿补办要多少钱")) == "guides"
    assert best(model.probabilities("技改奖励怎么申报")) == "policy"
    assert best(model.probabilities("后天天气好吗")) == "out_of_scope"
    assert best(model.probabilities("不想活了活不下去")) == "crisis"
    assert model.log_odds("户口簿要多少钱补办") > 0 > model.log_odds("后天天气好吗")
    assert model.policy_words("技改补助多少") > 0 > model.policy_words("结婚登记要带什么")


def test_two_kinds_are_enough() -> None:
    model = fit_intents(OWN, [], {"out_of_scope": LINES["out_of_scope"]}, seed=1)
    assert set(model.probabilities("身份证")) == {"guides", "out_of_scope"}
    assert model.log_odds("户口簿要多少钱补办") > 0 > model.log_odds("后天天气好吗")


def test_one_kind_alone_teaches_nothing() -> None:
    assert fit_intents(OWN, [], {}, seed=1).probabilities("身份证") == {}
    assert fit_intents([], [], {"crisis": LINES["crisis"]}, seed=1).probabilities("身份证") == {}
    assert fit_intents([], [], {}, seed=1).probabilities("身份证") == {}


def test_equal_input_gives_an_equal_model() -> None:
    one, two = fit_intents(OWN, POLICY, LINES, seed=1), fit_intents(OWN, POLICY, LINES, seed=1)
    assert one.vocabulary == two.vocabulary
    assert np.array_equal(one.weights, two.weights)
    assert np.array_equal(one.bias, two.bias)


def test_a_line_is_judged_by_a_model_that_had_not_learnt_it() -> None:
    others = ["身份证补办要带什么"]
    unseen = intents_unseen(OWN, POLICY, LINES, others, seed=1)
    seen = fit_intents(OWN, POLICY, LINES, seed=1)
    assert set(unseen) == {*POLICY, *LINES["out_of_scope"], *LINES["crisis"], *others}
    foreign = LINES["out_of_scope"]
    assert sum(unseen[line].log_odds(line) for line in foreign) > sum(seen.log_odds(line) for line in foreign)


def test_a_greeting_before_a_question_does_not_make_it_small_talk() -> None:
    model = fit_intents(OWN, [], {"small_talk": ["你好", "您好", "早上好", "谢谢"]}, seed=1)
    assert best(model.probabilities("你好,身份证补办要多少钱")) == "guides"
    assert best(model.probabilities("您好")) == "small_talk"


def test_every_intent_but_policy_has_shipped_lines_and_no_line_two_meanings() -> None:
    found = shipped_lines()
    assert set(found) == set(INTENTS) - {"policy"}
    assert all(len(lines) >= 80 for lines in found.values())
    assert all(line == text.normalise(line) for lines in found.values() for line in lines)
    counts = Counter(line for intent, lines in found.items() for line in set(lines))
    assert [line for line, count in counts.items() if count > 1] == []
