"""The subjects of an index that changed since it was built whole; see :mod:`knowledge.record_patch`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.errors import SnapshotDamaged
from knowledge.parts import DAMAGE, IndexParts, SubjectParts, subject_keys
from knowledge.record_patch import RecordPatch
from knowledge.records import KnowledgeRecords
from knowledge.words import pack_words, unpack_words

INDEX = "patch.npz"
_NONE = np.zeros((0, 0), dtype=np.float32)
IntArray = npt.NDArray[np.int64]


def load_parts(folder: Path, records: KnowledgeRecords) -> IndexParts:
    """The parts of a snapshot's index, patched where it is; raises SnapshotDamaged when they do not fit ``records``."""
    parts, keys = IndexParts.load(folder, records.passages), subject_keys(records.guides, records.topics)
    if keys != parts.keys and RecordPatch.read(folder) is None:
        raise SnapshotDamaged("知识快照里的检索文件和办事指南、话题对不上")
    return parts.patched(load_subjects(folder), keys)


def save_subjects(folder: Path, subjects: Mapping[str, SubjectParts]) -> None:
    """Write the changed subjects of an index; equal subjects give equal bytes."""
    places: dict[str, int] = {}

    def numbers(lines: Iterable[Iterable[str]]) -> tuple[IntArray, IntArray]:
        rows = [[places.setdefault(term, len(places)) for term in line] for line in lines]
        flat = np.array([number for row in rows for number in row], dtype=np.int64)
        return flat, np.array([len(row) for row in rows], dtype=np.int64)

    parts = subjects.values()
    texts, lengths = numbers(line for one in parts for line in one.texts)
    wholes, whole_lengths = numbers(one.whole for one in parts)
    np.savez(
        folder / INDEX,
        keys=pack_words(subjects),
        sizes=np.array([len(one.vectors) for one in parts], dtype=np.int64),
        vectors=np.concatenate([one.vectors for one in parts]) if parts else _NONE,
        proxies=np.stack([one.proxy for one in parts]) if parts else _NONE,
        terms=pack_words(places),
        texts=texts,
        lengths=lengths,
        wholes=wholes,
        whole_lengths=whole_lengths,
    )


def load_subjects(folder: Path) -> dict[str, SubjectParts]:
    """What :func:`save_subjects` wrote, nothing where it wrote nothing; raises SnapshotDamaged."""
    try:
        with (folder / INDEX).open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            terms = unpack_words(file["terms"])
            texts = _lines(terms, file["texts"], file["lengths"])
            wholes = _lines(terms, file["wholes"], file["whole_lengths"])
            vectors, proxies = file["vectors"], file["proxies"]
            ends = list(pairwise(accumulate(file["sizes"].tolist(), initial=0)))
            return {
                key: SubjectParts(vectors[start:end], texts[start:end], wholes[at], proxies[at])
                for at, (key, (start, end)) in enumerate(zip(unpack_words(file["keys"]), ends, strict=True))
            }
    except FileNotFoundError:
        return {}
    except DAMAGE as error:
        raise SnapshotDamaged(f"知识快照里的 {INDEX} 读不出来") from error


def _lines(terms: list[str], numbers: IntArray, lengths: IntArray) -> list[list[str]]:
    said = [terms[number] for number in numbers.tolist()]
    return [said[start:end] for start, end in pairwise(accumulate(lengths.tolist(), initial=0))]
