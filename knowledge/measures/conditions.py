"""Conditions of a measure: typed atoms joined by all, any and not, with three values after Kleene's strong logic.

The tree is the label format's (catalog/POLICY_FORMAT.md); ``{"human": text}`` is a clause that only a person can decide.
:func:`truth` is the plain meaning; the engines are held equal to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from operator import eq, ge, gt, le, lt, ne
from typing import Any as Whatever
from typing import Literal, get_args

from knowledge.errors import InvalidRecord
from knowledge.measures.fields import NUMERIC, FieldKind, field_of

Op = Literal["==", "!=", ">=", ">", "<=", "<", "in", "prefix", "has", "has_any", "within_years"]
Value = str | bool | Decimal | date | frozenset[str]
"""What a portrait's field holds: text and codes, flags, figures, days, sets of words."""
Operand = str | bool | Decimal | date | tuple[str, ...]

_DEEPEST = 8
_LONGEST_LIST = 2000
_COMPARISONS: Mapping[str, Callable[[Whatever, Whatever], bool]] = {
    "==": eq, "!=": ne, ">=": ge, ">": gt, "<=": le, "<": lt,
}  # fmt: skip
_ORDERED = frozenset({">=", ">", "<=", "<"})
_ALLOWED: Mapping[FieldKind, frozenset[str]] = {
    "text": frozenset({"==", "!=", "in"}),
    "code": frozenset({"==", "!=", "in", "prefix"}),
    "date": frozenset({"==", "!=", "within_years"}) | _ORDERED,
    "number": frozenset({"==", "!="}) | _ORDERED,
    "count": frozenset({"==", "!="}) | _ORDERED,
    "flag": frozenset({"==", "!="}),
    "set": frozenset({"has", "has_any"}),
}


class Truth(IntEnum):
    """Ordered, so that all is the least and any the greatest of the parts."""

    FAILED = 0
    UNKNOWN = 1
    MET = 2


@dataclass(frozen=True)
class Atom:
    """One test of one field; ``value`` has the type that the field's kind asks for."""

    field: str
    op: Op
    value: Operand


@dataclass(frozen=True)
class All:
    """Every part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """One part must hold (其中之一)."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part must not hold."""

    part: Condition


@dataclass(frozen=True)
class Human:
    """A clause that could not be read with certainty: a person decides it, until then it is unknown."""

    text: str


Condition = Atom | All | Any | Not | Human


def parse_condition(tree: object) -> Condition:
    """The condition of a label; raises InvalidRecord for what the format does not have."""
    return _parsed(tree, 0)


def _parsed(tree: object, depth: int) -> Condition:
    if not isinstance(tree, Mapping) or depth > _DEEPEST:
        raise InvalidRecord("条件的写法不对")
    if tree.keys() == {"field", "op", "value"}:
        return _atom(tree["field"], tree["op"], tree["value"])
    match dict(tree):
        case {"all": list() | tuple() as parts, **rest} if not rest:
            return All(tuple(_parsed(part, depth + 1) for part in parts))
        case {"any": list() | tuple() as parts, **rest} if not rest and parts:
            return Any(tuple(_parsed(part, depth + 1) for part in parts))
        case {"not": part, **rest} if not rest:
            return Not(_parsed(part, depth + 1))
        case {"human": str() as text, **rest} if not rest and text.strip():
            return Human(text)
    raise InvalidRecord("条件的写法不对")


def _atom(name: object, op: object, value: object) -> Atom:
    field = field_of(name if isinstance(name, str) else str(name))
    if op not in get_args(Op) or op not in _ALLOWED[field.kind]:
        raise InvalidRecord(f"“{field.label}”不能用“{str(op)[:20]}”比较")
    return Atom(str(name), op, _operand(field.kind, op, value, field.label))  # type: ignore[arg-type]  # op is one of Op


def _operand(kind: FieldKind, op: object, value: object, label: str) -> Operand:
    """The value in its field's type; raises InvalidRecord."""
    if op == "within_years":
        years = figure(value)
        if years is None or years != years.to_integral_value() or not 0 < years <= 200:
            raise InvalidRecord(f"“{label}”的年数不对")
        return years
    if op in ("in", "prefix", "has_any"):
        if not isinstance(value, list | tuple) or not 0 < len(value) <= _LONGEST_LIST:
            raise InvalidRecord(f"“{label}”应当是一列文字")
        if not all(isinstance(one, str) and one for one in value):
            raise InvalidRecord(f"“{label}”应当是一列文字")
        return tuple(value)
    read = str_of(value) if kind == "set" else typed(kind, value)
    if read is None or isinstance(read, frozenset):
        raise InvalidRecord(f"“{label}”的值不对")
    return read


