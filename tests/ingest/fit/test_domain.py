from __future__ import annotations

from ingest.fit.domain import domain_unseen, fit_domain

OWN = [
    "身份证丢了怎么补办",
    "身份证补办要多少钱",
    "户口簿丢了怎么补办",
    "结婚登记要带什么",
    "离婚登记要带什么",
    "社保卡丢了怎么补办",
]
FOREIGN = ["明天会下雨吗", "后天会下雪吗", "明天天气好吗", "今天天气好吗", "讲个笑话吧", "再讲个笑话吧"]


def test_words_of_either_side_are_told_apart() -> None:
    model = fit_domain(OWN, FOREIGN, seed=1)
    assert model.log_odds("户口簿要多少钱补办") > 0 > model.log_odds("后天天气好吗")


def test_one_side_alone_teaches_nothing() -> None:
    assert fit_domain(OWN, [], seed=1).weights == {}
    assert fit_domain([], FOREIGN, seed=1).weights == {}
    assert fit_domain([], [], seed=1).log_odds("身份证") == 0


def test_equal_input_gives_an_equal_model() -> None:
    assert fit_domain(OWN, FOREIGN, seed=1) == fit_domain(OWN, FOREIGN, seed=1)


def test_a_line_is_judged_by_models_that_had_not_learnt_it() -> None:
    foreign = [*FOREIGN, "锦鲤怎么喂", "阳台怎么种葱"]
    unseen = domain_unseen(OWN, foreign, ["身份证补办要带什么"], seed=1)
    seen = fit_domain(OWN, foreign, seed=1)
    assert set(unseen) == {*foreign, "身份证补办要带什么"}
    assert sum(unseen[line] for line in foreign) > sum(seen.log_odds(line) for line in foreign)
