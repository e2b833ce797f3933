"""Companies of a file against labelled measures: the rows that other programs read.

A row stands for a measure in force that the company meets, or that one single clause keeps from it; and for a measure out of
force that it would meet, with the day that stands in the way. The plain meaning of conditions and awards is asked, not an
engine: this is what engines are held equal to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import orjson

from ingest.portraits.labels import LabelledDocument, LabelledMeasure, Tell
from knowledge.errors import InvalidRecord
from knowledge.measures.awards import money
from knowledge.measures.conditions import as_tree, unmet
from knowledge.measures.fields import FIELDS
from knowledge.portraits.portrait import Portrait, parse_portrait


class Row(TypedDict):
    """One line of the result; ``unmet`` holds the clause that stands in the way, in the label format."""

    company: str
    measure: str
    matched: bool
    award: int | float | None
    unmet: list[dict[str, object]]


_OTHER = frozenset({"former_names"})
_LONGEST_LINE = 1 << 20


def read_companies(path: Path, tell: Tell) -> Iterator[Portrait]:
    """The companies of a JSON Lines file, in its order, one line at a time; broken lines are told by number.

    A name that no portrait has is told once and plays no part.
    """
    unknown: set[str] = set()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if not text.strip():
                continue
            try:
                row = _row(text)
                for name in row.keys() - FIELDS.keys() - _OTHER - unknown:
                    unknown.add(name)
                    tell(f"提醒：{path}：第 {number} 行：企业画像里没有“{name[:40]}”这一项，已略过")
                yield parse_portrait({name: value for name, value in row.items() if name in FIELDS or name in _OTHER})
            except InvalidRecord as error:
                tell(f"{path}：第 {number} 行：{error.message}")


def _row(line: bytes) -> dict[str, object]:
    if len(line) > _LONGEST_LINE:
        raise InvalidRecord("这一行太长")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise InvalidRecord("不是正确的 JSON 格式") from error
    if not isinstance(row, dict):
        raise InvalidRecord("这一行不是企业画像")
    return row


def rows_of(company: Portrait, documents: Iterable[LabelledDocument], on: date) -> Iterator[Row]:
    """The rows of one company, in the order of the documents and of their measures."""
    for document in documents:
        closed = _closed(document, on)
        for measure in document.measures:
            row = _judged(company, measure, closed, on)
            if row is not None:
                yield row


def clause_text(clause: Mapping[str, object]) -> str:
    """A clause as a reader of tables understands it: ``工业总产值 >= 5000 万元``."""
    match clause:
        case {"field": str() as name, "op": str() as op, "value": value} if name in FIELDS:
            listed = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            return f"{FIELDS[name].label} {op} {listed} {FIELDS[name].unit}".rstrip()
        case {"field": "valid_to"}:
            return "政策已经过期"
        case {"field": "valid_from"}:
            return "政策还没有开始"
        case {"human": str() as text}:
            return f"需人工核对：{text}"
    return orjson.dumps(clause).decode()


def _closed(document: LabelledDocument, on: date) -> str | None:
    """Which day keeps a document from being in force, ``None`` while it is."""
    if document.valid_to is not None and on > document.valid_to:
        return "valid_to"
    if document.valid_from is not None and on < document.valid_from:
        return "valid_from"
    return None


def _judged(company: Portrait, measure: LabelledMeasure, closed: str | None, on: date) -> Row | None:
    """One row, ``None`` for what is neither matched nor just missed."""
    lacking = [as_tree(clause) for clause in unmet(measure.condition, company.values, on)]
    if closed is not None:
        lacking = [{"field": closed}, *lacking]
    if len(lacking) > 1:
        return None
    award = None if lacking else _plain(money(measure.award, company.values))
    return {
        "company": company.credit_code,
        "measure": measure.id,
        "matched": not lacking,
        "award": award,
        "unmet": lacking,
    }


def _plain(amount: Decimal | None) -> int | float | None:
    """Whole yuan as an integer, else with cents."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)
