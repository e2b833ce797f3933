"""Which items to make, and how many questions each gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import numpy as np

from eval.errors import BadInput
from eval.synth.guides import MOST, varied, varied_id
from eval.synth.variations import Variation, variations_of
from knowledge.models import ItemId, ServiceGuide

SIBLINGS = 3
"""Related items of a varied one: the shipped one and the next of its kin."""


@dataclass(frozen=True)
class Planned:
    """One item to write; ``variation`` is None for a shipped one, ``base`` the shipped one's id in any case."""

    guide: ServiceGuide
    base: ItemId
    variation: Variation | None = None


def plan(guides: Sequence[ServiceGuide], items: int, seed: int) -> list[Planned]:
    """The shipped guides (the first ``items`` of them), then a variation of each in turn until there are enough.

    Raises:
        BadInput: there are not so many variations.
    """
    shipped = [Planned(guide, guide.id) for guide in guides[:items]]
    random = np.random.default_rng(seed)
    turns = zip_longest(*(list(_variants(guide, random)) for guide in guides if items > len(shipped)))
    varied_ones = (one for turn in turns for one in turn if one is not None)
    planned = [*shipped, *islice(varied_ones, items - len(shipped))]
    if len(planned) < items:
        raise BadInput(f"the sample can be varied into {len(planned)} items, not {items}")
    return _linked(planned)


def shares(planned: Sequence[Planned], authored: Mapping[ItemId, int], questions: int) -> list[int]:
    """How many of ``questions`` each item gets.

    Shipped items keep all of theirs where those are at most half of what is wanted, else all items share alike; the
    varied ones share the rest alike.
    """
    bases = [authored[one.base] if one.variation is None else 0 for one in planned]
    if 2 * sum(bases) > questions:
        bases = [min(count, questions // len(planned)) for count in bases]
    others = [at for at, one in enumerate(planned) if one.variation is not None]
    left = questions - sum(bases)
    for turn, at in enumerate(others):
        bases[at] = left // len(others) + (turn < left % len(others))
    return bases


def _variants(guide: ServiceGuide, random: np.random.Generator) -> Iterator[Planned]:
    """Variations of one guide in a mixed order, the single ones before the double ones."""
    found = list(variations_of(guide))
    order = sorted(random.permutation(len(found)), key=lambda at: found[at].double)[:MOST]
    ids = [varied_id(guide.id, number) for number in range(1, len(order) + 1)]
    for at, chosen in enumerate(order):
        related = (guide.id, *ids[at + 1 : at + SIBLINGS])
        yield Planned(varied(guide, ids[at], found[chosen], related), guide.id, found[chosen])


def _linked(planned: Sequence[Planned]) -> list[Planned]:
    """The same with links to planned items only."""
    known = {one.guide.id for one in planned}
    return [
        replace(one, guide=one.guide.model_copy(update={"related": tuple(x for x in one.guide.related if x in known)}))
        for one in planned
    ]
