"""The parts that can be taken away, and how: from the records, from the fitted index, or from the code for a while."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

from eval.building import Built, replaced
from eval.crossval.folds import Fold
from eval.errors import BadInput
from ingest.fit.noise import NoiseMaker
from knowledge import text
from knowledge.embedded import EmbeddedIndex
from knowledge.ports import SearchResult
from knowledge.ranker import SIGNALS
from knowledge.records import KnowledgeRecords

FIRST = 40
"""Questions of each item that the first round of writing brought."""
DENSE = ("proxy", "text")
"""Signals of the encoder's vectors; all others are BM25's."""
PINYIN = "p"
"""How the features of sounds begin."""


@dataclass(frozen=True)
class Part:
    """One part of the product, and what is there without it.

    ``records`` of a fold are what the index is built on, ``patched`` replaces code while it is built and asked, ``index``
    is what is asked. Without ``fitted`` the index of everything is taken, for the part plays no role in fitting.
    """

    name: str
    title: str
    fitted: bool
    records: Callable[[Fold], KnowledgeRecords] = lambda fold: fold.records
    patched: Callable[[], AbstractContextManager[None]] = nullcontext
    index: Callable[[Built], EmbeddedIndex] = Built.index

    def stands_in(self, fold: Fold) -> bool:
        """Whether there is something to take away: a base may have no topics, or few questions."""
        return not self.fitted or self.patched is not nullcontext or self.records(fold) != fold.records


@contextmanager
def _without_lexicon() -> Iterator[None]:
    def nothing(_normalised: str) -> tuple[str, ...]:
        return ()

    # Past the memory of lines read lately, which would go on giving what was read with the lexicon.
    afresh = inspect.unwrap(text.features)
    with replaced(text, "official_words", nothing), replaced(text, "features", afresh):
        yield


def _without_pinyin() -> AbstractContextManager[None]:
    whole = text.features

    def characters(normalised: str) -> tuple[str, ...]:
        return tuple(name for name in whole(normalised) if not name.startswith(PINYIN))

    return replaced(text, "features", characters)


def _without_noise() -> AbstractContextManager[None]:
    def unchanged(_maker: NoiseMaker, line: str) -> str:
        return line

    return replaced(NoiseMaker, "noisy", unchanged)


def _without_context() -> AbstractContextManager[None]:
    whole = EmbeddedIndex.search

    def by_words(index: EmbeddedIndex, query: str, k: int = 6, context: Sequence[str] = ()) -> SearchResult:
        return whole(index, query, k)

    return replaced(EmbeddedIndex, "search", by_words)


def _without_signals(gone: Callable[[str], bool]) -> Callable[[Built], EmbeddedIndex]:
    def index(built: Built) -> EmbeddedIndex:
        weights = zip(SIGNALS, built.parts.ranker.weights, strict=True)
        return built.weighing(tuple(0.0 if gone(name) else weight for name, weight in weights))

    return index


def _equal_weights(built: Built) -> EmbeddedIndex:
    """Every signal weighs the mean, so that scores keep about the size that other models were fitted on."""
    weights = built.parts.ranker.weights
    return built.weighing((sum(weights) / len(weights),) * len(weights))


PARTS: tuple[Part, ...] = (
    Part("lexicon", "colloquial lexicon", True, patched=_without_lexicon),
    Part("pinyin", "pinyin features", True, patched=_without_pinyin),
    Part("dense", "dense signals", False, index=_without_signals(lambda name: name in DENSE)),
    Part("bm25", "BM25 signals", False, index=_without_signals(lambda name: name not in DENSE)),
    Part("ranker", "learned ranker (equal weights)", False, index=_equal_weights),
    Part("topics", "topics", True, records=lambda fold: replace(fold.records, topics=())),
    Part("noise", "noise in the hold-out", True, patched=_without_noise),
    Part("second-forty", "second forty questions of each item", True, records=lambda fold: fold.first(FIRST)),
    Part("context", "context model (words only)", False, patched=_without_context),
)


def chosen(names: Sequence[str]) -> tuple[Part, ...]:
    """The parts of these names, all without any. Raises ``BadInput`` for an unknown one."""
    known = {part.name: part for part in PARTS}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput(f"no part is called {unknown[0]!r}; there are: {', '.join(known)}")
    return tuple(part for part in PARTS if not names or part.name in names)
