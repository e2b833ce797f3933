"""The parts that can be taken away, and how: from the records, or from the code for a while."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from eval.building import replaced
from eval.crossval.folds import Fold
from eval.errors import BadInput
from ingest.fit import ranker as fit_ranker_module
from ingest.fit.logit import Choice, fit_logit
from ingest.fit.noise import NoiseMaker
from knowledge import text
from knowledge.embedded import EmbeddedIndex
from knowledge.ports import SearchResult
from knowledge.ranker import SIGNALS, Matrix, Ranked, Ranker
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

    ``records`` of a fold are what the index is built on, ``patched`` replaces code while it is built and asked. Without
    ``fitted`` the index of everything is asked, for the part plays no role in fitting.
    """

    name: str
    title: str
    fitted: bool
    records: Callable[[Fold], KnowledgeRecords] = lambda fold: fold.records
    patched: Callable[[], AbstractContextManager[None]] = nullcontext

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


def _without_signals(gone: Callable[[str], bool]) -> Callable[[], AbstractContextManager[None]]:
    columns = [at for at, name in enumerate(SIGNALS) if gone(name)]

    def patched() -> AbstractContextManager[None]:
        whole = Ranked.of

        def of(_cls: type[Ranked], ranker: Ranker, subjects: npt.NDArray[np.int64], signals: Matrix) -> Ranked:
            left = signals.copy()
            left[:, columns] = 0
            return whole(ranker, subjects, left)

        return replaced(Ranked, "of", classmethod(of))

    return patched


def _with_equal_weights() -> AbstractContextManager[None]:
    def equal(choices: Sequence[Choice], start: Sequence[float], strength: float, *, positive: bool = False) -> Matrix:
        """All signals weigh the mean of what they would have learnt, so that scores keep their size."""
        learnt = fit_logit(choices, start, strength, positive=positive)
        return np.full(len(learnt), learnt.mean())

    return replaced(fit_ranker_module, "fit_logit", equal)


PARTS: tuple[Part, ...] = (
    Part("lexicon", "colloquial lexicon", True, patched=_without_lexicon),
    Part("pinyin", "pinyin features", True, patched=_without_pinyin),
    Part("dense", "dense signals", True, patched=_without_signals(lambda name: name in DENSE)),
    Part("bm25", "BM25 signals", True, patched=_without_signals(lambda name: name not in DENSE)),
    Part("ranker", "learned ranker (equal weights)", True, patched=_with_equal_weights),
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
