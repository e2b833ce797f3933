"""The questions of one item: columns ``facet`` and ``question``."""

from __future__ import annotations

from pydantic import ValidationError

from ingest.parse import text, tsv
from ingest.problems import item_id_of, rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import Question

HEADER = ("facet", "question")


def parse_questions(file: str, data: bytes) -> tuple[tuple[Question, ...], tuple[Problem, ...]]:
    """The questions in file order and warnings; raises RejectedFile at the first bad row."""
    item_id = item_id_of(file)
    if item_id is None:
        raise rejection(file, "文件名应当是“事项编号.tsv”，如 GA-001.tsv")
    source, warnings = text.decode(file, data)
    questions: dict[tuple[str, str], Question] = {}
    repeated: list[Problem] = []
    for line, (facet, wording) in tsv.rows(file, source, HEADER):
        try:
            question = Question.model_validate({"item_id": item_id, "facet": facet, "text": wording})
        except ValidationError as error:
            raise tsv.invalid_row(file, line, error, {"text": "question"}) from error
        if questions.setdefault((question.facet, question.text), question) is not question:
            repeated.append(warning(file, f"“{shown(wording)}”写了两遍，只算一遍", "question", line))
    return tuple(questions.values()), (*warnings, *repeated)
