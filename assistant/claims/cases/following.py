"""How a case follows its hand-overs, read from its history."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from assistant.claims.cases.states import HANDED
from assistant.claims.handover.states import FRUITLESS, HIDDEN, came_to


def outcomes(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each hand-over came to; one that was filed away before the last review belongs to an earlier recognition."""
    reached: dict[str, list[str]] = {}
    for row in rows:
        if row["handover_id"]:
            reached.setdefault(row["handover_id"], []).append(row["to_state"])
        elif row["action"] == "review":
            reached = {own: states for own, states in reached.items() if states[-1] != "archived"}
    return [came_to(states) for states in reached.values()]


def step_of(state: str, handovers: Collection[str]) -> str | None:
    """The system's next step (``sent``, ``receive``, ``return``) for a case whose hand-overs came to this; None: nothing follows."""
    live = [each for each in handovers if each not in HIDDEN]
    fruitful = [each for each in live if each not in FRUITLESS]
    if live and not fruitful:
        return "return" if state in HANDED else None
    if fruitful and state in ("confirmed", "returned"):
        return "sent"
    if state == "handed_over" and any(each != "sent" for each in fruitful):
        return "receive"
    return None
