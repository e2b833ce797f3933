"""The shipped conversations, which teach how people follow up on what was said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from knowledge.models import Question


@cache
def shipped_dialogues() -> tuple[tuple[Question, ...], ...]:
    """One tuple of turns a conversation; each turn is a question with the item and the facet that it means."""
    lines = (files("ingest") / "fit" / "dialogues.jsonl").read_text("utf-8").splitlines()
    return tuple(
        tuple(
            Question(item_id=turn["item_id"], facet=turn["facet"], text=turn["user"])
            for turn in json.loads(line)["turns"]
        )
        for line in lines
    )


def shipped_turns() -> Sequence[Question]:
    """All turns of all conversations."""
    return [turn for dialogue in shipped_dialogues() for turn in dialogue]
