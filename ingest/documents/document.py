"""What a file says, whatever its format: paragraphs and tables in reading order, each with its exact place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.manifest import Problem
from knowledge.models import Position

Format = Literal["docx", "xlsx", "pdf", "html", "json", "image", "text"]


@dataclass(frozen=True)
class Text:
    """A paragraph, a heading (``level`` 1 is the highest, 0 is body text) or an entry of a list.

    ``bold`` says that all of it is: people often make headings so. ``mark`` is an automatic number or bullet that the
    format keeps outside the text (``1.``, ``•``).
    """

    text: str
    at: Position
    level: int = 0
    bold: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell; its paragraphs are joined by ``\n`` in ``text``.

    ``rows`` and ``columns`` are what it spans; ``head`` says that the format marks it as a heading (``<th>``, ``<dt>``,
    bold); ``inner`` are tables and lists nested in it, whose text is not in ``text``.
    """

    text: str
    at: Position
    rows: int = 1
    columns: int = 1
    head: bool = False
    inner: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Table:
    """A grid: every row has the same length; a cell that spans others stands in each place it covers (the same object).

    Definition lists and JSON objects are tables of two columns whose first is ``head``.
    """

    rows: tuple[tuple[Cell, ...], ...]
    at: Position


Block = Text | Table


@dataclass(frozen=True)
class Document:
    """One readable file: ``file`` is its name in the source, ``url`` its address where it was fetched.

    ``title`` is the format's own (document properties, ``<title>``), often empty or wrong. ``warnings`` are what the reader
    noticed: macros that were ignored, text that was recognised from a picture. ``member`` is the file inside an archive
    that this is, as in its positions.
    """

    file: str
    format: Format
    blocks: tuple[Block, ...]
    title: str = ""
    url: str = ""
    warnings: tuple[Problem, ...] = ()
    member: str = ""

    @property
    def name(self) -> str:
        """The readable file's own name, which may tell the item: of the member in an archive, else of the file."""
        return self.member or self.file

    def texts(self) -> Iterator[Text]:
        """The paragraphs that stand in no table, in reading order."""
        return (block for block in self.blocks if isinstance(block, Text))

    def tables(self) -> Iterator[Table]:
        """The tables that stand in no other table, in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
