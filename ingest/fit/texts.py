"""What is indexed of an item or a topic: short texts that one could ask with, and long ones that only teach its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

from ingest.fit.wordings import plain_wordings
from knowledge import text
from knowledge.models import Question, ServiceGuide, Topic
from knowledge.parts import subject_keys
from knowledge.records import KnowledgeRecords

PLAIN = 2
"""Plain wordings put behind each name of an item."""
STRIDE = 17


@dataclass(frozen=True)
class SubjectTexts:
    """Normalised texts of one subject; ``asked`` are authored questions, the only ones a hold-out takes away.

    ``plain`` asks for facets by the item's names: the encoder learns that such wording tells no item from another; and it
    holds the questions made by rule for an item whose authors wrote few (``ingest.expand``).
    ``item_id`` is None for a topic; ``key`` tells subjects apart (``knowledge.parts.subject_keys``).
    """

    key: str
    item_id: str | None
    names: tuple[str, ...]
    asked: tuple[str, ...]
    long: tuple[str, ...]
    plain: tuple[str, ...] = ()

    @property
    def short(self) -> tuple[str, ...]:
        """Texts that stand in the index one by one."""
        return tuple(dict.fromkeys((*self.names, *self.asked)))

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that the guide itself says."""
        return (*self.short, *self.long)

    @property
    def lessons(self) -> tuple[str, ...]:
        """Everything the encoder learns from."""
        return (*self.all, *self.plain)


def texts_of(records: KnowledgeRecords, made: Iterable[Question] = ()) -> list[SubjectTexts]:
    """One :class:`SubjectTexts` a guide, in guide order, then one a topic; ``made`` are questions made by rule, lessons only."""
    keys = subject_keys(records.guides, records.topics)
    wordings = cycle(_spread([phrase for phrases in plain_wordings().values() for phrase in phrases]))
    asked: dict[str, list[str]] = defaultdict(list)
    for question in records.questions:
        asked[question.item_id].append(text.normalise(question.text))
    expanded: dict[str, list[str]] = defaultdict(list)
    for question in made:
        expanded[question.item_id].append(question.text)
    guides = [
        guide_texts(guide, asked[guide.id], _normal([*_plain(guide, wordings), *expanded[guide.id]]))
        for guide in records.guides
    ]
    topics = zip(keys[len(guides) :], records.topics, strict=True)
    return [*guides, *(topic_texts(key, topic) for key, topic in topics)]


def guide_texts(guide: ServiceGuide, asked: Iterable[str], plain: tuple[str, ...] = ()) -> SubjectTexts:
    """The texts of one guide; ``asked`` are its questions, normalised."""
    return SubjectTexts(
        guide.id,
        guide.id,
        _normal(_names(guide)) or _normal([guide.id]),  # names of signs alone: every item keeps one text
        tuple(filter(text.has_words, asked)),
        _normal(_long(guide)),
        plain,
    )


def topic_texts(key: str, topic: Topic) -> SubjectTexts:
    """The texts of one topic."""
    return SubjectTexts(key, None, _normal([topic.name]), _normal(list(topic.asks)), ())


def _names(guide: ServiceGuide) -> list[str]:
    return [guide.name, guide.summary, *guide.aliases, *(pair.q for pair in guide.faq)]


def _plain(guide: ServiceGuide, wordings: Iterator[str]) -> list[str]:
    return [f"{name}{next(wordings)}" for name in (guide.name, *guide.aliases) for _ in range(PLAIN)]


def _spread(phrases: list[str]) -> list[str]:
    """The same phrases with those of one facet far apart, so that each item is asked for several facets."""
    return [phrase for start in range(STRIDE) for phrase in phrases[start::STRIDE]]


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
