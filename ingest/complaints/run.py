"""One import: lists are read row by row, merged with what is there, and published at once, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from ingest.complaints.clock import today
from ingest.complaints.columns import Wordings, is_header, layout, load_wordings
from ingest.complaints.headers import stacked
from ingest.complaints.numbers import Numbers
from ingest.complaints.rows import row_reader
from ingest.complaints.staging import Staging, merged
from ingest.tabular.quarantine import FOLDER, Quarantine
from ingest.tabular.reading import HeadedRows, read_csv, read_workbook
from knowledge.complaints.complaint import REGISTER_SCHEMA, Source
from knowledge.complaints.store import ImportFacts, Imports, RegisterStore
from knowledge.errors import InvalidRecord, QuanquanError
from knowledge.files import sha256_of
from knowledge.progress import Progress

MOST_BAD = 0.2
_STEP = 1000
_MISSING = "要有编号（工单编号、案号）、登记日期和被投诉单位（被告）这几列；别的写法请写进映射文件"


class ImportRefused(QuanquanError):
    """An import of which too much is bad, or nothing is good: what was there before stays."""

    code = "import_refused"
    status = 422


@dataclass(frozen=True)
class Terms:
    """How an import is to be done.

    ``anew`` forgets what is there, ``most_bad`` is the share of rows that may be bad; ``correct``: rows that contradict the complaint of
    their number replace it.
    """

    source: Source
    mapping: Path | None = None
    most_bad: float = MOST_BAD
    anew: bool = False
    correct: bool = False


@dataclass(frozen=True)
class FileReport:
    """What became of one file."""

    facts: ImportFacts
    quarantine: Path | None
    told: tuple[str, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ImportReport:
    """What an import published: the version, how many complaints it has, and the files it took."""

    version: str
    complaints: int
    files: tuple[FileReport, ...]


def import_files(paths: Sequence[Path], home: Path, terms: Terms, progress: Progress) -> ImportReport:
    """Import lists; raises ImportRefused, SnapshotBusy, SnapshotDamaged, or OSError: then nothing has changed."""
    store = RegisterStore(home)
    with store.begin() as draft:
        work = _Import(store, terms, progress)
        files = tuple(work.take(path) for path in paths)
        names = "、".join(path.name for path in paths)[:200]
        with progress.task("保存台账", None):
            version = store.publish(draft, work.held, Imports(imports=tuple(work.imports)), f"导入 {names}")
    return ImportReport(version, work.held.num_rows, files)


class _Import:
    """What is held so far: the version in force, and each file merged into it."""

    def __init__(self, store: RegisterStore, terms: Terms, progress: Progress) -> None:
        self.store, self.terms, self.progress = store, terms, progress
        self.words: Wordings = load_wordings(terms.mapping)
        version = None if terms.anew else store.snapshots.latest_good()
        self.held: pa.Table = store.open(version).table if version else REGISTER_SCHEMA.empty_table()
        self.imports: list[ImportFacts] = list(store.imports(version).imports) if version else []
        self.today = today()

    def take(self, path: Path) -> FileReport:
        """Read one file and merge it; raises ImportRefused."""
        staging = Staging(self.terms.source)
        quarantine = Quarantine(self.store.root / FOLDER, path.name)
        try:
            rows, skipped, told = self._read(path, staging, quarantine)
        except InvalidRecord as error:
            raise ImportRefused(f"{path.name}：{error.message}。没有导入，原来的数据不变") from error
        finally:
            quarantine.close()
        self._accept(path, rows, skipped, quarantine)
        with self.progress.task("合并到台账", None):
            self.held, updated = merged(self.held, staging)
        facts = ImportFacts(
            number=max((each.number for each in self.imports), default=0) + 1,
            file=path.name,
            sha256=sha256_of(path),
            source=self.terms.source,
            imported_at=datetime.now(UTC),
            rows=rows,
            taken=rows - quarantine.rejected - skipped,
            updated=updated,
            rejected=quarantine.rejected,
            warned=quarantine.warned,
            skipped=skipped,
        )
        self.imports.append(facts)
        return FileReport(facts, quarantine.path, told, tuple(quarantine.examples))

    def _read(self, path: Path, staging: Staging, quarantine: Quarantine) -> tuple[int, int, tuple[str, ...]]:
        rows = skipped = 0
        told: list[str] = []
        numbers = Numbers(self.held, self.terms.source, self.words.short_numbers, self.terms.correct)
        for table in self._tables(path):
            some, left_out, noticed = self._read_table(path, table, numbers, staging, quarantine)
            rows, skipped = rows + some, skipped + left_out
            told += noticed
        return rows, skipped, (*told, *numbers.told)

    def _tables(self, path: Path) -> Iterator[HeadedRows]:
        kind = path.suffix.lower()
        if kind in (".csv", ".tsv", ".txt"):
            yield read_csv(path, self._is_header, _MISSING, self._stacked)
        elif kind in (".xlsx", ".xlsm", ".xls"):
            yield from read_workbook(path, self._is_header, _MISSING, self._stacked)
        else:
            raise InvalidRecord("只能导入 CSV 和 Excel（.xlsx）文件")

    def _is_header(self, cells: Sequence[object]) -> bool:
        return is_header(cells, self.words)

    def _stacked(self, upper: Sequence[object], lower: Sequence[object]) -> Sequence[object] | None:
        return stacked(upper, lower, self.words)

    def _read_table(
        self, path: Path, table: HeadedRows, numbers: Numbers, staging: Staging, quarantine: Quarantine
    ) -> tuple[int, int, tuple[str, ...]]:
        columns = layout(table.header, self.terms.source, self.words)
        read, count, skipped = row_reader(columns, self.words, self.today), 0, 0
        with self.progress.task(f"读取 {path.name}", table.total) as task:
            for count, raw in enumerate(table.rows, 1):
                row = read(raw)
                skipped += row.skipped
                if not row.rejected and not row.skipped:
                    placed = numbers.place(row.values)
                    row.remarks += [placed.remark] if placed.remark else []
                    if not placed.remark:
                        staging.add(row.values, placed.replaces)
                if row.remarks and not row.skipped:
                    quarantine.add(raw, row.remarks, columns.headers)
                if count % _STEP == 0:
                    task.advance(_STEP)
        return count, skipped, (*table.told, *columns.told)

    def _accept(self, path: Path, rows: int, skipped: int, quarantine: Quarantine) -> None:
        """Raises ImportRefused when too many rows are bad, or none is good."""
        bad, meant = quarantine.rejected, rows - skipped
        if bad < meant and bad <= self.terms.most_bad * meant:
            return
        much = f"，超过了 {self.terms.most_bad:.0%}" if bad < meant else ""
        why = f"{meant} 行里有 {bad} 行不能用{much}" if meant else "没有一行投诉、举报或者诉讼"
        where = f"；原因逐行写在 {quarantine.path}" if quarantine.path else ""
        raise ImportRefused(f"{path.name}：{why}，没有导入，原来的数据不变{where}")
