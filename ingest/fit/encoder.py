"""Fit a StaticEmbedding SentenceTransformer and one proxy vector an item on the knowledge base itself.

Start: latent semantic analysis (Deerwester et al. 1990), a truncated SVD of the tf-idf features, with each item's
mean vector as its proxy. Then a few passes of cosine softmax against the proxies (Zhai & Wu, Classification is a
Strong Baseline for Deep Metric Learning, 2019) with features dropped at random, so that no single word decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csr_matrix, diags
from sklearn.decomposition import TruncatedSVD
from torch.nn import functional

from ingest.fit.features import feature_matrix, vocabulary_of
from ingest.fit.texts import ItemTexts
from knowledge import text
from knowledge.dense import Vectors
from knowledge.progress import Progress

UNKNOWN = "[UNK]"


@dataclass(frozen=True)
class EncoderSettings:
    """Chosen by five-fold cross-validation on the authored questions; see this folder's README for the table."""

    dimension: int = 256
    least: int = 2
    """A feature must occur in this many texts."""
    passes: int = 4
    batch: int = 128
    rate: float = 0.0015
    """Adam's, falling to zero over the run."""
    scale: float = 10.0
    """Softmax scale of the cosines."""
    drop: float = 0.6
    """Share of a text's features that a training step leaves out."""


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


def fit_encoder(
    items: Sequence[ItemTexts], seed: int, progress: Progress, settings: EncoderSettings | None = None
) -> FittedEncoder:
    """Fit on all texts of ``items``; the same input, seed and thread count give the same bytes."""
    chosen = settings or EncoderSettings()
    rows = [text.features(line) for item in items for line in item.lessons]
    owner = np.repeat(np.arange(len(items)), [len(item.lessons) for item in items])
    counts = Counter(token for row in rows for token in row)
    vocabulary = vocabulary_of(counts, chosen.least) or vocabulary_of(counts, 1)
    idf = np.array([np.log((1 + len(rows)) / (1 + counts[token])) + 1 for token in vocabulary], dtype=np.float32)
    features = feature_matrix(rows, vocabulary)
    weighted = features @ diags(idf)
    weighted = diags(1 / np.maximum(np.sqrt(weighted.multiply(weighted).sum(axis=1)), 1e-9).A1) @ weighted
    start, proxies = _analyse(weighted.tocsr(), owner, len(items), chosen.dimension, seed)
    start, proxies = _train(features, owner, idf, start, proxies, seed, progress, chosen)
    weights = np.vstack([np.zeros((1, start.shape[1]), np.float32), start * idf[:, None]])
    return FittedEncoder({UNKNOWN: 0} | {token: at + 1 for token, at in vocabulary.items()}, weights, _unit(proxies))


def _analyse(
    weighted: csr_matrix, owner: npt.NDArray[np.int64], items: int, dimension: int, seed: int
) -> tuple[Vectors, Vectors]:
    """LSA: feature vectors (features, dimension) and mean item vectors (items, dimension)."""
    rank = max(min(dimension, min(weighted.shape) - 1), 1)
    with np.errstate(invalid="ignore"):  # a single text has no variance to divide by
        components = TruncatedSVD(rank, random_state=seed).fit(weighted).components_.T.astype(np.float32)
    points = weighted @ components
    members = csr_matrix((np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))), (items, len(owner)))
    return components, _unit(np.asarray(members @ points, dtype=np.float32))


def _train(
    features: csr_matrix,
    owner: npt.NDArray[np.int64],
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
    steps = -(-len(owner) // settings.batch) * settings.passes
    done = 0
    with progress.task("训练语义编码器", steps) as task:
        for _ in range(settings.passes):
            for batch in torch.split(torch.randperm(len(owner), generator=random), settings.batch):
                chosen = features[batch.numpy()]
                tokens = torch.from_numpy(chosen.indices.astype(np.int64))
                kept = inverse[tokens] * (torch.rand(len(tokens), generator=random) > settings.drop)
                offsets = torch.from_numpy(chosen.indptr[:-1].astype(np.int64))
                summed = functional.embedding_bag(
                    tokens, table, offsets, mode="sum", per_sample_weights=kept, sparse=True
                )
                cosines = functional.normalize(summed) @ functional.normalize(anchors).T
                loss = functional.cross_entropy(settings.scale * cosines, target[batch])
                for optimiser in optimisers:
                    optimiser.zero_grad()
                    optimiser.param_groups[0]["lr"] = settings.rate * (1 - done / steps)
                torch.autograd.backward(loss)
                for optimiser in optimisers:
                    optimiser.step()
                done += 1
                task.advance()
    return table.detach().numpy(), anchors.detach().numpy()


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)
