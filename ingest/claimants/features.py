"""A register as it is compared: identifiers in one form, how many people share each, and how texts are written.

Rows are in an order that depends only on what complaints say (``keys``), so that the order of the register's rows changes nothing.
A value's ``tf_`` (term frequency) is the share of *people* who have it, not of complaints: a busy professional's phone stays rare, a
law firm's becomes common. Values shared by more than ``HUB`` names have no ``_key``: they bring no pairs together by themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from ingest.claimants import identifiers, places, texts
from knowledge.progress import Progress, SilentProgress

HUB = 8
"""Names on one phone, address or account from which it is taken for a place of business (a law firm, a parcel station, a dormitory)."""
ASSUMED_PEOPLE = 20_000
"""People assumed beside those of a register, so that in a small one a name or a phone does not look commoner than it is."""

Codes = NDArray[np.int32]

SCHEMA: pa.Schema = pa.schema(
    [
        ("unique_id", pa.int32()),
        *[(column, pa.string()) for column in ("name", "name_sound", "surname", "sex")],
        *[(column, pa.string()) for column in ("phone", "phone_head", "phone_tail", "account", "account_tail")],
        *[(column, pa.string()) for column in ("id_number", "id_head", "id_tail", "id_sure")],
        *[(column, pa.string()) for column in ("address", "house", "room", "city", "district", "town")],
        ("text_style", pa.int32()),
        *[(f"{column}_key", pa.string()) for column in ("phone", "account", "address", "name")],
        *[
            (f"tf_{column}", pa.float32())
            for column in ("name", "phone", "id_number", "account", "address", "house", "text_style")
        ],
    ]
)
"""``name`` .. ``town``: see ``identifiers`` and ``places``; ``text_style``: the group of the text, a number of its own below 0 for who resembles nobody,
null for a text too short. ``unique_id``: row number of the register."""


_READ: dict[str, tuple[Callable[[str], Iterable[str | None]], tuple[str, ...]]] = {
    "name": (identifiers.name, ("name", "name_sound", "surname", "sex")),
    "phone": (identifiers.phone, ("phone", "phone_head", "phone_tail")),
    "id_number": (identifiers.id_number, ("id_number", "id_head", "id_tail", "id_sure")),
    "account": (identifiers.account, ("account", "", "account_tail")),
    "address": (places.address, ("address", "house", "room", "city", "district", "town")),
}
"""How each column of a register is read, and the columns of ``SCHEMA`` that this gives."""


@dataclass(frozen=True)
class Features:
    """``table`` (``SCHEMA``), ``signatures`` of texts (n, 32) and ``keys`` (n); all in the order of the register's rows."""

    table: pa.Table
    signatures: texts.Hashes
    keys: NDArray[np.uint64]

    def __len__(self) -> int:
        return int(self.table.num_rows)


def keys_of(register: pa.Table) -> NDArray[np.uint64]:
    """A hash of each complaint's source and number, which together are unique."""
    pairs = zip(register["source"].to_pylist(), register["number"].to_pylist(), strict=True)
    digests = b"".join(
        hashlib.blake2b(f"{source}\x1f{number}".encode(), digest_size=8).digest() for source, number in pairs
    )
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def features_of(register: pa.Table, progress: Progress | None = None) -> Features:
    """A register (``REGISTER_SCHEMA``) as it is compared."""
    progress = progress or SilentProgress()
    columns = identities(register, progress)
    signatures = signatures_of(register, progress)
    style = text_styles(texts.groups(signatures), signatures)
    columns["text_style"] = style
    columns |= _believed(columns)
    columns |= _shared(columns)
    columns["unique_id"] = pa.array(np.arange(register.num_rows, dtype=np.int32))
    return Features(
        pa.table({name: columns[name] for name in SCHEMA.names}, schema=SCHEMA), signatures, keys_of(register)
    )


