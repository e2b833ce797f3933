"""The index of company names: which names share rare pairs of characters or sounds with what was typed.

Keys are hashed pairs: neighbouring characters in their order; and sounds at most two places apart in any order, so that a
homophone, one wrong, missing or swapped character leaves most keys as they were. Key buckets that collide cost a little time,
never a wrong result: candidates are compared anew (``names.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.portraits.name_parts import NameParts, name_parts, sounds
from knowledge.progress import Progress, SilentProgress

NAMES = "names.arrow"
STARTS, POSTINGS, HASHES = "name_starts.npy", "name_postings.npy", "name_hashes.npy"
_BUCKETS = 1 << 21
_ORDERED, _SAID = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_MOST_POSTINGS = 120_000
"""Postings read for one question, the rarest keys' first: what is read beyond says little about which company is meant."""
_FIRST = 1024
_WORTH = 0.2
"""Share of the best score that a candidate needs."""
_CHUNK = 20_000

_ENTRIES = pa.schema(
    [
        ("name", pa.string()),
        ("stem", pa.string()),
        ("row", pa.int32()),
        ("former", pa.bool_()),
        ("region", pa.int8()),
        ("form", pa.int8()),
        ("district", pa.int8()),
    ]
)
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class NameIndex:
    """Names by entry: a company has one for its name and one for each former name.

    ``entries`` has a row an entry (``row``: of the company); ``starts`` (buckets + 1) and ``postings`` (entries by bucket);
    ``hashes`` (2, entries): sorted hashes of whole names, and whose they are.
    """

    entries: pa.Table
    starts: NDArray[np.int32]
    postings: NDArray[np.int32]
    hashes: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.entries.num_rows)

    def same(self, whole: str) -> Ints:
        """Entries whose whole name is this one (but for the rare chance of equal hashes)."""
        wanted = _hash(whole)
        first, last = np.searchsorted(self.hashes[0], (wanted, wanted + 1))
        return self.hashes[1, first:last].astype(np.int64)

    def near(self, stem: str, said: str, preferred: int, most: int) -> Ints:
        """At most ``most`` entries that share the rarest keys, those of a ``preferred`` region (0: any) before equals."""
        keys = np.unique(_keys(stem, said))
        first, last = self.starts[keys].astype(np.int64), self.starts[keys + 1].astype(np.int64)
        counts = last - first
        score = np.zeros(len(self), np.float32)
        budget = _MOST_POSTINGS
        for at in np.argsort(counts, kind="stable"):
            if counts[at] > budget < _MOST_POSTINGS:
                break
            entries = self.postings[first[at] : last[at]][:_MOST_POSTINGS]
            score[entries] += np.float32(np.log1p(len(self) / max(counts[at], 1)))
            budget -= len(entries)
        return self._best(score, preferred, most)

    def _best(self, score: NDArray[np.float32], preferred: int, most: int) -> Ints:
        """The entries of the highest scores."""
        found = _highest(score, _FIRST)
        if len(found) <= most or not preferred:
            return found[:most]
        regions = self.entries["region"].to_numpy()[found]
        bonus = np.where(regions == preferred, score[found[0]] / 8, 0)
        return found[np.argsort(-(score[found] + bonus), kind="stable")][:most]


def _highest(score: NDArray[np.float32], most: int) -> Ints:
    """The ``most`` entries with the highest scores, highest first, earlier entries before equals; none far below."""
    found = np.flatnonzero(score >= max(score.max(initial=0.0) * _WORTH, 1e-6))
    reached = score[found]
    if len(found) > most:
        least = np.partition(reached, -most)[-most]
        above, equal = np.flatnonzero(reached > least), np.flatnonzero(reached == least)
        kept = np.concatenate((above, equal[: most - len(above)]))
        found, reached = found[kept], reached[kept]
    return found[np.argsort(-reached, kind="stable")]


def _hash(whole: str) -> int:
    return int.from_bytes(hashlib.blake2b(whole.encode(), digest_size=8).digest(), "little", signed=True) >> 1


def _keys(stem: str, said: str) -> Ints:
    """Buckets of one name's pairs; ``stem`` may be empty where only the sounds are known."""
    characters, signs = _codes(stem), _codes(said)
    return np.concatenate(
        [
            _ordered(characters[:-1], characters[1:]),
            _unordered(signs[:-1], signs[1:]),
            _unordered(signs[:-2], signs[2:]),
        ]
    )


