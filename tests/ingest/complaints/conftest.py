"""Builders for lists of complaints, all made up."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from ingest.complaints.run import ImportReport, Terms, import_files
from knowledge.complaints.complaint import Complaint, Source
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.store import RegisterStore, open_register
from knowledge.progress import SilentProgress


def complaint(number: int, **fields: object) -> dict[str, object]:
    """A row of a 12315 list in Chinese headers."""
    return {
        "工单编号": f"12315-{number:06d}",
        "登记时间": f"2026-03-{number % 28 + 1:02d} 09:30:00",
        "被投诉单位": f"鲤城区试{number % 5}食品店",
        "投诉内容": f"第{number}次购买的糕点没有标明生产日期，要求退款",
        "投诉人": f"试投诉人{number}",
        "联系电话": f"199000{number:05d}",
        "诉求金额": "1,200.50",
        "处理结果": "调解成功",
    } | fields


def write_csv(path: Path, rows: Sequence[Mapping[str, object]], encoding: str = "utf-8") -> Path:
    """A CSV with the headers of the first row."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


class Home:
    """A home to import into."""

    def __init__(self, folder: Path) -> None:
        self.path, self.folder = folder / "home", folder

    def csv(self, *rows: Mapping[str, object], name: str = "投诉.csv", encoding: str = "utf-8") -> Path:
        """A CSV file of rows."""
        return write_csv(self.folder / name, rows, encoding)

    def mapping(self, text: str) -> Path:
        """A mapping file."""
        path = self.folder / "映射.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def take(
        self,
        *paths: Path,
        source: Source = "12315",
        mapping: Path | None = None,
        most_bad: float = 1.0,
        anew: bool = False,
        correct: bool = False,
    ) -> ImportReport:
        """Import files; rows may be bad unless ``most_bad`` says otherwise."""
        return import_files(paths, self.path, Terms(source, mapping, most_bad, anew, correct), SilentProgress())

    def register(self) -> RegisterInForce:
        """What is in force."""
        held = open_register(self.path).current()
        assert held is not None
        return held

    def only(self) -> Complaint:
        """The one complaint that there is."""
        assert len(self.register()) == 1
        return self.register().at(0)

    @property
    def store(self) -> RegisterStore:
        """Its versions."""
        return RegisterStore(self.path)

    def quarantined(self) -> list[dict[str, str]]:
        """The lines of all quarantine files."""
        lines: list[dict[str, str]] = []
        for path in sorted((self.path / "complaints" / "quarantine").glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines += csv.DictReader(file)
        return lines


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)
