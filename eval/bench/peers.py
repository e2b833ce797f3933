"""Searchers that are timed side by side on the same questions and the same knowledge.

A peer is built from the snapshot's records, so that all search the same texts; add one to ``PEERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from knowledge.records import KnowledgeRecords


class Searcher(Protocol):
    """Something that ranks items for a question."""

    def search(self, text: str, k: int) -> Sequence[str]:
        """At most ``k`` item ids, best first."""


class RankBm25:
    """rank-bm25's ``BM25Okapi`` over jieba words: what many assistants use, a pass over all documents a query."""

    def __init__(self, records: KnowledgeRecords) -> None:
        import jieba
        from rank_bm25 import BM25Okapi

        jieba.setLogLevel("WARNING")
        texts = [(one.item_id, one.text) for one in records.questions]
        texts += [(guide.id, f"{guide.name} {guide.summary}") for guide in records.guides]
        self._cut: Callable[[str], list[str]] = jieba.lcut
        self._item_ids = [item_id for item_id, _ in texts]
        self._bm25 = BM25Okapi([self._cut(text) for _, text in texts])

    def search(self, text: str, k: int) -> Sequence[str]:
        """Items by their best question."""
        scores = self._bm25.get_scores(self._cut(text))
        ranked: dict[str, None] = {}
        for place in scores.argsort()[::-1]:
            ranked.setdefault(self._item_ids[place])
            if len(ranked) == k:
                break
        return tuple(ranked)


PEERS: dict[str, Callable[[KnowledgeRecords], Searcher]] = {"rank-bm25": RankBm25}
"""Peers by name, in the order of the table."""
