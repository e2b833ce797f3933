"""What the policies task makes of citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.errors import BadInput
from eval.fake import ScriptedTarget
from eval.policies.evaluate import evaluate
from eval.policies.load import KINDS, PolicyRow, load
from eval.progress import silent
from eval.reading import shipped
from eval.report import Report

IN_FORCE = "《办法》第二条是这样规定的：“…”有效期从2025年1月1日到2027年12月31日，现在有效。"
ENDED = "请注意：《办法》已于2025年12月31日到期，现在不再执行。"


def run(*asked: tuple[str, str | None, str | None, str, list[tuple[str, str]]]) -> Report:
    """Questions as (kind, document, article, text of the reply, citations)."""
    rows, replies = [], {}
    for number, (kind, document, article, text, cited) in enumerate(asked):
        question = f"问{number}"
        fields = {"question": question, "document_id": document, "article": article, "kind": kind}
        rows.append(PolicyRow.model_validate(fields))
        citations = [{"title": "t", "source_id": source, "section": section} for source, section in cited]
        replies[question] = {"outcome": "answered", "text": text, "citations": citations}
    return evaluate(rows, ScriptedTarget(replies=replies), silent)


def test_figures_by_hand() -> None:
    figures = run(
        ("fact", "P001", "第二条", IN_FORCE, [("P001", "第二条")]),
        ("fact", "P001", "第二条", IN_FORCE, [("P001", "第三条"), ("P001", "第二条")]),
        ("fact", "P001", "第二条", IN_FORCE, [("P002", "第二条"), ("P001", "第一条")]),
        ("document", "P001", None, IN_FORCE, []),
    ).figures
    assert figures["document_first"].value == 0.5
    assert figures["document_cited"].value == 0.75
    assert figures["article_cited"].value == pytest.approx(2 / 3)
    assert figures["not_from_policy"].value == 0.25
    assert figures["right.fact"].value == pytest.approx(2 / 3)
    assert figures["right.document"].value == 0
    assert figures["expired_as_in_force"].value is None


def test_an_expired_document_may_be_cited_only_as_such() -> None:
    figures = run(
        ("expired", "P008", "第二条", ENDED, [("P008", "第二条")]),
        ("expired", "P008", "第二条", IN_FORCE, [("P008", "第二条")]),
        ("expired", "P008", "第二条", IN_FORCE, [("P001", "第二条")]),
        ("expired", "P008", "第二条", "没有找到", []),
    ).figures
    assert figures["expired_as_in_force"].value == 0.25
    assert figures["expired_told"].value == 0.25
    assert figures["right.expired"].value == 0.75


def test_a_question_that_no_policy_answers_may_be_answered_from_a_guide() -> None:
    report = run(("none", None, None, "40元", [("GA-015", "收费标准")]), ("none", None, None, IN_FORCE, [("P001", "")]))
    assert report.figures["none_from_policy"].value == 0.5
    assert [row["right"] for row in report.rows] == [True, False]
    assert [row[-1] for row in report.tables[0].rows] == ["问1"]


@pytest.mark.parametrize(
    "line",
    [
        '{"question": "问", "kind": "fact"}',
        '{"question": "问", "kind": "none", "document_id": "P001"}',
        '{"question": "问", "kind": "other", "document_id": "P001"}',
        '{"question": "", "kind": "fact", "document_id": "P001"}',
    ],
)
def test_a_bad_row_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"question": "问", "kind": "fact", "document_id": "P001", "article": "第二条"}\n' + line + "\n")
    with pytest.raises(BadInput, match="line 2"):
        load(path)


def test_the_shipped_set_has_every_kind() -> None:
    assert {row.kind for row in load(shipped("policies_dev.jsonl"))} == set(KINDS)
