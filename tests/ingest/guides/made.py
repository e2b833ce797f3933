"""Documents by hand: what a reader of files gives, without a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.guides.known import Known
from ingest.guides.read import read_guides
from knowledge.manifest import Problem
from knowledge.models import Origin, Position, ServiceGuide, ServiceItem

ITEMS = (
    ServiceItem(
        id="GA-015", name="居民身份证补领（丢失）", department="公安分局", audience="个人", board="综窗", life_event=""
    ),
    ServiceItem(
        id="GA-014", name="居民身份证换领", department="公安分局", audience="个人", board="综窗", life_event=""
    ),
    ServiceItem(
        id="SC-001", name="企业开办", department="市场监督管理局", audience="企业", board="综窗", life_event=""
    ),
)
HEAD = (("事项名称", "居民身份证补领（丢失）"), ("实施主体", "公安分局"))


@dataclass(frozen=True)
class Read:
    """What was read of a document by hand."""

    guides: dict[str, ServiceGuide]
    origins: dict[str, Origin]
    problems: tuple[Problem, ...]

    @property
    def guide(self) -> ServiceGuide:
        """The only guide."""
        (guide,) = self.guides.values()
        return guide

    @property
    def origin(self) -> Origin:
        """Its origin."""
        (origin,) = self.origins.values()
        return origin

    def told(self, field: str) -> list[Problem]:
        """Problems about a field or a part of it."""
        return [problem for problem in self.problems if problem.field.split("[")[0].split(".")[0] == field]


def table(rows: Sequence[Sequence[str | Cell]], number: int = 1) -> Table:
    """Rows of equal or unequal length; a cell that is given twice side by side or below spans both places."""
    width = max(len(row) for row in rows)
    at = Position(table=number)
    made = tuple(
        tuple(
            cell if isinstance(cell, Cell) else Cell(cell, Position(table=number, row=index + 1, column=column + 1))
            for column, cell in enumerate([*row, *[""] * (width - len(row))])
        )
        for index, row in enumerate(rows)
    )
    return Table(made, at)


def spanning(text: str, row: int, column: int, rows: int = 1, columns: int = 1, number: int = 1) -> Cell:
    """A cell that covers several places."""
    return Cell(text, Position(table=number, row=row, column=column), rows, columns)


def lines(*texts: str | Text) -> tuple[Text, ...]:
    """Paragraphs; ``# `` and ``## `` make headings, ``**`` bold ones."""
    return tuple(each if isinstance(each, Text) else _line(each, index) for index, each in enumerate(texts, 1))


def _line(text: str, index: int) -> Text:
    bare = text.lstrip("#")
    level = len(text) - len(bare)
    bold = text.startswith("**")
    return Text(bare.strip().strip("*"), Position(paragraph=index), level=level, bold=bold)


def read(*blocks: Block, file: str = "指南.docx", warnings: tuple[Problem, ...] = ()) -> Read:
    """What the guide reader makes of the blocks."""
    parsed = read_guides(Document(file, "docx", blocks, warnings=warnings), Known.of(ITEMS), sha256="0" * 64)
    return Read(
        {each.value.id: each.value for each in parsed.records},
        {each.value.id: each.origin for each in parsed.records},
        parsed.problems,
    )
