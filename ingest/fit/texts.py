"""What is indexed of an item: short texts that one could ask with, and long ones that only teach its words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from knowledge import text
from knowledge.models import ServiceGuide
from knowledge.records import KnowledgeRecords


@dataclass(frozen=True)
class ItemTexts:
    """Normalised texts of one item; ``asked`` are authored questions, the only ones a hold-out takes away."""

    item_id: str
    names: tuple[str, ...]
    asked: tuple[str, ...]
    long: tuple[str, ...]

    @property
    def short(self) -> tuple[str, ...]:
        """Texts that stand in the index one by one."""
        return tuple(dict.fromkeys((*self.names, *self.asked)))

    @property
    def all(self) -> tuple[str, ...]:
        """Everything the encoder learns from."""
        return (*self.short, *self.long)


def texts_of(records: KnowledgeRecords) -> list[ItemTexts]:
    """One :class:`ItemTexts` a guide, in guide order."""
    asked: dict[str, list[str]] = defaultdict(list)
    for question in records.questions:
        asked[question.item_id].append(text.normalise(question.text))
    return [
        ItemTexts(
            guide.id,
            _normal(_names(guide)) or _normal([guide.id]),  # names of signs alone: every item keeps one text
            tuple(filter(text.has_words, asked[guide.id])),
            _normal(_long(guide)),
        )
        for guide in records.guides
    ]


def _names(guide: ServiceGuide) -> list[str]:
    return [guide.name, guide.summary, *guide.aliases, *(pair.q for pair in guide.faq)]


def _long(guide: ServiceGuide) -> list[str]:
    return [
        *(pair.a for pair in guide.faq),
        *guide.conditions,
        *(f"{material.name} {material.note}" for material in guide.materials),
        *(f"{variant.name} {variant.when}" for variant in guide.variants),
        *(f"{step.name} {step.detail}" for step in guide.steps),
        guide.result,
    ]


def _normal(lines: list[str]) -> tuple[str, ...]:
    return tuple(line for line in map(text.normalise, lines) if text.has_words(line))
