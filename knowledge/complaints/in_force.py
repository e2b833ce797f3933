"""One version of the register opened: its rows, who may be behind them, and looking for either."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from knowledge.complaints.complaint import Complaint, complaint_of
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings, PersonFinding
from knowledge.complaints.typed import bare, digits
from knowledge.errors import NotFound, SnapshotUnavailable

SHORTEST = 2
LONGEST_TYPED = 100
_LEAST_DIGITS = 4
_SEARCHED = ("number", "name", "phone", "id_number", "account")


class Found(NamedTuple):
    """A complaint that fits what was looked for: its row, whose it is (``None`` before linking), the field that fits, whether wholly."""

    row: int
    person_id: str | None
    by: str
    whole: bool


@dataclass(frozen=True)
class RegisterInForce:
    """One version: ``table`` (``REGISTER_SCHEMA``, n rows), links and findings (``None`` until it was linked). Safe to share."""

    version: str
    sample: bool
    table: pa.Table
    links: Links | None = None
    findings: Findings | None = None

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """Day of each row, counted from 1970-01-01."""
        return np.asarray(self.table["received_on"].combine_chunks().view(pa.int32()).to_numpy(zero_copy_only=False))

    @property
    def linked(self) -> Links:
        """The links; raises SnapshotUnavailable before they were worked out."""
        if self.links is None:
            raise SnapshotUnavailable("台账刚刚导入，还没有做关联分析，请稍后再来看")
        return self.links

    def at(self, row: int) -> Complaint:
        """The complaint of a row; raises NotFound."""
        if not 0 <= row < len(self):
            raise NotFound("台账里没有这一件")
        return complaint_of(self.table.slice(row, 1).to_pylist()[0])

    def row_of(self, number: str, source: str) -> int:
        """The row of a complaint; raises NotFound."""
        same = pc.and_(pc.equal(self.table["number"], number), pc.equal(self.table["source"], source))
        row = pc.index(same, True).as_py()
        if row < 0:
            raise NotFound("台账里没有这一件")
        return int(row)

    def complaint(self, number: str, source: str) -> Complaint:
        """One complaint; raises NotFound."""
        return self.at(self.row_of(number, source))

    def person_of(self, row: int) -> str:
        """The lasting id of whose complaint a row is; raises NotFound or SnapshotUnavailable."""
        if not 0 <= row < len(self):
            raise NotFound("台账里没有这一件")
        return self.linked.id_of(int(self.linked.person[row]))

    def rows_of_person(self, person_id: str) -> list[int]:
        """The rows of a person, oldest complaint first; raises NotFound or SnapshotUnavailable."""
        rows = self.linked.rows_of(self.linked.number_of(person_id))
        return [int(row) for row in rows[np.argsort(self.days[rows], kind="stable")]]

    def finding(self, person_id: str) -> PersonFinding | None:
        """What recognition says of a person, ``None`` when it had no reason to look."""
        return self.findings.by_person.get(person_id) if self.findings else None

    def find(self, typed: str, limit: int = 50) -> list[Found]:
        """Complaints whose number, name, phone, certificate or account is what was typed or begins with it; whole matches first.

        Only for who may read names and numbers. Less than two characters find nothing, nor does a bare end of a phone.
        """
        text = bare(typed[:LONGEST_TYPED])
        if len(text) < SHORTEST:
            return []
        found: dict[int, Found] = {}
        for field in _SEARCHED:
            wanted = digits(text) if field == "phone" else text
            if len(wanted) >= (_LEAST_DIGITS if field != "name" else SHORTEST):
                self._look(field, wanted, found)
        ranked = sorted(found.values(), key=lambda one: (not one.whole, _SEARCHED.index(one.by), one.row))
        return ranked[:limit]

    def _look(self, field: str, wanted: str, found: dict[int, Found]) -> None:
        begins = pc.fill_null(pc.starts_with(self.table[field], wanted, ignore_case=True), False)
        for row in np.flatnonzero(begins.to_numpy()).tolist():
            whole = self.table[field][row].as_py().upper() == wanted
            if row not in found or whole > found[row].whole:
                person = self.linked.id_of(int(self.linked.person[row])) if self.links else None
                found[row] = Found(row, person, field, whole)
