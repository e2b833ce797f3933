"""The wording that the steps look for, read from patterns.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from assistant.pipeline.reply import Outcome

_WORDS = re.compile(r"(?<!\?P)<([a-z_]+)>")


@dataclass(frozen=True)
class Rule:
    """Any of ``patterns`` in the normalised text, none of ``unless``, ends the turn as ``outcome``/``variant``.

    ``ours`` is the chance of belonging to guides or policy files, by the model of the words, from which on the question
    is let through all the same; above 1 nothing lets it through.
    """

    name: str
    outcome: Outcome
    variant: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    longest: int
    ours: float

    def matches(self, normalised: str) -> bool:
        """Whether the rule applies; ``longest`` keeps greetings from swallowing questions that begin with one."""
        if len(normalised) > self.longest:
            return False
        return any(p.search(normalised) for p in self.patterns) and not any(p.search(normalised) for p in self.unless)


@cache
def rules(step: str) -> tuple[Rule, ...]:
    """Rules of one step, in file order; ``<name>`` in a pattern stands for the words of that name."""
    raw = yaml.safe_load((files("assistant") / "pipeline" / "patterns.yaml").read_text("utf-8"))
    words: dict[str, str] = raw["words"]
    return tuple(_rule(rule, words) for rule in raw[step])


def matching(step: str, *readings: str) -> Rule | None:
    """The first rule of a step that applies to any of the readings of what was said."""
    return next((rule for rule in rules(step) if any(map(rule.matches, readings))), None)


@cache
def phrases(name: str) -> re.Pattern[str]:
    """One pattern of the list ``phrases``, over normalised text."""
    raw = yaml.safe_load((files("assistant") / "pipeline" / "patterns.yaml").read_text("utf-8"))
    return _compiled([raw["phrases"][name]], raw["words"])[0]


def _rule(rule: Mapping[str, Any], words: Mapping[str, str]) -> Rule:
    return Rule(
        name=rule["name"],
        outcome=cast(Outcome, rule["outcome"]),
        variant=rule.get("variant", ""),
        patterns=_compiled(rule["patterns"], words),
        unless=_compiled(rule.get("unless", ()), words),
        longest=rule.get("longest", 10_000),
        ours=rule.get("ours", 2.0),
    )


def _compiled(patterns: Iterable[str], words: Mapping[str, str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_WORDS.sub(lambda name: f"(?:{words[name[1]]})", pattern)) for pattern in patterns)
