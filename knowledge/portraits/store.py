"""The store of portraits on disk: immutable versions under HOME/portraits, published by one atomic rename.

A version is a snapshot (``knowledge/snapshots.py``) of: ``companies.arrow`` (``ARROW_SCHEMA`` and ``former_names``; a row a
company, by credit code), ``origins.arrow`` (for each field the number of the source of each value, 0 where nothing is known),
``sources.json`` (what these numbers and the imports were) and the index of names. Arrow files are not compressed, so that they are mapped
instead of read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from knowledge.errors import SnapshotDamaged
from knowledge.manifest import SnapshotFacts
from knowledge.measures.conditions import Value
from knowledge.measures.fields import FIELDS
from knowledge.measures.schema import ARROW_SCHEMA
from knowledge.portraits import name_index
from knowledge.portraits.name_index import NameIndex
from knowledge.portraits.name_parts import region_code
from knowledge.portraits.portrait import Portrait, Source
from knowledge.progress import Progress
from knowledge.snapshots import SnapshotDraft, SnapshotStore

COMPANIES, ORIGINS, SOURCES = "companies.arrow", "origins.arrow", "sources.json"
FORMER = "former_names"
TABLE_SCHEMA: pa.Schema = ARROW_SCHEMA.append(pa.field(FORMER, pa.list_(pa.string())))
ORIGIN_SCHEMA: pa.Schema = pa.schema([(name, pa.uint16()) for name in FIELDS])
MOST_SOURCES = 65_535


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportFacts(_Part):
    """One import: of which file, said to come from where, and what became of its rows."""

    number: int
    file: str
    sha256: str
    source: str
    as_of: date | None
    imported_at: AwareDatetime
    rows: int
    taken: int
    rejected: int
    warned: int


class SourceFacts(_Part):
    """Where values come from: an import, and the day on which they were true (``None``: not said). Numbers begin at 1."""

    name: str
    as_of: date | None
    import_number: int


class Provenance(_Part):
    """All imports and sources of a version; a source's number is its place, from 1."""

    imports: tuple[ImportFacts, ...] = ()
    sources: tuple[SourceFacts, ...] = ()


@dataclass(frozen=True)
class Companies:
    """One version opened: ``table`` (``TABLE_SCHEMA``, by credit code), ``origins`` (``ORIGIN_SCHEMA``), names.

    ``codes`` are the credit codes as bytes (S18), the same memory as the table's.
    """

    version: str
    table: pa.Table
    origins: pa.Table
    provenance: Provenance
    names: NameIndex
    codes: NDArray[np.bytes_]
    sample: bool = False

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def portrait(self, row: int) -> Portrait:
        """Everything known of the company of a row, each value with its source."""
        held = self.table.slice(row, 1).to_pylist()[0]
        numbers = self.origins.slice(row, 1).to_pylist()[0]
        former = tuple(held.pop(FORMER) or ())
        values = {name: _value(value) for name, value in held.items() if value is not None}
        return Portrait(values, {name: self._source(numbers[name]) for name in values}, former)

    def _source(self, number: int | None) -> Source:
        if not number:
            return Source("")
        facts = self.provenance.sources[number - 1]
        return Source(facts.name, facts.as_of)


def _value(held: object) -> Value:
    """A cell of the table as portraits have it."""
    match held:
        case bool() | date() | str():
            return held
        case int():
            return Decimal(held)
        case Decimal():
            return Decimal(f"{held.normalize():f}")
        case list():
            return frozenset(held)
    raise SnapshotDamaged("企业画像的表格里有不认识的值")


def codes_of(table: pa.Table) -> NDArray[np.bytes_]:
    """The credit codes as S18, without a copy."""
    column = (
        table["credit_code"].combine_chunks() if table["credit_code"].num_chunks != 1 else table["credit_code"].chunk(0)
    )
    if not len(column):
        return np.empty(0, "S18")
    offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    if column.null_count or not (np.diff(offsets) == 18).all():
        raise SnapshotDamaged("企业画像的表格里有不是 18 位的代码")
    return np.frombuffer(column.buffers()[2], "S18", count=len(column), offset=int(offsets[0]))


def names_of(table: pa.Table, progress: Progress | None = None) -> NameIndex:
    """The index of the names of a table."""
    districts = np.array([region_code(district) for district in table["district"].to_pylist()], np.int8)
    former = [names or () for names in table[FORMER].to_pylist()]
    return name_index.build(table["name"].to_pylist(), former, districts, progress)


def of_portraits(portraits: Sequence[Portrait], source: str) -> Companies:
    """Companies in memory, such as the shipped sample."""
    ordered = sorted(portraits, key=lambda each: each.credit_code)
    rows = [{**_cells(each), FORMER: list(each.former_names)} for each in ordered]
    table = pa.Table.from_pylist(rows, schema=TABLE_SCHEMA)
    known = {name: table[name].is_valid().cast(pa.uint16()) for name in FIELDS}
    provenance = Provenance(sources=(SourceFacts(name=source, as_of=None, import_number=0),))
    origins = pa.table(known, schema=ORIGIN_SCHEMA)
    return Companies("sample", table, origins, provenance, names_of(table), codes_of(table), sample=True)


def _cells(portrait: Portrait) -> dict[str, object]:
    return {name: _cell(value) for name, value in portrait.values.items()}


def _cell(value: Value) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


class PortraitStore:
    """The versions under one home."""

    def __init__(self, home: Path) -> None:
        self.root = home / "portraits"
        self.snapshots = SnapshotStore(self.root, what="企业画像")

    def current(self) -> str | None:
        """The version in force, ``None`` when nothing was imported; raises SnapshotDamaged."""
        return self.snapshots.current_id()

    def open(self, version: str) -> Companies:
        """A version, mapped into memory; raises NotFound or SnapshotDamaged."""
        folder = self.snapshots.folder(version)
        try:
            table, origins = _mapped(folder / COMPANIES), _mapped(folder / ORIGINS)
            provenance = Provenance.model_validate_json((folder / SOURCES).read_bytes())
            names = name_index.load(folder)
        except (OSError, ValueError, ValidationError, pa.ArrowException) as error:
            raise SnapshotDamaged(f"企业画像 {version} 读不出来") from error
        if table.schema != TABLE_SCHEMA or origins.schema != ORIGIN_SCHEMA:
            raise SnapshotDamaged(f"企业画像 {version} 是别的程序版本写的，请重新导入")
        return Companies(version, table, origins, provenance, names, codes_of(table))

    def begin(self) -> SnapshotDraft:
        """A draft to publish; raises SnapshotBusy while another import runs."""
        return self.snapshots.begin()

    def publish(
        self,
        draft: SnapshotDraft,
        table: pa.Table,
        origins: pa.Table,
        provenance: Provenance,
        progress: Progress,
        reason: str,
    ) -> str:
        """Write a version into the draft and put it in force; the version's id."""
        _write(draft.folder / COMPANIES, table)
        _write(draft.folder / ORIGINS, origins)
        (draft.folder / SOURCES).write_text(provenance.model_dump_json(), encoding="utf-8")
        name_index.save(names_of(table, progress), draft.folder)
        counts = {"companies": table.num_rows, "imports": len(provenance.imports)}
        facts = SnapshotFacts(counts=counts, sources=tuple({each.source: 0 for each in provenance.imports}))
        return self.snapshots.publish(draft, facts, reason).id


def _mapped(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _write(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table.combine_chunks())