def _codes(text: str) -> NDArray[np.uint64]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _ordered(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Ints:
    return _bucket((left * _ORDERED) ^ (right + np.uint64(1)) * _MIX)


def _unordered(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Ints:
    low, high = np.minimum(one, other), np.maximum(one, other)
    return _bucket((low * _SAID) ^ (high + np.uint64(7)) * _MIX)


def _bucket(mixed: NDArray[np.uint64]) -> Ints:
    return ((mixed * _MIX) >> np.uint64(40)).astype(np.int64) & (_BUCKETS - 1)


def build(
    names: Sequence[str],
    former: Sequence[Sequence[str]],
    districts: NDArray[np.int8],
    progress: Progress | None = None,
) -> NameIndex:
    """The index of companies by row: their names, former names and codes of their districts."""
    entries, wholes = _entries(names, former, districts, progress or SilentProgress())
    starts, postings = _inverted(entries["stem"].to_pylist())
    hashes = np.array([_hash(whole) for whole in wholes], np.int64)
    order = np.argsort(hashes, kind="stable")
    return NameIndex(entries, starts, postings, np.stack([hashes[order], order.astype(np.int64)]))


def _entries(
    names: Sequence[str], former: Sequence[Sequence[str]], districts: NDArray[np.int8], progress: Progress
) -> tuple[pa.Table, list[str]]:
    listed = [(name, row, False) for row, name in enumerate(names)]
    listed += [(name, row, True) for row, each in enumerate(former) for name in each]
    parts: list[NameParts] = []
    with progress.task("整理企业名称", len(listed)) as task:
        for at in range(0, len(listed), _CHUNK):
            parts += [name_parts(name) for name, _, _ in listed[at : at + _CHUNK]]
            task.advance(min(_CHUNK, len(listed) - at))
    rows = np.array([row for _, row, _ in listed], np.int32)
    columns = {
        "name": [name for name, _, _ in listed],
        "stem": [part.stem for part in parts],
        "row": rows,
        "former": [is_former for _, _, is_former in listed],
        "region": [part.region for part in parts],
        "form": [part.form for part in parts],
        "district": districts[rows] if len(rows) else [],
    }
    return pa.table(columns, schema=_ENTRIES), [part.whole for part in parts]


def _inverted(stems: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """``starts`` and ``postings`` of all names at once: pairs never reach over the end of a name."""
    text = "".join(stems)
    characters, signs = _codes(text), _codes(sounds(text))
    owner = np.repeat(np.arange(len(stems), dtype=np.int32), [len(stem) for stem in stems])
    keys, owners = [], []
    for pairs, gap in ((_ordered(characters[:-1], characters[1:]), 1), *((_said(signs, gap), gap) for gap in (1, 2))):
        inside = owner[:-gap] == owner[gap:]
        keys.append(pairs[inside].astype(np.int32))
        owners.append(owner[:-gap][inside])
    key, value = np.concatenate(keys), np.concatenate(owners)
    order = np.argsort(key, kind="stable")
    starts = np.zeros(_BUCKETS + 1, np.int32)
    starts[1:] = np.cumsum(np.bincount(key, minlength=_BUCKETS))
    return starts, value[order]


def _said(signs: NDArray[np.uint64], gap: int) -> Ints:
    return _unordered(signs[:-gap], signs[gap:])


def save(index: NameIndex, folder: Path) -> None:
    """Write the index into a folder, in the form in which it is mapped into memory."""
    with pa.OSFile(str(folder / NAMES), "wb") as file, pa.ipc.new_file(file, index.entries.schema) as writer:
        writer.write_table(index.entries.combine_chunks())
    for name, array in ((STARTS, index.starts), (POSTINGS, index.postings), (HASHES, index.hashes)):
        np.save(folder / name, array)


def load(folder: Path) -> NameIndex:
    """The index of a folder, mapped: pages are read when they are needed and shared by all processes."""
    entries = pa.ipc.open_file(pa.memory_map(str(folder / NAMES))).read_all()
    starts, postings, hashes = (np.load(folder / name, mmap_mode="r") for name in (STARTS, POSTINGS, HASHES))
    return NameIndex(entries, starts, postings, hashes)
