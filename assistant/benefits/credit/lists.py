"""Lists of companies that are not paid, as files of codes under HOME/credit.

A list is a CSV or text file in UTF-8: a credit code a line, and behind a comma why it is listed; a head line and lines
without a right code are skipped and counted. The list's name is the file's.
"""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.benefits.ports import Listing
from knowledge.portraits.credit_code import is_credit_code


class FolderLists:
    """:class:`assistant.benefits.ports.CreditLists` over a folder; a changed file is read again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._read: dict[Path, tuple[tuple[int, int], dict[str, str]]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """See the port."""
        return tuple(path.stem for path in self._paths())

    def listed(self, codes: Iterable[str]) -> Mapping[str, Listing]:
        """See the port; a company on several lists is told by the first, by name."""
        asked = set(codes)
        found: dict[str, Listing] = {}
        for path in self._paths():
            listed = self._list(path)
            for code in listed.keys() & asked:
                found.setdefault(code, Listing(path.stem, listed[code]))
        return found

    def _paths(self) -> list[Path]:
        return sorted(path for path in self._folder.glob("*") if path.suffix in (".csv", ".txt"))

    def _list(self, path: Path) -> dict[str, str]:
        stamp = path.stat()
        key = (stamp.st_mtime_ns, stamp.st_size)
        with self._lock:
            known = self._read.get(path)
            if known is None or known[0] != key:
                known = (key, read_list(path))
                self._read[path] = known
        return known[1]


def read_list(path: Path) -> dict[str, str]:
    """The codes of a list with their reasons."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    return {
        code: (row[1].strip()[:200] if len(row) > 1 else "")
        for row in rows
        if is_credit_code(code := row[0].strip().upper())
    }
