"""Public bodies in a document: their names, and the signature that closes it with the day (落款)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.policies.canonical import Line
from ingest.policies.dates import DAY
from ingest.policies.vocabulary import any_of, plain, vocabulary

LONGEST_NAME = 40
DAY_LINE = re.compile(rf"\(?({DAY})\)?")
_SIGNED_LINE = re.compile(rf"(.{{3,80}}?)({DAY})")
_SEAL = re.compile(r"[(（](?:公?章|盖章|印章)[)）]")
_MOST_ORGAN_LINES = 6


@dataclass(frozen=True)
class Signature:
    """Its ``first`` and ``last`` line, the ``day``, and the ``organs``, which may be missing."""

    first: int
    last: int
    day: str
    organs: tuple[str, ...]


def is_organ(text: str) -> bool:
    """Does ``text`` (plain) read as the name of a public body?"""
    name = re.sub(r"\([^()]*\)$", "", text)
    return (
        2 < len(name) <= LONGEST_NAME
        and re.search(rf"(?:{any_of(vocabulary().organs)})$", name) is not None
        and re.search(r"[,。;:、《》!?]|关于|请|按照", name) is None
    )


def signatures(lines: Sequence[Line]) -> Iterator[Signature]:
    """Organs above a line that is a day, or both in one line.

    The day is written with 年: 2025-01-20 behind an organ is a page's by-line, not a signature.
    """
    for place, text in enumerate(line.plain for line in lines):
        if "年" not in text:
            continue
        if found := DAY_LINE.fullmatch(text):
            names, count = _organs_above(lines, place)
            yield Signature(place - count, place, found.group(1), names)
        elif (found := _SIGNED_LINE.fullmatch(text)) and is_organ(found.group(1)):
            yield Signature(place, place, found.group(2), organs_in(lines[place].text.partition(found.group(2)[:4])[0]))


def _organs_above(lines: Sequence[Line], place: int) -> tuple[tuple[str, ...], int]:
    names: list[str] = []
    count = 0
    for above in range(place - 1, max(place - _MOST_ORGAN_LINES, -1), -1):
        found = organs_in(lines[above].text)
        if not found:
            break
        names[:0] = found
        count += 1
    return tuple(names), count


def organs_in(text: str) -> tuple[str, ...]:
    """The organs that a line of a signature names, one or several; empty when it is no such line."""
    pieces = [plain(_SEAL.sub("", piece)) for piece in re.split(r"\s+", text.strip())]
    if len(pieces) > 1 and all(is_organ(piece) for piece in pieces):
        return tuple(pieces)
    whole = "".join(pieces)
    if not is_organ(whole):
        return ()
    together = re.split(rf"(?<=[局会府厅部委院室])(?=(?:中共)?{vocabulary().city})", whole)
    return tuple(together) if all(is_organ(name) for name in together) else (whole,)
