"""Fields with columns of their own: materials, steps, places, questions, situations; fee and online service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.guides.fee_of import fee
from ingest.guides.grouped import Reader, made, records_in, whole
from ingest.guides.lists import number_of, words
from ingest.guides.online_of import online
from ingest.guides.papers import materials
from ingest.guides.said import joined, texts_of
from ingest.guides.values.words import says_nothing
from knowledge.models import FrequentQuestion, Place, Step, Variant

if TYPE_CHECKING:
    from ingest.guides.build import Builder

__all__ = ["faq", "fee", "materials", "online", "places", "steps", "variants"]


def steps(builder: Builder) -> tuple[Step, ...]:
    """办理流程."""
    return whole(builder, "steps", lambda reader: Step(name=reader.text("name"), detail=reader.may("detail")))


def faq(builder: Builder) -> tuple[FrequentQuestion, ...]:
    """常见问题."""
    return whole(builder, "faq", lambda reader: FrequentQuestion(q=reader.text("q"), a=reader.text("a")))


def variants(builder: Builder) -> tuple[Variant, ...]:
    """情形."""
    records = records_in(builder, "variants")
    lists = [texts_of(columns.get("materials", ())) for columns in records]
    divided = any(
        len(lines) > 1 or any(line.mark or "；" in line.text for line in lines)
        for lines in lists
        if not any(number_of(line.text).value for line in lines)
    )
    return made(builder, "variants", records, lambda reader: _variant(reader, "" if divided else "、，,"))


def places(builder: Builder) -> tuple[Place, ...]:
    """办理地点; hours and a telephone that are said once hold for each place."""
    return whole(builder, "places", _place)


def _place(reader: Reader) -> Place:
    columns = reader.columns
    if not columns.get("name") and columns.get("address"):
        columns = reader.columns = {**columns, "name": columns["address"], "address": ()}
    return Place(
        name=reader.text("name"), address=reader.may("address"), hours=reader.may("hours"), phone=reader.may("phone")
    )


def _variant(reader: Reader, signs: str) -> Variant:
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
