"""Step 2: people in danger first, then what must not be done, then manners; and words of care above an answer."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.outcomes import calls, wording
from assistant.pipeline import disguise
from assistant.pipeline.compose import short_name
from assistant.pipeline.context import Turn
from assistant.pipeline.intents import belongs, conclude, doubts, likely, opinion, uneasy
from assistant.pipeline.patterns import Rule, matching
from assistant.pipeline.personal_data import holds_personal_data
from knowledge import text
from knowledge.intents import Intent

PRIVACY_NOTICE = "提醒您：这里不需要填写身份证号、手机号或银行卡号，请不要发给我。"
DANGER: tuple[Intent, ...] = ("crisis",)
HIDDEN_WORDS = 3
"""So many words out of sight are no accident; fewer may be left over from a copied emoji."""


def run(turn: Turn) -> None:
    """End the run for crisis, abuse and attacks; a tapped suggestion is our own text and passes."""
    if _is_our_own(turn):
        return
    if holds_personal_data(turn.normalised) and turn.heard is None:  # what was asked for, and is not kept
        turn.notices.append(PRIVACY_NOTICE)
    readable = text.has_words(turn.normalised)
    chances = opinion(turn) if readable else {}
    rule = _rule(turn)
    if rule is not None and belongs(chances) < rule.ours:
        conclude(turn, rule.outcome, rule.variant)
    elif _hides_an_instruction(turn):
        conclude(turn, "refused")
    elif not readable and turn.given.item_id is None:
        conclude(turn, "out_of_scope", "unreadable")
    elif not turn.to_form and matching("route", turn.normalised) is None:
        _watch(turn, rule, doubts(turn, chances))


def _watch(turn: Turn, let_through: Rule | None, chances: Mapping[Intent, float]) -> None:
    """End as a crisis what sounds like one; above other answers to words of danger, say who helps at once.

    In conversation the model ends nothing so: there people tell of their families, and it is wrong too often.
    """
    care = matching("care", turn.normalised)
    ending = likely(chances, DANGER)
    in_talk = turn.given.state.item_id is not None
    if care is not None:
        _give_care(turn, care.variant)
    elif ending is not None and not in_talk:
        conclude(turn, *ending)
    elif (let_through is not None and let_through.outcome == "crisis") or (uneasy(chances) and not in_talk) or ending:
        _give_care(turn, "care")


def _give_care(turn: Turn, variant: str) -> None:
    turn.notices.append(wording("crisis", variant))
    turn.actions.extend(calls("crisis", variant))


def _rule(turn: Turn) -> Rule | None:
    """The first rule that applies to what was said, to what a disguise covers, or to it spelled in pinyin."""
    found = matching("guard", *disguise.readings(turn.given.text, turn.normalised))
    return found or matching("spelled", disguise.spelled(turn.normalised))


def _hides_an_instruction(turn: Turn) -> bool:
    """Whether there are words that only a machine would read: out of sight, or in code."""
    hidden = disguise.hidden(turn.given.text)
    if len(hidden.split()) >= HIDDEN_WORDS or (hidden and not text.has_words(turn.normalised)):
        return True
    return matching("guard", hidden) is not None or disguise.in_code(turn.given.text)


def _is_our_own(turn: Turn) -> bool:
    """Whether a tap sent the text: it pins an item and names it. Whoever pins an item to other words is read like all."""
    pinned = turn.index.guides.get(turn.given.item_id or "")
    return pinned is not None and text.normalise(short_name(pinned)) in turn.normalised
