"""The wording that guard and route look for, read from patterns.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import yaml

from assistant.pipeline.reply import Outcome


@dataclass(frozen=True)
class Rule:
    """Any of ``patterns`` in the normalised text, none of ``unless``, ends the turn as ``outcome``/``variant``."""

    name: str
    outcome: Outcome
    variant: str
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    longest: int

    def matches(self, normalised: str) -> bool:
        """Whether the rule applies; ``longest`` keeps greetings from swallowing questions that begin with one."""
        if len(normalised) > self.longest:
            return False
        return any(p.search(normalised) for p in self.patterns) and not any(p.search(normalised) for p in self.unless)


@cache
def rules(step: str) -> tuple[Rule, ...]:
    """Rules of one step (``guard`` or ``route``), in file order."""
    raw = yaml.safe_load((files("assistant") / "pipeline" / "patterns.yaml").read_text("utf-8"))
    return tuple(
        Rule(
            name=rule["name"],
            outcome=cast(Outcome, rule["outcome"]),
            variant=rule.get("variant", ""),
            patterns=tuple(map(re.compile, rule["patterns"])),
            unless=tuple(map(re.compile, rule.get("unless", ()))),
            longest=rule.get("longest", 10_000),
        )
        for rule in raw[step]
    )


def matching(step: str, normalised: str) -> Rule | None:
    """The first rule of a step that applies."""
    return next((rule for rule in rules(step) if rule.matches(normalised)), None)
