"""Right first, offered, sure and rightly so, by the way of typing; and how long one look-up takes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from eval.company_names.generate import Company, companies
from eval.company_names.typed import KINDS, Asked, questions
from eval.progress import Track
from eval.report import Figure, Report, Row, Table, latency, rate
from knowledge.portraits.directory import Directory
from knowledge.portraits.names import Found, certain
from knowledge.portraits.store import FORMER, ORIGIN_SCHEMA, TABLE_SCHEMA, Companies, Provenance, codes_of, names_of

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Judged:
    """One question, what was found, and how long it took."""

    asked: Asked
    found: tuple[Found, ...]
    elapsed_ms: float

    @property
    def right(self) -> bool:
        """The first company is one that is meant; of a name that nobody has, nothing is found."""
        if not self.asked.meant:
            return not self.found
        return bool(self.found) and self.found[0].credit_code in self.asked.meant

    @property
    def offered(self) -> bool:
        """A company that is meant is among those found."""
        return any(each.credit_code in self.asked.meant for each in self.found)

    @property
    def sure(self) -> bool:
        """The first company is said to be the one."""
        return certain(self.found) is not None

    @property
    def row(self) -> Row:
        """The row of ``rows.jsonl``."""
        found = [[each.name, round(each.score, 3)] for each in self.found]
        return {
            "kind": self.asked.kind,
            "typed": self.asked.typed,
            "right": self.right,
            "sure": self.sure,
            "found": found,
        }


def evaluate(count: int, each: int, seed: int, track: Track) -> Report:
    """``each`` questions of every kind to a made register of ``count`` companies."""
    register = companies(count, seed)
    began = time.perf_counter()
    directory = directory_of(register)
    built = time.perf_counter() - began
    asked = questions(register, each, seed + 1)
    directory.find(asked[0].typed)
    judged = [_ask(directory, one) for one in track(asked, "company names")]
    return summarise(judged, count, built)


def directory_of(register: Sequence[Company]) -> Directory:
    """The product's directory over a made register."""
    ordered = sorted(register)
    known = {
        "name": [company.name for company in ordered],
        "credit_code": [company.credit_code for company in ordered],
        "district": [company.district for company in ordered],
        FORMER: [[company.former] if company.former else [] for company in ordered],
    }
    empty = {field.name: pa.nulls(len(ordered), field.type) for field in TABLE_SCHEMA}
    table = pa.table({**empty, **known}, schema=TABLE_SCHEMA)
    origins = pa.table(
        {field.name: pa.nulls(len(ordered), field.type) for field in ORIGIN_SCHEMA}, schema=ORIGIN_SCHEMA
    )
    return Directory(Companies("made", table, origins, Provenance(), names_of(table), codes_of(table)))


def _ask(directory: Directory, asked: Asked) -> Judged:
    began = time.perf_counter()
    found = directory.find(asked.typed)
    return Judged(asked, found, (time.perf_counter() - began) * 1000)


def summarise(judged: Sequence[Judged], count: int, built: float) -> Report:
    """Figures over all questions and by kind."""
    named = [one for one in judged if one.asked.meant]
    figures: dict[str, Figure] = {
        "companies": Figure(count, count, "count"),
        "right_first": rate(one.right for one in named),
        "within_eight": rate(one.offered for one in named),
        "sure": rate(one.sure for one in named),
        "sure_and_right": rate(one.right for one in named if one.sure),
        "unknown_found_nobody": rate(one.right for one in judged if not one.asked.meant),
        "build_s": Figure(built, 1, "s"),
        **latency("find", [one.elapsed_ms for one in judged]),
    }
    kinds = [kind for kind in (*KINDS, UNKNOWN) if any(one.asked.kind == kind for one in judged)]
    figures |= {f"right_first.{kind}": rate(one.right for one in judged if one.asked.kind == kind) for kind in kinds}
    table = Table("kinds", "by the way of typing", _COLUMNS, tuple(_line(kind, judged) for kind in kinds))
    return Report("company_names", figures, (table,), tuple(one.row for one in judged))


_COLUMNS = ("kind", "asked", "fits one only", "right first", "within eight", "sure", "sure and right")


def _line(kind: str, judged: Iterable[Judged]) -> tuple[str | int | Figure, ...]:
    rows = [one for one in judged if one.asked.kind == kind]
    return (
        kind,
        len(rows),
        rate(len(one.asked.meant) == 1 for one in rows),
        rate(one.right for one in rows),
        rate(one.offered for one in rows),
        rate(one.sure for one in rows),
        rate(one.right for one in rows if one.sure),
    )
