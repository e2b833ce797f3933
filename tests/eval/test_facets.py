"""What the facets task makes of what is heard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from eval.answers.load import LabelledQuestion
from eval.building import Built
from eval.facets.evaluate import IndexEar, evaluate
from eval.facets.load import TwoFacets
from eval.progress import silent
from eval.report import Report


@dataclass
class ScriptedEar:
    """Hears what the script says; the first of it is the likeliest."""

    script: dict[str, tuple[str, ...]]

    def likeliest(self, text: str) -> str:
        return self.script[text][0]

    def heard(self, text: str) -> tuple[str, ...]:
        return self.script[text]


def one(text: str, facet: str, style: str = "plain") -> LabelledQuestion:
    return LabelledQuestion.model_validate({"item_id": "GA-001", "facet": facet, "style": style, "question": text})


def two(text: str, facets: str) -> TwoFacets:
    return TwoFacets.model_validate({"facets": facets, "question": text})


@pytest.fixture
def report() -> Report:
    """Single questions: right; right with another behind; another before; wrong. Pairs: right; turned; half; none."""
    ear = ScriptedEar(
        {
            "一": ("fee",),
            "二": ("fee", "time"),
            "三": ("time", "fee"),
            "四": ("general",),
            "甲": ("materials", "fee"),
            "乙": ("fee", "materials"),
            "丙": ("materials",),
            "丁": ("general",),
        }
    )
    single = [one("一", "fee"), one("二", "fee", "asr"), one("三", "fee"), one("四", "time")]
    return evaluate(single, [two(text, "materials fee") for text in "甲乙丙丁"], ear, silent)


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("facet_right", 2 / 4, 4),
        ("heard_right", 1 / 4, 4),
        ("heard_among", 3 / 4, 4),
        ("heard_too_much", 2 / 4, 4),
        ("two_in_order", 1 / 4, 4),
        ("two_heard", 2 / 4, 4),
        ("two_none_heard", 1 / 4, 4),
        ("facet_right.fee", 2 / 3, 3),
        ("facet_right.time", 0.0, 1),
        ("facet_right.asr", 1.0, 1),
    ],
)
def test_figures_by_hand(report: Report, name: str, value: float, n: int) -> None:
    assert report.figures[name].value == pytest.approx(value)
    assert report.figures[name].n == n


def test_confusions_name_what_was_wanted_and_what_was_heard(report: Report) -> None:
    tables = {table.name: table.rows for table in report.tables}
    assert tables["confusions"] == (("fee", "time", 1, "三"), ("time", "general", 1, "四"))
    assert [row[2] for row in tables["two"]] == ["乙", "丙", "丁"]
    assert [row[-1] for row in tables["by_facet"]] == [1.0, 0.0]  # precision: fee was said twice, both rightly


def test_without_pairs_their_figures_are_unknown() -> None:
    figures = evaluate([one("一", "fee")], [], ScriptedEar({"一": ("fee",)}), silent).figures
    assert figures["two_in_order"].value is None


def test_the_index_is_heard_through_the_product_s_own_step(small_built: Built) -> None:
    small = small_built.index()
    ear = IndexEar(small)
    assert ear.likeliest("补身份证多少钱") == small.facets("补身份证多少钱")[0][0]
    assert ear.heard("补身份证要什么材料，多少钱") == ("materials", "fee")
    assert ear.heard("  ") == ("general",)
