"""Searchers that are timed side by side on the same questions, the same texts and the same vectors.

A peer is built from the snapshot's :class:`Corpus` as its own documentation tells; add one to ``PEERS``.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.bench.corpus import Corpus

DEEP = 48
"""Texts that a peer's retrievers put forward: enough for six items where each has several alike."""
RRF = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009), as in LangChain's ensemble."""


class Searcher(Protocol):
    """Something that ranks items for a question."""

    def search(self, text: str, k: int) -> Sequence[str]:
        """At most ``k`` item ids, best first."""


def _cutter() -> Callable[[str], list[str]]:
    import jieba

    jieba.setLogLevel("WARNING")
    cut: Callable[[str], list[str]] = jieba.lcut
    return cut


class RankBm25:
    """rank-bm25's ``BM25Okapi`` over jieba words: what many assistants use, a pass over all documents a query."""

    def __init__(self, corpus: Corpus) -> None:
        from rank_bm25 import BM25Okapi

        self._corpus, self._cut = corpus, _cutter()
        self._bm25 = BM25Okapi([self._cut(text) for text in corpus.texts])

    def search(self, text: str, k: int) -> Sequence[str]:
        """Items by their best text."""
        scores = self._bm25.get_scores(self._cut(text))
        return self._corpus.items(scores.argsort()[::-1].tolist(), k)


class LangChainEnsemble:
    """LangChain's ``EnsembleRetriever`` of a ``BM25Retriever`` (rank-bm25) and a FAISS store over our own vectors."""

    def __init__(self, corpus: Corpus) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the package says that it is no longer developed
            from langchain_classic.retrievers import EnsembleRetriever
            from langchain_community.docstore.in_memory import InMemoryDocstore
            from langchain_community.retrievers import BM25Retriever
            from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document

        named = [{"item_id": item_id} for item_id in corpus.item_ids]
        words = BM25Retriever.from_texts(corpus.texts, metadatas=named, preprocess_func=_cutter(), k=DEEP)
        documents = {str(at): Document(page_content=line, metadata=named[at]) for at, line in enumerate(corpus.texts)}
        store = FAISS(
            embedding_function=lambda query: corpus.encoded(query).tolist(),
            index=_flat(corpus),
            docstore=InMemoryDocstore(documents),
            index_to_docstore_id={at: str(at) for at in range(len(corpus.texts))},
        )
        self._ensemble = EnsembleRetriever(
            retrievers=[words, store.as_retriever(search_kwargs={"k": DEEP})], weights=[0.5, 0.5]
        )

    def search(self, text: str, k: int) -> Sequence[str]:
        """Items by the fused rank of their best text."""
        found = self._ensemble.invoke(text)
        return tuple(dict.fromkeys(str(document.metadata["item_id"]) for document in found))[:k]


class Bm25sFaiss:
    """bm25s over jieba words and FAISS over our own vectors, fused by reciprocal ranks: the fast way to build it."""

    def __init__(self, corpus: Corpus) -> None:
        import bm25s  # type: ignore[import-untyped]

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs each build at DEBUG, whatever the root says
        self._corpus, self._cut, self._flat = corpus, _cutter(), _flat(corpus)
        self._words = bm25s.BM25()
        self._words.index([self._cut(text) for text in corpus.texts], show_progress=False)
        self._deep = min(DEEP, len(corpus.texts))

    def search(self, text: str, k: int) -> Sequence[str]:
        """Items by the fused rank of their best text."""
        by_words, _ = self._words.retrieve([self._cut(text)], k=self._deep, show_progress=False)
        _, by_meaning = self._flat.search(self._corpus.encoded(text)[None], self._deep)
        fused: dict[int, float] = {}
        for places in (by_words[0].tolist(), by_meaning[0].tolist()):
            for rank, place in enumerate(places, start=1):
                fused[place] = fused.get(place, 0.0) + 1 / (RRF + rank)
        return self._corpus.items(sorted(fused, key=fused.__getitem__, reverse=True), k)


def _flat(corpus: Corpus):  # type: ignore[no-untyped-def]  # noqa: ANN202  (FAISS has no types)
    import faiss

    flat = faiss.IndexFlatIP(corpus.vectors.shape[1])
    flat.add(corpus.vectors)
    return flat


@dataclass(frozen=True)
class Peer:
    """How to build a peer; one that takes long for each question is timed on ``most`` of them."""

    build: Callable[[Corpus], Searcher]
    most: int | None = None


PEERS: dict[str, Peer] = {
    "bm25s+faiss": Peer(Bm25sFaiss),
    "rank-bm25": Peer(RankBm25, most=60),
    "langchain-ensemble": Peer(LangChainEnsemble, most=60),
}
"""Peers by name, in the order of the table."""
