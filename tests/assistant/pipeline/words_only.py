"""The steps that judge what kind of thing was said, over an index that has guides for taps and a model of the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from assistant.pipeline import guard, normalise, route
from assistant.pipeline.context import DialogueState, Turn, TurnInput
from knowledge import text
from knowledge.intents import Intent, IntentModel
from knowledge.models import ServiceGuide
from knowledge.ports import KnowledgeIndex


@dataclass
class WordsOnly:
    """``said`` overrides the model for single texts; without both there is no opinion."""

    model: IntentModel = field(default_factory=IntentModel)
    said: Mapping[str, Mapping[Intent, float]] = field(default_factory=dict)
    guides: Mapping[str, ServiceGuide] = field(default_factory=dict)

    def intents(self, query: str) -> Mapping[Intent, float]:
        """What the test says, else what the model says."""
        return self.said.get(query, self.model.probabilities(text.normalise(query)))


def judged(index: WordsOnly, said: str, state: DialogueState | None = None) -> Turn:
    """The turn after normalise, guard and route."""
    given = TurnInput(text=said, session_id="s", reply_id="r", state=state or DialogueState())
    turn = Turn(given, cast(KnowledgeIndex, index))
    for step in (normalise, guard, route):
        if turn.outcome is None:
            step.run(turn)
    return turn
