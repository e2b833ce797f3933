"""Messages that no guide answers, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

from eval.reading import DataRow, Text, load_jsonl

Kind = Literal["out_of_scope", "jailbreak", "crisis", "abuse", "small_talk"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class UnansweredQuestion(DataRow):
    """A message, and what kind of reply it calls for."""

    question: Text
    kind: Kind


def load(path: Path) -> tuple[UnansweredQuestion, ...]:
    """Read one message a line. Raises ``BadInput`` naming the line."""
    return load_jsonl(path, UnansweredQuestion)
