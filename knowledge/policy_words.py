"""How people ask of policy files, and how policy files put the same: ``lexicon/policies.yaml``, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

AWARD, WHOLE = "award", "whole"
"""Roles told by structure, not by words: an article that a measure names, and the document as such."""
PROCEDURE = "procedure"
"""How, where and until when to apply."""


@dataclass(frozen=True)
class PolicyWords:
    """The lexicon, compiled; see the comments in the file.

    ``asked`` and ``says`` are patterns by role, ``levels`` patterns by level, ``people`` the words that people say by
    the official word.
    """

    asked: Mapping[str, re.Pattern[str]]
    says: Mapping[str, re.Pattern[str]]
    levels: Mapping[str, re.Pattern[str]]
    people: Mapping[str, tuple[str, ...]]

    def roles_asked(self, normalised: str) -> frozenset[str]:
        """What the question wants to know of a document: an award unless it says otherwise."""
        return frozenset(role for role, cue in self.asked.items() if cue.search(normalised)) or frozenset({AWARD})

    def roles_said(self, normalised: str) -> frozenset[str]:
        """What an article does in its document, by its words."""
        return frozenset(role for role, cue in self.says.items() if cue.search(normalised))

    def level_asked(self, normalised: str) -> str | None:
        """The level of government that the question names, ``None`` when it names none or both."""
        named = [level for level, cue in self.levels.items() if cue.search(normalised)]
        return named[0] if len(named) == 1 else None

    def said_instead(self, normalised: str) -> list[str]:
        """What people say for the official words of ``normalised``."""
        return [word for official, words in self.people.items() if official in normalised for word in words]


@cache
def policy_words() -> PolicyWords:
    """The shipped lexicon."""
    raw = yaml.safe_load((files("knowledge") / "lexicon" / "policies.yaml").read_text("utf-8"))
    return PolicyWords(
        asked={role: re.compile(cues["asked"]) for role, cues in raw["roles"].items()},
        says={role: re.compile(cues["says"]) for role, cues in raw["roles"].items() if cues["says"]},
        levels={level: re.compile(cue) for level, cue in raw["levels"].items()},
        people={official: tuple(words) for official, words in raw["words"].items()},
    )
