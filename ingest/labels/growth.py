"""Growth, ages and days: 同比增长20%以上, 增速非负, 成立不超过5年, 2025年1月1日以后设立."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ingest.labels.chunk import Chunk, Reading, condition_chunk
from ingest.labels.figures import STRICT, bounds, compared, together
from ingest.labels.quantities import Quantity
from ingest.labels.tokens import Token
from ingest.policies.dates import number
from knowledge.measures.conditions import All, Atom, Op


def growth(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    named = tokens[0].value if tokens[0].kind == "F" else reading.last
    reading.last = str(named) if named else None
    if named not in ("revenue", "revenue_growth"):
        return None
    reading.last = "revenue"
    rest = [token for token in tokens if token.kind in "PNSIE"]
    if rest:
        falls = any(token.kind == "G" and token.value == "-" for token in tokens)
        atoms = bounds(reading, "revenue_growth", rest)
        return together(tokens, atoms) if atoms and not falls else None
    sign = next((str(token.value) for token in tokens if token.kind == "G" and token.value), None)
    if sign is None:
        return None
    reading.last = "revenue_growth"
    ops: Mapping[str, Op] = {"+": ">", "0": ">=", "-": "<"}
    return condition_chunk(tokens, Atom("revenue_growth", ops[sign], Decimal(0)), "N")


def young(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    figure = next(token for token in tokens if token.kind == "N")
    said = compared(reading, [token for token in tokens if token.kind in "PNSIE"])
    quantity = figure.value
    if said is None or said[0] not in ("<=", "<") or not isinstance(quantity, Quantity):
        return None
    years = quantity.value if quantity.unit == "年" else quantity.value / 12 if quantity.unit == "月" else None
    if years is None or years % 1 or not 0 < years <= 200:
        return None
    return condition_chunk(tokens, Atom("founded_on", "within_years", years), "Y")


def young_word(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    years = number(str(tokens[0].value)) if tokens[0].value else None
    return None if not years else condition_chunk(tokens, Atom("founded_on", "within_years", Decimal(years)), "Y")


def founded(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    days = [token.value for token in tokens if token.kind == "K"]
    way: Op | None = next((token.value for token in tokens if token.kind == "V"), None)
    strict = any(token.kind == "E" for token in tokens)
    if not all(isinstance(one, date) for one in days) or any(token.kind == "Y" and token.value for token in tokens):
        return None
    if len(days) == 2:
        pair = (Atom("founded_on", ">=", days[0]), Atom("founded_on", "<=", days[1]))
        return condition_chunk(tokens, All(pair), "Y")
    if way is None:
        return None
    op = STRICT[way] if strict else way
    return condition_chunk(tokens, Atom("founded_on", op, days[0]), "Y")