def str_of(value: object) -> str | None:
    """The value when it is text that is not empty."""
    return value if isinstance(value, str) and value else None


def figure(value: object) -> Decimal | None:
    """A finite figure, exactly as it was written; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        read = Decimal(str(value))
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def typed(kind: FieldKind, value: object) -> Value | None:
    """A value of JSON in the type of its field's kind; ``None`` when it is not one."""
    match kind, value:
        case (("text" | "code"), str()) if value:
            return value
        case "flag", bool():
            return value
        case "date", date():
            return value
        case "date", str():
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        case "set", (list() | tuple() | frozenset()):
            return frozenset(value) if all(isinstance(one, str) and one for one in value) else None
    if kind not in NUMERIC:
        return None
    read = figure(value)
    return None if read is None or (kind == "count" and (read < 0 or read % 1)) else read


def as_tree(condition: Condition) -> dict[str, object]:
    """The condition in the label format."""
    match condition:
        case Atom(name, op, value):
            return {"field": name, "op": op, "value": plain(value)}
        case All(parts):
            return {"all": [as_tree(part) for part in parts]}
        case Any(parts):
            return {"any": [as_tree(part) for part in parts]}
        case Not(part):
            return {"not": as_tree(part)}
        case Human(text):
            return {"human": text}


def plain(value: Value | Operand) -> object:
    """A value as JSON has it; whole figures are integers."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()
        case tuple():
            return list(value)
        case frozenset():
            return sorted(value)
    return value


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every atom, from left to right."""
    match condition:
        case Atom():
            yield condition
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)


def requirements(condition: Condition) -> tuple[Condition, ...]:
    """What must each hold: the parts of the outermost all, or the condition itself."""
    return condition.parts if isinstance(condition, All) else (condition,)


def truth(condition: Condition, values: Mapping[str, Value], on: date) -> Truth:
    """Whether a company meets it on a day; ``values`` lacks the fields of which nothing is known."""
    match condition:
        case Atom():
            held = values.get(condition.field)
            return Truth.UNKNOWN if held is None else Truth.MET if holds(condition, held, on) else Truth.FAILED
        case All(parts):
            return min(_truths(parts, values, on), default=Truth.MET)
        case Any(parts):
            return max(_truths(parts, values, on), default=Truth.FAILED)
        case Not(part):
            return Truth(Truth.MET - truth(part, values, on))
        case Human():
            return Truth.UNKNOWN


def unmet(condition: Condition, values: Mapping[str, Value], on: date) -> tuple[Condition, ...]:
    """Every clause that stands in the way, from left to right: of an any that fails, all that would have opened it."""
    if truth(condition, values, on) is Truth.MET:
        return ()
    match condition:
        case All(parts) | Any(parts):
            return tuple(clause for part in parts for clause in unmet(part, values, on))
    return (condition,)


def _truths(parts: Iterable[Condition], values: Mapping[str, Value], on: date) -> Iterator[Truth]:
    return (truth(part, values, on) for part in parts)


def holds(atom: Atom, held: Value, on: date) -> bool:
    """Whether an atom holds of a value that is known."""
    wanted = atom.value
    match atom.op:
        case "in":
            return held in wanted  # type: ignore[operator]  # a tuple, by _operand
        case "prefix":
            return str(held).startswith(wanted)  # type: ignore[arg-type]
        case "has":
            return wanted in held  # type: ignore[operator]  # a set, by typed
        case "has_any":
            return not held.isdisjoint(wanted)  # type: ignore[union-attr, arg-type]
        case "within_years":
            return held >= years_before(on, int(wanted))  # type: ignore[operator, arg-type]
    return _COMPARISONS[atom.op](held, wanted)


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February for a 29th that there was not."""
    try:
        return day.replace(year=max(day.year - years, 1))
    except ValueError:
        return day.replace(year=max(day.year - years, 1), day=28)
