"""Sentence vectors: the encoder fitted at ingest, or any other SentenceTransformer, behind one small protocol."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file

from knowledge import text
from knowledge.errors import SnapshotDamaged, SnapshotUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns normalised texts into unit vectors."""

    def encode(self, normalised: Sequence[str]) -> Vectors:
        """Shape ``(len(normalised), dimension)``, each row of length 1 (or 0 when nothing in the text is known)."""


class StaticEncoder:
    """Reads the SentenceTransformer folder that ingest fitted (StaticEmbedding + Normalize) without importing torch.

    The arithmetic is StaticEmbedding's mean over token rows followed by Normalize; a test holds it equal to
    ``SentenceTransformer.encode``. It exists for start-up time and memory: torch costs seconds and 300 MB a process.
    """

    def __init__(self, folder: Path) -> None:
        try:
            modules = json.loads((folder / "modules.json").read_text("utf-8"))
            module = folder / modules[0]["path"]
            self._weights: Vectors = load_file(module / "model.safetensors")["embedding.weight"]
            tokenizer = json.loads((module / "tokenizer.json").read_text("utf-8"))
            self._tokens: dict[str, int] = tokenizer["model"]["vocab"]
        except (OSError, ValueError, LookupError, TypeError, SafetensorError) as error:
            raise SnapshotDamaged("知识快照里的编码器读不出来") from error

    def encode(self, normalised: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        result = np.zeros((len(normalised), self._weights.shape[1]), dtype=np.float32)
        for at, line in enumerate(normalised):
            rows = [row for token in text.features(line) if (row := self._tokens.get(token)) is not None]
            if rows:
                total = self._weights[rows].sum(axis=0)
                result[at] = total / max(float(np.linalg.norm(total)), 1e-12)
        return result


class SentenceEncoder:
    """Any SentenceTransformer by name or folder (``QUANQUAN_ENCODER``), loaded when first used."""

    def __init__(self, name: str) -> None:
        self.name = name

    @cached_property
    def _model(self) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        try:
            return SentenceTransformer(self.name, device="cpu")
        except (OSError, ValueError, LookupError) as error:
            raise SnapshotUnavailable(f"编码器 {self.name} 读不出来，请检查 QUANQUAN_ENCODER") from error

    def encode(self, normalised: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        encoded = self._model.encode(list(normalised), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)
