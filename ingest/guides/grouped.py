"""The entries of a group as columns, each read by one reader; a list that cannot be given whole is told and absent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ingest.guides.heads import HEADS
from ingest.guides.lists import words
from ingest.guides.records import Columns, records_of, streamed
from ingest.guides.said import PRIMARY, Value, joined, texts_of
from ingest.guides.values import words as said_words
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import clean, says_nothing
from ingest.problems import shown
from ingest.words import LABELS, path_label

if TYPE_CHECKING:
    from ingest.guides.build import Builder

T = TypeVar("T")


class _Absent(Exception):
    """The group cannot be given whole; what is wrong has been told."""


class Reader:
    """One entry of a group."""

    def __init__(self, builder: Builder, group: str, index: int, columns: Columns) -> None:
        self.builder, self.group, self.index = builder, group, index
        self.columns = _settled(columns)

    def text(self, column: str) -> str:
        """A column that must be there."""
        text = self.may(column)
        if not text:
            self.tell(column, "没有写")
        return text

    def may(self, column: str) -> str:
        """A column that may be missing; 无 and — are nothing. Raises Unclear for what cannot be published."""
        value = self.columns.get(column, ())
        text = clean(joined(value))
        if value:
            self.builder.place(f"{self.group}[{self.index}].{column}", value[0].at)
        primary = PRIMARY.get(self.group)
        return "" if column != primary and says_nothing(text) else text

    def tell(self, column: str, what: str) -> NoReturn:
        """Tells what is wrong with a column and gives the group up."""
        path = (self.group, self.index, column)
        value = self.columns.get(column) or next(iter(self.columns.values()), ())
        name = joined(self.columns.get(PRIMARY[self.group], ()))
        of = f"“{shown(name, 20)}”" if name else ""
        self.builder.warn(
            f"{self.group}[{self.index}].{column}",
            f"{path_label(path)}{of}{what}，{LABELS[self.group]}整项没有采用",
            value[0].at if value else None,
        )
        raise _Absent


def _settled(columns: Columns) -> Columns:
    """Columns whose heading may mean either of two (材料要求 is a form or a note): their content or what is missing decides."""
    found = {name: value for name, value in columns.items() if "|" not in name}
    for name, value in columns.items():
        if "|" in name:
            first, second = name.split("|")
            fits = first not in found and (first != "form" or _reads(said_words.form, joined(value)))
            meant = first if fits else second
            found[meant] = (*found.get(meant, ()), *value)
    return found


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except Unclear:
        return False
    return True


def whole(builder: Builder, group: str, read: Callable[[Reader], T]) -> tuple[T, ...]:
    return made(builder, group, records_in(builder, group), read)


def made(builder: Builder, group: str, records: Sequence[Columns], read: Callable[[Reader], T]) -> tuple[T, ...]:
    def every(builder: Builder) -> tuple[T, ...]:
        return tuple(_one(builder, group, index, columns, read) for index, columns in enumerate(records))

    try:
        return builder.made(group, every) or ()
    except _Absent:
        return ()


def _one(builder: Builder, group: str, index: int, columns: Columns, read: Callable[[Reader], T]) -> T:
    pieces = [piece for value in columns.values() for piece in value]
    if not builder.trusted(f"{group}[{index}]", pieces):
        raise _Absent
    if pieces:
        builder.place(group, pieces[0].at)
        builder.place(f"{group}[{index}]", pieces[0].at)
    return read(Reader(builder, group, index, columns))


def records_in(builder: Builder, group: str) -> list[Columns]:
    """The entries of a group from its own label and from labels of its columns."""
    value = builder.whole(group)
    if value and says_nothing(joined(value)):
        builder.told.add(group)
        value = []
    try:
        records = records_of(value, group, builder.fields, HEADS[group], lambda table: builder.table(table, group))
    except Unclear as unclear:
        builder.warn(group, f"{LABELS[group]}{unclear.message}，没有采用", value[0].at)
        return []
    if records.left:
        builder.warn(
            group, f"{LABELS[group]}旁有没读进去的内容：“{shown(joined(records.left), 30)}”", records.left[0].at
        )
    partial = [
        (each.field.partition(".")[2], tuple(each.value))
        for each in builder.draft.said
        if each.field.startswith(f"{group}.") and each.value
    ]
    if records.found and partial:
        return _filled(builder, group, records.found, partial)
    return records.found or streamed(partial, group)


def _filled(builder: Builder, group: str, found: list[Columns], partial: Sequence[tuple[str, Value]]) -> list[Columns]:
    """Columns that are told once, beside the entries, hold for every entry that lacks them."""
    for column in dict(partial):
        values = [value for name, value in partial if name == column]
        lines = texts_of(values[0])
        lacking = [entry for entry in found if not entry.get(column)]
        agreed = len({joined(value) for value in values}) == 1
        if agreed and (len(lines) == 1 or len(found) == 1):
            for entry in lacking:
                entry[column] = values[0]
        elif agreed and len(lines) == len(found) == len(lacking):
            for entry, line in zip(found, words(lines).texts, strict=False):
                entry[column] = (line,)
        elif lacking:
            label = LABELS[f"{group}.{column}"]
            builder.warn(f"{group}.{column}", f"{LABELS[group]}的{label}分不清是哪一处的，没有采用", values[0][0].at)
    return found
