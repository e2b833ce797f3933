"""An editor's work with proposals: have them made, look through them, decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ingest.expand.accept import Validator
from ingest.expand.expand import WANTED
from ingest.expand.proposals import Proposal, ProposalFolder, Proposed, Sheet
from knowledge import text
from knowledge.errors import NotFound
from knowledge.models import ItemId, Question, ServiceGuide
from knowledge.ports import KnowledgeIndex
from knowledge.records import KnowledgeRecords


class Model(Protocol):
    """Proposes questions; :class:`ingest.expand.llm.Proposer` is the one in use."""

    def propose(self, guide: ServiceGuide, known: Collection[str], wanted: int) -> tuple[Proposed, ...]:
        """Questions for a guide, unchecked."""


@dataclass(frozen=True)
class Round:
    """What came of asking the model about one item."""

    item_id: ItemId
    kept: int
    refused: dict[str, int]
    """How many were refused for each reason."""


@dataclass(frozen=True)
class Decision:
    """What came of an editor's decision; ``refused`` are proposals that no longer pass, with the reason."""

    done: tuple[int, ...]
    refused: dict[int, str]


@dataclass(frozen=True)
class Desk:
    """The base in force and the proposals for it."""

    records: KnowledgeRecords
    index: KnowledgeIndex
    folder: ProposalFolder

    def propose(self, item_id: ItemId, model: Model, wanted: int) -> Round:
        """Ask the model for ``wanted`` questions and keep those that pass. Raises NotFound, ModelUnusable, InvalidRecord."""
        guide, sheet = self.guide(item_id), self.folder.sheet(item_id)
        answered = model.propose(guide, {one.text for one in self._asked(item_id)}, wanted)
        good, refused = self._sifted(guide, sheet, answered)
        if good:
            self.folder.change(item_id, lambda now: now.with_new(good))
        return Round(item_id, len(good), dict(refused))

    def decide(self, item_id: ItemId, numbers: Collection[int] | None, accept: bool) -> Decision:
        """Accept or reject proposals (``None``: all open ones); what is accepted is checked again, for guides change.

        Raises NotFound for a number that there is not.
        """
        guide, sheet = self.guide(item_id), self.folder.sheet(item_id)
        chosen = _chosen(sheet, numbers)
        refused: dict[int, str] = {}
        if accept:
            validator = Validator(guide, self._known(item_id), self.index)
            faults = {one.number: validator.fault(one.facet, one.text) for one in chosen if one.state != "accepted"}
            refused = {number: fault for number, fault in faults.items() if fault}
        done = tuple(one.number for one in chosen if one.number not in refused)
        self.folder.change(item_id, lambda now: now.decided(done, "accepted" if accept else "rejected"))
        return Decision(done, refused)

    def guide(self, item_id: ItemId) -> ServiceGuide:
        """The guide in force. Raises NotFound."""
        found = next((guide for guide in self.records.guides if guide.id == item_id), None)
        if found is None:
            raise NotFound(f"当前知识库里没有事项 {item_id}")
        return found

    def lacking(self, fewest: int = WANTED) -> tuple[ItemId, ...]:
        """Items with fewer than ``fewest`` authored questions, those with the fewest first."""
        counts = self._counts
        short = [guide.id for guide in self.records.guides if counts[guide.id] < fewest]
        return tuple(sorted(short, key=lambda item_id: (counts[item_id], item_id)))

    @cached_property
    def _counts(self) -> Counter[ItemId]:
        return Counter(question.item_id for question in self.records.questions)

    def _asked(self, item_id: ItemId) -> list[Question]:
        return [question for question in self.records.questions if question.item_id == item_id]

    def _known(self, item_id: ItemId) -> set[str]:
        return {text.normalise(question.text) for question in self._asked(item_id)}

    def _sifted(
        self, guide: ServiceGuide, sheet: Sheet, answered: Collection[Proposed]
    ) -> tuple[list[Proposed], Counter[str]]:
        """Those that pass, each once, and how many were refused for each reason; a rejected one is never proposed again."""
        known = self._known(guide.id) | {text.normalise(one.text) for one in sheet.proposals}
        validator = Validator(guide, known, self.index)
        good: list[Proposed] = []
        refused: Counter[str] = Counter()
        for one in answered:
            stripped = one.model_copy(update={"text": one.text.strip()})
            fault = validator.fault(stripped.facet, stripped.text)
            if fault:
                refused[fault] += 1
                continue
            known.add(text.normalise(stripped.text))
            good.append(stripped)
        return good, refused


def _chosen(sheet: Sheet, numbers: Collection[int] | None) -> list[Proposal]:
    if numbers is None:
        return [one for one in sheet.proposals if one.state == "open"]
    unknown = set(numbers) - {one.number for one in sheet.proposals}
    if unknown:
        raise NotFound(f"事项 {sheet.item_id} 没有第 {min(unknown)} 条提议")
    return [one for one in sheet.proposals if one.number in numbers]
