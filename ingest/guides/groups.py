"""Fields with columns of their own: materials, steps, places, questions, situations; fee and online service."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn, TypeVar

from ingest.guides.fee_of import fee
from ingest.guides.heads import HEADS
from ingest.guides.lists import number_of, words
from ingest.guides.online_of import online
from ingest.guides.records import Columns, records_of, streamed
from ingest.guides.said import PRIMARY, Value, joined, texts_of
from ingest.guides.values import words as said_words
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import clean, says_nothing
from ingest.problems import shown
from ingest.words import LABELS, path_label
from knowledge.models import FrequentQuestion, Material, Place, Step, Variant

if TYPE_CHECKING:
    from ingest.guides.build import Builder

__all__ = ["faq", "fee", "materials", "online", "places", "steps", "variants"]


T = TypeVar("T")

_MEDIUM = re.compile(r"(?:纸质|电子|电子化|电子件|电子文件|纸质件|/|或|和|及|、|,)+(?:材料|文档|版)?")


class _Absent(Exception):
    """The group cannot be given whole; what is wrong has been told."""


def materials(builder: Builder) -> tuple[Material, ...]:
    """申请材料. A list is given whole or not at all: a paper that is left out would send a citizen home again."""
    return _whole(builder, "materials", _material)


def steps(builder: Builder) -> tuple[Step, ...]:
    """办理流程."""
    return _whole(builder, "steps", lambda reader: Step(name=reader.text("name"), detail=reader.may("detail")))


def faq(builder: Builder) -> tuple[FrequentQuestion, ...]:
    """常见问题."""
    return _whole(builder, "faq", lambda reader: FrequentQuestion(q=reader.text("q"), a=reader.text("a")))


def variants(builder: Builder) -> tuple[Variant, ...]:
    """情形."""
    records = _records(builder, "variants")
    lists = [texts_of(columns.get("materials", ())) for columns in records]
    divided = any(
        len(lines) > 1 or any(line.mark or "；" in line.text for line in lines)
        for lines in lists
        if not any(number_of(line.text).value for line in lines)
    )
    return _made(builder, "variants", records, lambda reader: _variant(reader, "" if divided else "、，,"))


def places(builder: Builder) -> tuple[Place, ...]:
    """办理地点; hours and a telephone that are said once hold for each place."""
    return _whole(builder, "places", _place)


class _Reader:
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


def _whole(builder: Builder, group: str, read: Callable[[_Reader], T]) -> tuple[T, ...]:
    return _made(builder, group, _records(builder, group), read)


def _made(builder: Builder, group: str, records: Sequence[Columns], read: Callable[[_Reader], T]) -> tuple[T, ...]:
    def every(builder: Builder) -> tuple[T, ...]:
        return tuple(_one(builder, group, index, columns, read) for index, columns in enumerate(records))

    try:
        return builder.made(group, every) or ()
    except _Absent:
        return ()


def _one(builder: Builder, group: str, index: int, columns: Columns, read: Callable[[_Reader], T]) -> T:
    pieces = [piece for value in columns.values() for piece in value]
    if not builder.trusted(f"{group}[{index}]", pieces):
        raise _Absent
    if pieces:
        builder.place(group, pieces[0].at)
        builder.place(f"{group}[{index}]", pieces[0].at)
    return read(_Reader(builder, group, index, columns))


def _records(builder: Builder, group: str) -> list[Columns]:
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


def _material(reader: _Reader) -> Material:
    name = reader.text("name")
    form_text, count_text = _form_said(reader.may("form")), reader.may("copies")
    told = HEADS["materials"](f"x（{form_text}）") if form_text else {}
    form_text = told.get("form", form_text)
    count_text = count_text or told.get("copies", "")
    return Material(
        name=name,
        form=_value(reader, "form", form_text, said_words.form),
        copies=_value(reader, "copies", count_text, said_words.copies),
        required=_value(
            reader,
            "required",
            reader.may("required") or told.get("required", "") or joined(reader.columns.get("required", ())),
            said_words.required,
        ),
        note=reader.may("note"),
    )


def _form_said(text: str) -> str:
    """Of several columns about the form (材料类型 原件, 材料形式 纸质) the one that says it."""
    said = [line for line in text.split("\n") if not _MEDIUM.fullmatch(said_words.squeezed(line))]
    return said[0] if len(set(said)) == 1 else text


def _value(reader: _Reader, column: str, text: str, read: Callable[[str], T]) -> T:
    if not text:
        reader.tell(column, "没有写")
    try:
        return read(text)
    except Unclear as unclear:
        reader.tell(column, unclear.message)


def _place(reader: _Reader) -> Place:
    columns = reader.columns
    if not columns.get("name") and columns.get("address"):
        columns = reader.columns = {**columns, "name": columns["address"], "address": ()}
    return Place(
        name=reader.text("name"), address=reader.may("address"), hours=reader.may("hours"), phone=reader.may("phone")
    )


def _variant(reader: _Reader, signs: str) -> Variant:
    """``signs`` divide the papers of one situation; none where another situation shows how they are divided."""
    papers = texts_of(reader.columns.get("materials", ()))
    if papers:
        reader.builder.place(f"variants[{reader.index}].materials", papers[0].at)
    none = says_nothing(joined(papers))
    return Variant(
        name=reader.text("name"),
        when=reader.text("when"),
        materials=() if none else tuple(each.text for each in words(papers, signs).texts),
        note=reader.may("note"),
    )
