"""Lists of companies that are not paid: files under HOME/credit, in the forms of ``knowledge.measures.credit_check``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from assistant.benefits.ports import Listing
from knowledge.measures.credit_check import CreditList, credit_check

ENDINGS = frozenset({".csv", ".txt", ".parquet"})


class FolderLists:
    """:class:`assistant.benefits.ports.CreditLists` over a folder; a list is called as its file is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def names(self) -> tuple[str, ...]:
        """See the port."""
        return tuple(path.stem for path in self._paths())

    def listed(self, codes: Iterable[str]) -> Mapping[str, Listing]:
        """See the port; a company on several lists is told by the first. Raises InvalidRecord for an unreadable list."""
        asked = list(codes)
        lists = [CreditList(path, path.stem) for path in self._paths()]
        found = credit_check(pa.array(asked, pa.string()), lists).found if lists else {}
        return {
            asked[row]: Listing(places[0].name, f"{places[0].listed_on}列入" if places[0].listed_on else "")
            for row, places in found.items()
        }

    def _paths(self) -> list[Path]:
        return sorted(path for path in self._folder.glob("*") if path.suffix.lower() in ENDINGS)
