"""Step 2: people in danger first, then what must not be done, then manners; and a word of care about private numbers."""

from __future__ import annotations

from assistant.pipeline.compose import short_name
from assistant.pipeline.context import Turn
from assistant.pipeline.patterns import matching
from assistant.pipeline.personal_data import holds_personal_data
from assistant.pipeline.reply import CallNumber
from knowledge import text

PRIVACY_NOTICE = "提醒您：这里不需要填写身份证号、手机号或银行卡号，请不要发给我。"
_HELP = (
    CallNumber(label="报警 110", number="110"),
    CallNumber(label="急救 120", number="120"),
    CallNumber(label="心理援助 12356", number="12356"),
)


def run(turn: Turn) -> None:
    """End the run for crisis, abuse and attacks; a tapped suggestion is our own text and passes."""
    if _is_our_own(turn):
        return
    if holds_personal_data(turn.normalised):
        turn.notices.append(PRIVACY_NOTICE)
    rule = matching("guard", turn.normalised)
    if rule is None:
        return
    turn.end(rule.outcome, rule.variant)
    if rule.outcome == "crisis":
        turn.actions.extend(_HELP)
    elif rule.outcome == "abuse":
        turn.actions.append(CallNumber(label="投诉拨打 12345", number="12345"))


def _is_our_own(turn: Turn) -> bool:
    """Whether a tap sent the text: it pins an item and names it. Whoever pins an item to other words is read like all."""
    pinned = turn.index.guides.get(turn.given.item_id or "")
    return pinned is not None and text.normalise(short_name(pinned)) in turn.normalised
