"""A model proposes for what is left to a person; the same validator checks, and nothing is applied."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from ingest.labels.propose import checked, propose
from knowledge.errors import InvalidRecord
from tests.ingest.labels.reading import read

CLAUSE = "近三年累计设备投资500万元以上的高新技术企业"
RECORD: dict[str, Any] = {"measures": read(f"第一条 {CLAUSE}，奖励5万元。\n\n第二条 第一条免申即享。\n")}


class FakeModel:
    def __init__(self, answer: str) -> None:
        self.said, self.asked = answer, list[dict[str, Any]]()

    def answer(self, system: str, told: str) -> str:
        self.asked.append(json.loads(told))
        return self.said


def conditions(*trees: dict[str, Any]) -> str:
    return json.dumps({"conditions": trees}, ensure_ascii=False)


FIGURE = {"field": "equipment_investment", "op": ">=", "value": 500}


def test_what_a_model_proposes_stays_open_and_changes_nothing() -> None:
    before, model = copy.deepcopy(RECORD), FakeModel(f"好的：{conditions(FIGURE)}")
    proposals = propose(RECORD, model)
    assert [(one.label, one.labels, one.state) for one in proposals.kept] == [("conditions/2", (FIGURE,), "open")]
    assert model.asked[0]["part"] == "conditions" and CLAUSE in model.asked[0]["clause"]
    assert before == RECORD


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "没有提出标签"),
        ("{}", "没有提出标签"),
        ("[" * 9000, "没有提出标签"),
        (conditions(FIGURE | {"value": 600}), "原文里没有提出的数字"),
        (conditions({"field": "profit", "op": ">=", "value": 500}), "企业画像里没有“profit”这一项"),
        (conditions({"field": "qualifications", "op": "has", "value": "绿色工厂"}), "原文里没有提出的名称"),
        (conditions({"field": "dishonest", "op": "==", "value": False}), "原文里没有提出的名称"),
        (conditions({"any": [{"human": CLAUSE}]}), "提出的条件仍然要人工判断"),
        (conditions({"field": "equipment_investment", "op": "has", "value": 500}), "“当年设备投资”不能用“has”比较"),
    ],
)
def test_a_proposal_that_the_clause_does_not_bear_is_refused(answer: str, reason: str) -> None:
    proposals = propose(RECORD, FakeModel(answer))
    assert (proposals.kept, proposals.refused) == ((), {reason: 1})


def test_an_award_must_stand_in_its_words_too() -> None:
    clause = "按实际租金的30%给予补助，最高20万元"
    award = {"kind": "percent", "base": "revenue", "rate": 0.3, "cap": 200000}
    assert checked("award", clause, json.dumps({"award": award})) == (award,)
    with pytest.raises(InvalidRecord, match="原文里没有提出的数字"):
        checked("award", clause, json.dumps({"award": award | {"cap": 300000}}))
    with pytest.raises(InvalidRecord, match="人工判断"):
        checked("award", clause, json.dumps({"award": {"kind": "human", "text": clause}}))
