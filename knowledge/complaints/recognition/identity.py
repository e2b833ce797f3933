"""How many people are named behind one person's complaints: slips and homophones counted once, titles and masks not at all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pypinyin import lazy_pinyin

_NO_NAME: Final = re.compile(r"先生|女士|小姐|同志|匿名|某|\*|＊|[xX×]|不详|未知|市民|群众|消费者|网友|热心")
_CHINESE: Final = re.compile(r"[㐀-鿿·]{2,6}")


@lru_cache(maxsize=65_536)
def name_key(name: str | None) -> str | None:
    """The sound of a real name, ``None`` for 张先生, 王某, 李*明 and the like."""
    plain = (name or "").strip()
    if not _CHINESE.fullmatch(plain) or _NO_NAME.search(plain):
        return None
    return " ".join(lazy_pinyin(plain))


def people(names: Iterable[str | None]) -> tuple[str, ...]:
    """One name for each person named, the commonest first; what sounds alike or differs in one of three signs is one person."""
    counted: dict[str, int] = defaultdict(int)
    shown: dict[str, str] = {}
    for name in names:
        key = name_key(name)
        if key is not None and name is not None:
            counted[key] += 1
            shown.setdefault(key, name.strip())
    apart: list[str] = []
    for key in sorted(counted, key=lambda one: (-counted[one], one)):
        if not any(_alike(key, other) for other in apart):
            apart.append(key)
    return tuple(shown[key] for key in apart)


def shared(carriers: Sequence[str | None], names: Sequence[str | None]) -> tuple[str, tuple[str, ...]]:
    """The carrier (an account, a phone, an id) under which most different people are named, and their names."""
    under: dict[str, list[str | None]] = defaultdict(list)
    for carrier, name in zip(carriers, names, strict=True):
        if carrier and "*" not in carrier:
            under[carrier].append(name)
    found = {carrier: people(named) for carrier, named in under.items()}
    most = max(found, key=lambda carrier: (len(found[carrier]), carrier), default="")
    return most, found.get(most, ())


def _alike(first: str, second: str) -> bool:
    """Do two names differ in one syllable of three or more, beside the family name, or in the order of signs?"""
    ours, theirs = first.split(), second.split()
    if sorted(ours) == sorted(theirs):
        return True
    if len(ours) != len(theirs) or len(ours) < 3 or ours[0] != theirs[0]:
        return False
    return sum(one != other for one, other in zip(ours, theirs, strict=True)) == 1


def changes(keys: Sequence[str | None]) -> int:
    """How often the name changes from one complaint to the next that names anybody."""
    named = [key for key in keys if key is not None]
    return sum(one != other for one, other in pairwise(named))
