"""The topics: wishes too broad for one item, with what to ask back and the items to offer."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from pydantic import TypeAdapter

from ingest.parse import json_text, text
from ingest.parse.json_record import line_of, parse_record
from ingest.problems import rejection, shown, warning
from ingest.words import TOPIC_LABELS, Path, path_text
from knowledge.manifest import Problem
from knowledge.models import Topic

_TOPICS = TypeAdapter(tuple[Topic, ...])


def parse_topics(file: str, data: bytes) -> tuple[tuple[Topic, ...], tuple[Problem, ...]]:
    """The topics in file order and warnings; an empty file has none. Raises RejectedFile with the first fault."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return (), ()
    source, warnings = text.decode(file, data)
    topics = parse_record(file, source, _TOPICS, TOPIC_LABELS)
    for path, reason in _contradictions(topics):
        raise rejection(file, reason, path_text(path), line_of(source, tuple(path)))
    once, repeated = _each_ask_once(topics)
    lines = json_text.lines_of(source) if repeated else {}
    told = (warning(file, reason, path_text(path), lines[tuple(path)]) for path, reason in repeated)
    return once, (*warnings, *told)


def _contradictions(topics: tuple[Topic, ...]) -> Iterator[tuple[Path, str]]:
    """What leaves in doubt which of two entries counts."""
    names: set[str] = set()
    for number, topic in enumerate(topics):
        if topic.name in names:
            yield (number, "name"), f"话题“{shown(topic.name)}”写了两遍，不知道以哪个为准"
        names.add(topic.name)
        offered: set[str] = set()
        for place, choice in enumerate(topic.choices):
            if choice.item_id in offered:
                yield (
                    (number, "choices", place, "item_id"),
                    f"话题“{shown(topic.name)}”的选项里事项 {choice.item_id} 写了两遍，不知道以哪个为准",
                )
            offered.add(choice.item_id)


def _each_ask_once(topics: tuple[Topic, ...]) -> tuple[tuple[Topic, ...], list[tuple[Path, str]]]:
    """A wording belongs to the first topic that names it, and counts once."""
    seen: set[str] = set()
    repeated: list[tuple[Path, str]] = []
    once: list[Topic] = []
    for number, topic in enumerate(topics):
        asks: list[str] = []
        for place, ask in enumerate(topic.asks):
            if ask in seen:
                repeated.append(((number, "asks", place), f"问法“{shown(ask)}”写了两遍，只算前面那一遍"))
            else:
                asks.append(ask)
            seen.add(ask)
        once.append(topic.model_copy(update={"asks": tuple(asks)}))
    return tuple(once), repeated
