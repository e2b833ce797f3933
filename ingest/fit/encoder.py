"""Fit a StaticEmbedding SentenceTransformer and one proxy vector an item on the knowledge base itself.

Start: latent semantic analysis (Deerwester et al. 1990), a truncated SVD of the tf-idf features, with each item's
mean vector as its proxy. Then a few passes of cosine softmax against the proxies (Zhai & Wu, Classification is a
Strong Baseline for Deep Metric Learning, 2019) with features dropped at random, so that no single word decides.

A large base is taught by a sample: beyond some hundred thousand lessons more of them add time and hardly anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix, diags
from sklearn.decomposition import TruncatedSVD
from torch.nn import functional

from ingest.fit.reading import IntArray, Reading
from ingest.fit.texts import SubjectTexts
from knowledge.dense import Vectors
from knowledge.progress import Progress

UNKNOWN = "[UNK]"
POWER = 2
"""Power iterations of the randomised SVD; five change nothing that the training does not level."""


@dataclass(frozen=True)
class EncoderSettings:
    """Chosen by five-fold cross-validation on the authored questions; see this folder's README for the table."""

    dimension: int = 256
    least: int = 2
    """A feature must occur in this many texts."""
    analysed: int = 20_000
    """Texts that the analysis takes into account at most, chosen at random."""
    passes: int = 4
    visits: int = 120_000
    """Lessons taken in all passes together, at most."""
    batch: int = 128
    rate: float = 0.0015
    """Adam's, falling to zero over the run."""
    scale: float = 10.0
    """Softmax scale of the cosines."""
    drop: float = 0.5
    """Share of a text's features that a training step leaves out."""


LARGE = EncoderSettings(batch=256, rate=0.003)
"""Where the visits do not reach for all passes: larger steps, which cost less a lesson."""


