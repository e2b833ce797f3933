"""What a policy library's page says around the document: the table of 索引号, 文号, 有效性, and lines that are only the page's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.policies.canonical import Line
from ingest.policies.facts import Fact
from ingest.policies.tables import whole_text
from ingest.policies.vocabulary import Field, any_of, plain, vocabulary
from knowledge.models import Position

PageFacts = dict[Field, tuple[Fact[str], ...]]
"""What the page says of each field, each said thing once."""

_FEWEST_LABELS = 2
_LONGEST_FURNITURE = 40
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百]+[条章]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|附件"
)
_PAIR = re.compile(r"(?:^|(?<=\s)|(?<=[\[【|｜]))([\u4e00-\u9fffA-Za-z]{2,10})[：:]\s*([^\s\]】|｜]*(?:[ ][0-9:]+)?)")

_SPREAD = re.compile(r"(?:^|(?<=\s))[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){1,3}[ \u3000]*(?=[：:])")


@dataclass(frozen=True)
class Page:
    """``facts`` of the page and the ``document`` without the page's table."""

    facts: PageFacts
    document: Document


def read_page(document: Document) -> Page:
    """The page's table taken off the document, and what it says."""
    found: defaultdict[Field, list[Fact[str]]] = defaultdict(list)
    kept: list[Block] = []
    begun = False
    for block in document.blocks:
        begun = begun or (isinstance(block, Text) and _NUMBERED.match(block.text) is not None)
        if not begun and isinstance(block, Table) and _is_page_table(block):
            for field, fact in _table_facts(block):
                found[field].append(fact)
        else:
            kept.append(block)
    return Page(_once(found), replace(document, blocks=tuple(kept)))


def line_facts(text: str, at: Position) -> tuple[tuple[Field, Fact[str]], ...]:
    """What a line such as ``发布时间：2025-01-20 来源：…`` says; empty when it is not made of such fields."""
    pairs = [(label, value.strip()) for label, value in _pairs(text) if vocabulary().labels(label)]
    if not pairs or not _begins_with_label(text):
        return ()
    named = ((vocabulary().field(label), value) for label, value in pairs)
    return tuple((field, Fact(value, text, at)) for field, value in named if field is not None and value)


def is_furniture(text: str) -> bool:
    """Is the line the page's (打印, 来源：…), not the document's?"""
    line = plain(text)
    if len(line) > 3 * _LONGEST_FURNITURE or _NUMBERED.match(line) or "。" in line:
        return False
    labels = [label for label, _ in _pairs(text)]
    if labels and _begins_with_label(text):
        return len(labels) > 1 or vocabulary().field(labels[0]) in (None, "posted", "status", "category")
    return len(line) <= _LONGEST_FURNITURE and re.match(any_of(vocabulary().furniture), line) is not None


def pairs_of_lines(lines: Sequence[Line]) -> dict[int, tuple[Field, Fact[str]] | None]:
    """Lines that are a page's label by themselves, and the values below them, by line number; values of ours with their fact.

    A page without a table sets its facts so; a single such pair may be chance.
    """
    found: dict[int, tuple[Field, Fact[str]] | None] = {}
    count = 0
    for place, (line, below) in enumerate(pairwise(lines)):
        if place in found or not vocabulary().labels(line.text):
            continue
        found[place] = None
        count += 1
        if not vocabulary().labels(below.text):
            field = vocabulary().field(line.text)
            fact = Fact(below.text, f"{line.text}：{below.text}", below.at)
            found[place + 1] = (field, fact) if field is not None else None
    return found if count >= _FEWEST_LABELS else {}


def _pairs(text: str) -> list[tuple[str, str]]:
    """Labels and values, also of 文　　号：…, whose label is spread out."""
    return _PAIR.findall(_SPREAD.sub(lambda found: plain(found.group()), text))


def _begins_with_label(text: str) -> bool:
    return vocabulary().labels(re.split("[：:]", text.lstrip("[【 "), maxsplit=1)[0])


def _is_page_table(table: Table) -> bool:
    """Most of its rows begin with a label of such tables."""
    labelled = sum(1 for row in table.rows if row and _label(row[0]) is not None)
    known = {label for row in table.rows for cell in row if (label := _label(cell)) is not None}
    return len(known) >= _FEWEST_LABELS and labelled * 2 >= len(table.rows)


def _label(cell: Cell) -> str | None:
    head = re.split("[：:]", cell.text.strip(), maxsplit=1)[0]
    return plain(head) if vocabulary().labels(head) else None


def _table_facts(table: Table) -> Iterator[tuple[Field, Fact[str]]]:
    for row in table.rows:
        cells = list({id(cell): cell for cell in row}.values())
        for place, cell in enumerate(cells):
            label, _, value = cell.text.strip().replace(":", "：").partition("：")
            field = vocabulary().field(label)
            source = cell if value.strip() else cells[place + 1] if place + 1 < len(cells) else cell
            said = value.strip() or (whole_text(source) if source is not cell else "")
            if field is not None and said and not vocabulary().labels(said):
                yield field, Fact(said, f"{plain(label)}：{said}", source.at)


def _once(found: dict[Field, list[Fact[str]]]) -> PageFacts:
    return {
        field: tuple({plain(fact.value): fact for fact in reversed(facts)}.values()) for field, facts in found.items()
    }
