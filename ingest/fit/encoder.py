"""Fit a StaticEmbedding SentenceTransformer and one proxy vector an item on the knowledge base itself.

Start: latent semantic analysis (Deerwester et al. 1990), a truncated SVD of the tf-idf features, with each item's
mean vector as its proxy. Then a few passes of cosine softmax against the proxies (Zhai & Wu, Classification is a
Strong Baseline for Deep Metric Learning, 2019) with features dropped at random, so that no single word decides.

A large base is taught by a sample: beyond some hundred thousand lessons more of them add time and hardly anything else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix, diags
from sklearn.decomposition import TruncatedSVD
from torch.nn import functional

from ingest.fit.reading import IntArray, Reading, pieces
from ingest.fit.stages import Form
from ingest.fit.texts import SubjectTexts
from knowledge import text
from knowledge.dense import Vectors
from knowledge.progress import Progress
from knowledge.words import pack_words, unpack_words

UNKNOWN = "[UNK]"
POWER = 2
"""Power iterations of the randomised SVD; five change nothing that the training does not level."""

SUBJECTS_AT_ONCE = 256


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
        """Unit vectors of ``lines``, whose features ``reading`` holds: many times as fast as from their characters."""
        columns = np.array([self.vocabulary.get(name, -1) for name in reading.cut.names], dtype=np.int64)
        cut, width = reading.cut, len(self.weights)
        found = [_unit(cut.matrix(rows, columns, width) @ self.weights) for rows in pieces(reading.rows(lines))]
        return np.concatenate([np.zeros((0, self.weights.shape[1]), np.float32), *found])


def _save(fitted: FittedEncoder, path: Path) -> None:
    np.savez(path, words=pack_words(fitted.vocabulary), weights=fitted.weights, proxies=fitted.proxies)


def _load(path: Path) -> FittedEncoder:
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        words = unpack_words(file["words"])
        return FittedEncoder({word: at for at, word in enumerate(words)}, file["weights"], file["proxies"])


FITTED_ENCODER = Form(".npz", _save, _load)


def fit_encoder(
    subjects: Sequence[SubjectTexts],
    seed: int,
    progress: Progress,
    settings: EncoderSettings | None = None,
    reading: Reading | None = None,
) -> FittedEncoder:
    """Fit on all texts of ``subjects``; the same input, seed and thread count give the same bytes.

    ``reading`` holds the features of their lessons (and perhaps of other lines) where these have been read before.
    """
    lessons = [line for subject in subjects for line in subject.lessons]
    chosen = settings or _settings_for(len(lessons))
    read = reading or Reading.of(lessons, text.features)
    owner = np.repeat(np.arange(len(subjects)), [len(subject.lessons) for subject in subjects])
    rows = read.rows(lessons)
    counts = read.cut.counts(rows)
    kept = _kept(read.cut.names, counts, chosen.least)
    columns = np.full(len(counts), -1, dtype=np.int64)
    columns[kept] = np.arange(len(kept))
    features = read.cut.matrix(rows, columns, len(kept))
    idf = (np.log((1 + len(rows)) / (1 + counts[kept])) + 1).astype(np.float32)
    with progress.task("分析用词", None):
        start, proxies = _analyse(features, owner, idf, len(subjects), seed, chosen)
    start, proxies = _train(features, owner, idf, start, proxies, seed, progress, chosen)
    weights = np.vstack([np.zeros((1, start.shape[1]), np.float32), start * idf[:, None]])
    names = (read.cut.names[at] for at in kept.tolist())
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
    chosen = _some(features.shape[0], settings.analysed, seed)
    rank = max(min(settings.dimension, min(len(chosen), features.shape[1]) - 1), 1)
    with np.errstate(invalid="ignore"):  # a single text has no variance to divide by
        analysis = TruncatedSVD(rank, n_iter=POWER, random_state=seed).fit(_weighted(features[chosen], idf))
    components = analysis.components_.T.astype(np.float32)
    return components, _unit(_sums(features, idf, components, owner, subjects))


def _weighted(features: csr_matrix, idf: Vectors) -> csr_matrix:
    """Rows of tf-idf, each of length 1."""
    weighted = features @ diags(idf)
    lengths = np.sqrt(weighted.multiply(weighted).sum(axis=1)).A1
    return csr_matrix(diags(1 / np.maximum(lengths, 1e-9)) @ weighted)


def _sums(features: csr_matrix, idf: Vectors, components: Vectors, owner: IntArray, subjects: int) -> Vectors:
    """Sum of the vectors of each subject's texts; some subjects at a time, for all vectors together fill the memory."""
    bounds = np.searchsorted(owner, np.arange(subjects + 1))
    found = []
    for first in range(0, subjects, SUBJECTS_AT_ONCE):
        last = min(first + SUBJECTS_AT_ONCE, subjects)
        start, end = bounds[first], bounds[last]
        places = (owner[start:end] - first, np.arange(end - start))
        members = csr_matrix((np.ones(end - start, np.float32), places), (last - first, end - start))
        found.append(np.asarray(members @ (_weighted(features[start:end], idf) @ components), dtype=np.float32))
    return np.concatenate(found)


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
    lazy, dense = LazyAdam(table), torch.optim.Adam([anchors], lr=settings.rate)
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
            table.grad = anchors.grad = None
            torch.autograd.backward(loss)
            rate = dense.param_groups[0]["lr"] = settings.rate * (1 - done / len(batches))
            lazy.step(rate)
            dense.step()
            task.advance()
    return table.detach().numpy(), anchors.detach().numpy()


class LazyAdam:
    """Adam (Kingma & Ba 2015) for the rows of ``table`` that a step touches: a few thousand of many times as many.

    The sums of ``torch.optim.SparseAdam`` in its order, so that the bits are the same, in half its time: the moments are
    read and written at their rows instead of through sparse tensors.
    """

    FIRST, SECOND, LEAST = 0.9, 0.999, 1e-8

    def __init__(self, table: torch.nn.Parameter) -> None:
        self._table = table
        self._first, self._second = torch.zeros_like(table.data), torch.zeros_like(table.data)
        self._steps = 0

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Follow the table's sparse gradient."""
        if self._table.grad is None:
            return
        self._steps += 1
        gradient = self._table.grad.coalesce()
        rows, slope = gradient.indices()[0], gradient.values()
        first, second = self._first[rows], self._second[rows]
        first = slope.sub(first).mul_(1 - self.FIRST).add_(first)
        second = slope.pow(2).sub_(second).mul_(1 - self.SECOND).add_(second)
        self._first[rows], self._second[rows] = first, second
        length = rate * math.sqrt(1 - self.SECOND**self._steps) / (1 - self.FIRST**self._steps)
        self._table.index_add_(0, rows, -length * first.div_(second.sqrt_().add_(self.LEAST)))


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
