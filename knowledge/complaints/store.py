"""The store of the register on disk: immutable versions under HOME/complaints, published by one atomic rename.

A version is a snapshot (``knowledge/snapshots.py``) of ``register.arrow`` (``REGISTER_SCHEMA``; a row a complaint; not compressed, so that
it is mapped instead of read), ``imports.json`` and, once it was linked, ``links/`` and ``findings.json``. All of it is personal data:
the folder is 0700, its files are readable by their owner only.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
from pyarrow import csv
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from knowledge.complaints.complaint import REGISTER_SCHEMA, Source
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings
from knowledge.errors import NotFound, SnapshotDamaged
from knowledge.manifest import Manifest, SnapshotFacts
from knowledge.snapshots import SnapshotDraft, SnapshotStore

SAMPLE = Path(str(files("knowledge"))) / "data"
SAMPLE_VERSION = "sample"
_WHOLE = "linked_whole"
_NO_POINTER, _NOTHING_YET = "?", "-"
FOLDER, REGISTER, IMPORTS, LINKS, FINDINGS = "complaints", "register.arrow", "imports.json", "links", "findings.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImportFacts(_Part):
    """One import: of which file, from which system, and what became of its rows; nothing of what they say.

    ``rows`` = ``taken`` + ``rejected`` + ``skipped`` (what is neither complaint nor report nor lawsuit); ``updated`` of those taken
    were there before; ``warned``: taken, with something left out.
    """

    number: int
    file: str
    sha256: str
    source: Source
    imported_at: AwareDatetime
    rows: int
    taken: int
    updated: int
    rejected: int
    warned: int
    skipped: int


class Imports(_Part):
    """``imports.json``: all imports of a version, oldest first."""

    imports: tuple[ImportFacts, ...] = ()


class RegisterStore:
    """The versions of the register under one home."""

    def __init__(self, home: Path) -> None:
        self.root = home / FOLDER
        self.snapshots = SnapshotStore(self.root, what="投诉举报台账", private=True)

    def current(self) -> str | None:
        """The version in force, ``None`` when nothing was imported; raises SnapshotDamaged."""
        return self.snapshots.current_id()

    def open(self, version: str) -> RegisterInForce:
        """A version, mapped into memory; raises NotFound or SnapshotDamaged."""
        return open_folder(self.snapshots.folder(version), version)

    def imports(self, version: str) -> Imports:
        """What a version was imported from; raises NotFound or SnapshotDamaged."""
        try:
            return Imports.model_validate_json((self.snapshots.folder(version) / IMPORTS).read_bytes())
        except (OSError, ValidationError) as error:
            raise SnapshotDamaged(f"投诉举报台账 {version} 的导入记录读不出来") from error

    def linked_before(self) -> RegisterInForce | None:
        """The newest version in the line of the one in force that was linked, whole; ``None`` when none was."""
        version, seen = self.current(), set[str]()
        while version is not None and version not in seen:
            seen.add(version)
            try:
                if (self.snapshots.folder(version) / LINKS).is_dir():
                    return self.open(version)
                version = self.snapshots.manifest(version).parent
            except NotFound:
                return None
        return None

    def linked_whole(self, version: str) -> int:
        """How many complaints a linked version had when all were last linked at once; raises NotFound or SnapshotDamaged."""
        return self.snapshots.manifest(version).facts.counts.get(_WHOLE, 0)

    def begin(self) -> SnapshotDraft:
        """A draft to publish; raises SnapshotBusy while another program writes."""
        return self.snapshots.begin()

    def publish(self, draft: SnapshotDraft, table: pa.Table, imports: Imports, reason: str) -> str:
        """Put a register without links in force; the version's id."""
        write_register(draft.folder, table)
        write_imports(draft.folder, imports)
        facts = SnapshotFacts(counts={"complaints": table.num_rows, "imports": len(imports.imports)})
        return self.snapshots.publish(draft, facts, reason).id

    def publish_linked(
        self, draft: SnapshotDraft, of: str, links: Links, findings: Findings, whole: int | None = None
    ) -> Manifest:
        """Put the register of version ``of`` in force with its links and findings; the register itself is not copied.

        ``whole``: how many complaints there were when all of them were last linked at once (``None``: all were just now).
        """
        write_linked(draft.folder, links, findings)
        linked = self.snapshots.link(draft, of)
        return self.snapshots.publish(draft, _linked_facts(links, findings, whole), "关联和识别", linked)

    def publish_register(
        self, draft: SnapshotDraft, register: RegisterInForce, imports: Imports, whole: int, reason: str
    ) -> Manifest:
        """Put a register in force together with the links and findings that it has already; ``whole`` as above."""
        links, findings = register.linked, register.findings
        assert findings is not None
        write_register(draft.folder, register.table)
        write_imports(draft.folder, imports)
        write_linked(draft.folder, links, findings)
        return self.snapshots.publish(draft, _linked_facts(links, findings, whole), reason)