@dataclass(frozen=True)
class FittedEncoder:
    """``weights`` has a row a token (row 0 is the unknown token, zero); ``proxies`` a unit row an item."""

    vocabulary: dict[str, int]
    weights: Vectors
    proxies: Vectors

    def save(self, folder: Path) -> None:
        """Write an ordinary SentenceTransformer folder whose input is blank-separated ``knowledge.text.features``."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
        from tokenizers import Tokenizer
        from tokenizers.models import WordLevel
        from tokenizers.pre_tokenizers import WhitespaceSplit

        tokenizer = Tokenizer(WordLevel(self.vocabulary, unk_token=UNKNOWN))
        tokenizer.pre_tokenizer = WhitespaceSplit()
        static = StaticEmbedding(tokenizer, embedding_weights=self.weights)
        SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(folder), create_model_card=False)

    def encode(self, reading: Reading, lines: Sequence[str]) -> Vectors:
        """Unit vectors of ``lines``, all of which are in ``reading``: many times as fast as from their characters."""
        columns = np.array([self.vocabulary.get(name, -1) for name in reading.features.names], dtype=np.int64)
        return _unit(
            np.asarray(reading.features.matrix(reading.rows(lines), columns, len(self.weights)) @ self.weights)
        )


def fit_encoder(
    subjects: Sequence[SubjectTexts],
    seed: int,
    progress: Progress,
    settings: EncoderSettings | None = None,
    reading: Reading | None = None,
) -> FittedEncoder:
    """Fit on all texts of ``subjects``; the same input, seed and thread count give the same bytes.

    ``reading`` holds their lessons (and perhaps others) where they have been read before.
    """
    lessons = [line for subject in subjects for line in subject.lessons]
    chosen = settings or _settings_for(len(lessons))
    read = reading or Reading.of(lessons)
    owner = np.repeat(np.arange(len(subjects)), [len(subject.lessons) for subject in subjects])
    rows = read.rows(lessons)
    counts = np.bincount(read.features.gather(rows), minlength=len(read.features.names))
    kept = _kept(read.features.names, counts, chosen.least)
    columns = np.full(len(counts), -1, dtype=np.int64)
    columns[kept] = np.arange(len(kept))
    features = read.features.matrix(rows, columns, len(kept))
    idf = (np.log((1 + len(rows)) / (1 + counts[kept])) + 1).astype(np.float32)
    start, proxies = _analyse(features, owner, idf, len(subjects), seed, chosen)
    start, proxies = _train(features, owner, idf, start, proxies, seed, progress, chosen)
    weights = np.vstack([np.zeros((1, start.shape[1]), np.float32), start * idf[:, None]])
    names = (read.features.names[at] for at in kept.tolist())
    return FittedEncoder({UNKNOWN: 0} | {name: at + 1 for at, name in enumerate(names)}, weights, _unit(proxies))


def _settings_for(lessons: int) -> EncoderSettings:
    usual = EncoderSettings()
    return usual if lessons * usual.passes <= usual.visits else LARGE


def _kept(names: Sequence[str], counts: IntArray, least: int) -> IntArray:
    """Places of the names that occur ``least`` times (once, where none does), in the order of the names."""
    often = counts >= least
    enough = np.flatnonzero(often if often.any() else counts > 0).tolist()
    return np.array(sorted(enough, key=names.__getitem__), dtype=np.int64)


def _analyse(
    features: csr_matrix, owner: IntArray, idf: Vectors, subjects: int, seed: int, settings: EncoderSettings
) -> tuple[Vectors, Vectors]:
    """LSA: feature vectors (features, dimension) and mean subject vectors (subjects, dimension)."""
    weighted = features @ diags(idf)
    weighted = (diags(1 / np.maximum(np.sqrt(weighted.multiply(weighted).sum(axis=1)), 1e-9).A1) @ weighted).tocsr()
    chosen = _some(weighted.shape[0], settings.analysed, seed)
    rank = max(min(settings.dimension, min(len(chosen), weighted.shape[1]) - 1), 1)
    with np.errstate(invalid="ignore"):  # a single text has no variance to divide by
        components = (
            TruncatedSVD(rank, n_iter=POWER, random_state=seed).fit(weighted[chosen]).components_.T.astype(np.float32)
        )
    members = csr_matrix((np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))), (subjects, len(owner)))
    return components, _unit(np.asarray(members @ (weighted @ components), dtype=np.float32))


def _some(rows: int, most: int, seed: int) -> IntArray:
    """All of ``rows`` rows, or ``most`` of them at random, in their order."""
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def _train(
    features: csr_matrix,
    owner: IntArray,
    idf: Vectors,
    start: Vectors,
    proxies: Vectors,
    seed: int,
    progress: Progress,
    settings: EncoderSettings,
) -> tuple[Vectors, Vectors]:
    random = torch.Generator().manual_seed(seed)
    table, anchors = torch.nn.Parameter(torch.tensor(start)), torch.nn.Parameter(torch.tensor(proxies))
    inverse, target = torch.tensor(idf), torch.tensor(owner)
    # Lazy Adam for the table: a step touches a few thousand of its rows, and dense moments would cost ten times as much.
    optimisers = [torch.optim.SparseAdam([table], lr=settings.rate), torch.optim.Adam([anchors], lr=settings.rate)]
    batches = list(_batches(len(owner), random, settings))
    with progress.task("训练语义编码器", len(batches)) as task:
        for done, batch in enumerate(batches):
            tokens, offsets = _lesson(features[batch.numpy()], settings.drop, random)
            weights = inverse[tokens]
            summed = functional.embedding_bag(
                tokens, table, offsets, mode="sum", per_sample_weights=weights, sparse=True
            )
            cosines = functional.normalize(summed) @ functional.normalize(anchors).T
            loss = functional.cross_entropy(settings.scale * cosines, target[batch])
            for optimiser in optimisers:
                optimiser.zero_grad()
                optimiser.param_groups[0]["lr"] = settings.rate * (1 - done / len(batches))
            torch.autograd.backward(loss)
            for optimiser in optimisers:
                optimiser.step()
            task.advance()
    return table.detach().numpy(), anchors.detach().numpy()


def _batches(lessons: int, random: torch.Generator, settings: EncoderSettings) -> Iterator[torch.Tensor]:
    """Lessons of each step: ``passes`` times all of them, each time in another order, as far as ``visits`` allows."""
    left = settings.visits
    for _ in range(settings.passes):
        order = torch.randperm(lessons, generator=random)[:left]
        yield from torch.split(order, settings.batch) if len(order) else ()
        left -= len(order)


def _lesson(rows: csr_matrix, drop: float, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens of a step that are not dropped, and where each row of them begins: a dropped one costs nothing."""
    kept = torch.rand(rows.nnz, generator=random) > drop
    before = torch.cat([torch.zeros(1, dtype=torch.int64), kept.cumsum(0)])
    return torch.from_numpy(rows.indices.astype(np.int64))[kept], before[
        torch.from_numpy(rows.indptr[:-1].astype(np.int64))
    ]


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
