"""Results in plain words, with the company's own figures.

Whatever is said of a company is read from ``values`` alone: who passes public values only discloses nothing else.
Negations are pushed to the leaves first, so that every sentence speaks of one field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from knowledge.measures.conditions import All, Any, Atom, Condition, Human, Not, Op, Truth, Value, atoms, truth
from knowledge.measures.fields import field_of
from knowledge.measures.say import day, either, figure_text, flag_text, gap_text, industries, number, text_is

_OPPOSITE: Mapping[Op, Op] = {"==": "!=", "!=": "==", ">=": "<", "<": ">=", ">": "<=", "<=": ">"}
_COMPARED: Mapping[Op, str] = {
    ">=": "达到", ">": "超过", "<=": "不超过", "<": "低于", "==": "等于", "!=": "不等于",
}  # fmt: skip
_DATED: Mapping[Op, str] = {
    ">=": "在{}或以后", ">": "在{}以后", "<=": "在{}或以前", "<": "在{}以前", "==": "是{}", "!=": "不是{}",
}  # fmt: skip


def plainly(condition: Condition, negated: bool = False) -> Condition:
    """The same condition with ``not`` only where an atom has no opposite; its truth is the same for all values."""
    match condition:
        case Not(part):
            return plainly(part, not negated)
        case All(parts) | Any(parts):
            kind = All if isinstance(condition, All) != negated else Any
            return kind(tuple(plainly(part, negated) for part in parts))
        case Atom(name, op, value):
            return _opposite(condition) if negated else _unambiguous(Atom(name, op, value))
    return Not(condition) if negated else condition


def _opposite(atom: Atom) -> Condition:
    op = _OPPOSITE.get(atom.op)
    return Not(atom) if op is None else _unambiguous(Atom(atom.field, op, atom.value))


def _unambiguous(atom: Atom) -> Atom:
    """Of a flag «is not true» is «is false»."""
    if atom.op == "!=" and isinstance(atom.value, bool):
        return Atom(atom.field, "==", not atom.value)
    return atom


def asks(condition: Condition) -> str:
    """What is asked of any company: 营业收入达到 2,000 万元."""
    match plainly(condition):
        case Atom() as atom:
            return _asks(atom, negated=False)
        case Not(Atom() as atom):
            return _asks(atom, negated=True)
        case All(parts):
            return "，并且".join(map(asks, parts))
        case Any(parts):
            return f"下面任意一项：{'；或者'.join(map(asks, parts))}"
        case Human(text):
            return text
        case Not(Human(text)):
            return f"不属于“{text}”"
    raise AssertionError("negations stand at the leaves")


def met(condition: Condition, values: Mapping[str, Value], on: date) -> str:
    """How a company meets it: 营业收入 2,600 万元，达到 2,000 万元. Of alternatives only those that are met are named."""
    match plainly(condition):
        case Atom(name) as atom:
            return _met(atom, values[name], negated=False)
        case Not(Atom(name) as atom):
            return _met(atom, values[name], negated=True)
        case All(parts):
            return "；".join(met(part, values, on) for part in parts)
        case Any(parts):
            return "；".join(met(part, values, on) for part in parts if truth(part, values, on) is Truth.MET)
    raise AssertionError("a clause that a person decides is never met by itself")


def lacks(condition: Condition, values: Mapping[str, Value], on: date) -> str:
    """What stands in a company's way: 营业收入 1,850 万元，还差 150 万元（要求达到 2,000 万元）."""
    match plainly(condition):
        case Atom(name) as atom:
            return _lacks(atom, values.get(name), negated=False)
        case Not(Atom(name) as atom):
            return _lacks(atom, values.get(name), negated=True)
        case All(parts):
            return "；".join(lacks(part, values, on) for part in parts if truth(part, values, on) is not Truth.MET)
        case Any(parts):
            return f"下面有一项做到就行：{'；或者'.join(lacks(part, values, on) for part in parts)}"
        case other:
            return f"需人工核对：{asks(other)}"


def missing(names: Iterable[str], hidden: frozenset[str] = frozenset()) -> str:
    """That data is missing, and of ``hidden`` fields, which this reader may not see, no more than that they decide."""
    labels = {name: field_of(name).label for name in names}
    here = [label for name, label in labels.items() if name not in hidden]
    behind = [label for name, label in labels.items() if name in hidden]
    said = [f"没有{'、'.join(here)}的数据，补上以后才能判断"] if here else []
    if behind:
        said.append(f"还要看{'、'.join(behind)}，本企业登录以后可以看")
    return "；".join(said)


