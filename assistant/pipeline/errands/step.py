"""The two steps of the errands: what may be kept of the words, before anything reads them; and the errand itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assistant.pipeline.context import DialogueState, Turn
from assistant.pipeline.errands import case, claim
from assistant.pipeline.reply import Suggestion
from knowledge import text
from knowledge.errors import QuanquanError

REMINDED: Final = 3
"""So many other questions long it is offered to go on with an errand."""
_ENDED: Final = frozenset({"crisis", "error", "refused", "abuse"})
_WAITING: Final[Mapping[str, str]] = {"claim": claim.GOING_ON, "case": "继续查办件"}


def veil(turn: Turn) -> None:
    """Say what may be kept of the words, for the transcript and the page: before any step can fail over them."""
    errand = turn.given.state.errand
    turn.heard = case.veiled(turn.normalised, errand) or claim.veiled(turn.given.text, turn.normalised, errand)


def run(turn: Turn) -> None:
    """Go on with the errand under way, or begin one; whatever else is asked passes, and the errand waits."""
    if turn.applications is not None and _case(turn):
        return
    if turn.claims is not None:
        try:
            _claim(turn)
        except QuanquanError as failure:
            claim.failed(turn, failure)


def remind(turn: Turn) -> None:
    """Closing step: beside what was answered in the middle of an errand, the way back to it."""
    errand = turn.errand
    waits = errand is not None and 0 < errand.waited <= REMINDED
    if errand is not None and waits and turn.outcome not in _ENDED:
        turn.suggestions = [Suggestion(text=_WAITING[errand.kind]), *turn.suggestions[:5]]


def may_wait(given: str, state: DialogueState) -> bool:
    """Whether a turn may wait for a disk or another system, so that it must not run on the event loop."""
    normalised = text.normalise(given)
    return bool(
        state.errand or state.draft or case.opens(normalised) or claim.opens(normalised) or "继续" in normalised
    )


def _case(turn: Turn) -> bool:
    errand = turn.errand
    if turn.given.item_id is None and case.opens(turn.normalised):
        case.begin(turn)
    elif errand is not None and errand.kind == "case":
        if turn.given.item_id is not None:
            case.wait(turn, errand)
        elif not claim.opens(turn.normalised):
            case.go_on(turn, errand)
    return turn.outcome is not None or (turn.errand is not None and turn.errand.kind == "case")


def _claim(turn: Turn) -> None:
    claims, errand = turn.claims, turn.errand
    if claims is None:
        return
    if claim.resumes(turn):
        claim.resume(turn, claims)
    elif errand is not None and errand.kind == "claim":
        claim.go_on(turn, errand, claims)
    elif turn.given.item_id is None and len(turn.normalised) <= claim.LONGEST and claim.opens(turn.normalised):
        claim.begin(turn, claims)
