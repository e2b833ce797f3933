"""A label inside another field's words: a reader of the file lost a line break, and a field with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ingest.documents.document import Text
from ingest.guides.said import Piece, Row, lines
from ingest.words import LABELS

if TYPE_CHECKING:
    from ingest.guides.build import Builder

_SHORTEST = 4
"""Shorter words are also ordinary words."""


def tell_swallowed(builder: Builder, absent: Collection[str]) -> None:
    """Tells of each absent field whose label stands inside what another field says, so that nothing is lost in silence."""
    wordings = {
        wording: field
        for wording, field in builder.fields.labels.items()
        if len(wording) >= _SHORTEST and not wording.isascii() and field.partition(".")[0] in absent
    }
    if not wordings:
        return
    label = re.compile(
        "(" + "|".join(sorted(map(re.escape, wordings), key=len, reverse=True)) + r")(?=[\s：:]*\S)([\s：:]?)"
    )
    told: set[str] = set()
    for field, text in _texts(builder):
        for found in label.finditer(text.text):
            name = wordings[found.group(1)].partition(".")[0]
            if (found.start() == 0 or found.group(2)) and name not in told | {field}:
                told.add(name)
                builder.warn(name, f"{LABELS.get(name, name)}可能混在{LABELS.get(field, field)}里，没有读出来", text.at)
                builder.warn(field, f"{LABELS.get(field, field)}里可能混进了{LABELS.get(name, name)}，请核对", text.at)


def _texts(builder: Builder) -> Iterator[tuple[str, Text]]:
    for each in builder.draft.said:
        if each.placed:
            for text in _all(each.value):
                yield each.field.partition(".")[0], text


def _all(value: Collection[Piece]) -> Iterator[Text]:
    for piece in value:
        if isinstance(piece, Text):
            yield from lines(piece)
        elif isinstance(piece, Row):
            for inner in piece.cells.values():
                yield from _all(inner)