def missing_fields(conditions: Iterable[Condition], values: Mapping[str, Value]) -> tuple[str, ...]:
    """The fields without a value, in the order in which the conditions ask for them."""
    named = (atom.field for condition in conditions for atom in atoms(condition))
    return tuple(dict.fromkeys(name for name in named if name not in values))


def clauses_of_people(conditions: Iterable[Condition]) -> Iterator[str]:
    """The words of every clause that only a person can decide."""
    for condition in conditions:
        match condition:
            case Human(text):
                yield text
            case Not(part):
                yield from clauses_of_people([part])
            case All(parts) | Any(parts):
                yield from clauses_of_people(parts)


def _asks(atom: Atom, *, negated: bool) -> str:
    name, value, field = atom.field, atom.value, field_of(atom.field)
    match value:
        case bool():
            return flag_text(name, held=value)
        case Decimal() if atom.op == "within_years":
            return f"{field.label}距今{'超过' if negated else '不超过'} {number(value)} 年"
        case Decimal() if atom.op == ">" and not value:
            return f"有{field.label}"
        case Decimal():
            return f"{field.label}{_COMPARED[atom.op]} {figure_text(field, value)}"
        case date():
            return field.label + _DATED[atom.op].format(day(value))
    choices = (value,) if isinstance(value, str) else value
    if field.kind == "set":
        return f"{'没有' if negated else '有'}{either(choices)}资格"
    if atom.op == "prefix":
        return f"{'不' if negated else ''}属于{_kinds(name, choices)}"
    return text_is(name, either(choices), held=not negated and atom.op != "!=")


def _met(atom: Atom, held: Value, *, negated: bool) -> str:
    field, asked = field_of(atom.field), _asks(atom, negated=negated)
    match held:
        case Decimal():
            asked = asked.removeprefix(field.label)
            trivial = atom.value == 0 and atom.op in (">", ">=")
            return f"{field.label} {figure_text(field, held)}" + ("" if trivial else f"，{asked}")
        case date():
            return f"{field.label} {day(held)}，{asked.removeprefix(field.label)}"
        case frozenset() if not negated:
            choices = (atom.value,) if isinstance(atom.value, str) else tuple(map(str, _many(atom)))
            return f"有{'、'.join(one for one in choices if one in held)}资格"
        case str() if atom.op == "prefix" and not negated:
            return f"{field.label} {held}，属于{_kinds(atom.field, [str(one) for one in _many(atom) if held.startswith(str(one))])}"
        case str() if atom.op == "prefix":
            return f"{field.label} {held}，{asked}"
        case str() if atom.op == "in" and not negated:
            return text_is(atom.field, held)
    return asked


def _lacks(atom: Atom, held: Value | None, *, negated: bool) -> str:
    field, asked = field_of(atom.field), _asks(atom, negated=negated)
    match held:
        case None:
            return missing([atom.field])
        case Decimal():
            return _short(atom, held, asked.removeprefix(field.label))
        case date():
            return f"{field.label} {day(held)}，要求{asked.removeprefix(field.label)}"
        case frozenset():
            words = either(map(str, _many(atom)))
            return f"已经有{words}资格，这一项只给没有的企业" if negated else f"还没有{words}资格"
        case bool():
            return f"{flag_text(atom.field, held=held)}，要求{asked}"
    if atom.op == "prefix":
        return f"{field.label} {held}，要求{asked}"
    return f"{text_is(atom.field, str(held))}，要求{asked}"


def _short(atom: Atom, held: Decimal, asked: str) -> str:
    """How far a figure is from what is asked."""
    field, gap = field_of(atom.field), gap_of(atom, held)
    if atom.op == ">" and atom.value == 0 == held:
        return f"还没有{field.label}"
    if not gap:
        return f"{field.label} {figure_text(field, held)}，要求{asked}"
    far = f"{'还差' if atom.op in ('>=', '>') else '超出'} {gap_text(field, gap)}"
    return f"{field.label} {figure_text(field, held)}，{far}（要求{asked}）"


def gap_of(atom: Atom, held: Value | None) -> Decimal | None:
    """The distance from what is held to what is asked, in the field's unit; None where there is no such distance."""
    if not isinstance(held, Decimal) or not isinstance(atom.value, Decimal) or atom.op not in (">=", ">", "<=", "<"):
        return None
    return abs(atom.value - held)


def _many(atom: Atom) -> tuple[object, ...]:
    return atom.value if isinstance(atom.value, tuple) else (atom.value,)


def _kinds(name: str, prefixes: Iterable[str]) -> str:
    if name == "industry_code":
        return industries(prefixes)
    return f"{field_of(name).label}以{either(prefixes)}开头的"
