"""A policy's text for reading by rule: one form of brackets and figures, no blanks, and the way back to the source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DROPPED = re.compile(r"[^\S\n]|[*`#>]|\u200b|\ufeff")
_LIKE = {
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    '"': "“",
    "～": "~",
    "－": "-",
    "—": "-",
    "–": "-",
    "〈": "《",
    "〉": "》",
    "【": "(",
    "】": ")",
    "〔": "(",
    "〕": ")",
    "［": "(",
    "］": ")",
    "[": "(",
    "]": ")",
}


@dataclass(frozen=True)
class Plain:
    """``text`` is what rules read; ``places[i]`` is where its character ``i`` stands in ``source``."""

    source: str
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source characters of ``text[start:end]``."""
        if start >= end:
            return (self.places[start], self.places[start]) if start < len(self.places) else (len(self.source),) * 2
        return self.places[start], self.places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """What the source says there."""
        first, last = self.span(start, end)
        return self.source[first:last]


def plain_of(source: str, start: int = 0, end: int | None = None) -> Plain:
    """``source[start:end]`` character for character, blanks and Markdown's marks left out; places count from ``source``."""
    characters: list[str] = []
    places: list[int] = []
    for place, raw in enumerate(source[start:end], start):
        if _DROPPED.match(raw):
            continue
        same = _LIKE.get(raw) or unicodedata.normalize("NFKC", raw)
        characters.append(same if len(same) == 1 else raw)
        places.append(place)
    return Plain(source, "".join(characters), tuple(places))
