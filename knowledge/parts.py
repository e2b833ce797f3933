"""What an embedded index reads besides the records, its files, and how some subjects' parts are exchanged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.context import ContextModel
from knowledge.dense import Encoder, SentenceEncoder, StaticEncoder, Vectors
from knowledge.errors import SnapshotDamaged
from knowledge.facets import FacetModel
from knowledge.intents import IntentModel
from knowledge.lexical import LexicalIndex
from knowledge.models import Passage, ServiceGuide, Topic
from knowledge.passages import PassageIndex
from knowledge.ranker import Ranker

ENCODER = "encoder"
VECTORS = "vectors.npy"
PROXIES = "proxies.faiss"
TEXTS = "lexical_texts.npz"
WHOLES = "lexical_wholes.npz"
FACETS = "facets.npz"
INTENTS = "intents.npz"
PASSAGES = "passages.npz"
FITTED = "fitted.json"
LARGE_FILES = frozenset({VECTORS, PROXIES, TEXTS, WHOLES, FACETS, INTENTS, FITTED})
"""What a build fits, and what no edit of a guide or a policy file changes (besides the encoder's folder)."""
DAMAGE = (OSError, ValueError, LookupError, TypeError, RuntimeError, EOFError, BadZipFile)
"""What readers raise on files that are cut short or not theirs; RuntimeError is FAISS's."""


def subject_keys(guides: Iterable[ServiceGuide], topics: Iterable[Topic]) -> tuple[str, ...]:
    """What tells subjects apart from build to build: the id of a guide, the name of a topic."""
    keys: dict[str, None] = dict.fromkeys(guide.id for guide in guides)
    for topic in topics:
        key = f"topic {topic.name}"
        while key in keys:
            key += "'"
        keys[key] = None
    return tuple(keys)


def load_passages(folder: Path, passages: Sequence[Passage]) -> PassageIndex:
    """The index of policy articles alone; raises SnapshotDamaged."""
    try:
        return PassageIndex.load(folder / PASSAGES, passages)
    except DAMAGE as error:
        raise SnapshotDamaged("知识快照里的政策检索文件读不出来") from error


def load_proxies(folder: Path) -> tuple[Encoder, dict[str, Vectors]]:
    """The encoder, and by its key the proxy of each subject of the whole build; raises SnapshotDamaged."""
    try:
        fitted = json.loads((folder / FITTED).read_text("utf-8"))
        flat = faiss.read_index(str(folder / PROXIES))
        proxies = flat.reconstruct_n(0, flat.ntotal)
        return _encoder(folder, fitted["encoder"]), dict(zip(fitted["keys"], proxies, strict=True))
    except DAMAGE as error:
        raise SnapshotDamaged("知识快照里的检索文件读不出来") from error


def _encoder(folder: Path, name: str) -> Encoder:
    return SentenceEncoder(name) if name else StaticEncoder(folder / ENCODER)


@dataclass(frozen=True)
class SubjectParts:
    """What the index holds of one subject: a row of ``vectors`` and the terms of each of its texts, the terms of its whole
    document, and its proxy (a unit vector)."""

    vectors: Vectors
    texts: Sequence[Sequence[str]]
    whole: Sequence[str]
    proxy: Vectors


@dataclass(frozen=True)
class IndexParts:
    """Everything the index reads besides the records.

    Subjects are the guides, in their order, and then the topics. ``texts_of[i]:texts_of[i + 1]`` are the rows of subject
    ``i`` in ``vectors`` and in ``texts``; ``proxies`` holds one vector a subject, ``wholes`` one document a subject.
    """

    encoder: Encoder
    vectors: Vectors
    texts_of: npt.NDArray[np.int64]
    proxies: Vectors
    texts: LexicalIndex
    wholes: LexicalIndex
    facets: FacetModel
    passages: PassageIndex = PassageIndex()
    intents: IntentModel = IntentModel()
    ranker: Ranker = Ranker()
    context: ContextModel = ContextModel()
    keys: tuple[str, ...] = ()
    """One a subject (:func:`subject_keys`), in their order."""

    def save(self, folder: Path, encoder_name: str) -> None:
        """Write all parts but the encoder, whose folder the fit has written; ``encoder_name`` is empty for that one."""
        np.save(folder / VECTORS, self.vectors)
        flat = faiss.IndexFlatIP(self.proxies.shape[1])
        flat.add(self.proxies)
        faiss.write_index(flat, str(folder / PROXIES))
        self.texts.save(folder / TEXTS)
        self.wholes.save(folder / WHOLES)
        self.facets.save(folder / FACETS)
        self.intents.save(folder / INTENTS)
        self.passages.save(folder / PASSAGES)
        fitted = {
            "encoder": encoder_name,
            "texts_of": self.texts_of.tolist(),
            "ranker": self.ranker.to_dict(),
            "context": self.context.to_dict(),
            "keys": list(self.keys),
        }
        (folder / FITTED).write_text(json.dumps(fitted, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, passages: Sequence[Passage]) -> Self:
        """Read what :meth:`save` wrote, over the same passages; raises SnapshotDamaged when a file is missing or broken."""
        try:
            fitted = json.loads((folder / FITTED).read_text("utf-8"))
            flat = faiss.read_index(str(folder / PROXIES))
            return cls(
                encoder=_encoder(folder, fitted["encoder"]),
                vectors=np.load(folder / VECTORS, allow_pickle=False),
                texts_of=np.array(fitted["texts_of"], dtype=np.int64),
                proxies=flat.reconstruct_n(0, flat.ntotal),
                texts=LexicalIndex.load(folder / TEXTS),
                wholes=LexicalIndex.load(folder / WHOLES),
                facets=FacetModel.load(folder / FACETS),
                intents=IntentModel.load(folder / INTENTS),
                passages=PassageIndex.load(folder / PASSAGES, passages),
                ranker=Ranker.from_dict(fitted["ranker"]),
                context=ContextModel.from_dict(fitted["context"]),
                keys=tuple(fitted["keys"]),
            )
        except DAMAGE as error:
            raise SnapshotDamaged("知识快照里的检索文件读不出来") from error

    def patched(self, patch: Mapping[str, SubjectParts], keys: Sequence[str]) -> Self:
        """The parts of the subjects ``keys``: those in ``patch`` as it has them, all others (which are here) as they are.

        Raises SnapshotDamaged for a subject that is in neither.
        """
        if not patch and tuple(keys) == self.keys:
            return self
        here = {key: at for at, key in enumerate(self.keys)}
        if not keys:
            raise SnapshotDamaged("知识快照里没有一份办事指南")
        if missing := [key for key in keys if key not in patch and key not in here]:
            raise SnapshotDamaged(f"知识快照里没有 {missing[0]} 的检索内容")
        old = [-1 if key in patch else here[key] for key in keys]
        sizes = [len(patch[key].vectors) if at < 0 else self._size(at) for key, at in zip(keys, old, strict=True)]
        starts = np.cumsum([0, *sizes])
        texts, wholes = np.full(self.texts.size, -1, np.int64), np.full(self.wholes.size, -1, np.int64)
        for new, at in enumerate(old):
            if at >= 0:
                wholes[at] = new
                texts[self.texts_of[at] : self.texts_of[at + 1]] = np.arange(starts[new], starts[new + 1])
        added = [(new, patch[key]) for new, (key, at) in enumerate(zip(keys, old, strict=True)) if at < 0]
        rows = {int(starts[new]) + row: terms for new, subject in added for row, terms in enumerate(subject.texts)}
        return replace(
            self,
            vectors=np.concatenate(self._vectors(patch, keys, old)),
            texts_of=starts,
            proxies=np.stack(
                [patch[key].proxy if at < 0 else self.proxies[at] for key, at in zip(keys, old, strict=True)]
            ),
            texts=self.texts.spliced(texts, int(starts[-1]), rows),
            wholes=self.wholes.spliced(wholes, len(keys), {new: subject.whole for new, subject in added}),
            keys=tuple(keys),
        )

    def _size(self, at: int) -> int:
        return int(self.texts_of[at + 1] - self.texts_of[at])

    def _vectors(self, patch: Mapping[str, SubjectParts], keys: Sequence[str], old: Sequence[int]) -> list[Vectors]:
        """Rows in the order of ``keys``, in as few pieces as possible: a piece of neighbours is one copy."""
        pieces: list[Vectors] = []
        first = 0
        while first < len(keys):
            if old[first] < 0:
                pieces.append(patch[keys[first]].vectors)
                first += 1
                continue
            last = first
            while last + 1 < len(keys) and old[last + 1] == old[last] + 1:
                last += 1
            pieces.append(self.vectors[self.texts_of[old[first]] : self.texts_of[old[last] + 1]])
            first = last + 1
        return pieces
