"""The questions of one policy file: columns ``section`` (the article that answers, or empty) and ``question``."""

from __future__ import annotations

from pydantic import ValidationError

from ingest.parse import text, tsv
from ingest.problems import document_id_of, rejection, shown, warning
from knowledge.manifest import Problem
from knowledge.models import PolicyQuestion

HEADER = ("section", "question")


def parse_policy_questions(file: str, data: bytes) -> tuple[tuple[PolicyQuestion, ...], tuple[Problem, ...]]:
    """The questions in file order and warnings; raises RejectedFile at the first bad row."""
    document_id = document_id_of(file)
    if document_id is None:
        raise rejection(file, "文件名应当是“文件编号.tsv”，如 P001.tsv")
    source, warnings = text.decode(file, data)
    questions: dict[str, PolicyQuestion] = {}
    repeated: list[Problem] = []
    for line, (section, wording) in tsv.rows(file, source, HEADER):
        try:
            question = PolicyQuestion(document_id=document_id, section=section.strip(), text=wording)
        except ValidationError as error:
            raise tsv.invalid_row(file, line, error, {"text": "question"}) from error
        if questions.setdefault(question.text, question) is not question:
            repeated.append(warning(file, f"“{shown(wording)}”写了两遍，只算前面那一遍", "question", line))
    return tuple(questions.values()), (*warnings, *repeated)
