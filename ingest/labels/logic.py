"""From chunks to conditions: 或 and 之一, 、 between titles, 不 and 除外, and what was not understood.

Where the words allow two readings (A且B或者C) none is taken: the clause is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.labels.chunk import Chunk, Reading
from knowledge.measures.conditions import All, Any, Atom, Condition, Not, Op, atoms

_NAMES = frozenset("QLTCD")
_QUIET = frozenset("dhjvX")
_INVERSE: dict[str, Op] = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}


@dataclass
class Item:
    """A condition with its place; ``joint`` are the letters between it and the one before."""

    condition: Condition
    shape: str
    start: int
    end: int
    joint: str = ""
    denied: bool = False
    excluded: bool = False


@dataclass
class Read:
    """``conditions`` that must all hold, each with its span; ``unread`` spans were not understood."""

    items: list[Item] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)

    @property
    def conditions(self) -> list[Condition]:
        """Without their places, each once."""
        return list(dict.fromkeys(item.condition for item in self.items))


def read_conditions(reading: Reading, chunks: Sequence[Chunk]) -> Read:
    """All that ``chunks`` ask for; an award among them is not understood here."""
    read = Read()
    listed = _one_of_list(reading, chunks)
    if listed is not None:
        return _read_list(reading, chunks, *listed)
    items = list(_items(chunks, read.unread, reading.scoped))
    _deny(reading, items, chunks, read.unread)
    for item in items:
        if item.shape == "B" and not item.denied:
            read.unread.append((item.start, item.end))
    read.items = list(_joined(items, chunks, read.unread))
    return read


_ANNOUNCES = re.compile("(?:下列|以下|如下)[^,。;]{0,6}$")
_ENUMERATOR = re.compile(r"\(|[0-9]")


def _one_of_list(reading: Reading, chunks: Sequence[Chunk]) -> tuple[int, list[int]] | None:
    """符合下列条件之一：（一）…；（二）…: where it is announced, and where each entry begins."""
    announced = [
        at
        for at, chunk in enumerate(chunks)
        if chunk.kind == "j" and _ANNOUNCES.search(reading.text[max(0, chunk.start - 8) : chunk.start])
    ]
    if len(announced) != 1 or any(chunk.kind == "X" for chunk in chunks):
        return None
    entries = [
        at
        for at, chunk in enumerate(chunks)
        if at > announced[0] and chunk.kind == "c" and _ENUMERATOR.match(reading.text, chunk.start)
    ]
    return announced[0], entries


def _read_list(reading: Reading, chunks: Sequence[Chunk], announced: int, entries: list[int]) -> Read:
    """Everything before and after the list holds; of the entries one must. Without entries a person has to look."""
    if len(entries) < 2:
        plain = read_conditions(reading, [chunk for at, chunk in enumerate(chunks) if at != announced])
        plain.unread.append((chunks[announced].start, chunks[announced].end))
        return plain
    end = next((at for at in range(entries[-1], len(chunks)) if chunks[at].kind == "p"), len(chunks))
    read = read_conditions(reading, [*chunks[:announced], *chunks[end:]])
    between = read_conditions(reading, chunks[announced + 1 : entries[0]])
    groups = [read_conditions(reading, chunks[one:two]) for one, two in zip(entries, [*entries[1:], end], strict=True)]
    read.items.extend(between.items)
    read.unread.extend(span for group in (between, *groups) for span in group.unread)
    if any(not group.items for group in groups):
        read.unread.append((chunks[entries[0]].start, chunks[end - 1].end))
        return read
    parts = tuple(
        _unions(group.conditions[0] if len(group.conditions) == 1 else All(tuple(group.conditions)) for group in groups)
    )
    either: Condition = parts[0] if len(parts) == 1 else Any(parts)
    read.items.append(Item(either, "any", chunks[entries[0]].start, chunks[end - 1].end))
    return read


def _items(chunks: Sequence[Chunk], unread: list[tuple[int, int]], scoped: bool) -> Iterator[Item]:
    """Conditions with the letters between them; 不 denies the next one, and listings that it goes on with."""
    joint, denying, titles = "", False, ""
    named = {word for chunk in chunks if chunk.kind == "?" for word in _qualified(chunk.value)}
    for chunk in chunks:
        if chunk.kind == "?":
            denied, condition = denying, chunk.value
            if chunk.shape == "B":
                denied = denying or _is_denied(condition)
                condition = chunk.value if _is_denied(condition) else denial(condition) if denied else condition
                titles = ""
            else:
                denied = denied and titles in ("", chunk.shape)
                condition = denial(condition) if denied else condition
                denying = denied and chunk.shape in _NAMES
                titles = chunk.shape if denying else ""
            yield Item(condition, chunk.shape, chunk.start, chunk.end, joint, denied)
            joint = ""
            continue
        if chunk.kind == "n":
            denying = True
        elif chunk.kind in "spa" or (chunk.kind == "c" and titles) or (chunk.kind == "d" and titles):
            denying = False
        elif chunk.kind == "u" and (scoped or chunk.value in named or (chunk.value != "上述" and "industry" in named)):
            continue
        elif chunk.kind not in "lcdohjvX":
            unread.append((chunk.start, chunk.end))
            denying = False
        joint += chunk.kind if len(chunk.kind) == 1 else "x"


def _qualified(condition: Condition) -> Iterator[str]:
    """Titles that a condition names, and ``industry`` for one that names industries."""
    for atom in atoms(condition):
        if atom.field == "industry_code":
            yield "industry"
        elif atom.field == "qualifications":
            yield from _words(atom) or ()


def _is_denied(condition: Condition) -> bool:
    return isinstance(condition, Atom) and condition.value is False


def denial(condition: Condition) -> Condition:
    """What holds when ``condition`` must not."""
    match condition:
        case Not(part):
            return part
        case Any(parts):
            return All(tuple(denial(part) for part in parts))
        case Atom("company_type", "in", tuple() as kinds):
            return All(tuple(Atom("company_type", "!=", kind) for kind in kinds))
        case Atom(name, op, bool() as value):
            return Atom(name, op, not value)
        case Atom(name, op, value) if op in _INVERSE:
            return Atom(name, _INVERSE[op], value)
    return Not(condition)


def _deny(reading: Reading, items: list[Item], chunks: Sequence[Chunk], unread: list[tuple[int, int]]) -> None:
    """不予, 除外: what stands in its clause, else right before it, else what it announces (有下列情形的不予奖励：…)."""
    for chunk in chunks:
        if chunk.kind != "X":
            continue
        scope = _scope(reading, items, chunks, chunk)
        if not scope:
            unread.append((chunk.start, chunk.end))
        if len(scope) > 1 and any("a" in item.joint for item in scope[1:]) and any(one.shape != "B" for one in scope):
            unread.append((scope[0].start, chunk.end))
        for item in scope:
            if item.shape == "M":
                continue
            if (
                item.denied and item.shape != "B" and not item.excluded
            ):  # 不属于…的，不予…: two denials are for a person
                unread.append((item.start, chunk.end))
            if not (item.denied and item.shape == "B"):
                item.condition, item.denied, item.excluded = denial(item.condition), True, True


def _scope(reading: Reading, items: list[Item], chunks: Sequence[Chunk], at: Chunk) -> list[Item]:
    if at.value == "forward":
        return [item for item in items if item.start > at.start]
    if at.value == "near":
        return _alike([item for item in items if item.start < at.start])
    borders = [chunk for chunk in chunks if chunk.kind in "sp" and chunk.end <= at.start]
    clause = [chunk for chunk in chunks if chunk.kind in "csp" and chunk.end <= at.start]
    part_start = max((chunk.end for chunk in borders), default=-1)
    own_part = max(0, part_start)
    after = [item for item in items if item.start > at.start]
    if after and re.search("(?:下列|以下)", reading.text[own_part : at.start]):
        return after
    clause_start = max((chunk.end for chunk in clause), default=-1)
    own = [item for item in items if clause_start <= item.start < at.start]
    if own:
        return _with_alternatives(own, items)
    before = [item for item in items if part_start <= item.start < at.start]
    if before:
        bad = [item for item in before if item.shape == "B"]
        return bad or _last_clause(before)
    return [item for item in items if item.start > at.start]


def _alike(before: list[Item]) -> list[Item]:
    """A、B以外的: the last item with those of its kind that a 、 joins to it."""
    scope = before[-1:]
    for item, after in zip(before[-2::-1], before[:0:-1], strict=False):
        if item.shape != after.shape or after.joint.strip("dh") not in ("l", "o"):
            break
        scope.insert(0, item)
    return scope


def _with_alternatives(own: list[Item], items: list[Item]) -> list[Item]:
    """Also what 或者 joins over a comma."""
    place = items.index(own[0])
    while (
        place and ("o" in items[place].joint or items[place].joint.strip("dh") == "l") and "s" not in items[place].joint
    ):
        place -= 1
        own.insert(0, items[place])
    return own


def _last_clause(before: list[Item]) -> list[Item]:
    scope = [before[-1]]
    for item, after in zip(before[-2::-1], before[:0:-1], strict=False):
        if "c" in after.joint and "o" not in after.joint:
            break
        scope.insert(0, item)
    return scope


# --- alternatives --------------------------------------------------------------------------------------------------


def _joined(items: list[Item], chunks: Sequence[Chunk], unread: list[tuple[int, int]]) -> Iterator[Item]:
    flat = [part for item in items for part in _flat(item)]
    groups = list(_groups(flat, _one_of(chunks), unread))
    yield from groups


def _flat(item: Item) -> Iterator[Item]:
    """The parts of an all, each by itself; the first keeps the joint."""
    if not isinstance(item.condition, All) or item.shape == "N":
        yield item
        return
    joint = item.joint
    for part in item.condition.parts:
        yield Item(part, item.shape if item.shape == "B" else "all", item.start, item.end, joint, item.denied)
        joint = "&"


def _one_of(chunks: Sequence[Chunk]) -> list[int]:
    return [chunk.start for chunk in chunks if chunk.kind == "j"]


def _groups(items: list[Item], one_of: list[int], unread: list[tuple[int, int]]) -> Iterator[Item]:
    place = 0
    while place < len(items):
        size = _alternatives(items, place, one_of)
        group = items[place : place + size]
        if (size > 1 and _ambiguous(items, place, size)) or _half_denied(items, place + size):
            unread.append((group[0].start, group[-1].end))
        one = group[0] if size == 1 else _either(group)
        parts = one.condition.parts if isinstance(one.condition, All) else (one.condition,)
        for part in parts:
            yield replace(one, condition=part)
        place += size


def _half_denied(items: list[Item], place: int) -> bool:
    """未取得A或者达到B: an 或 between what must and what must not hold is not read."""
    if not 0 < place < len(items):
        return False
    before, item = items[place - 1], items[place]
    plain = "B" not in (before.shape, item.shape) and not (before.excluded and item.excluded)
    return plain and "o" in item.joint and "s" not in item.joint and before.denied != item.denied


def _alternatives(items: list[Item], place: int, one_of: list[int]) -> int:
    """How many items from ``place`` on are alternatives of one another."""
    first = items[place]
    size = 1
    while place + size < len(items):
        item = items[place + size]
        letters = item.joint.replace("d", "").replace("h", "").replace("v", "")
        if first.excluded and first.shape not in _NAMES:  # 甲或者乙的不予…: neither may hold
            break
        if "B" in (item.shape, first.shape) or (first.denied and first.shape == "T") or item.denied != first.denied:
            break
        if first.excluded and item.excluded and not (first.shape == item.shape and first.shape in _NAMES):
            break  # A或者B的不予奖励: neither may hold
        if "o" in letters and not set(letters) & set("spax&"):
            size += 1
        elif letters == "l" and item.shape == first.shape and _goes_on(items, place + size, one_of, first.shape):
            if any("o" in one.joint for one in items[place + 1 : place + size]) and first.shape not in _NAMES:
                break
            size += 1
        else:
            break
    return size


def _goes_on(items: list[Item], place: int, one_of: list[int], shape: str) -> bool:
    """Is a 、 before ``place`` one between alternatives? Between names it is; else an 或 or 之一 behind it must say so."""
    if shape in _NAMES:
        return True
    end = items[place].end
    if any(end <= at <= end + 8 for at in one_of):
        return True
    after = items[place + 1] if place + 1 < len(items) else None
    return after is not None and after.shape == shape and "o" in after.joint and after.joint.strip("dh") == "o"


def _ambiguous(items: list[Item], place: int, size: int) -> bool:
    group = items[place : place + size]
    if all(item.shape in _NAMES and item.shape == group[0].shape for item in group):
        return False
    before = items[place].joint if place else ""
    after = items[place + size].joint if place + size < len(items) else ""
    tight = [joint for joint in (before, after) if "&" in joint or ("a" in joint and "c" not in joint)]
    return bool(tight) or any(item.shape == "all" for item in group)


def _either(group: Sequence[Item]) -> Item:
    parts = list(_unions(item.condition for item in group))
    condition = parts[0] if len(parts) == 1 else Any(tuple(parts))
    shape = group[0].shape if len(parts) == 1 else "any"
    return Item(condition, shape, group[0].start, group[-1].end, group[0].joint, group[0].denied)


def _unions(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """Titles together, stages of listing together, industries together; each where the first of its kind stood."""
    merged: dict[tuple[str, bool], list[str]] = {}
    others: list[tuple[tuple[str, bool] | None, Condition]] = []
    for condition in conditions:
        bare = condition.part if isinstance(condition, Not) else condition
        words = _words(bare)
        if words is None or not isinstance(bare, Atom):
            others.append((None, condition))
            continue
        key = (bare.field, isinstance(condition, Not) or bare.op == "!=")
        if key not in merged:
            others.append((key, condition))
        merged.setdefault(key, []).extend(word for word in words if word not in merged.get(key, ()))
    for found, condition in others:
        yield condition if found is None else _union(found, merged[found])


def _words(condition: Condition) -> tuple[str, ...] | None:
    match condition:
        case Atom(_, "has" | "==" | "!=", str() as word):
            return (word,)
        case Atom(_, "has_any" | "in" | "prefix", tuple() as words):
            return words
    return None


def _union(key: tuple[str, bool], words: Sequence[str]) -> Condition:
    name, denied = key
    if name == "qualifications":
        atom = Atom(name, "has", words[0]) if len(words) == 1 else Atom(name, "has_any", tuple(words))
    elif name == "industry_code":
        atom = Atom(name, "prefix", tuple(words))
    elif len(words) == 1:
        return Atom(name, "!=" if denied else "==", words[0])
    else:
        atom = Atom(name, "in", tuple(words))
    return Not(atom) if denied else atom
