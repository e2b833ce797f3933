"""常见问题: the question of a guide that a citizen asks almost word for word, with the department's own answer."""

from __future__ import annotations

from knowledge import text
from knowledge.models import FrequentQuestion, ServiceGuide

ALIKE = 0.5
"""From this likeness on (1 is the same) the department's answer is given first."""
LEAST = 5
"""Pairs of characters that both must share."""


def asked_before(guide: ServiceGuide, normalised: str) -> FrequentQuestion | None:
    """The most alike of the guide's frequent questions, where one is alike enough (Dice's coefficient of bigrams)."""
    mine = _pairs(normalised)
    best, likeness = None, ALIKE
    for pair in guide.faq:
        theirs = _pairs(text.normalise(pair.q))
        shared = len(mine & theirs)
        alike = 2 * shared / max(len(mine) + len(theirs), 1)
        if shared >= LEAST and alike >= likeness:
            best, likeness = pair, alike
    return best


def _pairs(normalised: str) -> set[str]:
    return {normalised[at : at + 2] for at in range(len(normalised) - 1)}
