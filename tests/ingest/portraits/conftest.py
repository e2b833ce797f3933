"""Builders for registers of companies."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from ingest.portraits.run import ImportReport, Terms, import_files
from knowledge.portraits.credit_code import check_digit
from knowledge.portraits.directory import FollowingDirectory, open_directory
from knowledge.portraits.store import PortraitStore
from knowledge.progress import SilentProgress

SOURCE = "登记库"


def code(number: int) -> str:
    """The right credit code of a made company."""
    body = f"91350502MA{number:07d}"
    return body + check_digit(body)


def company(number: int, **fields: object) -> dict[str, object]:
    """A row in Chinese headers."""
    return {"企业名称": f"泉州试{number}鞋业有限公司", "统一社会信用代码": code(number), "区县": "鲤城区"} | fields


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

    def take(
        self,
        *paths: Path,
        source: str = SOURCE,
        as_of: date | None = date(2026, 9, 30),
        most_bad: float = 1.0,
        anew: bool = False,
    ) -> ImportReport:
        """Import files; a row may be bad unless ``most_bad`` says otherwise."""
        return import_files(paths, self.path, Terms(source, as_of, most_bad, anew), SilentProgress())

    def csv(self, *rows: Mapping[str, object], name: str = "企业.csv", encoding: str = "utf-8") -> Path:
        """A CSV file of rows."""
        return write_csv(self.folder / name, rows, encoding)

    def directory(self) -> FollowingDirectory:
        """What is there now."""
        return open_directory(self.path)

    def value(self, number: int, field: str) -> object:
        """A field of a company."""
        portrait = self.directory().by_code(code(number))
        return None if portrait is None else portrait.values.get(field)

    @property
    def store(self) -> PortraitStore:
        """Its versions."""
        return PortraitStore(self.path)

    def quarantined(self) -> list[dict[str, str]]:
        """The lines of all quarantine files."""
        lines: list[dict[str, str]] = []
        for path in sorted((self.path / "portraits" / "quarantine").glob("*.csv")):
            with path.open(encoding="utf-8-sig", newline="") as file:
                lines += csv.DictReader(file)
        return lines


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)
