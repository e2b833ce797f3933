"""The labels compiled for a day, kept as long as they are asked for: compiling takes longer than a match."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from threading import Lock
from typing import Final, NamedTuple

import structlog

from assistant.matching.ports import Compile, CompiledMeasures, Labelled, Library
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import Award, parse_award
from knowledge.measures.conditions import Condition, parse_condition, requirements
from knowledge.models import Measure, PolicyDocument

KEPT: Final = 4
"""Days (and versions of the labels) kept compiled: today's, and those that somebody looks at beside it."""


_log = structlog.get_logger(__name__)


class Label(NamedTuple):
    """A measure with its document, its conditions and its award parsed."""

    document: PolicyDocument
    measure: Measure
    parts: tuple[Condition, ...]
    award: Award


class InForce(NamedTuple):
    """Measures and the same compiled: results name measures by their place."""

    labels: Sequence[Label]
    compiled: CompiledMeasures


class CompiledLibrary:
    """The last few, by version of the labels and day; for any thread."""

    def __init__(self, library: Library, compile_: Compile, kept: int = KEPT) -> None:
        self._library = library
        self._compile = compile_
        self._kept = kept
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, date], InForce] = OrderedDict()

    def has(self, day: date) -> bool:
        """Is that day compiled already? Where not, the next answer takes as long as the labels are many."""
        return (self._library.version, day) in self._made

    def on(self, day: date) -> InForce:
        """The labels as they are now, on that day; raises what the library raises."""
        with self._lock:
            version = self._library.version
            made = self._made.get((version, day))
            if made is None:
                labels = list(_labels(self._library.measures()))
                made = InForce(labels, self._compile([each[:2] for each in labels], day))
                if self._library.version != version:  # an editor was quicker: good for this answer, not to be kept
                    return made
                self._made[version, day] = made
            self._made.move_to_end((version, day))
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
            return made


def _labels(measures: Iterable[Labelled]) -> Iterator[Label]:
    """One measure whose label cannot be read takes nothing from the others: it is left out, and told to the operator."""
    for document, measure in measures:
        try:
            parts = requirements(parse_condition(measure.conditions))
            yield Label(document, measure, parts, parse_award(measure.award))
        except InvalidRecord as fault:
            _log.error("label_unreadable", measure=measure.id, reason=fault.message)
