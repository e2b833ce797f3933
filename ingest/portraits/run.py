"""One import: files are read row by row, merged with what is there, and published at once, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.portraits.merge import merged
from ingest.portraits.rows import read_row
from ingest.portraits.staging import Staged, Staging
from ingest.portraits.tables import Register, open_registers
from ingest.tabular.quarantine import FOLDER, Quarantine, Remark
from knowledge.errors import InvalidRecord, QuanquanError
from knowledge.files import sha256_of
from knowledge.portraits import codes
from knowledge.portraits.store import (
    ORIGIN_SCHEMA,
    TABLE_SCHEMA,
    Companies,
    ImportFacts,
    PortraitStore,
    Provenance,
    SourceFacts,
    codes_of,
)
from knowledge.progress import Progress

MOST_BAD = 0.2
_STEP = 500


class ImportRefused(QuanquanError):
    """An import of which too much is bad, or nothing is good: what was there before stays."""

    code = "import_refused"
    status = 422


@dataclass(frozen=True)
class Terms:
    """How an import is to be done; ``anew`` forgets what is there, ``most_bad`` is the share of rows that may be bad."""

    source: str
    as_of: date | None = None
    most_bad: float = MOST_BAD
    anew: bool = False


@dataclass(frozen=True)
class FileReport:
    """What became of one file."""

    facts: ImportFacts
    quarantine: Path | None
    told: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import published: the version, how many companies it has, and the files it took."""

    version: str
    companies: int
    files: tuple[FileReport, ...]


def import_files(paths: Sequence[Path], home: Path, terms: Terms, progress: Progress) -> ImportReport:
    """Import registers; raises ImportRefused, SnapshotBusy, SnapshotDamaged, or OSError: then nothing has changed."""
    store = PortraitStore(home)
    with store.begin() as draft:
        work = _Import(store, terms, progress)
        files = tuple(work.take(path) for path in paths)
        provenance = Provenance(imports=tuple(work.imports), sources=tuple(work.sources))
        names = "、".join(path.name for path in paths)[:200]
        version = store.publish(
            draft, work.held.table, work.held.origins, provenance, progress, f"导入 {names}（{terms.source}）"
        )
    return ImportReport(version, work.held.table.num_rows, files)


class _Import:
    """What is held so far: the version in force, and each file merged into it."""

    def __init__(self, store: PortraitStore, terms: Terms, progress: Progress) -> None:
        self.store, self.terms, self.progress = store, terms, progress
        before = None if terms.anew else _before(store)
        self.imports: list[ImportFacts] = list(before.provenance.imports) if before else []
        self.sources: list[SourceFacts] = list(before.provenance.sources) if before else []
        empty = Staged(TABLE_SCHEMA.empty_table(), ORIGIN_SCHEMA.empty_table())
        self.held = Staged(before.table, before.origins) if before else empty
        self.today = datetime.now(UTC).date()

    def take(self, path: Path) -> FileReport:
        """Read one file and merge it; raises ImportRefused."""
        number = max((facts.number for facts in self.imports), default=0) + 1
        staging = Staging(self.terms.source, self.terms.as_of, number, self.sources)
        quarantine = Quarantine(self.store.root / FOLDER, path.name)
        try:
            rows, told = self._read(path, staging, quarantine)
        except InvalidRecord as error:
            raise ImportRefused(f"{path.name}：{error.message}。没有导入，原来的数据不变") from error
        finally:
            quarantine.close()
        self._accept(path, rows, quarantine)
        with self.progress.task("合并到企业画像", None):
            self.held = merged(self.held, staging.staged(), self.sources)
        facts = ImportFacts(
            number=number,
            file=path.name,
            sha256=sha256_of(path),
            source=self.terms.source,
            as_of=self.terms.as_of,
            imported_at=datetime.now(UTC),
            rows=rows,
            taken=rows - quarantine.rejected,
            rejected=quarantine.rejected,
            warned=quarantine.warned,
        )
        self.imports.append(facts)
        return FileReport(facts, quarantine.path, told, tuple(quarantine.examples))

    def _read(self, path: Path, staging: Staging, quarantine: Quarantine) -> tuple[int, tuple[str, ...]]:
        rows, told = 0, []
        for register in open_registers(path):
            told += [*register.told, *register.layout.told]
            rows += self._read_register(path, register, staging, quarantine)
            staging.flush(register.layout)
        return rows, tuple(told)

    def _read_register(self, path: Path, register: Register, staging: Staging, quarantine: Quarantine) -> int:
        held, count = codes_of(self.held.table), 0
        with self.progress.task(f"读取 {path.name}", register.total) as task:
            for count, raw in enumerate(register.rows, 1):
                row = read_row(raw, register.layout, self.today, lambda code: codes.row_of(held, code) is not None)
                if not row.rejected:
                    before = staging.add(row, register.layout)
                    row.remarks += _again(before)
                if row.remarks:
                    quarantine.add(raw, row.remarks, register.layout.headers)
                if count % _STEP == 0:
                    task.advance(_STEP)
        return count

    def _accept(self, path: Path, rows: int, quarantine: Quarantine) -> None:
        """Raises ImportRefused when too many rows are bad."""
        bad = quarantine.rejected
        if rows and bad < rows and bad <= self.terms.most_bad * rows:
            return
        why = f"{rows} 行里有 {bad} 行不能用，超过了 {self.terms.most_bad:.0%}" if rows else "没有一行数据"
        where = f"；原因逐行写在 {quarantine.path}" if quarantine.path else ""
        raise ImportRefused(f"{path.name}：{why}，没有导入，原来的数据不变{where}")


def _before(store: PortraitStore) -> Companies | None:
    version = store.snapshots.latest_good()
    return store.open(version) if version else None


def _again(before: int | None) -> list[Remark]:
    if before is None:
        return []
    reason = f"第 {before} 行也是这家企业：采用数据日期较新的一行，日期相同时采用后面的一行"
    return [Remark("warning", "统一社会信用代码", reason)]
