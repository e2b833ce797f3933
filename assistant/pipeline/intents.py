"""What the model of the words says of a turn, and the endings that rest on it where the rules are silent.

Chances are those of ``knowledge.intents.IntentModel``. The figures below were chosen on lines that the models had not
learnt; see the decisions in README.md. An index without a model has no opinion, and then only the rules speak.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assistant.outcomes import calls
from assistant.pipeline.context import Turn
from assistant.pipeline.patterns import matching
from assistant.pipeline.reply import Outcome
from knowledge import text
from knowledge.intents import BELONGS, Intent

OURS = 0.3
"""Above this chance of belonging to guides or policy files no model ends a turn."""
UNEASY = 0.3
"""From this chance of a crisis on a word of care stands above whatever is answered."""
ENDINGS: Mapping[Intent, tuple[float, Outcome, str]] = {
    "crisis": (0.65, "crisis", ""),
    "jailbreak": (0.4, "refused", ""),
    "privacy": (0.5, "refused", "privacy"),
    "forgery": (0.75, "refused", "unlawful"),
    "abuse": (0.4, "abuse", ""),
    "human": (0.4, "handover", ""),
    "small_talk": (0.55, "small_talk", "chat"),
}
"""From which chance on an intent ends the turn, and how. What is merely foreign, or another place's, is left to the
search, which knows more."""


def opinion(turn: Turn) -> Mapping[Intent, float]:
    """Chance of each intent; empty without an opinion."""
    return turn.index.intents(turn.normalised)


def belongs(chances: Mapping[Intent, float]) -> float:
    """Chance that guides or policy files answer."""
    return sum(chances.get(intent, 0.0) for intent in BELONGS)


def doubts(turn: Turn, chances: Mapping[Intent, float]) -> Mapping[Intent, float]:
    """``chances``, or none where no model may end the turn, whatever the words sound like to it.

    That is where they name a matter and ask how, where they ask for someone else's service, and where no Chinese
    character is in them: attacks apart, the model has learnt nothing of such text.
    """
    honest = matching("errand", turn.normalised) or matching("foreign", turn.normalised)
    return chances if honest is None and text.has_chinese(turn.normalised) else {}


def likeliest(chances: Mapping[Intent, float]) -> tuple[Intent, float] | None:
    """The likeliest intent that is not ours, with its chance; None when the words may well be ours."""
    foreign = {intent: chance for intent, chance in chances.items() if intent not in BELONGS}
    if not foreign or belongs(chances) > OURS:
        return None
    intent = max(foreign, key=foreign.__getitem__)
    return intent, foreign[intent]


def likely(chances: Mapping[Intent, float], among: Collection[Intent] = tuple(ENDINGS)) -> tuple[Outcome, str] | None:
    """The ending of the likeliest intent, if it is one of ``among`` and likely enough."""
    found = likeliest(chances)
    if found is None or found[0] not in among or found[0] not in ENDINGS:
        return None
    least, outcome, variant = ENDINGS[found[0]]
    return (outcome, variant) if found[1] >= least else None


def uneasy(chances: Mapping[Intent, float]) -> bool:
    """Whether the words sound like a crisis, though not surely."""
    found = likeliest(chances)
    return found is not None and found[0] == "crisis" and found[1] >= UNEASY


def conclude(turn: Turn, outcome: Outcome, variant: str = "") -> None:
    """End the turn in the words of ``outcome``/``variant``, with the numbers to ring that belong to them."""
    turn.end(outcome, variant)
    turn.actions.extend(calls(outcome, variant))
