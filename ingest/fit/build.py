"""Fit and index the records of one snapshot: encoder, vectors, BM25, facets, ranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from threadpoolctl import threadpool_limits

from ingest.fit.domain import domain_unseen, fit_domain
from ingest.fit.encoder import fit_encoder
from ingest.fit.facets import fit_facets
from ingest.fit.noise import NoiseMaker
from ingest.fit.proxies import fit_proxies
from ingest.fit.ranker import HeldOut, fit_ranker, hold_out
from ingest.fit.texts import ItemTexts, texts_of
from knowledge import text
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.embedded import ENCODER, EmbeddedIndex, IndexParts
from knowledge.facets import FacetModel
from knowledge.lexical import LexicalIndex
from knowledge.progress import Progress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings


def build_index(
    records: KnowledgeRecords, folder: Path, *, settings: Settings, previous: Path | None, progress: Progress
) -> dict[str, float]:
    """Write the index files of ``records`` (at least one guide) into ``folder``; returns figures for the manifest.

    One thread: the sums then come in one order, so that equal input gives equal files on any machine of a kind.
    ``previous`` is the snapshot in force, unused so far: each run fits afresh.
    """
    torch.set_num_threads(1)
    with threadpool_limits(limits=1):
        return _build(records, folder, settings, progress)


def _build(records: KnowledgeRecords, folder: Path, settings: Settings, progress: Progress) -> dict[str, float]:
    items = texts_of(records)
    with progress.task("识别问法要素", 1) as task:
        facets = fit_facets(records.questions, settings.seed)
        task.advance()
    stay, away = hold_out(items, settings.seed)
    noise = NoiseMaker((line for item in items for line in item.asked), settings.seed)
    away += [HeldOut(one.item_id, text.normalise(noise.noisy(one.text))) for one in away]
    with TemporaryDirectory(dir=folder) as scratch:  # inside the draft: a killed run leaves nothing elsewhere
        trial = _parts(stay, facets, Path(scratch), settings, progress)
        with progress.task("校准可信度", 1) as task:
            foreign = _foreign()
            domain = domain_unseen(_own(stay), foreign, [one.text for one in away], settings.seed)
            unseen = [*away, *(HeldOut(None, line, foreign=True) for line in foreign)]
            ranker, figures = fit_ranker(EmbeddedIndex(_only(records, stay), trial), unseen, domain)
            task.advance()
    parts = replace(
        _parts(items, facets, folder, settings, progress),
        ranker=ranker,
        domain=fit_domain(_own(items), foreign, settings.seed),
    )
    parts.save(folder, settings.encoder)
    return {**figures, "texts": float(parts.texts.size), "dimension": float(parts.vectors.shape[1])}


def _parts(
    items: Sequence[ItemTexts], facets: FacetModel, folder: Path, settings: Settings, progress: Progress
) -> IndexParts:
    encoder, proxies = _encoder(items, folder, settings, progress)
    short = [line for item in items for line in item.short]
    with progress.task("建立索引", len(short)) as task:
        texts = LexicalIndex.build([text.terms(line) for line in short])
        guides = LexicalIndex.build([[term for line in item.all for term in text.terms(line)] for item in items])
        vectors = encoder.encode(short)
        task.advance(len(short))
    if proxies is None:
        proxies = fit_proxies(vectors, [len(item.short) for item in items], settings.seed)
    return IndexParts(
        encoder=encoder,
        vectors=vectors,
        texts_of=np.cumsum([0, *(len(item.short) for item in items)]),
        proxies=proxies,
        texts=texts,
        guides=guides,
        facets=facets,
    )


def _encoder(
    items: Sequence[ItemTexts], folder: Path, settings: Settings, progress: Progress
) -> tuple[Encoder, Vectors | None]:
    if settings.encoder:
        return SentenceEncoder(settings.encoder), None
    fitted = fit_encoder(items, settings.seed, progress)
    fitted.save(folder / ENCODER)
    return StaticEncoder(folder / ENCODER), fitted.proxies


def _only(records: KnowledgeRecords, items: Sequence[ItemTexts]) -> KnowledgeRecords:
    kept = {item.item_id for item in items}
    return KnowledgeRecords(guides=tuple(guide for guide in records.guides if guide.id in kept))


def _own(items: Sequence[ItemTexts]) -> list[str]:
    """What one could ask the guides."""
    return [line for item in items for line in item.short]


def _foreign() -> list[str]:
    """Shipped lines that no guide answers."""
    lines = (files("ingest") / "fit" / "foreign.txt").read_text("utf-8").splitlines()
    return [text.normalise(line) for line in lines if line and not line.startswith("#")]
