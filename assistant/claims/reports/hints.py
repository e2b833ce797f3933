"""Who in the register has the same telephone, account or name as a reported claimant: a reason to look, never a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assistant.claims.reports.schemas import Hint
from knowledge.complaints.identifiers import NameKind, read_name
from knowledge.complaints.links import Links
from knowledge.errors import QuanquanError

_MOST: Final = 10
_SAME: Final = {"phone": "电话", "account": "收款账号", "name": "姓名"}
"""Columns of the register by what is compared, strongest first."""

NOTE: Final = "以下只是线索：电话可能共用、姓名可能重名，相同不等于同一个人，更不等于恶意，要由工作人员核实。"
NOTHING: Final = "投诉举报台账里没有相同的电话、账号或者姓名。"
CLOSED: Final = "投诉举报台账暂时不能用，没有比对。"


class People(Protocol):
    """The register, as far as it is asked here."""

    def alike(self, fields: Mapping[str, Any]) -> tuple[tuple[Hint, ...], str]:
        """Persons alike to a reported claimant, and a sentence on what that means."""
        ...


class Register(Protocol):
    """What is looked at of ``knowledge.complaints.store.RegisterInForce``."""

    @property
    def table(self) -> pa.Table:
        """A row a complaint."""
        ...

    @property
    def links(self) -> Links | None:
        """Who is behind which row, once that was computed."""
        ...


class RegisterPeople:
    """:class:`People` over the register in force."""

    def __init__(self, current: Callable[[], Register | None]) -> None:
        self._current = current

    def alike(self, fields: Mapping[str, Any]) -> tuple[tuple[Hint, ...], str]:
        """See the port; a register that cannot be opened is said so and keeps nobody from working."""
        try:
            register = self._current()
        except QuanquanError:
            return (), CLOSED
        if register is None:
            return (), CLOSED
        hints = _hints(register, {column: fields.get(f"claimant_{column}", "") for column in _SAME})
        return hints, NOTE if hints else NOTHING


def _hints(register: Register, wanted: Mapping[str, str]) -> tuple[Hint, ...]:
    found: dict[int, Counter[str]] = {}
    for column, value in wanted.items():
        if not _tells(column, value):
            continue
        for row in np.flatnonzero(pc.fill_null(pc.equal(register.table[column], value), False).to_numpy()):
            person = int(row) if register.links is None else int(register.links.person[row])
            found.setdefault(person, Counter())[column] += 1
    users = {column: sum(bool(same[column]) for same in found.values()) for column in _SAME}
    order = sorted(found.items(), key=lambda each: [-each[1][column] for column in _SAME])
    return tuple(_hint(register, person, same, users) for person, same in order[:_MOST])


def _tells(column: str, value: str) -> bool:
    """Whether a value tells anybody apart: 张某某 is the name of everybody called 张, a masked number of nobody."""
    if column == "name":
        return read_name(value).kind is NameKind.WHOLE
    return bool(value) and "*" not in value


def _hint(register: Register, person: int, same: Counter[str], users: Mapping[str, int]) -> Hint:
    """What agrees, and how many others it agrees with: a telephone of six people says little of any."""
    links = register.links
    because = tuple(
        f"{word}相同：{same[column]} 件" + (f"（台账里有 {users[column]} 人用）" if users[column] > 1 and links else "")
        for column, word in _SAME.items()
        if same[column]
    )
    complaints = 1 if links is None else len(links.rows_of(person))
    only_name = set(same) == {"name"}
    return Hint(
        person_id=None if links is None else links.id_of(person),
        complaints=complaints,
        because=because,
        text="只有姓名相同，可能是另一个人。" if only_name else f"台账里可能是同一个人的投诉举报共 {complaints} 件。",
    )
