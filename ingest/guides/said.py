"""What a document says under a label, before anybody asks what it means."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.documents.document import Block, Cell, Text
from ingest.guides.lists import number_of
from knowledge.models import Position

GROUPS = ("materials", "steps", "places", "faq", "variants", "fee", "online", "limits")
"""Fields with columns of their own (``fields.yaml``)."""
PRIMARY = {"materials": "name", "steps": "name", "places": "name", "faq": "q", "variants": "name"}
"""Groups of which a guide has several entries, and the column that begins one."""

TITLE = "title"
"""The field of a heading that may be the item's name or code."""


@dataclass(frozen=True)
class Row:
    """One entry of a table with a header: column -> what stands in it."""

    cells: dict[str, Value]
    at: Position


Piece = Block | Row
Value = tuple[Piece, ...]


@dataclass
class Said:
    """A label and what follows it.

    ``field`` is canonical (``fee.basis``), empty where the label is not understood; ``owner`` is the code or name of the
    item in tables that hold several items; ``level``, ``bold``, ``numbered``, ``inline`` and ``sign`` (what divides it from its value) say how
    the label is written.
    """

    field: str
    label: str
    at: Position
    unit: str = ""
    owner: str = ""
    level: int = 0
    bold: bool = False
    numbered: str = ""
    inline: bool = False
    sign: str = ""
    value: list[Piece] = dataclasses.field(default_factory=list)

    @property
    def placed(self) -> bool:
        """Whether a guide has this field."""
        return self.field not in ("", "?", "-", "=", TITLE)

    @property
    def group(self) -> str:
        """The group that the field is or belongs to, else empty."""
        name = self.field.partition(".")[0]
        return name if name in GROUPS else ""


def cell_value(cell: Cell) -> Value:
    """The lines of a cell, then what is nested in it; lines nested in it are entries of a list."""
    return (*lines(Text(cell.text, cell.at)), *(_entry(block) for block in cell.inner))


def _entry(block: Block) -> Block:
    if isinstance(block, Text) and not (block.mark or block.level or number_of(block.text).value):
        return replace(block, mark="•")
    return block


def lines(text: Text) -> Iterator[Text]:
    """The lines of a paragraph as paragraphs at the same place; only the first keeps the mark."""
    first = True
    for line in text.text.splitlines():
        if line.strip():
            yield replace(text, text=line.strip(), mark=text.mark if first else "")
            first = False


def texts_of(value: Iterable[Piece]) -> list[Text]:
    """The lines of a value, also of lists nested in it; tables are left out."""
    return [line for piece in value if isinstance(piece, Text) for line in lines(piece)]


def where(value: Iterable[Piece], words: str) -> Position | None:
    """The place of the piece in which ``words`` stand; of the first piece where they stand in none."""
    pieces = list(value)
    line = words.split("\n")[0]
    found = next((piece for piece in pieces if isinstance(piece, Text) and line in piece.text), None)
    return (found or pieces[0]).at if pieces else None


def joined(value: Iterable[Piece]) -> str:
    """All lines of a value as one text."""
    return "\n".join(text.text for text in texts_of(value))
