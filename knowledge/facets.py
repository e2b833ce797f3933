"""Which facet of an item a question asks: readable cues plus character n-grams in one small linear model.

Multinomial logistic regression, fitted at ingest on the authored questions (each names its facet); the cues of
``lexicon/facets.yaml`` are inputs of their own, so that a wording taught there counts at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.models import FACETS, Facet
from knowledge.words import pack_words, unpack_words

TAIL = 16
"""Characters at the end of a question in which its wording is read."""
STEP, MOST_STEPS = 6, 6
"""Characters that one step of length has, and the step from which on all are alike."""
_ASKS = re.compile(r"[吗呢么嘛?]|怎|咋|哪|啥|什么|多少|几|能不|可不|要不|是不是|有没有|多久")
_SIGNS = re.compile(r"\W")


@cache
def cues() -> tuple[tuple[str, Facet, re.Pattern[str]], ...]:
    """Name, facet and pattern of each cue, in file order."""
    raw = yaml.safe_load((files("knowledge") / "lexicon" / "facets.yaml").read_text("utf-8"))
    return tuple(
        (f"{facet}{number}", facet, re.compile(pattern))
        for facet in FACETS
        for number, pattern in enumerate(raw.get(facet, ()))
    )


def facet_features(normalised: str) -> list[str]:
    """Inputs of the model, each once: cues anywhere (``#``) and in the tail (``@``, ``!`` by facet), n-grams and
    ending of the tail.

    People tell the story first and ask last, so wording counts only in the last ``TAIL`` characters; whether anything is
    asked at all, and how long the text is, tells a situation from a question (``%``).
    """
    said = re.sub(r"\W+$", "", normalised)
    tail = re.sub(r"\W", "", said)[-TAIL:]
    found = [f"#{name}" for name, _facet, pattern in cues() if pattern.search(said)]
    near = [(name, facet) for name, facet, pattern in cues() if pattern.search(tail)]
    found += [f"@{name}" for name, _facet in near] + [f"!{facet}" for _name, facet in near]
    found += [
        f"%{min(len(_SIGNS.sub('', said)) // STEP, MOST_STEPS)}",
        "%asks" if _ASKS.search(said[-TAIL:]) else "%tells",
    ]
    found += [f"${tail[-n:]}" for n in (1, 2, 3, 4) if len(tail) >= n]
    found += [tail[at : at + n] for n in (1, 2, 3) for at in range(len(tail) - n + 1)]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class FacetModel:
    """``weights`` has shape ``(len(vocabulary), len(FACETS))``, ``bias`` one value a facet."""

    vocabulary: dict[str, int]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def rank(self, normalised: str) -> tuple[tuple[Facet, float], ...]:
        """All facets with their probabilities (they sum to 1), likeliest first."""
        rows = [row for name in facet_features(normalised) if (row := self.vocabulary.get(name)) is not None]
        scores = self.bias + self.weights[rows].sum(axis=0) / max(len(rows), 1) ** 0.5
        grown = np.exp(scores - scores.max())
        share = grown / grown.sum()
        return tuple((FACETS[at], float(share[at])) for at in np.argsort(-share, kind="stable"))

    def save(self, path: Path) -> None:
        """Write one ``.npz`` file."""
        np.savez(path, words=pack_words(self.vocabulary), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            words = unpack_words(file["words"])
            return cls({word: row for row, word in enumerate(words)}, file["weights"], file["bias"])
