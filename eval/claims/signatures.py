"""That nobody is handed over without two people's signatures: read off the product's own table of states, not off its promises."""

from __future__ import annotations

from collections.abc import Iterable

SIGN_OFFS = ("recognise", "confirm")
HANDED = "handed_over"


def reachable(steps: Iterable[tuple[str, tuple[str, ...], str]], without: str) -> set[str]:
    """States that can be reached when one action is never taken; ``steps`` are (action, from, to), from nothing at the start."""
    rows = [step for step in steps if step[0] != without]
    seen = {to for _, before, to in rows if not before}
    grown = True
    while grown:
        more = {to for _, before, to in rows if seen.intersection(before)} - seen
        seen |= more
        grown = bool(more)
    return seen


def unsigned_ways() -> int:
    """Signatures (of two) that some way from a proposal to a hand-over can do without, or that no person gives: must be 0."""
    from assistant.claims.cases.states import MACHINE
    from assistant.machine import SYSTEM

    steps = [(one.action, tuple(one.origins), one.target) for one in MACHINE.transitions]
    by_itself = {one.action for one in MACHINE.transitions if SYSTEM in one.roles}
    return sum(HANDED in reachable(steps, name) or name in by_itself for name in SIGN_OFFS)
