"""Messages that no guide answers, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from eval.answers.load import load as load_labelled
from eval.reading import DataRow, Text, columns_of, exam, load_jsonl, load_tsv, shipped
from knowledge.models import ItemId

Kind = Literal["out_of_scope", "jailbreak", "crisis", "abuse", "small_talk"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class UnansweredQuestion(DataRow):
    """A message, and what kind of reply it calls for."""

    question: Text
    kind: Kind


def load(path: Path) -> tuple[UnansweredQuestion, ...]:
    """Read one message a line. Raises ``BadInput`` naming the line."""
    return load_jsonl(path, UnansweredQuestion)


class RealQuestion(DataRow):
    """A question that deserves an answer, however it sounds, and the item it asks for."""

    item_id: ItemId
    question: Text


def real_set(named: str) -> Path:
    """The real questions of that name: a shipped set, ``hard`` (they sound like what is refused), or a file."""
    return shipped("in_scope_hard.tsv") if named == "hard" else exam("questions", "tsv", named)


def load_real(path: Path) -> tuple[RealQuestion, ...]:
    """Read a TSV with the columns item_id, question, or a set of the task ``answers``. Raises ``BadInput``."""
    if columns_of(path) == tuple(RealQuestion.model_fields):
        return load_tsv(path, RealQuestion)
    return tuple(RealQuestion(item_id=one.item_id, question=one.question) for one in load_labelled(path))
