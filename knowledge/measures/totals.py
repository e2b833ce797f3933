"""What a company gets altogether: of measures that exclude one another (就高不重复) the highest only."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Claim(NamedTuple):
    """One measure that is met: its id, the group that it excludes, and its award in yuan, None for no money."""

    measure: str
    group: str | None
    award: Decimal | None


class Total(NamedTuple):
    """The sum in yuan, and the measures that make it up."""

    amount: Decimal
    counted: frozenset[str]


def total(claims: Iterable[Claim]) -> Total:
    """The most that the groups allow; of two equal ones the first counts."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.award is None:
            continue
        slot = f"group:{claim.group}" if claim.group else f"measure:{claim.measure}"
        before = best.get(slot)
        if before is None or claim.award > (before.award or 0):
            best[slot] = claim
    amount = sum((claim.award or Decimal(0) for claim in best.values()), Decimal(0))
    return Total(amount, frozenset(claim.measure for claim in best.values()))
