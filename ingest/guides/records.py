"""The entries of a group (materials, steps, places ..) from tables, labelled lines and plain lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.document import Table, Text
from ingest.guides.fields import Fields
from ingest.guides.lists import begins_of, number_of, numbered_inside
from ingest.guides.parts import parts
from ingest.guides.said import PRIMARY, Piece, Row, Said, Value, texts_of
from ingest.guides.values.unclear import Unclear

Columns = dict[str, Value]
_LONGEST = 2000
_ARROW = re.compile(r"\s*(?:→|⟶|➔|➜|->|—>|-->|⇒|↓)\s*")
Head = Callable[[str], Mapping[str, str]]
"""What the unlabelled words of an entry say: 居民户口簿（原件，1份） -> its columns."""


@dataclass
class Records:
    """Entries in order, and pieces that belong to none."""

    found: list[Columns] = field(default_factory=list)
    left: list[Piece] = field(default_factory=list)
    tabled: bool = False


def records_of(
    value: Iterable[Piece], group: str, fields: Fields, head: Head, read: Callable[[Table], Sequence[Said]]
) -> Records:
    """The entries that a value holds; ``read`` gives what a nested table says."""
    records = Records()
    run: list[Text] = []
    for piece in value:
        if isinstance(piece, Text):
            run.append(piece)
            continue
        _take_texts(records, run, group, fields, head)
        run = []
        if isinstance(piece, Row):
            records.found.append(dict(piece.cells))
            records.tabled = True
        elif isinstance(piece, Table):
            _take_table(records, piece, group, fields, head, read)
    _take_texts(records, run, group, fields, head)
    return records


def _take_table(
    records: Records, table: Table, group: str, fields: Fields, head: Head, read: Callable[[Table], Sequence[Said]]
) -> None:
    partial: list[tuple[str, Value]] = []
    for said in read(table):
        if said.field == group:
            inner = records_of(said.value, group, fields, head, lambda table: ())
            records.found += inner.found
            records.left += inner.left
        elif said.group == group:
            partial.append((said.field.partition(".")[2], tuple(said.value)))
        else:
            records.left += said.value
    records.found += streamed(partial, group)
    records.tabled = True


def streamed(partial: Iterable[tuple[str, Value]], group: str) -> list[Columns]:
    """Entries told column by column: the first column, or one that is there already, begins the next entry."""
    found: list[Columns] = []
    for column, value in partial:
        if not found or column in found[-1] or (column == PRIMARY.get(group) and found[-1].get(column)):
            found.append({})
        found[-1][column] = value
    return found


def _take_texts(records: Records, run: Sequence[Text], group: str, fields: Fields, head: Head) -> None:
    if not run:
        return
    if records.tabled:
        records.left += run
        return
    for block in _blocks(run, group, fields):
        records.found.append(_entry(block, group, fields, head))


def _blocks(run: Sequence[Text], group: str, fields: Fields) -> list[list[Text]]:
    """The lines of each entry."""
    lines = [line for text in texts_of(run) for line in numbered_inside(text)]
    arrows = [replace(line, text=part) for line in lines for part in _ARROW.split(line.text) if part.strip()]
    if group == "steps" and len(lines) == 1 and len(arrows) > 2:
        return [[line] for line in arrows]
    heads = [bool(line.level or line.bold) for line in lines]
    if any(heads) and not all(heads) and heads[0]:
        return _cut([_unnumbered(line) if head else line for line, head in zip(lines, heads, strict=True)], heads)
    begins = begins_of(lines)
    if begins is not None:
        stripped = [line if begin <= 0 else _without(line, begin) for line, begin in zip(lines, begins, strict=True)]
        return _cut(stripped, [begin >= 0 for begin in begins])
    return _cut(lines, _first_lines(lines, group, fields))


def _first_lines(lines: Sequence[Text], group: str, fields: Fields) -> list[bool]:
    """Which lines begin an entry: those without labels, or, where every line has one, the group's first column."""
    told = [parts(line.text, group, fields) for line in lines]
    primary = PRIMARY.get(group, "")
    if any(primary in each.columns and not each.head for each in told):
        return [primary in each.columns or index == 0 for index, each in enumerate(told)]
    return [bool(each.head) or index == 0 for index, each in enumerate(told)]


def _cut(lines: Sequence[Text], begins: Sequence[bool]) -> list[list[Text]]:
    blocks: list[list[Text]] = []
    for line, begin in zip(lines, begins, strict=True):
        if begin or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _unnumbered(line: Text) -> Text:
    return _without(line, number_of(line.text).length)


def _without(line: Text, begin: int) -> Text:
    return Text(line.text[begin:].strip(), line.at)


def _entry(block: Sequence[Text], group: str, fields: Fields, head: Head) -> Columns:
    """One entry: what its labels say, and what ``head`` reads in the rest."""
    columns: Columns = {}
    rest: list[str] = []
    last = ""
    for line in block:
        told = parts(line.text, group, fields)
        if told.head and last and not told.columns:
            columns[last] = (*columns[last], Text(told.head, line.at))
            continue
        if told.head:
            rest.append(told.head)
        for column, text in told.columns.items():
            columns[column] = (*columns.get(column, ()), *((Text(text, line.at),) if text else ()))
            last = column
    if sum(map(len, rest)) > _LONGEST:
        raise Unclear("里有一项太长，最多 2000 个字")
    if rest:
        said = head("\n".join(rest))
        if any(
            text and column in columns for column, text in said.items()
        ):  # a labelled column is not in the name as well
            said = {PRIMARY[group]: "\n".join(rest)}
        for column, text in said.items():
            columns.setdefault(column, (Text(text, block[0].at),) if text else ())
    return columns
