"""What all searchers of a bench search: the indexed texts of one snapshot, with their items and vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ingest.fit.texts import texts_of
from knowledge import text
from knowledge.dense import Encoder, Vectors
from knowledge.index_patch import load_parts
from knowledge.records import KnowledgeRecords


@dataclass(frozen=True)
class Corpus:
    """``texts[i]`` leads to ``item_ids[i]`` and has the unit vector ``vectors[i]``, made by ``encoder``."""

    texts: Sequence[str]
    item_ids: Sequence[str]
    vectors: Vectors
    encoder: Encoder

    @classmethod
    def of_snapshot(cls, folder: Path) -> Self:
        """The texts of the guides of a snapshot, which are searched one by one."""
        records = KnowledgeRecords.read(folder)
        parts = load_parts(folder, records)
        pairs = [(line, one.item_id) for one in texts_of(records) if one.item_id is not None for line in one.short]
        texts, item_ids = [line for line, _ in pairs], [item_id for _, item_id in pairs]
        return cls(texts, item_ids, np.asarray(parts.vectors[: len(texts)], dtype=np.float32), parts.encoder)

    def encoded(self, query: str) -> Vectors:
        """The unit vector of one question, shape ``(dimension,)``."""
        return np.asarray(self.encoder.encode([text.normalise(query)])[0], dtype=np.float32)

    def items(self, places: Sequence[int], k: int) -> tuple[str, ...]:
        """Items of the texts at ``places``, each once, the first ``k`` of them."""
        return tuple(dict.fromkeys(self.item_ids[place] for place in places))[:k]
