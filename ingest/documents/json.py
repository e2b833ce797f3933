"""JSON and JSON Lines as documents: an object is a table of names and values, each record a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.documents.document import Block, Cell, Document, Table, Text
from ingest.documents.xlsx_format import shown_number
from ingest.parse import text as utf8
from ingest.parse.json_text import Path, lines_of, load
from ingest.problems import RejectedFile, rejection
from ingest.words import path_text
from knowledge.manifest import Problem
from knowledge.models import Position

MOST_VALUES = 1_000_000
"""Commas and brackets of one file: counted before anything is made of them. Three thousand guides have half as many."""
_ENVELOPES = ("items", "data", "records", "list", "rows", "result", "results", "guides")
"""Names under which feeds hand over their records, beside page numbers and the like."""


def read_json(file: str, data: bytes) -> Iterator[Document | Problem]:
    """One document a record of a JSON file; raises RejectedFile for anything but strict JSON."""
    source, warnings = utf8.decode(file, data)
    found = _records(_loaded(file, source), ())
    reader = _Reader(file, lines_of(source))
    yield from warnings
    for path, record in found:
        yield reader.document(record, path) if isinstance(record, dict) else reader.stranger(path)
    if not found:
        raise rejection(file, "里面没有记录")


def read_json_lines(file: str, data: bytes) -> Iterator[Document | Problem]:
    """One document a line; a bad line is one rejection and leaves the others."""
    source, warnings = utf8.decode(file, data)
    yield from warnings
    for number, line in enumerate(source.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _one_line(file, line, number)
        except RejectedFile as error:
            yield error.problem.model_copy(update={"line": number})


def _loaded(file: str, source: str) -> object:
    if sum(source.count(mark) for mark in ",[{") > MOST_VALUES:
        raise rejection(file, f"内容太多，超过 {MOST_VALUES} 个值，请分成几个文件")
    return load(file, source)


def _one_line(file: str, line: str, number: int) -> Document:
    value = _loaded(file, line)
    if not isinstance(value, dict):
        raise rejection(file, "这一行不是一条记录（应当用花括号括起来）")
    return _Reader(file, {}, number).document(value, ())


def _records(value: object, path: Path) -> list[tuple[Path, object]]:
    """The records and the way to each; an object that is no envelope is its own record."""
    if isinstance(value, list):
        return [((*path, index), record) for index, record in enumerate(value)]
    if not isinstance(value, dict):
        return [(path, value)]
    for name in _ENVELOPES:
        others = (part for key, part in value.items() if key != name)
        if isinstance(value.get(name), list | dict) and not any(isinstance(part, list | dict) for part in others):
            return _records(value[name], (*path, name))
    return [(path, value)]


@dataclass
class _Reader:
    """Values into blocks with their lines; ``line`` is the only one where a record fills one line."""

    file: str
    lines: dict[Path, int]
    line: int = 0

    def document(self, record: object, path: Path) -> Document:
        """One record; ``path`` is the way to it."""
        return Document(self.file, "json", (self._object(record, path),))

    def stranger(self, path: Path) -> Problem:
        """The line for an entry of the list that is no record."""
        reason = "这里应当是一条记录（用花括号括起来）"
        return rejection(self.file, reason, path_text(path), at=self._at(path)).problem

    def _at(self, path: Path) -> Position:
        return Position(line=self.line or self.lines.get(path, 0), path=path_text(path))

    def _object(self, value: object, path: Path) -> Table:
        pairs = value.items() if isinstance(value, dict) else ()
        rows = (
            (Cell(name, self._at((*path, name)), head=True), self._cell(part, (*path, name))) for name, part in pairs
        )
        return Table(tuple(rows), self._at(path))

    def _cell(self, value: object, path: Path) -> Cell:
        if isinstance(value, list | dict):
            return Cell("", self._at(path), inner=tuple(self._inner(value, path)))
        return Cell(_scalar(value), self._at(path))

    def _inner(self, value: object, path: Path) -> Iterator[Block]:
        if isinstance(value, dict):
            yield self._object(value, path)
        elif isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            yield self._list_of_objects(value, path)
        elif isinstance(value, list):
            for index, part in enumerate(value):
                yield from self._entry(part, (*path, index))

    def _entry(self, part: object, path: Path) -> Iterator[Block]:
        if isinstance(part, list | dict):
            yield from self._inner(part, path)
        else:
            yield Text(_scalar(part), self._at(path))

    def _list_of_objects(self, value: list[dict[str, object]], path: Path) -> Table:
        names = list(dict.fromkeys(name for part in value for name in part))
        head = tuple(Cell(name, self._at(path), head=True) for name in names)
        rows = (
            tuple(self._cell(part.get(name), (*path, index, name)) for name in names)
            for index, part in enumerate(value)
        )
        return Table((head, *rows), self._at(path))


def _scalar(value: object) -> str:
    """A value as people write it: 是 and 否, 40 rather than 40.0, nothing for null."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return str(value)
    return shown_number(value, "") if isinstance(value, float) else str(value or "")