def _linked_facts(links: Links, findings: Findings, whole: int | None) -> SnapshotFacts:
    counts = {"complaints": len(links), "persons": links.persons, "findings": len(findings.persons)}
    return SnapshotFacts(counts={**counts, _WHOLE: len(links) if whole is None else whole})


def write_imports(folder: Path, imports: Imports) -> None:
    """Write ``imports.json``."""
    (folder / IMPORTS).write_text(imports.model_dump_json(indent=1), encoding="utf-8")


def write_register(folder: Path, table: pa.Table) -> None:
    """Write ``register.arrow``."""
    with pa.OSFile(str(folder / REGISTER), "wb") as file, pa.ipc.new_file(file, REGISTER_SCHEMA) as writer:
        writer.write_table(table.combine_chunks())


def write_linked(folder: Path, links: Links, findings: Findings) -> None:
    """Write ``links/`` and ``findings.json``."""
    (folder / LINKS).mkdir(mode=0o700)
    links.to_files(folder / LINKS)
    (folder / FINDINGS).write_text(findings.model_dump_json(), encoding="utf-8")


def open_folder(folder: Path, version: str) -> RegisterInForce:
    """The register of one folder; raises SnapshotDamaged, also for one that another version of the program wrote."""
    try:
        table = pa.ipc.open_file(pa.memory_map(str(folder / REGISTER))).read_all()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SnapshotDamaged(f"投诉举报台账 {version} 读不出来") from error
    if table.schema != REGISTER_SCHEMA:
        raise SnapshotDamaged(f"投诉举报台账 {version} 是别的程序版本写的，请重新导入")
    return _with_links(folder, RegisterInForce(version, False, table))


def _with_links(folder: Path, register: RegisterInForce) -> RegisterInForce:
    """The register with what the folder has of links and findings; raises SnapshotDamaged."""
    links = Links.from_files(folder / LINKS) if (folder / LINKS).is_dir() else None
    if links is not None and len(links) != len(register):
        raise SnapshotDamaged(f"投诉举报台账 {register.version} 与它的关联结果对不上")
    return replace(register, links=links, findings=_findings(folder))


def _findings(folder: Path) -> Findings | None:
    try:
        return Findings.model_validate_json((folder / FINDINGS).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise SnapshotDamaged("识别结果读不出来") from error


def sample_table() -> pa.Table:
    """The shipped made-up register; raises SnapshotDamaged."""
    types = {field.name: field.type for field in REGISTER_SCHEMA}
    options = csv.ConvertOptions(column_types=types, include_columns=REGISTER_SCHEMA.names, strings_can_be_null=True)
    parsed = csv.ParseOptions(newlines_in_values=True)
    try:
        return csv.read_csv(SAMPLE / "complaints_sample.csv", parse_options=parsed, convert_options=options).cast(
            REGISTER_SCHEMA
        )
    except (OSError, pa.ArrowException, ValueError) as error:
        raise SnapshotDamaged("示例台账读不出来") from error


def sample_register() -> RegisterInForce:
    """The shipped register with its links and findings; raises SnapshotDamaged."""
    return _with_links(SAMPLE / "complaints_sample", RegisterInForce(SAMPLE_VERSION, True, sample_table()))


class RegisterHolder:
    """The register of a home: the newest version, or the shipped sample while nothing was imported. Safe to share.

    A version that cannot be opened leaves the newest whole one before it in use.
    """

    def __init__(self, store: RegisterStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._held: RegisterInForce | None = None
        self._followed: str | None = _NOTHING_YET

    def current(self) -> RegisterInForce | None:
        """What is in force now, ``None`` when neither an import nor a sample is there; cheap when nothing changed.

        Raises SnapshotDamaged when something was imported and no version of it is whole.
        """
        pointed = self._pointed()
        if pointed == self._followed:
            return self._held
        with self._lock:
            if pointed != self._followed:
                self._held, self._followed = self._opened(pointed), pointed
            return self._held

    def _pointed(self) -> str | None:
        try:
            return self._store.current()
        except SnapshotDamaged:
            return _NO_POINTER

    def _opened(self, pointed: str | None) -> RegisterInForce | None:
        if pointed is None and not self._store.snapshots.list():
            return sample_register() if (SAMPLE / "complaints_sample.csv").is_file() else None
        version = self._store.snapshots.latest_good()
        if version is None:
            raise SnapshotDamaged("投诉举报台账已损坏，请重新导入，或者退回到以前的一版（quanquan claims rollback）")
        if self._held is not None and self._held.version == version:
            return self._held
        return self._store.open(version)


def open_register(home: Path) -> RegisterHolder:
    """The register of a home, followed from now on; nothing is read before it is asked for."""
    return RegisterHolder(RegisterStore(home))