def identities(register: pa.Table, progress: Progress) -> dict[str, pa.Array]:
    """The identifiers of each row in one form."""
    found: dict[str, pa.Array] = {}
    with progress.task("整理姓名、电话、地址和账户", len(_READ)) as task:
        for column, (form, into) in _READ.items():
            found |= _parts(register, column, form, into)
            task.advance()
    return found


def _parts(
    register: pa.Table,
    column: str,
    form: Callable[[str], Iterable[str | None]],
    into: tuple[str, ...],
) -> dict[str, pa.Array]:
    """Each distinct value is read once."""
    encoded = register[column].combine_chunks().dictionary_encode()
    read = [tuple(form(value)) for value in encoded.dictionary.to_pylist()]
    return {
        name: pa.array([values[at] for values in read], pa.string()).take(encoded.indices)
        for at, name in enumerate(into)
        if name
    }


def signatures_of(register: pa.Table, progress: Progress) -> texts.Hashes:
    """How the text of each row is written."""
    own = zip(*(register[name].to_pylist() for name in ("name", "respondent", "product", "address")), strict=True)
    said = [texts.written(text, words) for text, words in zip(register["text"].to_pylist(), own, strict=True)]
    return texts.minima(said, progress)


def text_styles(group: NDArray[np.int32], signatures: texts.Hashes) -> pa.Array:
    """Groups; numbers below -1 for texts that resemble none; null for those too short."""
    alone = -2 - np.arange(len(group), dtype=np.int32)
    return pa.array(np.where(group >= 0, group, alone), mask=~signatures.any(axis=1))


def codes(column: pa.Array) -> Codes:
    """A number for each value, -1 for null; equal values have equal numbers."""
    encoded = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    indices = encoded.dictionary_encode().indices
    return np.asarray(pc.fill_null(indices, -1), np.int32)


def _believed(columns: dict[str, Any]) -> dict[str, pa.Array]:
    """Id numbers without those that many names share: an id number is one person's, and this one fills a field."""
    name, mask = codes(columns["name"]), np.zeros(len(columns["name"]), bool)
    for column in ("id_number", "id_sure"):
        own = codes(columns[column])
        mask |= (own >= 0) & (people(own, name) > HUB)
    few = pa.array(~mask)
    return {column: pc.if_else(few, columns[column], None) for column in ("id_number", "id_head", "id_tail", "id_sure")}


def _shared(columns: dict[str, Any]) -> dict[str, pa.Array]:
    """Term frequencies by people, and keys without hubs."""
    name, phone = codes(columns["name"]), codes(columns["phone"])
    everybody = max(int(name.max(initial=-1)), int(phone.max(initial=-1))) + 1 + ASSUMED_PEOPLE
    found: dict[str, pa.Array] = {}
    for column in ("phone", "id_number", "account", "address", "house", "text_style", "name"):
        own = codes(columns[column])
        count = people(own, phone if column == "name" else name)
        found[f"tf_{column}"] = pa.array((count / everybody).astype(np.float32), mask=own < 0)
        if f"{column}_key" in SCHEMA.names:
            found[f"{column}_key"] = pc.if_else(pa.array(count <= HUB), columns[column], None)
    return found


def people(own: Codes, other: Codes) -> NDArray[np.int64]:
    """For each row how many different ``other`` values go with its ``own``; at least 1."""
    both = (own >= 0) & (other >= 0)
    pairs = np.unique(own[both].astype(np.int64) << 32 | other[both])
    count = np.bincount(pairs >> 32, minlength=int(own.max(initial=-1)) + 2)
    return np.maximum(count[own], 1)


def rank(own: Codes) -> NDArray[np.int64]:
    """How many rows before have the same value; 0 for none."""
    order = np.argsort(own, kind="stable")
    held = own[order]
    starts = np.flatnonzero(np.concatenate(([True], held[1:] != held[:-1])))
    place = np.arange(len(own)) - np.repeat(starts, np.diff(np.append(starts, len(own))))
    found = np.empty(len(own), np.int64)
    found[order] = np.where(held < 0, 0, place)
    return found
