"""The directory of companies: by code, by name as typed, and all of them in columns. It follows new imports by itself."""

from __future__ import annotations

import threading
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import orjson

from knowledge.errors import SnapshotUnavailable
from knowledge.measures.fields import FIELDS
from knowledge.measures.population import Population
from knowledge.portraits import codes, names
from knowledge.portraits.names import Found
from knowledge.portraits.portrait import Portrait, parse_portrait
from knowledge.portraits.store import Companies, PortraitStore, of_portraits

SAMPLE_SOURCE = "示例数据"
_ONE_WRONG, _WHOLE_ENOUGH = 0.8, 8
LONGEST_TYPED = 400
"""Characters of what was typed that are looked at."""


class CompanyDirectory(Protocol):
    """What the assistant needs to know of companies."""

    def by_code(self, code: str) -> Portrait | None:
        """The company with this 统一社会信用代码 (case and width do not matter), ``None`` when there is none."""

    def find(self, typed: str, limit: int = 8) -> tuple[Found, ...]:
        """Companies that may be meant, likeliest first; ``names.certain`` says whether the first one is."""

    @property
    def population(self) -> Population:
        """All companies in columns, in the order of their codes."""

    @property
    def version(self) -> str:
        """Changes with every import."""

    @property
    def sample(self) -> bool:
        """Whether these are the shipped made-up companies."""

    def refresh(self) -> bool:
        """Follow a new import; whether there was one."""

    def __len__(self) -> int:
        """How many companies there are."""


class Directory:
    """The :class:`CompanyDirectory` over one version; safe to share between threads."""

    def __init__(self, companies: Companies) -> None:
        self.companies = companies

    def __len__(self) -> int:
        return len(self.companies)

    @property
    def version(self) -> str:
        """See :class:`CompanyDirectory`."""
        return self.companies.version

    @property
    def sample(self) -> bool:
        """See :class:`CompanyDirectory`."""
        return self.companies.sample

    @cached_property
    def population(self) -> Population:
        """See :class:`CompanyDirectory`; made when first asked for."""
        return Population.of_table(self.companies.table.select(list(FIELDS)))

    def by_code(self, code: str) -> Portrait | None:
        """See :class:`CompanyDirectory`."""
        row = codes.row_of(self.companies.codes, codes.typed_code(code))
        return None if row is None else self.companies.portrait(row)

    def find(self, typed: str, limit: int = 8) -> tuple[Found, ...]:
        """See :class:`CompanyDirectory`."""
        text = typed[:LONGEST_TYPED]
        code = codes.typed_code(text)
        found = self._by_typed_code(code, limit) if code else ()
        return found or self._by_name(text, limit)

    def _by_name(self, typed: str, limit: int) -> tuple[Found, ...]:
        index = self.companies.names
        return tuple(self._found(near.row, near.score, near.entry) for near in names.find(index, typed, limit))

    def _found(self, row: int, score: float, entry: int | None = None) -> Found:
        table, entries = self.companies.table, self.companies.names.entries
        former = entries["name"][entry].as_py() if entry is not None and entries["former"][entry].as_py() else None
        return Found(table["credit_code"][row].as_py(), table["name"][row].as_py(), score, former)

    def _by_typed_code(self, code: str, limit: int) -> tuple[Found, ...]:
        """By a whole code; by a part of one, shared among those that have it; by one with a slip, never certain."""
        held = self.companies.codes
        whole = codes.row_of(held, code)
        if whole is not None:
            return (self._found(whole, 1.0),)
        rows = codes.rows_with(held, code, limit)
        sure = 1.0 if len(code) >= _WHOLE_ENOUGH else _ONE_WRONG
        if not rows and len(code) == codes.LENGTH:
            rows, sure = codes.rows_but_one(held, code, limit), _ONE_WRONG
        return tuple(self._found(row, sure / len(rows)) for row in rows[:limit])


class FollowingDirectory:
    """The directory of a home: the newest import, or the shipped sample while nothing was imported.

    ``refresh`` is cheap when nothing changed. An import that cannot be opened leaves the version before it in use.
    """

    def __init__(self, home: Path) -> None:
        """Open what is there; raises SnapshotUnavailable when something was imported and no version of it is whole."""
        self._store = PortraitStore(home)
        self._lock = threading.Lock()
        self._held = self._opened()

    def _opened(self) -> Directory:
        version = self._store.snapshots.latest_good()
        if version is not None:
            return Directory(self._store.open(version))
        if self._store.snapshots.list():
            raise SnapshotUnavailable("企业画像已损坏，请重新导入，或者退回到以前的一版（quanquan portraits rollback）")
        return Directory(sample_companies())

    def refresh(self) -> bool:
        """See :class:`CompanyDirectory`; raises SnapshotUnavailable only when no version is whole."""
        with self._lock:
            if self._store.current() in (self._held.version, None):
                return False
            before, self._held = self._held, self._opened()
            return self._held.version != before.version

    @property
    def held(self) -> Directory:
        """The version in use now: for several questions that must see the same companies."""
        return self._held

    def __len__(self) -> int:
        return len(self._held)

    @property
    def version(self) -> str:
        """See :class:`CompanyDirectory`."""
        return self._held.version

    @property
    def as_of(self) -> str:
        """The same as ``version``."""
        return self._held.version

    @property
    def sample(self) -> bool:
        """See :class:`CompanyDirectory`."""
        return self._held.sample

    @property
    def population(self) -> Population:
        """See :class:`CompanyDirectory`."""
        return self._held.population

    def by_code(self, code: str) -> Portrait | None:
        """See :class:`CompanyDirectory`."""
        return self._held.by_code(code)

    def find(self, typed: str, limit: int = 8) -> tuple[Found, ...]:
        """See :class:`CompanyDirectory`."""
        return self._held.find(typed, limit)


def sample_companies() -> Companies:
    """The shipped made-up companies."""
    lines = files("knowledge").joinpath("data/companies.jsonl").read_bytes().splitlines()
    return of_portraits([parse_portrait(orjson.loads(line)) for line in lines if line.strip()], SAMPLE_SOURCE)


def open_directory(home: Path) -> FollowingDirectory:
    """The directory of a home; raises SnapshotUnavailable when what was imported is damaged throughout."""
    return FollowingDirectory(home)
