"""Labels read from a text beside those that a department gave."""

from __future__ import annotations

from datetime import date

from ingest.labels.join import contradictions, with_measures, with_quotes
from knowledge.models import Measure, PolicyDocument

SOURCE = "第一条 高新技术企业设备投资100万元以上的，奖励5万元。\n\n第二条 第一条免申即享。\n"
CONDITIONS: dict[str, object] = {
    "all": [
        {"field": "equipment_investment", "op": ">=", "value": 100},
        {"field": "qualifications", "op": "has", "value": "高新技术企业"},
    ]
}


def document(*measures: Measure) -> PolicyDocument:
    day = date(2026, 1, 1)
    return PolicyDocument(
        id="T", title="措施", issuer="泉州市商务局", level="市", district=None, published=day, valid_from=day,
        valid_to=None, measures=measures,
    )  # fmt: skip


def given(**changes: object) -> Measure:
    fields: dict[str, object] = {
        "id": "T-1", "title": "奖励", "mode": "免申即享", "article": "第一条", "conditions": CONDITIONS,
        "award": {"kind": "fixed", "amount": 50000},
    }  # fmt: skip
    return Measure.model_validate(fields | changes)


def test_a_text_without_labels_gets_those_read_with_their_words() -> None:
    (measure,) = with_measures(document(), SOURCE).measures
    assert measure.award == {"kind": "fixed", "amount": 50000}
    assert all(SOURCE[quote.start : quote.end] == quote.text for quote in measure.quotes)


def test_given_labels_that_agree_get_the_words_of_each_clause() -> None:
    (measure,) = with_quotes(document(given()), SOURCE).measures
    assert measure.model_copy(update={"quotes": ()}) == given()
    assert {quote.label: quote.text for quote in measure.quotes} == {
        "conditions/0": "设备投资100万元以上", "conditions/1": "高新技术企业", "award": "奖励5万元",
    }  # fmt: skip
    assert not list(contradictions(document(given()), SOURCE))


def test_given_labels_that_contradict_the_text_stay_and_are_told() -> None:
    wrong = given(award={"kind": "fixed", "amount": 60000})
    assert with_quotes(document(wrong), SOURCE).measures == (wrong,)
    (problem,) = contradictions(document(wrong), SOURCE)
    assert (problem.severity, problem.field, problem.file) == ("warning", "measures[0].award", "policies/T.labels.json")


def test_what_the_reader_leaves_to_a_person_contradicts_nothing() -> None:
    open_text = SOURCE.replace("设备投资100万元以上", "上年度盈利")
    assert not list(contradictions(document(given()), open_text))
