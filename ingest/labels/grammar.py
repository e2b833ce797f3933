"""The grammar of clauses: patterns over the letters of tokens make chunks, each a condition, an award's part or a joint.

What no pattern reads stays a chunk of kind ``x`` and keeps its words: nothing is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any as Whatever

from ingest.labels.quantities import Quantity
from ingest.labels.tokens import Lexer, Token
from knowledge.measures.conditions import All, Any, Atom, Condition, Not, Op
from knowledge.measures.fields import FIELDS

_COUNTERS: Mapping[str, str] = {
    "employees": "人名位", "insured_employees": "人名位人次", "graduates_hired": "人名位", "invention_patents": "件项个", "exhibitions_attended": "场次场次个项",
}  # fmt: skip
_VERBAL = frozenset({"graduates_hired", "exhibitions_attended", "new_loans"})
_STRICT: Mapping[str, str] = {">=": ">", "<=": "<", ">": ">", "<": "<"}
_LOOSE: Mapping[str, str] = {">": ">=", "<": "<=", ">=": ">=", "<=": "<="}
_DEEPEST = 3


@dataclass(frozen=True)
class Chunk:
    """``value``: a condition of kind ``?``, yuan of ``sum``, yuans of ``sums``, (field, bounds) of ``many``, (base, rate) of
    ``share``, (field, yuan) of ``unit``, yuan or ``None`` of ``cap``; joints are their token's letter."""

    kind: str
    start: int
    end: int
    value: Whatever = None
    shape: str = ""


@dataclass
class Reading:
    """What reading a clause remembers: the field spoken of, and the document's meaning of 以上 (does it include?)."""

    text: str
    lexer: Lexer
    inclusive: Mapping[str, bool] = field(default_factory=dict)
    last: str | None = None
    scoped: bool = False
    tabled: bool = False
    depth: int = 0


Handler = Callable[[Reading, Sequence[Token]], "Chunk | None"]

_CMP = "(?:PN[IE]?S?[IE]?|N[IE]?S[IE]?)"


def chunks_of(reading: Reading, start: int, end: int) -> tuple[Chunk, ...]:
    """The chunks of ``text[start:end]`` in order."""
    tokens = [token for token in reading.lexer.tokens(reading.text, start, end) if token.kind != "g"]
    return tuple(_merged(list(_chunks(reading, tokens))))


def _chunks(reading: Reading, tokens: Sequence[Token]) -> Iterator[Chunk]:
    letters = "".join(token.kind for token in tokens)
    place = 0
    while place < len(tokens):
        chunk, size = _first(reading, tokens, letters, place)
        yield chunk
        place += size


def _first(reading: Reading, tokens: Sequence[Token], letters: str, place: int) -> tuple[Chunk, int]:
    for pattern, handler in _PATTERNS:
        found = pattern.match(letters, place)
        if found is None or found.end() == place:
            continue
        chunk = handler(reading, tokens[place : found.end()])
        if chunk is not None:
            return chunk, found.end() - place
    token = tokens[place]
    if token.kind == "I":
        return Chunk("d", token.start, token.end), 1
    if token.kind in "acdjlnopswXbhveu=":
        return Chunk(token.kind, token.start, token.end, token.value), 1
    return Chunk("x", token.start, token.end, token.kind), 1


