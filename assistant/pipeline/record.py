"""The end of a run: the reply as the contract gives it, and the state that the conversation keeps."""

from __future__ import annotations

import re
import time

from assistant.pipeline.context import DialogueState, Turn
from assistant.pipeline.reply import Reply
from knowledge.models import Facet

_MARKS = re.compile(r"[•「」《》]")
_STEP = re.compile(r"^(\d+)\. ")


def reply_of(turn: Turn, started: float) -> Reply:
    """The reply of ``turn``, which ended with an outcome."""
    if turn.outcome is None:
        raise LookupError("the run ended without an outcome")
    shown = "\n".join((*turn.notices, turn.text))
    answered = turn.outcome == "answered" and turn.item_id is not None
    facets: tuple[Facet, ...] = turn.facets if answered else ()
    return Reply.model_construct(
        session_id=turn.given.session_id,
        reply_id=turn.given.reply_id,
        outcome=turn.outcome,
        text=shown,
        spoken_text=speakable(shown),
        item_id=turn.item_id if answered else None,
        facet=turn.facet if answered else None,
        facets=facets,
        confidence=round(min(max(turn.confidence, 0.0), 1.0), 4),
        card=turn.card,
        citations=tuple(turn.citations),
        suggestions=tuple(turn.suggestions),
        actions=tuple(turn.actions),
        heard=turn.heard,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )


def speakable(shown: str) -> str:
    """Text as it is read aloud: list marks become pauses, and steps are counted in words."""
    lines = (_STEP.sub(r"第\1步，", _MARKS.sub("", line).strip()) for line in shown.splitlines())
    return "".join(line if line[-1] in "。！？：；" else f"{line}。" for line in lines if line)


def state_after(turn: Turn) -> DialogueState:
    """What to remember: the items answered, or else what was put to choice or asked back; misses in a row."""
    before = turn.given.state.model_copy(update={"errand": turn.errand, "draft": turn.draft})
    if turn.outcome == "answered" and turn.item_id is not None:
        return before.after_answer(turn.item_id)
    asking = turn.outcome in {"clarify", "suggested"}
    offered = tuple(dict.fromkeys(one.item_id for one in turn.suggestions if one.item_id)) if asking else ()
    failures = before.failures + 1 if turn.outcome in {"suggested", "out_of_scope"} else 0
    return before.model_copy(
        update={"offered": offered, "failures": failures, "awaiting": turn.awaiting, "companies": turn.alike}
    )
