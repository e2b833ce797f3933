"""One article that awards something: its clauses, its award, and the words of it that nobody here understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.figures import in_field
from ingest.labels.grammar import chunks_of
from ingest.labels.logic import Item, Read, read_conditions
from ingest.labels.procedure import PROCEDURAL, REFERENCE, pieces, sentences
from ingest.labels.tables import Grid, columns, grid_of, names, sums, tiers
from ingest.labels.vocabulary import words
from knowledge.measures.awards import Award, BySet, Fixed, HumanAward, InKind, Percent, PerUnit, Tiered
from knowledge.measures.conditions import Atom, Condition
from knowledge.measures.fields import FIELDS

AWARDS = frozenset({"sum", "sums", "share", "unit"})
_FIGURE = re.compile("[0-9]|[一二三四五六七八九十百千]+(?:万|亿|元|名|人|件|场)|百分之")
_FIGURES = re.compile(f"{REFERENCE.pattern}|第[0-9]+款")
_NARRATIVE = re.compile("支持|鼓励|引导|推动|推进|促进|着力|加快|围绕|聚焦|培育|壮大|发挥|落实")
_IN_KIND_LEAD = r"(?:则|将|其[^,。;]{1,14}?(?=可)|由[^,。;]{2,24}?(?=给予[^,。;]{2,16}(?:优惠|服务|便利|折扣|支持)$)|区里|市里|县里|[一-龥]{2,10}(?:局|委|部门)(?=优先|免费|提供|协调|安排|统一|赠送|无偿)|由[^,。;]{2,24}?协调|可以?|并|均|由[^,。;]{2,24}?|为其|给予|予以|区级|市级|对其|向其|每年)*"
_NO_CASH = re.compile("赠送|(?:服务|培训|辅导|诊断|展位|工位|咨询|场地)$")
_ELSEWHERE = re.compile(
    "(?!.*不适用)(?:其他|其余|其它)[^;。]{0,60},?按照?第[零一二三四五六七八九十百]+条(?:的?规定)?(?:办理|执行)"
)
_SAME_MAX = re.compile(
    "(?:企业|同一企业|同一主体|单位|主体)?(?:同时|兼)?(?:具有|获得|具备|符合|拥有)[两二三多](?:项|个|类|种)?(?:以上|及以上)?(?:资格|称号|条件|资质|认定)?的?,?按[0-9.]+万元(?:激励|奖励|执行|享受|补助|计发|标准)+"
)
_HARD = re.compile("除外|但|方可|限于|仅限|须|应当|不得|不予|未.{0,8}的|其中")


@dataclass
class Found:
    """``items`` hold the conditions with their spans; ``unread`` pieces need a person."""

    items: list[Item] = field(default_factory=list)
    award: Award | None = None
    award_span: tuple[int, int] | None = None
    unread: list[tuple[int, int]] = field(default_factory=list)
    procedural: list[tuple[int, int]] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)


def is_boilerplate(text: str) -> bool:
    """Is a clause known to bear on nothing (就高不重复, 由…负责解释)?"""
    return any(pattern.fullmatch(text) for pattern in words().boilerplate)


def serves(reading: Reading, start: int, end: int, *, sure: bool = False) -> bool:
    """Does an article that pays nothing give a service, under conditions of its own?"""
    kept = [run for first, last in sentences(reading.text, start, end) for run in _relevant(reading, first, last)[0]]
    service = _in_kind(reading, kept)
    if service is None or re.search("失信|异常名录|资金|材料", reading.text[start:end].partition("即享")[0]):
        return False
    return sure or any(chunk.kind == "?" for chunk in chunks_of(_fresh(reading), start, service[0]))


def read_measure(reading: Reading, start: int, end: int) -> Found:
    """Conditions and award of ``text[start:end]``."""
    found = Found()
    kept: list[tuple[int, int]] = []
    for first, last in sentences(reading.text, start, end):
        runs, procedural = _relevant(reading, first, last)
        kept.extend(runs)
        found.procedural.extend(procedural)
    service = _in_kind(reading, kept)
    if service is not None:
        kept = [(first, min(last, service[0])) for first, last in kept if first < service[0]]
        found.award = InKind(reading.text[service[0] : service[1]])
        found.award_span = service
    grid = grid_of(reading.text, start, end)
    if grid is not None:
        kept = [(first, min(last, grid.start)) for first, last in kept if first < grid.start] + [
            (max(first, grid.end), last) for first, last in kept if last > grid.end
        ]
    reading.tabled = grid is not None
    chunks: list[Chunk] = []
    for first, last in kept:
        chunks.extend(without_aims(reading, list(chunks_of(reading, first, last))))
        chunks.append(Chunk("s" if last < end and reading.text[last] in ";," else "p", last, last))
    found.chunks = chunks
    _assemble(reading, found, chunks)
    if grid is not None:
        _tabled(reading, found, grid, chunks)
    found.unread = [_around(kept, span) for span in found.unread]
    return found


def _around(kept: Sequence[tuple[int, int]], span: tuple[int, int]) -> tuple[int, int]:
    return next(((first, last) for first, last in kept if first <= span[0] < last), span)


def _relevant(reading: Reading, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Runs of clauses that say something of the measure, and what is about claiming it."""
    runs: list[tuple[int, int]] = []
    procedural: list[tuple[int, int]] = []
    idle = is_boilerplate(reading.text[start:end]) and (
        CLOSING.search(reading.text[start:end]) or not _asks(reading, start, end)
    )
    if idle and not _FIGURE.search(_FIGURES.sub("", reading.text[start:end])):
        return [], [(start, end)] if PROCEDURAL.search(reading.text[start:end]) else []
    if _ELSEWHERE.fullmatch(reading.text[start:end]) or _SAME_MAX.fullmatch(reading.text[start:end]):
        return [], []
    joined = False
    clauses = list(pieces(reading.text, start, end, ","))
    closing = next(
        (
            first
            for first, _ in clauses[-3:]
            if CLOSING.search(reading.text[first:end])
            and not _FIGURE.search(_FIGURES.sub("", reading.text[first:end]))
            and is_boilerplate(reading.text[first:end])
        ),
        end,
    )
    for first, last in clauses:
        if first >= closing:
            break
        clause = reading.text[first:last]
        if clause.startswith("(") and clause.endswith(")") and PROCEDURAL.search(clause):
            procedural.append((first + 1, last - 1))
        elif (
            procedural
            and not re.search("[0-9]万元|%|奖励|补助", clause)
            or PROCEDURAL.search(clause)
            and not re.search("[0-9]万元(?!以)|%|每[人件场]", clause)
        ):
            procedural.append((first, last))
        elif (
            not _FIGURE.search(_FIGURES.sub("", clause))
            and is_boilerplate(clause)
            and (CLOSING.search(clause) or not _asks(reading, first, last))
        ):
            joined = False
            continue
        else:
            tail = re.search(r"\([^()]*(?:免申即享|即申即享|申报)[^()]*(?:\([^()]*\)[^()]*)*\)$", clause)
            if tail:
                procedural.append((first + tail.start() + 1, last - 1))
                last = first + tail.start()
            if runs and joined and runs[-1][1] == first - 1:
                runs[-1] = (runs[-1][0], last)
            elif last > first:
                runs.append((first, last))
            joined = True
    return runs, procedural


