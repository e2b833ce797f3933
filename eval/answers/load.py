"""Labelled questions: what citizens ask, and the item and facet each asks for."""

from __future__ import annotations

from pathlib import Path

from eval.reading import DataRow, Text, Word, load_tsv
from knowledge.models import Facet, ItemId


class LabelledQuestion(DataRow):
    """A citizen's question with the item and the facet it asks for, and the style it is put in."""

    item_id: ItemId
    facet: Facet
    style: Word
    question: Text


def load(path: Path) -> tuple[LabelledQuestion, ...]:
    """Read a TSV with the columns item_id, facet, style, question. Raises ``BadInput`` naming the line."""
    return load_tsv(path, LabelledQuestion)
