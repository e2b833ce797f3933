"""Labelled conversations: at each turn, the item and facet that is meant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from eval.reading import DataRow, Text, Word, load_jsonl
from knowledge.models import Facet, ItemId


class DialogueTurn(DataRow):
    """What the citizen says, and the item and facet that is meant at this point of the conversation."""

    user: Text
    item_id: ItemId
    facet: Facet


class Dialogue(DataRow):
    """A conversation in order of its turns."""

    id: Word
    turns: Annotated[tuple[DialogueTurn, ...], Field(min_length=1)]


def load(path: Path) -> tuple[Dialogue, ...]:
    """Read one dialogue a line. Raises ``BadInput`` naming the line."""
    return load_jsonl(path, Dialogue)
