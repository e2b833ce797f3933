"""How a case follows its hand-overs."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.cases.states import HANDED
from assistant.claims.handover.states import FRUITLESS, HIDDEN


def step_of(state: str, handovers: Sequence[str]) -> str | None:
    """The system's next step (``sent``, ``receive``, ``return``) for a case whose hand-overs stand so; None: nothing follows.

    What is archived speaks no more: how it ended was followed before.
    """
    live = [each for each in handovers if each not in HIDDEN and each != "archived"]
    fruitful = [each for each in live if each not in FRUITLESS]
    if live and not fruitful:
        return "return" if state in HANDED else None
    if fruitful and state in ("confirmed", "returned"):
        return "sent"
    if state == "handed_over" and any(each != "sent" for each in fruitful):
        return "receive"
    return None