CLOSING = re.compile("叠加|重复|就高|从高|择高|最高|兼得|并享|同时享受|分别享受|不冲突|累加|高者")


def _asks(reading: Reading, start: int, end: int) -> bool:
    return any(chunk.kind in ("?", "X", "many") for chunk in chunks_of(_fresh(reading), start, end))


def without_aims(reading: Reading, chunks: list[Chunk]) -> list[Chunk]:
    """支持规上工业企业满产多产: words of a clause that only says what for are no condition; its titles are."""
    quiet: list[Chunk] = []
    clause: list[Chunk] = []
    for chunk in [*chunks, Chunk("c", 0, 0)]:
        if chunk.kind != "c":
            clause.append(chunk)
            continue
        text = reading.text[_clause_start(reading.text, clause[0].start) : clause[-1].end] if clause else ""
        text = re.sub("^第[零一二三四五六七八九十百]+条|^[一二三四五六七八九十]+、", "", text)
        plain = not any(
            one.kind in AWARDS or one.kind in ("cap", "many", "n", "X") or one.shape in ("N", "Y") for one in clause
        )
        named = any(one.kind == "?" for one in clause)
        if (
            _NARRATIVE.match(text)
            and plain
            and not text.endswith("的")
            and (named or len(quiet) + len(clause) < len(chunks))
        ):
            clause = [one for one in clause if one.kind != "x"]
        quiet.extend(clause)
        if chunk.start:
            quiet.append(chunk)
        clause = []
    return quiet


