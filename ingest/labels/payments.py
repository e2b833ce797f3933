"""What is paid: a share of a sum, so much for each, fixed sums, the cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.figures import COUNTERS, money
from ingest.labels.quantities import Quantity
from ingest.labels.tokens import Token
from knowledge.measures.fields import FIELDS


def share(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    base = next((str(token.value) for token in tokens if token.kind == "F"), None)
    figures = [token.value for token in tokens if token.kind == "N"]
    if base is None or FIELDS[base].yuan is None or len(figures) != 1:
        return None
    rate = figures[0]
    if not isinstance(rate, Quantity) or rate.unit != "%":
        return None
    reading.last = base
    return Chunk("share", tokens[0].start, tokens[-1].end, (base, rate.value / 100))


_ANAPHORA = (
    ("投资", "equipment_investment"),
    ("投入", "equipment_investment"),
    ("购置", "equipment_investment"),
    ("贷款", "new_loans"),
    ("销售", "ecommerce_sales"),
)


def share_again(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """按实际投入额的10%: a share of the sum that the clause spoke of last."""
    word = str(next(token for token in tokens if token.kind == "f").value)
    name = next((name for mark, name in _ANAPHORA if mark in word), reading.last)
    if name is None or reading.last != name:
        return None
    return share(reading, [replace(token, kind="F", value=name) if token.kind == "f" else token for token in tokens])


def share_of_last(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """补助比例8%: a share of the sum that the clause spoke of last."""
    said = reading.text[tokens[0].start : tokens[-1].end]
    if reading.last is None or not ("比例" in said or "贴息率" in said):
        return None
    return share(reading, [replace(tokens[0], kind="F", value=reading.last), *tokens])


def limit(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """不超过设备投资额的20%: a bound on something else, not an award."""
    shared = share(reading, [token for token in tokens if token.kind not in "mP"])
    return None if shared is None else Chunk("x", tokens[0].start, tokens[-1].end, "limit")


def each(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    unit, one, verb = next(token.value for token in tokens if token.kind == "e")
    sums_said = [money(token) for token in tokens if token.kind == "N"]
    amount = next((one for one in sums_said if one is not None), None)
    spoken = next((str(token.value) for token in tokens if token.kind == "F"), reading.last)
    word = reading.text[tokens[0].start : tokens[-1].end]
    name = _counted(unit, verb + word, spoken)
    if amount is None or not one or name is None or (unit == "美元") != ("万美元" in word):
        return None
    reading.last = name
    return Chunk("unit", tokens[0].start, tokens[-1].end, (name, amount))


def _counted(unit: str, words: str, spoken: str | None) -> str | None:
    if unit == "美元":
        return "export_value"
    if "毕业生" in words and spoken != "graduates_hired":
        return "graduates_hired" if unit in COUNTERS["graduates_hired"] else None
    if spoken is not None and unit in COUNTERS.get(spoken, ""):
        return spoken
    for mark, name in (("专利", "invention_patents"), ("展", "exhibitions_attended"), ("毕业生", "graduates_hired")):
        if mark in words and unit in COUNTERS[name]:
            return name
    return None


def sums(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    figures = [money(token) for token in tokens if token.kind == "N"]
    if not figures or None in figures:
        return None
    start, end = tokens[0].start, tokens[-1].end
    return Chunk("sum", start, end, figures[0]) if len(figures) == 1 else Chunk("sums", start, end, tuple(figures))


def cap(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    if any(token.kind == "P" and token.value != "<=" for token in tokens):
        return None
    figures = [money(token) for token in tokens if token.kind == "N"]
    return Chunk("cap", tokens[0].start, tokens[-1].end, figures[0]) if figures and figures[0] is not None else None


def no_cap(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return Chunk("cap", tokens[0].start, tokens[-1].end)


def tier_field(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """按营业收入规模分档: names the field of the tiers that follow."""
    tabled = reading.text[tokens[-1].end : tokens[-1].end + 1] == ":"
    if not tabled and not any(token.kind == "v" and token.value == "tiers" for token in tokens):
        return None
    reading.last = str(next(token.value for token in tokens if token.kind == "F"))
    return Chunk("v", tokens[0].start, tokens[-1].end)


def table_field(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """达到下列比例的: the figures stand in the table."""
    if not reading.tabled:
        return None
    reading.last = str(tokens[0].value)
    return Chunk("v", tokens[0].start, tokens[-1].end)
