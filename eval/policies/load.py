"""Questions about policy files, with the document and the article that answer them."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self, get_args

from pydantic import model_validator

from eval.reading import DataRow, Text, load_jsonl

Kind = Literal["fact", "document", "expired", "none"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class PolicyRow(DataRow):
    """A question; ``article`` is empty where any of the document will do.

    ``fact`` is answered by an article, ``document`` by a document as such, ``expired`` asks for one that is not in force
    on the day, and ``none`` sounds like one that no policy file answers (it names no document).
    """

    question: Text
    document_id: str | None = None
    article: str | None = None
    kind: Kind

    @model_validator(mode="after")
    def _names_its_document(self) -> Self:
        if (self.kind == "none") == bool(self.document_id):
            raise ValueError("a document_id is needed for every kind but none, and only there")
        return self


def load(path: Path) -> tuple[PolicyRow, ...]:
    """Read one question a line. Raises ``BadInput`` naming the line."""
    return load_jsonl(path, PolicyRow)
