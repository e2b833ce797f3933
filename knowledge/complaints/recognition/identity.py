"""Under how many names and id numbers one person's complaints stand: slips, homophones, titles and masks never make another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from knowledge.complaints.identifiers import IdKind, NameKind, read_id, read_name, sound

_MASK: Final = "*"


@lru_cache(maxsize=65_536)
def name_key(name: str | None) -> str | None:
    """The sound of a real name, ``None`` for 张先生, 王某, 李*明 and the like."""
    read = read_name(name)
    return sound(read.whole) if read.kind is NameKind.WHOLE and read.whole else None


@lru_cache(maxsize=65_536)
def id_key(number: str | None) -> str | None:
    """A right id number in its one form; ``None`` for one that is masked, made up or miswritten: these tell no second person."""
    read = read_id(number)
    return read.whole if read.kind is IdKind.WHOLE else None


class Several(NamedTuple):
    """How many different ones stand under one heading, and the complaints that differ from its commonest."""

    most: int
    rows: tuple[int, ...]


class Differing(NamedTuple):
    """Different names of all complaints, under one id number and under one account, and different id numbers under one name."""

    names: Several
    by_id: Several
    by_name: Several
    by_account: Several


def differing(
    names: Sequence[str | None], numbers: Sequence[str | None], accounts: Sequence[str | None], least: int
) -> Differing:
    """What differs; a name or id number counts from ``least`` complaints on, for a single one may be a slip of whoever typed it."""
    name_keys = _one_form([name_key(name) for name in names])
    id_keys = [id_key(number) for number in numbers]
    account_keys = [account if account and _MASK not in account else None for account in accounts]
    return Differing(
        names=_several(name_keys, range(len(name_keys)), least),
        by_id=_most(id_keys, name_keys, least),
        by_name=_most(name_keys, id_keys, least),
        by_account=_most(account_keys, name_keys, least),
    )


def _one_form(keys: Sequence[str | None]) -> list[str | None]:
    """Each name as the commonest of those it may be a slip of."""
    counted: dict[str, int] = defaultdict(int)
    for key in keys:
        if key is not None:
            counted[key] += 1
    form: dict[str, str] = {}
    for key in sorted(counted, key=lambda one: (-counted[one], one)):
        form[key] = next((other for other in form.values() if _alike(key, other)), key)
    return [None if key is None else form[key] for key in keys]


def _most(headings: Sequence[str | None], values: Sequence[str | None], least: int) -> Several:
    """The heading with most different values."""
    under: dict[str, list[int]] = defaultdict(list)
    for row, heading in enumerate(headings):
        if heading is not None:
            under[heading].append(row)
    found = (_several(values, rows, least) for rows in under.values())
    return max(found, key=lambda one: (one.most, one.rows), default=Several(0, ()))


def _several(values: Sequence[str | None], rows: Iterable[int], least: int) -> Several:
    by_value: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        value = values[row]
        if value is not None:
            by_value[value].append(row)
    counted = sorted((held for held in by_value.values() if len(held) >= least), key=lambda held: (-len(held), held))
    return Several(len(counted), tuple(sorted(row for held in counted[1:] for row in held)))


def _alike(first: str, second: str) -> bool:
    """Do two names differ in one syllable of three or more, beside the family name, or in the order of signs?"""
    ours, theirs = first.split(), second.split()
    if sorted(ours) == sorted(theirs):
        return True
    if len(ours) != len(theirs) or len(ours) < 3 or ours[0] != theirs[0]:
        return False
    return sum(one != other for one, other in zip(ours, theirs, strict=True)) == 1
