"""The labels compiled for a day, kept as long as they are asked for: compiling takes longer than a match."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from threading import Lock
from typing import Final, NamedTuple

from assistant.matching.ports import Compile, CompiledMeasures, Labelled, Library

KEPT: Final = 4
"""Days (and versions of the labels) kept compiled: today's, and those that somebody looks at beside it."""


class InForce(NamedTuple):
    """Measures and the same compiled: results name measures by their place."""

    measures: Sequence[Labelled]
    compiled: CompiledMeasures


class CompiledLibrary:
    """The last few, by version of the labels and day; for any thread."""

    def __init__(self, library: Library, compile_: Compile, kept: int = KEPT) -> None:
        self._library = library
        self._compile = compile_
        self._kept = kept
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, date], InForce] = OrderedDict()

    def on(self, day: date) -> InForce:
        """The labels as they are now, on that day; raises what the library raises."""
        with self._lock:
            version = self._library.version
            made = self._made.get((version, day))
            if made is None:
                measures = self._library.measures()
                made = InForce(measures, self._compile(measures, day))
                if self._library.version != version:  # an editor was quicker: good for this answer, not to be kept
                    return made
                self._made[version, day] = made
            self._made.move_to_end((version, day))
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
            return made
