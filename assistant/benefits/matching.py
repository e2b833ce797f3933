"""The plain meaning of conditions and awards, for one company and, as the reference, for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from assistant.benefits.errors import NeedsHuman, UnknownMeasure
from assistant.benefits.money import cents_of, expected
from assistant.benefits.ports import Labelled, MeasureLibrary
from knowledge.measures.awards import HumanAward, InKind, money, parse_award, rests_on
from knowledge.measures.conditions import (
    All,
    Condition,
    Human,
    Not,
    Truth,
    Value,
    atoms,
    parse_condition,
    requirements,
    truth,
    typed,
)
from knowledge.measures.conditions import Any as OneOf
from knowledge.measures.fields import FIELDS
from knowledge.models import Measure, PolicyDocument

Result = Literal["met", "failed", "unknown", "human"]


class Finding(NamedTuple):
    """What the portrait says of one company and one measure; ``cents``: what it would be paid, where that is certain."""

    result: Result
    text: str
    cents: int | None


def find_measure(library: MeasureLibrary, measure_id: str) -> Labelled:
    """A measure with its document; raises UnknownMeasure."""
    for document, measure in library.measures():
        if measure.id == measure_id:
            return document, measure
    raise UnknownMeasure


def in_force(document: PolicyDocument, on: date) -> bool:
    """Is the document valid on a day?"""
    return document.valid_from <= on and (document.valid_to is None or on <= document.valid_to)


def fields_of(measure: Measure) -> tuple[str, ...]:
    """The portrait's fields that conditions and award speak of, in the order in which people see fields."""
    used = {atom.field for atom in atoms(parse_condition(measure.conditions))}
    base = rests_on(parse_award(measure.award))
    return tuple(name for name, field in FIELDS.items() if name in used or field is base)


def judge(measure: Measure, values: Mapping[str, Value], on: date) -> Finding:
    """Hold one company against one measure."""
    condition, award = parse_condition(measure.conditions), parse_award(measure.award)
    held = [(part, truth(part, values, on)) for part in requirements(condition)]
    cents = cents_of(money(award, values))
    if failed := [part for part, is_ in held if is_ is Truth.FAILED]:
        return Finding("failed", f"画像显示不符合的条件：{_named(failed)}。", None)
    if holds_human(condition) or isinstance(award, HumanAward):
        return Finding("human", "这项政策有需要人工核对的条款，由工作人员审核。", None)
    if unknown := [part for part, is_ in held if is_ is Truth.UNKNOWN]:
        return Finding("unknown", f"画像缺少这些数据：{_named(unknown)}，由工作人员核实。", None)
    if cents is None and not isinstance(award, InKind):
        return Finding("unknown", "画像缺少计算金额要用的数据，由工作人员核实。", None)
    return Finding("met", f"画像显示条件全部符合，{expected(cents)}。", cents)


def _named(parts: Sequence[Condition]) -> str:
    labels = dict.fromkeys(FIELDS[atom.field].label for part in parts for atom in atoms(part))
    return "、".join(labels) or "需人工核对的条款"


def holds_human(condition: Condition) -> bool:
    """Does a clause wait for a person?"""
    match condition:
        case Human():
            return True
        case All(parts) | OneOf(parts):
            return any(map(holds_human, parts))
        case Not(part):
            return holds_human(part)
    return False


def check_decidable(measure: Measure) -> None:
    """Raise NeedsHuman for a measure that a machine must not pay by itself."""
    award = parse_award(measure.award)
    if holds_human(parse_condition(measure.conditions)) or isinstance(award, HumanAward):
        raise NeedsHuman("这项政策有需要人工核对的条款，不能免申即享。请先在标签库里核对。")
    if isinstance(award, InKind):
        raise NeedsHuman("这项政策不涉及资金，没有可以兑付的金额。")


def reference_eligible(
    measures: Sequence[Labelled], on: date, companies: pa.Table
) -> list[list[tuple[int, int | None]]]:
    """:class:`assistant.benefits.ports.Eligible` by the plain meaning, company by company."""
    found: list[list[tuple[int, int | None]]] = [[] for _ in measures]
    parsed = [(parse_condition(measure.conditions), parse_award(measure.award)) for _, measure in measures]
    for row, values in enumerate(values_of(companies)):
        for place, (condition, award) in enumerate(parsed):
            if truth(condition, values, on) is Truth.MET:
                found[place].append((row, cents_of(money(award, values))))
    return found


def values_of(companies: pa.Table) -> Iterator[dict[str, Value]]:
    """The rows of a table as conditions read them; nulls are left out."""
    names = companies.column_names
    for batch in companies.to_batches(max_chunksize=4096):
        for cells in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
            yield _known(names, cells)


def _known(names: Sequence[str], cells: Sequence[Any]) -> dict[str, Value]:
    read = {name: typed(FIELDS[name].kind, cell) for name, cell in zip(names, cells, strict=True) if cell is not None}
    return {name: value for name, value in read.items() if value is not None}
