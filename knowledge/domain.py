"""How much a text sounds like the matters that the guides answer: one weight a character or pinyin n-gram.

Search always has a nearest item; whether the words themselves belong here is another question («今天天气怎么样» is near
天然气). A linear model answers it, fitted at ingest on the authored questions against lines that no guide answers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np

from knowledge import text
from knowledge.words import pack_words, unpack_words


@dataclass(frozen=True)
class DomainModel:
    """Logistic regression over ``text.features``, each text scaled to unit length; empty, it has no opinion."""

    weights: dict[str, float] = field(default_factory=dict)
    bias: float = 0.0

    def log_odds(self, normalised: str) -> float:
        """Above zero when the words belong to the guides, below when they do not."""
        known = [weight for name in text.features(normalised) if (weight := self.weights.get(name)) is not None]
        return self.bias + sum(known) / float(max(len(known), 1) ** 0.5)

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file."""
        np.savez(
            path,
            words=pack_words(self.weights),
            weights=np.array(list(self.weights.values()), dtype=np.float32),
            bias=self.bias,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote; raises ValueError when names and weights do not match."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            words = unpack_words(file["words"])
            return cls(dict(zip(words, file["weights"].tolist(), strict=True)), float(file["bias"]))
