"""The same conditions and awards as ibis expressions, for a database that holds companies in ``RELATIONAL_SCHEMA``.

All figures, days and flags are whole numbers there (see ``figures``) and a set is one text with a mark around each word, so
that every engine compares and counts exactly. SQL's null is our unknown, and its and, or and not are Kleene's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache, reduce
from operator import and_, or_
from typing import TypeAlias

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.errors import InvalidRecord
from knowledge.measures.awards import Award
from knowledge.measures.columns import Figures
from knowledge.measures.compile import OneOf, Recent, StartsWith, Test, test_of
from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not
from knowledge.measures.fields import FIELDS
from knowledge.measures.figures import LEAST, MOST, reached
from knowledge.measures.payout import Linear, Steps, Words, fraction_of, payout_of
from knowledge.measures.population import Population

MARK = "\x1f"
"""Before, between and after the words of a set (the control character "unit separator": no word has it)."""
COMPANIES = "companies"
_WHOLE = frozenset({"number", "count", "date", "flag"})
_LARGEST_EXACT = 2**51
"""Some engines divide whole numbers by way of floating point: up to here the nearest whole number is the right one."""

RELATIONAL_SCHEMA: pa.Schema = pa.schema(
    [(name, pa.int64() if field.kind in _WHOLE else pa.string()) for name, field in FIELDS.items()]
)
Table: TypeAlias = ibis.Table
Truth: TypeAlias = "ibis.expr.types.BooleanValue"
Whole: TypeAlias = "ibis.expr.types.IntegerValue"


def companies(name: str = COMPANIES) -> Table:
    """The table of companies, not bound to any engine."""
    kinds = {field.name: "int64" if field.type == pa.int64() else "string" for field in RELATIONAL_SCHEMA}
    return ibis.table(ibis.schema(kinds), name=name)


def matching(condition: Condition, award: Award, table: Table, on: date) -> Table:
    """Who meets a condition and what each gets: columns credit_code and award_cents."""
    met = table.filter(predicate(condition, table, on))
    return met.select(credit_code=met.credit_code, award_cents=award_cents(award, met))


@lru_cache(20_000)
def sql(condition: Condition, award: Award, on: date, dialect: str, name: str = COMPANIES) -> str:
    """:func:`matching` as the SQL of an engine that ibis knows; kept, since it takes some ten milliseconds to make."""
    return str(ibis.to_sql(matching(condition, award, companies(name), on), dialect=dialect, pretty=False))


def predicate(condition: Condition, table: Table, on: date) -> Truth:
    """Whether a company meets a condition; null where that is unknown."""
    match condition:
        case Atom(op="!="):
            return ~_tested(test_of(condition), table, on)
        case Atom():
            return _tested(test_of(condition), table, on)
        case All(parts) if parts:
            return reduce(and_, (predicate(part, table, on) for part in parts))
        case Any(parts) if parts:
            return reduce(or_, (predicate(part, table, on) for part in parts))
        case All() | Any():
            return ibis.literal(isinstance(condition, All))
        case Not(part):
            return ~predicate(part, table, on)
        case Human():
            return ibis.null("boolean")


def _tested(test: Test, table: Table, on: date) -> Truth:
    column = table[test.field]
    match test:
        case OneOf(field, words) if FIELDS[field].kind == "set":
            return reduce(or_, (_holds(column, word) for word in sorted(words)))
        case OneOf(_, words):
            return column.isin(sorted(words))
        case StartsWith(_, prefixes):
            return reduce(or_, (column.startswith(prefix) for prefix in prefixes))
        case Recent():
            return column >= test.on(on)[0]
    if test.low == test.high:
        return column == test.low
    if test.low == LEAST:
        return column <= test.high
    return column >= test.low if test.high == MOST else (column >= test.low) & (column <= test.high)


def _holds(column: ibis.expr.types.StringValue, word: str) -> Truth:
    return column.contains(f"{MARK}{word}{MARK}")


def award_cents(award: Award, table: Table) -> Whole:
    """What a company gets, in cents; null for no money, and for a sum that 64 bits do not hold exactly."""
    payout = payout_of(award)
    if payout is None:
        return ibis.null("int64")
    if isinstance(payout, int):
        return ibis.literal(payout, "int64")
    held = table[payout.field]
    match payout:
        case Linear():
            return _linear(payout, held)
        case Steps(_, steps):
            paid = _first(((held >= reached(least), cents) for least, cents in reversed(steps)))
        case Words(_, words):
            highest = sorted(words, key=lambda pair: -pair[1])
            paid = _first(((_holds(held, word), cents) for word, cents in highest))
    return held.isnull().ifelse(ibis.null("int64"), paid)


def _first(cases: Iterable[tuple[Truth, int]]) -> Whole:
    """The cents of the first case that holds, else 0."""
    return ibis.cases(*((case, ibis.literal(cents, "int64")) for case, cents in cases), else_=ibis.literal(0, "int64"))


def _linear(payout: Linear, held: Whole) -> Whole:
    above, below, room = fraction_of(payout)
    room = min(room, _LARGEST_EXACT * below // max(above, 1))
    if room <= 0:
        return ibis.null("int64")
    doubled = ibis.greatest(ibis.least(held, room), 0) * (2 * above) + below
    cents = ((doubled - doubled % (2 * below)) / (2 * below)).round().cast("int64")
    capped = cents if payout.cap is None else ibis.least(cents, payout.cap)
    if payout.cap is not None and room * above // below >= payout.cap:
        return held.isnull().ifelse(ibis.null("int64"), capped)  # least() passes over a null on some engines
    return (held <= room).ifelse(capped, ibis.null("int64"))


def relational_table(table: pa.Table) -> pa.Table:
    """A table in the form of ``ARROW_SCHEMA`` in that of ``RELATIONAL_SCHEMA``.

    Raises InvalidRecord for a table of another form, a figure beyond 64 bits and a word that holds the mark.
    """
    population, columns = Population.of_table(table), []
    for field in RELATIONAL_SCHEMA:
        held = table.column(field.name).combine_chunks() if field.name in table.column_names else None
        columns.append(pa.nulls(len(population), field.type) if held is None else _stored(population, field.name, held))
    return pa.Table.from_arrays(columns, schema=RELATIONAL_SCHEMA)


def _stored(population: Population, name: str, held: pa.Array) -> pa.Array:
    kind = FIELDS[name].kind
    if kind == "set":
        return _marked(held, FIELDS[name].label)
    if kind == "flag":
        return held.cast(pa.int64())
    if kind not in _WHOLE:
        return held.cast(pa.string())
    column = population.columns[name]
    if not isinstance(column, Figures) or column.odd:
        raise InvalidRecord(f"“{FIELDS[name].label}”有一个数太大，数据库里存不准")
    return pa.array(column.values, mask=~held.is_valid().to_numpy(zero_copy_only=False))


def _marked(held: pa.ListArray, label: str) -> pa.StringArray:
    if pc.any(pc.match_substring(held.flatten(), MARK)).as_py():
        raise InvalidRecord(f"“{label}”里有不能用的字符")
    words = pc.binary_join(held, MARK)
    marked = pc.binary_join_element_wise(MARK, words, MARK, "")
    return pc.if_else(pc.equal(words, ""), MARK, marked)
