"""Names in conditions: titles, industries, districts, company types, listings, defined terms."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.labels.chunk import Chunk, Reading, condition_chunk
from ingest.labels.tokens import Token
from knowledge.measures.conditions import All, Any, Atom, Condition


def titles(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    value = tokens[0].value
    if isinstance(value, tuple) and value and value[0] == "both":
        parts = tuple(Atom("qualifications", "has", name) for name in value[1:])
        return condition_chunk(tokens, All(parts), "other")
    if isinstance(value, tuple):
        return condition_chunk(tokens, has(value), "Q")
    return None if value is None else condition_chunk(tokens, Atom("qualifications", "has", str(value)), "Q")


def has(names: Sequence[str]) -> Condition:
    """One title, or any of several."""
    unique = tuple(dict.fromkeys(names))
    return Atom("qualifications", "has", unique[0]) if len(unique) == 1 else Atom("qualifications", "has_any", unique)


def first_above(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = next((token.value for token in tokens if token.value), None)
    if name is None:
        return None
    parts = (Atom("first_above_scale", "==", True), Atom("qualifications", "has", str(name)))
    return condition_chunk(tokens, All(parts), "other")


def industry(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    codes = [code for token in tokens if token.kind == "C" for code in token.value]
    return condition_chunk(tokens, Atom("industry_code", "prefix", tuple(dict.fromkeys(codes))), "C")


def district(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    names = tuple(tokens[0].value)
    one = Atom("district", "==", names[0]) if len(names) == 1 else Atom("district", "in", names)
    return condition_chunk(tokens, one, "D")


def company(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return condition_chunk(tokens, Atom("company_type", "==", str(tokens[0].value)), "T")


def listed(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    value = tokens[0].value
    atom = Atom("listed_status", "in", value) if isinstance(value, tuple) else Atom("listed_status", "==", str(value))
    return condition_chunk(tokens, atom, "L")


def bad(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """Listings, to be denied by what stands around: value True is the listing itself."""
    names = dict.fromkeys(str(token.value) for token in tokens if token.kind == "B")
    parts = tuple(Atom(name, "==", True) for name in names)
    return condition_chunk(tokens, parts[0] if len(parts) == 1 else Any(parts), "B")


def accident(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return condition_chunk(tokens, Atom("safety_accident", "==", tokens[0].value == "yes"), "B")


def macro(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    conditions = tuple(tokens[0].value)
    if len(conditions) == 1:
        return condition_chunk(tokens, conditions[0])
    return condition_chunk(tokens, All(conditions), "M")
