"""Questions of varied items: an authored one with the variation worked in, in several styles, some with slips."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from eval.synth.variations import Variation
from ingest.fit.noise import NoiseMaker
from knowledge.models import ItemId, Question

FORMS = (
    "{told}，{asked}",
    "{asked}，{told}",
    "{told}{asked}",
    "{label}{asked}",
    "我想问一下，{told}，{asked}",
    "{asked}，我是说{label}的",
    "是这样的，{told}，然后{asked}",
)
SLIPS, UNPOINTED = 0.15, 0.15
"""Shares of questions that are mistyped or misheard, and that have no punctuation."""
_POINTS = re.compile(r"[^\w]")
TRIES = 200


class Asker:
    """Makes questions that no item has yet been asked with; deterministic for a seed and an order of calls."""

    def __init__(self, corpus: Sequence[str], seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._noise = NoiseMaker(corpus, seed)
        self._taken = set(corpus)

    def ask(
        self, item_id: ItemId, authored: Sequence[Question], variation: Variation, wanted: int
    ) -> tuple[Question, ...]:
        """``wanted`` new questions, their facets as evenly spread as those of ``authored``; fewer when words run out."""
        order = self._random.permutation(len(authored))
        made: list[Question] = []
        for tried in range(wanted * TRIES if authored else 0):
            if len(made) == wanted:
                break
            question = authored[order[tried % len(order)]]
            text = self._said(question.text, variation)
            if text not in self._taken:
                self._taken.add(text)
                made.append(Question(item_id=item_id, facet=question.facet, text=text))
        return tuple(made)

    def _said(self, asked: str, variation: Variation) -> str:
        form, told = self._pick(FORMS), self._pick(variation.told)
        said = form.format(told=told, asked=asked, label=variation.label)
        style = self._random.random()
        if style < SLIPS:
            return self._noise.noisy(said)
        return _POINTS.sub("", said) if style < SLIPS + UNPOINTED else said

    def _pick(self, choices: Sequence[str]) -> str:
        return choices[int(self._random.integers(len(choices)))]
