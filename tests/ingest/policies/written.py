"""Builders: documents by hand, line by line."""

from __future__ import annotations

from datetime import date

from ingest.documents.document import Block, Cell, Document, Format, Table, Text
from ingest.policies.read import read_policy
from ingest.policies.reading import PolicyReading
from knowledge.manifest import Problem
from knowledge.models import PolicyDocument, Position

TODAY = date(2026, 11, 23)
HEAD = ("鲤城区扶持养鱼若干措施", "泉鲤农〔2025〕8号", "各街道办事处：", "为支持养鱼，提出如下措施。")
BODY = ("一、补贴。每户2000元。", "二、办理。到窗口申请。")
VALID = "三、期限。本措施自2025年6月1日起施行，有效期三年。"
SIGNED = ("泉州市鲤城区农业农村局", "2025年5月20日")
WHOLE = (*HEAD, *BODY, VALID, *SIGNED)


def document(
    *blocks: str | Block,
    file: str = "policies/养鱼.docx",
    format: Format = "docx",
    title: str = "",
    url: str = "",
    warnings: tuple[Problem, ...] = (),
) -> Document:
    """Lines become paragraphs numbered from 1."""
    made = tuple(
        Text(block, Position(paragraph=number)) if isinstance(block, str) else block
        for number, block in enumerate(blocks, start=1)
    )
    return Document(file, format, made, title=title, url=url, warnings=warnings)


def table(*rows: tuple[str, ...], head: bool = False) -> Table:
    """A plain grid; ``head`` marks its first row."""
    cells = (
        tuple(Cell(text, Position(table=1, row=y, column=x), head=head and y == 1) for x, text in enumerate(row, 1))
        for y, row in enumerate(rows, 1)
    )
    return Table(tuple(cells), Position(table=1))


def read(*blocks: str | Block, **options: object) -> PolicyReading:
    """What is read of such a document on :data:`TODAY`."""
    return read_policy(document(*blocks, **options), sha256="0" * 64, on=TODAY)  # type: ignore[arg-type]


def published(reading: PolicyReading) -> PolicyDocument:
    """The document, which must be without doubt."""
    (record,) = reading.parsed().records
    return record.value


def refused(reading: PolicyReading) -> Problem:
    """The one rejection of a file that is not published."""
    parsed = reading.parsed()
    assert parsed.records == ()
    (problem,) = [one for one in parsed.problems if one.severity == "rejected"]
    return problem


def sections(reading: PolicyReading) -> list[str]:
    return [article.section for article in reading.text.articles]


def texts(reading: PolicyReading) -> dict[str, str]:
    source = reading.text.source
    return {article.section: source[article.start : article.end] for article in reading.text.articles}
