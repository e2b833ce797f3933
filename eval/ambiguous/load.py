"""Questions that several items could answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from eval.reading import DataRow, Text, load_jsonl
from knowledge.models import ItemId


class OpenQuestion(DataRow):
    """A question, and the items any of which it may mean."""

    question: Text
    acceptable_item_ids: Annotated[tuple[ItemId, ...], Field(min_length=1)]


def load(path: Path) -> tuple[OpenQuestion, ...]:
    """Read one question a line. Raises ``BadInput`` naming the line."""
    return load_jsonl(path, OpenQuestion)
