"""Comparisons with figures: 营业收入在1500万元（含）以上且不足2000万元, 5件以上发明专利, 达到A、B、C."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ingest.labels.chunk import Chunk, Reading, condition_chunk
from ingest.labels.quantities import Quantity
from ingest.labels.tokens import Token
from knowledge.measures.conditions import All, Atom, Condition, Not, Op
from knowledge.measures.fields import FIELDS

COUNTERS: Mapping[str, str] = {
    "employees": "人名位", "insured_employees": "人名位人次", "graduates_hired": "人名位", "invention_patents": "件项个", "exhibitions_attended": "场次场次个项",
}  # fmt: skip
_VERBAL = frozenset({"graduates_hired", "exhibitions_attended", "new_loans"})
STRICT: Mapping[str, Op] = {">=": ">", "<=": "<", ">": ">", "<": "<"}
_LOOSE: Mapping[str, Op] = {">": ">=", "<": "<=", ">=": ">=", "<=": "<="}


def in_field(name: str, quantity: object) -> Decimal | None:
    """The quantity in the unit of a field, ``None`` where it is of another kind."""
    if not isinstance(quantity, Quantity):
        return None
    known = FIELDS[name]
    if known.yuan is not None:
        return quantity.value / known.yuan if quantity.unit == "元" or quantity.value == 0 else None
    if known.unit == "万美元":
        return quantity.value / 10**4 if quantity.unit == "美元" or quantity.value == 0 else None
    if known.unit == "%":
        return quantity.value if quantity.unit == "%" or quantity.value == 0 else None
    if name in COUNTERS and quantity.unit == "" and (not quantity.counted or quantity.counted in COUNTERS[name]):
        return quantity.value
    return None


def money(token: Token) -> Decimal | None:
    quantity = token.value
    return quantity.value if isinstance(quantity, Quantity) and quantity.unit == "元" else None


def compared(reading: Reading, tokens: Sequence[Token]) -> tuple[Op, Token] | None:
    """Operator and figure of 不低于100万元, 100万元（含）以上, 1000万元以下（不含）."""
    figure = next(token for token in tokens if token.kind == "N")
    op: Op | None = None
    word = ""
    for token in tokens:
        if token.kind in "PS" and not (token.kind == "S" and op in (">", "<")):
            op, word = token.value, reading.text[token.start : token.end]
    marks = {token.kind for token in tokens if token.kind in "IE"}
    if op is None or len(marks) > 1:
        return None
    if marks:
        return (STRICT if "E" in marks else _LOOSE)[op], figure
    if word.startswith(("及", "或")) and word.endswith("以上"):
        return _LOOSE[op], figure
    told = next((said for known, said in reading.inclusive.items() if word.endswith(known)), None)
    if told is not None and not word.startswith("不"):
        op = (_LOOSE if told else STRICT)[op]
    return op, figure


def bounds(reading: Reading, name: str, tokens: Sequence[Token]) -> list[Condition] | None:
    """Atoms of one or two comparisons, each beginning with P or N."""
    atoms: list[Condition] = []
    for part in _comparisons(tokens):
        said = compared(reading, part)
        value = in_field(name, said[1].value) if said else None
        if said is None or value is None or (value == 0 and said[0] in ("<", "<=") and name != "revenue_growth"):
            return None
        atoms.append(Atom(name, said[0], value))
    return atoms


def _comparisons(tokens: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = []
    for token in tokens:
        if token.kind not in "PNSIE":
            continue
        if not parts or (token.kind in "PN" and any(one.kind == "N" for one in parts[-1])):
            parts.append([])
        parts[-1].append(token)
    return [part for part in parts if any(one.kind == "N" for one in part)]


def together(tokens: Sequence[Token], atoms: list[Condition]) -> Chunk:
    return condition_chunk(tokens, atoms[0] if len(atoms) == 1 else All(tuple(atoms)), "N")


def figure(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[0].value)
    atoms = bounds(reading, name, tokens[1:])
    reading.last = name
    if not atoms or (len(atoms) == 2 and {str(atom.op)[0] for atom in atoms if isinstance(atom, Atom)} != {">", "<"}):
        return None
    return together(tokens, atoms)


def between(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[0].value) if tokens[0].kind == "F" else reading.last
    figures = [token for token in tokens if token.kind == "N"]
    if name is None:
        return None
    values = [in_field(name, token.value) for token in figures]
    marks: list[set[str]] = [set(), set()]
    seen = 0
    for token in tokens:
        seen += token.kind == "N"
        if token.kind in "IE" and seen:
            marks[seen - 1].add(token.kind)
    if any(token.kind == "R" for token in tokens):
        marks[1].add("E")
    if None in values or values[0] >= values[1]:  # type: ignore[operator]  # both are figures then
        return None
    reading.last = name
    low, high = (value for value in values if value is not None)
    lower = Atom(name, ">" if "E" in marks[0] else ">=", low)
    upper = Atom(name, "<" if "E" in marks[1] else "<=", high)
    return together(tokens, [lower, upper])


def reverse(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[-1].value)
    atoms = bounds(reading, name, tokens[:-1])
    if not atoms or len(atoms) != 1:
        return None
    reading.last = name
    return together(tokens, atoms)


def inherited(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """A comparison without a field goes on with the last one (达到2000万元不足1亿元的)."""
    if reading.last is None:
        return None
    atoms = bounds(reading, reading.last, tokens)
    return together(tokens, atoms) if atoms else None


def many(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[0].value)
    figures = [token for token in tokens if token.kind == "N"]
    values = [in_field(name, token.value) for token in figures]
    reading.last = name
    if None in values or any(token.kind == "E" for token in tokens):
        return None
    ops = {str(token.value) for token in tokens if token.kind in "PS"}
    said = [reading.text[token.start : token.end] for token in tokens if token.kind == "S"]
    if ops != {">="} or any(reading.inclusive.get(word[-2:]) is False for word in said):
        return None
    return Chunk("many", tokens[0].start, tokens[-1].end, (name, tuple(values)))


def presence(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    named = next(token for token in tokens if token.kind == "F")
    name = str(named.value)
    reading.last = name
    bare = all(token.kind != "h" for token in tokens) and tokens[0].kind != "n"
    word = reading.text[named.start : named.end]
    holds = word.startswith(("拥有", "持有"))
    if bare and not holds and name not in _VERBAL:
        return None
    if FIELDS[name].unit == "%" or name in ("employees",):
        return None
    atom: Condition = Atom(name, ">=", Decimal(1)) if FIELDS[name].kind == "count" else Atom(name, ">", Decimal(0))
    return condition_chunk(tokens, Not(atom) if tokens[0].kind == "n" else atom, "N")
