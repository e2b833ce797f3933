"""The evaluation of company names: made registers, ways of typing, and what is counted as right."""

from __future__ import annotations

from eval.company_names.evaluate import Judged, evaluate, summarise
from eval.company_names.generate import companies
from eval.company_names.typed import KINDS, Asked, questions
from eval.progress import silent
from knowledge.portraits.credit_code import is_credit_code
from knowledge.portraits.names import Found


def test_equal_seeds_make_equal_registers_of_different_companies_with_right_codes() -> None:
    made = companies(2000, 1)
    assert made == companies(2000, 1) != companies(2000, 2)
    assert len({company.name for company in made}) == len({company.credit_code for company in made}) == 2000
    assert all(is_credit_code(company.credit_code) for company in made)


def test_each_question_knows_every_company_that_it_fits() -> None:
    register = companies(2000, 1)
    asked = questions(register, 20, 2)
    assert {one.kind for one in asked} == {*KINDS, "unknown"}
    by_core = [one for one in asked if one.kind == "core"]
    for one in by_core:
        assert one.meant == {company.credit_code for company in register if company.core == one.typed}
    assert all(one.meant for one in asked if one.kind != "unknown")


def test_typed_whole_every_company_is_found_and_nobody_is_made_up() -> None:
    report = evaluate(3000, 20, 7, silent)
    for kind in ("full", "everyday", "without_region", "former", "full_homophone", "unknown"):
        assert report.figures[f"right_first.{kind}"].value == 1.0, kind
    assert (report.figures["right_first"].value or 0) > 0.95 and (report.figures["sure_and_right"].value or 0) > 0.98


def test_what_is_counted() -> None:
    meant = Asked("core", "宏达", frozenset({"A"}))
    right, wrong = Found("A", "甲", 0.9, None), Found("B", "乙", 0.9, None)
    unknown = Asked("unknown", "无", frozenset())
    judged = [
        Judged(meant, (right,), 1),
        Judged(meant, (wrong, right), 1),
        Judged(unknown, (), 1),
        Judged(unknown, (wrong,), 1),
    ]
    figures = summarise(judged, 2, 0.0).figures
    values = {
        name: figures[name].value
        for name in ("right_first", "within_eight", "sure", "sure_and_right", "unknown_found_nobody")
    }
    assert values == {
        "right_first": 0.5,
        "within_eight": 1.0,
        "sure": 1.0,
        "sure_and_right": 0.5,
        "unknown_found_nobody": 0.5,
    }
