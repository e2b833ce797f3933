"""What was read of one policy file, and what may be published of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.parse.parsed import Parsed, Sourced
from ingest.parse.policy_text import PolicyText
from ingest.policies.dating import Doubt
from ingest.policies.facts import Fact
from ingest.problems import RejectedFile, rejection, shown, warning
from ingest.words import POLICY_LABELS
from knowledge.manifest import Problem
from knowledge.models import Origin, PolicyDocument

_LONGEST_QUOTE = 80
_REQUIRED = ("title", "issuer", "level", "published", "valid_from")


@dataclass(frozen=True)
class PolicyReading:
    """What one file says. ``facts`` are those that are certain, by the names of ``PolicyDocument`` and ``number``.

    ``doubts`` say why others are absent or not to be relied on; without labels they keep the file from being published.
    ``problems`` are about the text itself and hold in any case. ``origin`` has the place of each fact and, by its name
    (第三条), of each article.
    """

    id: str
    text: PolicyText
    facts: Mapping[str, Fact[object]]
    origin: Origin
    doubts: tuple[Doubt, ...]
    problems: tuple[Problem, ...]

    @property
    def ended(self) -> bool:
        """Does it say that it holds no longer (已废止), without a day? Then no earlier version may stay in force either."""
        return any(doubt.ended for doubt in self.doubts)

    def parsed(self) -> Parsed[PolicyDocument]:
        """For a file without labels: the document without measures, or one rejection that lists what is uncertain."""
        if self.doubts or any(name not in self.facts for name in _REQUIRED):
            return Parsed(problems=(*self.problems, self._rejected().problem))
        said = {name: fact.value for name, fact in self.facts.items() if name != "number"}
        absent = {"district": None, "valid_to": None, "measures": ()}
        document = PolicyDocument.model_validate(absent | said | {"id": self.id})
        return Parsed((Sourced(document, self.origin),), self.problems)

    def against(self, labels: PolicyDocument) -> tuple[Problem, ...]:
        """For a file with labels, which stay in force: warnings where the text says otherwise."""
        told = ((name, fact, getattr(labels, name)) for name, fact in self.facts.items() if name != "number")
        return tuple(self._contradiction(name, fact, label) for name, fact, label in told if fact.value != label)

    def _contradiction(self, name: str, fact: Fact[object], label: object) -> Problem:
        reason = (
            f"正文里{POLICY_LABELS[name]}是“{shown(str(fact.value))}”（“{shown(fact.quote, _LONGEST_QUOTE)}”），"
            f"标签文件写的是“{shown(str(label))}”，以标签文件为准，请核对"
        )
        return warning(self.origin.file, reason, name, at=self.origin.fields.get(name))

    def _rejected(self) -> RejectedFile:
        doubts = self.doubts or tuple(Doubt(name, "没有读出来") for name in _REQUIRED if name not in self.facts)
        first = doubts[0]
        others = dict.fromkeys(_label(doubt.field) for doubt in doubts[1:] if doubt.field != first.field)
        more = f"；另外{'、'.join(others)}也不确定" if others else ""
        advice = f"。这份文件不采用，请核对原文，或在 {self.id}.labels.json 里写明"
        reason = f"{_label(first.field)}不确定：{first.reason}{more}{advice}"
        return rejection(self.origin.file, reason, first.field, at=first.about.at if first.about else None)


def _label(field: str) -> str:
    return "文号" if field == "number" else POLICY_LABELS[field]