def _merged(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """A bracket that reads as a condition explains the unknown words right before it (增速非负（营业收入增速大于等于0）)."""
    kept: list[Chunk] = []
    for chunk in chunks:
        if chunk.shape == "explains":
            while kept and _unexplained(kept):
                kept.pop()
            if (
                kept
                and kept[-1].kind == "?"
                and kept[-1].end == chunk.start
                and kept[-1].shape == "Q" == _shape(chunk.value)
            ):
                kept.pop()
            chunk = replace(chunk, shape=_shape(chunk.value))
        kept.append(chunk)
    yield from kept


def _unexplained(kept: Sequence[Chunk]) -> bool:
    last = kept[-1]
    joins = last.kind in ("o", "l", "a") and len(kept) > 1 and kept[-2].kind in ("x", "h", "v")
    return joins or (last.kind in ("x", "h", "v") and last.value != "(")


def _shape(condition: Condition) -> str:
    match condition:
        case Atom("qualifications"):
            return "Q"
        case Atom("listed_status"):
            return "L"
        case Atom("industry_code", "prefix"):
            return "C"
        case Atom("company_type"):
            return "T"
        case Atom("dishonest" | "abnormal_listing" | "safety_accident"):
            return "B"
        case Atom():
            return "N"
    return "other"


def _condition(tokens: Sequence[Token], condition: Condition, shape: str = "") -> Chunk:
    return Chunk("?", tokens[0].start, tokens[-1].end, condition, shape or _shape(condition))


# --- figures -------------------------------------------------------------------------------------------------------


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
    if name in _COUNTERS and quantity.unit == "" and (not quantity.counted or quantity.counted in _COUNTERS[name]):
        return quantity.value
    return None


def _money(token: Token) -> Decimal | None:
    quantity = token.value
    return quantity.value if isinstance(quantity, Quantity) and quantity.unit == "元" else None


def _compared(reading: Reading, tokens: Sequence[Token]) -> tuple[str, Token] | None:
    """Operator and figure of 不低于100万元, 100万元（含）以上, 1000万元以下（不含）."""
    figure = next(token for token in tokens if token.kind == "N")
    op, word = "", ""
    for token in tokens:
        if token.kind in "PS" and not (token.kind == "S" and op in (">", "<")):
            op, word = str(token.value), reading.text[token.start : token.end]
    marks = {token.kind for token in tokens if token.kind in "IE"}
    if not op or len(marks) > 1:
        return None
    if marks:
        return (_STRICT if "E" in marks else _LOOSE)[op], figure
    if word.startswith(("及", "或")) and word.endswith("以上"):
        return _LOOSE[op], figure
    told = next((said for known, said in reading.inclusive.items() if word.endswith(known)), None)
    if told is not None and not word.startswith("不"):
        op = (_LOOSE if told else _STRICT)[op]
    return op, figure


def _bounds(reading: Reading, name: str, tokens: Sequence[Token]) -> list[Condition] | None:
    """Atoms of one or two comparisons, each beginning with P or N."""
    atoms: list[Condition] = []
    for part in _comparisons(tokens):
        compared = _compared(reading, part)
        value = in_field(name, compared[1].value) if compared else None
        if (
            compared is None
            or value is None
            or (value == 0 and compared[0] in ("<", "<=") and name != "revenue_growth")
        ):
            return None
        atoms.append(Atom(name, compared[0], value))  # type: ignore[arg-type]  # an operator of order
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


def _together(tokens: Sequence[Token], atoms: list[Condition]) -> Chunk:
    return _condition(tokens, atoms[0] if len(atoms) == 1 else All(tuple(atoms)), "N")


def _field(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[0].value)
    atoms = _bounds(reading, name, tokens[1:])
    reading.last = name
    if not atoms or (len(atoms) == 2 and {str(atom.op)[0] for atom in atoms if isinstance(atom, Atom)} != {">", "<"}):
        return None
    return _together(tokens, atoms)


def _range(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
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
    lower = Atom(name, ">" if "E" in marks[0] else ">=", values[0])  # type: ignore[arg-type]
    upper = Atom(name, "<" if "E" in marks[1] else "<=", values[1])  # type: ignore[arg-type]
    return _together(tokens, [lower, upper])


def _reverse(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = str(tokens[-1].value)
    atoms = _bounds(reading, name, tokens[:-1])
    if not atoms or len(atoms) != 1:
        return None
    reading.last = name
    return _together(tokens, atoms)


def _inherited(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """A comparison without a field goes on with the last one (达到2000万元不足1亿元的)."""
    if reading.last is None:
        return None
    atoms = _bounds(reading, reading.last, tokens)
    return _together(tokens, atoms) if atoms else None


def _many(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
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


def _presence(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
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
    return _condition(tokens, Not(atom) if tokens[0].kind == "n" else atom, "N")


# --- growth, days, ages --------------------------------------------------------------------------------------------


def _growth(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    named = tokens[0].value if tokens[0].kind == "F" else reading.last
    reading.last = str(named) if named else None
    if named not in ("revenue", "revenue_growth"):
        return None
    reading.last = "revenue"
    rest = [token for token in tokens if token.kind in "PNSIE"]
    if rest:
        falls = any(token.kind == "G" and token.value == "-" for token in tokens)
        atoms = _bounds(reading, "revenue_growth", rest)
        return _together(tokens, atoms) if atoms and not falls else None
    sign = next((str(token.value) for token in tokens if token.kind == "G" and token.value), None)
    if sign is None:
        return None
    reading.last = "revenue_growth"
    ops: Mapping[str, Op] = {"+": ">", "0": ">=", "-": "<"}
    return _condition(tokens, Atom("revenue_growth", ops[sign], Decimal(0)), "N")


def _young(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    figure = next(token for token in tokens if token.kind == "N")
    compared = _compared(reading, [token for token in tokens if token.kind in "PNSIE"])
    quantity = figure.value
    if compared is None or compared[0] not in ("<=", "<") or not isinstance(quantity, Quantity):
        return None
    years = quantity.value if quantity.unit == "年" else quantity.value / 12 if quantity.unit == "月" else None
    if years is None or years % 1 or not 0 < years <= 200:
        return None
    return _condition(tokens, Atom("founded_on", "within_years", years), "Y")


def _young_word(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    from ingest.policies.dates import number

    years = number(str(tokens[0].value)) if tokens[0].value else None
    return None if not years else _condition(tokens, Atom("founded_on", "within_years", Decimal(years)), "Y")


def _founded(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    days = [token.value for token in tokens if token.kind == "K"]
    way = next((str(token.value) for token in tokens if token.kind == "V"), None)
    strict = any(token.kind == "E" for token in tokens)
    if not all(isinstance(one, date) for one in days) or any(token.kind == "Y" and token.value for token in tokens):
        return None
    if len(days) == 2:
        pair = (Atom("founded_on", ">=", days[0]), Atom("founded_on", "<=", days[1]))  # type: ignore[arg-type]
        return _condition(tokens, All(pair), "Y")
    if way is None:
        return None
    op = _STRICT[way] if strict else way
    return _condition(tokens, Atom("founded_on", op, days[0]), "Y")  # type: ignore[arg-type]


# --- names ---------------------------------------------------------------------------------------------------------


def _title(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    value = tokens[0].value
    if isinstance(value, tuple) and value and value[0] == "both":
        parts = tuple(Atom("qualifications", "has", name) for name in value[1:])
        return _condition(tokens, All(parts), "other")
    if isinstance(value, tuple):
        return _condition(tokens, has(value), "Q")
    return None if value is None else _condition(tokens, Atom("qualifications", "has", str(value)), "Q")


def has(names: Sequence[str]) -> Condition:
    """One title, or any of several."""
    unique = tuple(dict.fromkeys(names))
    return Atom("qualifications", "has", unique[0]) if len(unique) == 1 else Atom("qualifications", "has_any", unique)


def _first_above(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    name = next((token.value for token in tokens if token.value), None)
    if name is None:
        return None
    parts = (Atom("first_above_scale", "==", True), Atom("qualifications", "has", str(name)))
    return _condition(tokens, All(parts), "other")


def _industry(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    codes = [code for token in tokens if token.kind == "C" for code in token.value]  # type: ignore[attr-defined]
    return _condition(tokens, Atom("industry_code", "prefix", tuple(dict.fromkeys(codes))), "C")


def _district(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    names = tuple(tokens[0].value)  # type: ignore[call-overload]
    one = Atom("district", "==", names[0]) if len(names) == 1 else Atom("district", "in", names)
    return _condition(tokens, one, "D")


def _company(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return _condition(tokens, Atom("company_type", "==", str(tokens[0].value)), "T")


def _listed(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    value = tokens[0].value
    atom = Atom("listed_status", "in", value) if isinstance(value, tuple) else Atom("listed_status", "==", str(value))
    return _condition(tokens, atom, "L")


def _bad(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """Listings, to be denied by what stands around: value True is the listing itself."""
    names = dict.fromkeys(str(token.value) for token in tokens if token.kind == "B")
    parts = tuple(Atom(name, "==", True) for name in names)
    return _condition(tokens, parts[0] if len(parts) == 1 else Any(parts), "B")


def _accident(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return _condition(tokens, Atom("safety_accident", "==", tokens[0].value == "yes"), "B")


def _macro(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    conditions = tuple(tokens[0].value)  # type: ignore[call-overload]
    if len(conditions) == 1:
        return _condition(tokens, conditions[0])
    return _condition(tokens, All(conditions), "M")


def _bracket(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    from ingest.labels.logic import read_conditions  # the two call each other: brackets hold clauses

    start, end = tokens[0].value  # type: ignore[misc]
    if reading.depth >= _DEEPEST:
        return None
    inner = reading.text[start:end]
    if {token.kind for token in reading.lexer.tokens(reading.text, start, end)} <= {"g", "d"}:
        return Chunk("d", tokens[0].start, tokens[0].end)
    if inner.startswith(("含", "包括", "包含")) and not re.search("[0-9]", inner):
        kinds = {token.kind for token in reading.lexer.tokens(reading.text, start, end)}
        if kinds <= set("gTldx") and kinds & {"T"}:
            return Chunk("d", tokens[0].start, tokens[0].end)
    inside = replace(reading, depth=reading.depth + 1)
    read = read_conditions(inside, chunks_of(inside, start, end))
    if read.unread or not read.conditions:
        return None
    reading.last = inside.last
    conditions = read.conditions
    return _condition(tokens, conditions[0] if len(conditions) == 1 else All(tuple(conditions)), "explains")


# --- awards --------------------------------------------------------------------------------------------------------


def _share(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
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


def _share_again(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """按实际投入额的10%: a share of the sum that the clause spoke of last."""
    word = str(next(token for token in tokens if token.kind == "f").value)
    name = next((name for mark, name in _ANAPHORA if mark in word), reading.last)
    if name is None or reading.last != name:
        return None
    return _share(reading, [replace(token, kind="F", value=name) if token.kind == "f" else token for token in tokens])


def _limit(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """不超过设备投资额的20%: a bound on something else, not an award."""
    shared = _share(reading, [token for token in tokens if token.kind not in "mP"])
    return None if shared is None else Chunk("x", tokens[0].start, tokens[-1].end, "limit")


def _each(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    unit, one, verb = next(token.value for token in tokens if token.kind == "e")  # type: ignore[misc]
    amount = next((money for token in tokens if token.kind == "N" and (money := _money(token)) is not None), None)
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
        return "graduates_hired" if unit in _COUNTERS["graduates_hired"] else None
    if spoken in _COUNTERS and unit in _COUNTERS[spoken]:
        return spoken
    for mark, name in (("专利", "invention_patents"), ("展", "exhibitions_attended"), ("毕业生", "graduates_hired")):
        if mark in words and unit in _COUNTERS[name]:
            return name
    return None


def _sum(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    figures = [_money(token) for token in tokens if token.kind == "N"]
    if not figures or None in figures:
        return None
    start, end = tokens[0].start, tokens[-1].end
    return Chunk("sum", start, end, figures[0]) if len(figures) == 1 else Chunk("sums", start, end, tuple(figures))


def _cap(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    if any(token.kind == "P" and token.value != "<=" for token in tokens):
        return None
    figures = [_money(token) for token in tokens if token.kind == "N"]
    return Chunk("cap", tokens[0].start, tokens[-1].end, figures[0]) if figures and figures[0] is not None else None


def _no_cap(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    return Chunk("cap", tokens[0].start, tokens[-1].end)


def _tier_field(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """按营业收入规模分档: names the field of the tiers that follow."""
    tabled = reading.text[tokens[-1].end : tokens[-1].end + 1] == ":"
    if not tabled and not any(token.kind == "v" and token.value == "tiers" for token in tokens):
        return None
    reading.last = str(next(token.value for token in tokens if token.kind == "F"))
    return Chunk("v", tokens[0].start, tokens[-1].end)


def _table_field(reading: Reading, tokens: Sequence[Token]) -> Chunk | None:
    """达到下列比例的: the figures stand in the table."""
    if not reading.tabled:
        return None
    reading.last = str(tokens[0].value)
    return Chunk("v", tokens[0].start, tokens[-1].end)


_LISTED = "(?:P?N[IE]?S?[IE]?)"
_PATTERNS: tuple[tuple[re.Pattern[str], Handler], ...] = tuple(
    (re.compile(letters), handler)
    for letters, handler in (
        ("[mP]b?Fd?Nd?v*", _limit),
        ("b?Fd?Nd?v*(?:x{1,8}v+)?", _share),
        ("Fc?bNd?v*", _share),
        ("b?fd?Nd?v*(?:x{1,8}v+)?", _share_again),
        ("bFd?v+Nd?v*", _share),
        ("bFv+", _tier_field),
        (f"Fd?{_LISTED}(?:l{_LISTED})+[IE]?", _many),
        (f"Fd?{_CMP}[IE]?(?:[acl]{{0,2}}{_CMP})", _field),
        ("Fd?iN[IE]?[tl]N[IE]?", _range),
        ("Fd?P?N[IE]?tN[IE]?[SIER]*", _range),
        (f"Fd?{_CMP}", _field),
        (f"(?:Fd?)?G{_CMP}", _growth),
        ("(?:Fd?)?G", _growth),
        ("Fd?G+", _growth),
        (f"YP?{_CMP}", _young),
        ("Y", _young_word),
        ("FP(?=[dcl])", _table_field),
        ("P?KtKV?[IE]?Y", _founded),
        ("P?K[IE]?V?[IE]?V?[IE]?Y", _founded),
        ("YP?K[IE]?V[IE]?", _founded),
        ("F?b?F?e(?:F|x){0,4}v*Nd?v*(?:x{1,6}v+)?", _each),
        (f"h?{_CMP}d?F", _reverse),
        ("(?:h|n|nh|F)?F(?=[dcaslpoX(]|$)(?!d?v)", _presence),
        ("v*m+v*P?NS?v*", _cap),
        ("v*Nm", _cap),
        ("v*PNS?v*(?!d)", _cap),
        ("v*PNd?v+", _cap),
        ("v*q", _no_cap),
        (f"{_CMP}(?:[acl]?{_CMP})?", _inherited),
        ("P?N[IE]?tN[IE]?[SIER]*", _range),
        ("w?v*(?<![PFG])N(?:lv*N)+(?![IE]?S)d?[xF]{0,8}v*", _sum),
        ("w?(?:vx{1,12}(?=v)|vx{1,6})?v*(?<![PFG])N(?![IE]?S)d?[xF]{1,8}v+", _sum),
        ("w?(?:vx{1,12}(?=v)|vx{1,6})?v*(?<![PFG])N(?![IE]?S)d?v*", _sum),
        ("Q", _title),
        ("Z", _first_above),
        ("C(?:[lco]{0,2}C)*", _industry),
        ("D", _district),
        ("T", _company),
        ("L", _listed),
        ("B(?:[lco]{0,2}B)*", _bad),
        ("A", _accident),
        ("M", _macro),
        (r"\(", _bracket),
    )
)
