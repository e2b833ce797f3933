"""One award out of the parts that an article names: fixed, a share, for each, by tiers, by titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.labels.chunk import Chunk, Reading
from ingest.labels.found import AWARDS, Found
from ingest.labels.logic import Item, Read, read_conditions
from knowledge.measures.awards import Award, BySet, Fixed, HumanAward, InKind, Percent, PerUnit, Tiered
from knowledge.measures.conditions import Atom, Condition
from knowledge.measures.fields import FIELDS


def assemble(reading: Reading, found: Found, chunks: Sequence[Chunk]) -> None:
    """Put the chunks of an article together; what does not fit into one award of the format is left to a person."""
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
        return Percent(award.value[0], award.value[1], limit)
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
        if not rising(least) or not rising(sums):
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


def rising(values: Sequence[Decimal]) -> bool:
    """Does each stand above the one before?"""
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
    lows = [
        max((atom.value for atom in step if atom.op == ">=" and isinstance(atom.value, Decimal)), default=None)
        for step in steps
    ]
    least = [low for low in lows if low is not None]
    above = [[atom for atom in step if atom.op != ">="] for step in steps]
    sums = [award.value for award in awards]
    if len(least) < len(lows) or not rising(least) or not rising(sums):
        return None
    for at, bounds in enumerate(above[:-1]):
        if bounds and [(atom.op, atom.value) for atom in bounds] != [("<", least[at + 1])]:
            return None
    common = [
        item for item in groups[0].items if not (isinstance(item.condition, Atom) and item.condition.field == name)
    ]
    first = next(item for item in groups[0].items if isinstance(item.condition, Atom) and item.condition.field == name)
    found.items.extend([*common, Item(Atom(name, ">=", least[0]), "N", first.start, first.end)])
    found.items.extend(item for item in groups[-1].items if item.condition in above[-1])
    return Tiered(name, tuple(zip(least, sums, strict=True)))


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
