"""The two steps of the errands: what may be kept of the words, before anything reads them; and the errand itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assistant.pipeline.context import DialogueState, Turn
from assistant.pipeline.errands import case, claim
from assistant.pipeline.errands.ports import ClaimReports
from assistant.pipeline.errands.words import command
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
    turn.to_form = errand is not None and command(turn.normalised) is not None
    turn.heard = case.veiled(turn.normalised, errand) or claim.veiled(turn.given.text, turn.normalised, errand)


def run(turn: Turn) -> None:
    """Go on with the errand under way, or begin one; whatever else is asked passes, and the errand waits."""
    if turn.applications is not None and _case(turn):
        return
    if turn.claims is not None:
        try:
            _claim(turn, turn.claims)
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
    """Whether the turn is one of an application."""
    errand = turn.errand
    if errand is None or errand.kind == "claim":
        begins = turn.given.item_id is None and case.opens(turn.normalised, number_alone=errand is None)
        if begins:
            case.begin(turn)
        return begins
    if claim.opens(turn.normalised):
        return False
    if turn.given.item_id is None:
        case.go_on(turn, errand)
    else:
        case.wait(turn, errand)
    return True


def _claim(turn: Turn, claims: ClaimReports) -> None:
    errand = turn.errand
    if turn.given.item_id is not None:
        if errand is not None:
            turn.errand = errand.model_copy(update={"waited": errand.waited + 1})
    elif claim.resumes(turn):
        claim.resume(turn, claims)
    elif claim.discards(turn):
        claim.discard(turn, claims)
    elif errand is not None and errand.kind == "claim":
        claim.go_on(turn, errand, claims)
    elif len(turn.normalised) <= claim.LONGEST and claim.opens(turn.normalised):
        claim.begin(turn, claims)
