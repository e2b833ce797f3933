"""Which complaints of a register were probably made by the same person, and why: the record of one linking.

``ingest/claimants`` makes it; rows are row numbers of the register table that was linked. A cluster is a lead for a person to look at,
never a finding: each edge says in words what agrees, how often that value stands in the whole register, and what speaks against.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from knowledge.complaints.edge_words import EdgeExplanation, explained
from knowledge.errors import NotFound, SnapshotDamaged

COMPARISONS = ("name", "id_number", "phone", "address", "account", "text_style")
"""What two complaints are compared by. Edges have three columns for each: ``X`` (float32, match weight: log2 of the Bayes factor,
Fellegi and Sunter 1969), ``X_level`` (int8, see ``edge_words``) and ``X_count`` (int32, complaints of the register with this value)."""

EDGE_SCHEMA: pa.Schema = pa.schema(
    [
        ("left", pa.int32()),
        ("right", pa.int32()),
        ("probability", pa.float32()),
        ("joint", pa.int32()),
        *[
            (f"{name}{part}", kind)
            for name in COMPARISONS
            for part, kind in (("", pa.float32()), ("_level", pa.int8()), ("_count", pa.int32()))
        ],
    ]
)
"""``left`` < ``right`` are rows; ``probability`` that both are one person's. Edges with the same ``joint`` >= 0 join two groups of
complaints only together (say one by the account, one by the address); -1: the edge stands alone."""

_ARRAYS = {"person": np.int32, "text_group": np.int32, "keys": np.uint64}
_MODEL = "model.json"
_TABLES = ("edges", "features")


class LinkModel(BaseModel):
    """How a linking was done, for whoever has to answer for it.

    ``learned`` and ``priors`` name the comparisons whose weights were estimated from this register (by expectation maximisation) and
    those that kept the shipped weights because the register says too little; ``settings`` are Splink's, so that another back-end can
    repeat it; ``calibration`` are (intercept, slope) of match weight to calibrated log odds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int = 0
    learned: tuple[str, ...] = ()
    priors: tuple[str, ...] = ()
    prior_odds: float = 0.0
    calibration: tuple[float, float] = (0.0, 1.0)
    settings: dict[str, JsonValue] = {}
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Links:
    """One linking of one register version of ``n`` rows into ``m`` persons (clusters).

    ``person`` (n): number of a row's person, 0..m-1 in order of their first rows; who stands alone is a person too.
    ``person_ids`` (m, strings): ids that outlive new versions (the most shared complaints inherit). ``edges`` (``EDGE_SCHEMA``): only
    those that hold clusters together. ``text_group`` (n): group of near-duplicate texts, -1 none; one text alone makes nobody one
    person. ``keys`` (n): hashes of source and number. ``features``: the register as it was compared, for adding rows (may be empty).
    """

    version: str
    person: NDArray[np.int32]
    person_ids: pa.Array
    edges: pa.Table
    text_group: NDArray[np.int32]
    keys: NDArray[np.uint64]
    model: LinkModel
    features: pa.Table | None = None

    def __len__(self) -> int:
        return len(self.person)

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return len(self.person_ids)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """Complaints of each person."""
        return np.bincount(self.person, minlength=self.persons)

    @cached_property
    def _by_person(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts = np.concatenate(([0], np.cumsum(self.sizes)))
        return np.argsort(self.person, kind="stable"), starts

    @cached_property
    def _by_edge(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        owners = self.person[self.edges["left"].to_numpy()]
        order = np.argsort(owners, kind="stable")
        return order, owners[order]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.person_ids.to_pylist())}

    def rows_of(self, person: int) -> NDArray[np.int64]:
        """The rows of a person, ascending; raises NotFound."""
        self._check(person)
        order, starts = self._by_person
        return order[starts[person] : starts[person + 1]]

    def id_of(self, person: int) -> str:
        """The lasting id of a person; raises NotFound."""
        self._check(person)
        return str(self.person_ids[person].as_py())

    def number_of(self, person_id: str) -> int:
        """The person with this id; raises NotFound."""
        try:
            return self._numbers[person_id]
        except KeyError as error:
            raise NotFound("没有这个编号的人") from error

    def edges_of(self, person: int) -> pa.Table:
        """The edges that hold a person's complaints together, strongest first."""
        self._check(person)
        order, owners = self._by_edge
        first, last = np.searchsorted(owners, (person, person + 1))
        return self.edges.take(order[first:last]).sort_by(
            [("probability", "descending"), ("left", "ascending"), ("right", "ascending")]
        )

    def explain(self, person: int) -> list[EdgeExplanation]:
        """Why these complaints are thought to be one person's, edge by edge, in plain words; empty for who stands alone."""
        return [explained(row, COMPARISONS) for row in self.edges_of(person).to_pylist()]

    def _check(self, person: int) -> None:
        if not 0 <= person < self.persons:
            raise NotFound("没有这个编号的人")

    def to_files(self, folder: Path) -> None:
        """Write everything into a folder that exists (``.npy``, ``.arrow``, ``model.json``; nothing pickled)."""
        for name, kind in _ARRAYS.items():
            np.save(folder / f"{name}.npy", np.ascontiguousarray(getattr(self, name), kind), allow_pickle=False)
        tables = {"edges": self.edges, "features": self.features, "person_ids": pa.table({"id": self.person_ids})}
        for name, table in tables.items():
            if table is not None:
                _write(folder / f"{name}.arrow", table)
        held = {"version": self.version, "model": self.model.model_dump(mode="json")}
        (folder / _MODEL).write_bytes(_Header.model_validate(held).model_dump_json().encode())

    @classmethod
    def from_files(cls, folder: Path) -> Links:
        """What ``to_files`` wrote, mapped into memory; raises SnapshotDamaged."""
        try:
            header = _Header.model_validate_json((folder / _MODEL).read_bytes())
            arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _ARRAYS}
            features = _mapped(folder / "features.arrow") if (folder / "features.arrow").exists() else None
            ids = _mapped(folder / "person_ids.arrow")["id"].combine_chunks()
            links = cls(
                header.version,
                person_ids=ids,
                edges=_mapped(folder / "edges.arrow"),
                model=header.model,
                features=features,
                **arrays,
            )
        except (OSError, ValueError, KeyError, ValidationError, pa.ArrowException) as error:
            raise SnapshotDamaged("投诉关联的结果读不出来") from error
        if not _sound(links):
            raise SnapshotDamaged("投诉关联的结果前后对不上")
        return links


class _Header(BaseModel):
    version: str
    model: LinkModel


def _sound(links: Links) -> bool:
    """Whether sizes and numbers fit each other."""
    rows = len(links.person)
    if len(links.text_group) != rows or len(links.keys) != rows or links.edges.schema != EDGE_SCHEMA:
        return False
    if links.features is not None and links.features.num_rows != rows:
        return False
    ends = np.concatenate([links.edges["left"].to_numpy(), links.edges["right"].to_numpy()])
    return _within(links.person, links.persons) and _within(ends, rows)


def _within(values: NDArray[np.int32], limit: int) -> bool:
    return not len(values) or (int(values.min()) >= 0 and int(values.max()) < limit)


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.combine_chunks())