def _clause_start(text: str, place: int) -> int:
    while place > 0 and text[place - 1] not in ",。;:\n":
        place -= 1
    return place


# --- services ------------------------------------------------------------------------------------------------------


def _in_kind(reading: Reading, kept: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Where a service begins and ends, when the article gives no money."""
    lead = re.compile(rf"(?:[一-龥]{{2,6}}(?::|--))?(?P<said>{_IN_KIND_LEAD}(?:{words().in_kind.pattern}))")
    inner = re.compile(
        rf"(?<=[的业位体])(?:企业|单位|主体|经营主体)?(?P<text>{_IN_KIND_LEAD}(?:优先|免费|无偿|纳入|列为|列入))"
    )
    for first, last in kept:
        clauses = list(pieces(reading.text, first, last, ","))
        for place, (start, end) in enumerate(clauses):
            text = reading.text[start:end]
            led = lead.match(text)
            begin = (
                start + led.start("said") if led and (place or len(clauses) == 1 or not _condition_like(text)) else None
            )
            if begin is None and (found := inner.search(text)) and not _condition_like(text[found.start("text") :]):
                begin = start + found.start("text")
            if begin is not None and not _pays(reading, kept, begin, last):
                tail = reading.text[begin:last]
                return None if any(_HARD.search(one) for one in tail.split(",")[1:]) else (begin, last)
    return None


def _condition_like(text: str) -> bool:
    return text.endswith(("的", "企业", "单位", "主体"))


def _pays(reading: Reading, kept: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Is money paid: anywhere outside the service's words, or in them other than as a voucher's face?"""
    clause = reading.text[start:end]
    outside = [(first, min(last, start)) for first, last in kept if first < start]
    outside += [(first, last) for first, last in kept if first >= end]
    spans = outside if clause.startswith("赠送") else [*outside, (start, end)]
    return any(chunk.kind in AWARDS for first, last in spans for chunk in chunks_of(_fresh(reading), first, last))


def _fresh(reading: Reading) -> Reading:
    return Reading(reading.text, reading.lexer, reading.inclusive, scoped=reading.scoped)


def _tabled(reading: Reading, found: Found, grid: Grid, chunks: Sequence[Chunk]) -> None:
    """The award that a table holds; the article's own words must not give another."""
    found.award_span = (grid.start, grid.end)
    alone = not any(chunk.kind in AWARDS or chunk.kind == "cap" for chunk in chunks)
    at = columns(grid)
    amounts = sums(grid, at[1]) if at else None
    found.award = None
    if at is not None and amounts is not None and alone:
        found.award = _table_tiers(reading, found, grid, at[0], amounts) or _table_titles(found, grid, at[0], amounts)
    if found.award is None:
        found.award = HumanAward(reading.text[grid.start : grid.end])


def _table_tiers(reading: Reading, found: Found, grid: Grid, column: int, amounts: Sequence[Decimal]) -> Award | None:
    said = [token for token in reading.lexer.tokens(grid.head[column], 0, len(grid.head[column])) if token.kind == "F"]
    name = str(said[0].value) if len(said) == 1 else reading.last if not said else None
    least = tiers(grid, column)
    if name is None or least is None:
        return None
    values = [in_field(name, one) for one in least]
    if None in values or not _rising(values) or not _rising(amounts):  # type: ignore[arg-type]
        return None
    found.items.append(Item(Atom(name, ">=", values[0]), "N", grid.start, grid.end))  # type: ignore[arg-type]
    return Tiered(name, tuple(zip(values, amounts, strict=True)))  # type: ignore[arg-type]


def _table_titles(found: Found, grid: Grid, column: int, amounts: Sequence[Decimal]) -> Award | None:
    titles = names(grid, column)
    every = Atom("qualifications", "has_any", titles)
    asked = [item for item in found.items if item.shape == "Q"]
    if len(set(titles)) != len(titles) or any(re.search("[0-9](?:万|元|%|人|件|亿|$)", title) for title in titles):
        return None
    if not any(
        isinstance(item.condition, Atom) and set(item.condition.value) == set(titles)
        for item in asked
        if isinstance(item.condition.value, tuple)
    ):  # type: ignore[union-attr]
        found.items.append(Item(every, "Q", grid.start, grid.end))
    return BySet("qualifications", tuple(zip(titles, amounts, strict=True)))


# --- awards --------------------------------------------------------------------------------------------------------


def _assemble(reading: Reading, found: Found, chunks: Sequence[Chunk]) -> None:
    awards = [chunk for chunk in chunks if chunk.kind in AWARDS]
    caps = [chunk for chunk in chunks if chunk.kind == "cap"]
    if found.award is None:
        _money(reading, found, chunks, awards, caps)
    else:
        _take(found, read_conditions(reading, _without_awards(chunks)))
        found.unread.extend((chunk.start, chunk.end) for chunk in (*awards, *caps, *_manies(chunks)))
    if found.award is not None and _beside(reading, found):
        found.award = None
    if found.award is None:
        spans = awards or caps
        span = (spans[0].start, spans[-1].end) if spans else None
        found.award_span = span
        if span is not None:
            found.award = HumanAward(reading.text[span[0] : span[1]])


def _beside(reading: Reading, found: Found) -> bool:
    """Are there words next to the award that were not understood (按出口增量每1万美元奖励80元)? Then it is not sure."""
    if found.award_span is None or isinstance(found.award, InKind):
        return False
    start = found.award_span[0]
    return any(
        start - 6 < end <= start and not re.search("[,。;:\n]", reading.text[end:start]) for _, end in found.unread
    )


def _money(reading: Reading, found: Found, chunks: Sequence[Chunk], awards: list[Chunk], caps: list[Chunk]) -> None:
    if len(awards) > 1 and all(chunk.kind == "sum" for chunk in awards):
        _pairs(reading, found, chunks, awards)
        if caps:
            found.award = None
        return
    read = read_conditions(reading, _without_awards(chunks))
    _take(found, read)
    if len(awards) != 1 or len(caps) > 1:
        found.unread.extend((chunk.start, chunk.end) for chunk in _manies(chunks))
        return
    award, cap = awards[0], caps[0] if caps else None
    found.award_span = (award.start, max(award.end, cap.end if cap else 0))
    if award.kind == "sums":
        found.award = None if cap else _steps(found, award, _manies(chunks))
        return
    found.unread.extend((chunk.start, chunk.end) for chunk in _manies(chunks))
    found.award = _single(found, award, cap)


def _single(found: Found, award: Chunk, cap: Chunk | None) -> Award | None:
    limit: Decimal | None = cap.value if cap else None
    if award.kind == "sum":
        return Fixed(award.value) if cap is None else None
    if award.kind == "share":
        return Percent(*award.value, cap=limit)
    name, amount = award.value
    if FIELDS[name].kind == "count" and not any(_speaks(item.condition, name) for item in found.items):
        found.items.append(Item(Atom(name, ">=", Decimal(1)), "N", award.start, award.end))
    return PerUnit(name, amount, limit)


def _speaks(condition: Condition, name: str) -> bool:
    return isinstance(condition, Atom) and condition.field == name


def _manies(chunks: Sequence[Chunk]) -> list[Chunk]:
    return [chunk for chunk in chunks if chunk.kind == "many"]


def _steps(found: Found, award: Chunk, manies: Sequence[Chunk]) -> Award | None:
    """分别给予: as many sums as figures of one field, or as titles."""
    sums = award.value
    if len(manies) == 1 and len(manies[0].value[1]) == len(sums):
        name, least = manies[0].value
        if not _rising(least) or not _rising(sums):
            return None
        item = Item(Atom(name, ">=", least[0]), "N", manies[0].start, manies[0].end)
        place = next((at for at, one in enumerate(found.items) if one.start > item.start), len(found.items))
        found.items.insert(place, item)
        return Tiered(name, tuple(zip(least, sums, strict=True)))
    if manies:
        return None
    for item in found.items:
        match item.condition:
            case Atom("qualifications", "has_any", tuple() as names) if len(names) == len(sums):
                return BySet("qualifications", tuple(zip(names, sums, strict=True)))
    return None


def _rising(values: Sequence[Decimal]) -> bool:
    return all(one < other for one, other in zip(values, values[1:], strict=False))


_MORE = re.compile("再|另|追加|叠加|加发|额外|增加")


def _pairs(reading: Reading, found: Found, chunks: Sequence[Chunk], awards: Sequence[Chunk]) -> None:
    """…的，奖励A；…的，奖励B: each sum behind its own condition; what the first asks besides is asked of all."""
    groups = [read_conditions(reading, _without_awards(group)) for group in _behind_sums(chunks)]
    found.award_span = (awards[0].start, awards[-1].end)
    for read in groups:
        found.unread.extend(read.unread)
    groups, rest = groups[: len(awards)], groups[len(awards) :]
    if any(_MORE.search(reading.text[chunk.start - 4 : chunk.end]) for chunk in awards[1:]):
        for read in groups:
            found.items.extend(read.items)
        return
    found.award = _tiers(found, groups, awards) or _titles(found, groups, awards)
    if found.award is None:
        for read in groups:
            found.items.extend(read.items)
    for read in rest:
        found.items.extend(read.items)


def _behind_sums(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    groups: list[list[Chunk]] = [[]]
    for chunk in chunks:
        groups[-1].append(chunk)
        if chunk.kind == "sum":
            groups.append([])
    return groups


def _tiers(found: Found, groups: Sequence[Read], awards: Sequence[Chunk]) -> Award | None:
    shared = set(groups[0].conditions)
    for read in groups[1:]:
        read.items = [item for item in read.items if item.condition not in shared]
    fields = {atom.field for read in groups[1:] for atom in _atoms(read)}
    if len(fields) != 1 or any(not read.items for read in groups):
        return None
    name = fields.pop()
    if not FIELDS[name].numeric or any(len(_atoms(read)) != len(read.items) for read in groups[1:]):
        return None
    steps = [[atom for atom in _atoms(read) if atom.field == name] for read in groups]
    least = [max((atom.value for atom in step if atom.op == ">="), default=None) for step in steps]  # type: ignore[type-var]
    above = [[atom for atom in step if atom.op != ">="] for step in steps]
    sums = [award.value for award in awards]
    if None in least or not _rising(least) or not _rising(sums):  # type: ignore[arg-type]
        return None
    for at, bounds in enumerate(above[:-1]):
        if bounds and [(atom.op, atom.value) for atom in bounds] != [("<", least[at + 1])]:
            return None
    common = [
        item for item in groups[0].items if not (isinstance(item.condition, Atom) and item.condition.field == name)
    ]
    first = next(item for item in groups[0].items if isinstance(item.condition, Atom) and item.condition.field == name)
    found.items.extend([*common, Item(Atom(name, ">=", least[0]), "N", first.start, first.end)])  # type: ignore[arg-type]
    found.items.extend(item for item in groups[-1].items if item.condition in above[-1])
    return Tiered(name, tuple(zip(least, sums, strict=True)))  # type: ignore[arg-type]


def _atoms(read: Read) -> list[Atom]:
    return [item.condition for item in read.items if isinstance(item.condition, Atom)]


def _titles(found: Found, groups: Sequence[Read], awards: Sequence[Chunk]) -> Award | None:
    named: list[tuple[str, Decimal]] = []
    items: list[Item] = []
    for at, (read, award) in enumerate(zip(groups, awards, strict=True)):
        titles = [item for item in read.items if item.shape == "Q"]
        if not titles or (at and len(read.items) > 1):
            return None
        items.extend(item for item in read.items if item is not titles[-1])
        match titles[-1].condition:
            case Atom(_, "has", str() as name):
                named.append((name, award.value))
            case Atom(_, "has_any", tuple() as names):
                named.extend((name, award.value) for name in names)
            case _:
                return None
    if len({name for name, _ in named}) < len(named):
        return None
    first = next(item for item in groups[0].items if item.shape == "Q")
    every = Atom("qualifications", "has_any", tuple(name for name, _ in named))
    found.items.extend([*items, Item(every, "Q", first.start, awards[-1].end)])
    return BySet("qualifications", tuple(named))


def _take(found: Found, read: Read) -> None:
    found.items.extend(read.items)
    found.unread.extend(read.unread)


def _without_awards(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with commas where sums stood; 按前述标准执行 joins its clause to the one before as an alternative."""
    same = {place for place, chunk in enumerate(chunks) if chunk.kind == "="}
    joints = {_joint_before(chunks, place) for place in same}
    return [
        Chunk("o", chunk.start, chunk.end)
        if place in joints
        else Chunk("c", chunk.start, chunk.end)
        if place in same or chunk.kind in AWARDS or chunk.kind in ("cap", "many", "b", "w", "v")
        else chunk
        for place, chunk in enumerate(chunks)
    ]


def _joint_before(chunks: Sequence[Chunk], place: int) -> int | None:
    """The ； or 。 that parts the clause of ``place`` from the one whose award it shares."""
    return next((at for at in range(place, -1, -1) if chunks[at].kind in "sp"), None)
