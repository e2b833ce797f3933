"""A linking as it is kept: edges with their weights, features for adding rows, a version."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.claimants import calibration
from ingest.claimants.clusters import Clusters
from ingest.claimants.features import Features, codes
from ingest.claimants.texts import Hashes
from ingest.claimants.weights import Pairs
from knowledge.complaints.edge_words import SAME
from knowledge.complaints.links import COMPARISONS, EDGE_SCHEMA

SIGNATURE = "signature"


def version_of(keys: NDArray[np.uint64], person: NDArray[np.int32]) -> str:
    """A name for this linking: equal for equal persons of equal complaints."""
    return hashlib.sha256(keys.tobytes() + person.tobytes()).hexdigest()[:16]


def stored(known: Features) -> pa.Table:
    """Features with the signatures of texts, to be kept for adding rows."""
    return known.table.drop_columns(["unique_id"]).append_column(SIGNATURE, packed(known.signatures))


def packed(signatures: Hashes) -> pa.Array:
    """Signatures as one binary value a row."""
    width = signatures.shape[1] * 4
    buffer = pa.py_buffer(np.ascontiguousarray(signatures))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), len(signatures), [None, buffer])


def unpacked(column: pa.ChunkedArray) -> Hashes:
    """Signatures (n, 32) from ``packed``."""
    width = column.type.byte_width // 4
    parts = [
        np.frombuffer(part.buffers()[1], np.uint32).reshape(-1, width)[part.offset : part.offset + len(part)]
        for part in column.chunks
    ]
    return np.concatenate(parts) if parts else np.empty((0, width), np.uint32)


def edges_of(
    table: pa.Table, found: Clusters, pairs: Pairs, rows: NDArray[np.int64], line: tuple[float, float]
) -> pa.Table:
    """The pairs that hold clusters together, as ``EDGE_SCHEMA``; ``rows``: the register's row of each row of ``table``."""
    held = pairs.only(found.held)
    ends = np.sort(np.stack([rows[held.left], rows[held.right]]), axis=0).astype(np.int32)
    columns: dict[str, Any] = {
        "left": ends[0],
        "right": ends[1],
        "probability": calibration.chance(found.weight, line),
        "joint": found.joint,
    }
    for at, name in enumerate(COMPARISONS):
        columns[name], columns[f"{name}_level"] = held.weights[:, at], held.levels[:, at]
        columns[f"{name}_count"] = _counts(table[name], held, at)
    return pa.table(
        {field.name: pa.array(columns[field.name], field.type) for field in EDGE_SCHEMA}, schema=EDGE_SCHEMA
    )


def _counts(column: pa.ChunkedArray, held: Pairs, at: int) -> NDArray[np.int32]:
    """Complaints with the value in which a pair agrees; 0 where it does not."""
    own = codes(column)
    count = np.bincount(own + 1, minlength=1)[own[held.left] + 1]
    return np.where(held.levels[:, at] == SAME, count, 0).astype(np.int32)
