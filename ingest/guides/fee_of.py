"""收费: what is said of the fee in one place or in several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.documents.document import Table, Text
from ingest.guides.fields import Fields
from ingest.guides.parts import parts
from ingest.guides.said import Said, joined
from ingest.guides.values.money import amount, amount_in
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import says_nothing, yes_or_no
from knowledge.models import Fee

if TYPE_CHECKING:
    from ingest.guides.build import Builder

_FREE = "不收费"
_BASIS = re.compile(r"^(.+?)\s*[（(【\[]?(?:收费|文件)?依据[：:为]?\s*(.+?)[）)】\]]?$", re.DOTALL)


def fee(builder: Builder) -> Fee | None:
    """The fee, or ``None`` where nothing is said or what is said contradicts itself."""
    told = _told(builder)
    if told is None or not told:
        return None
    charged = _charged(builder, told)
    text = told.get("text", "")
    if charged is False and (not text or says_nothing(text)):
        text = _FREE
    if not text and "amount" in told:
        text = told["amount"]
    if not text:
        builder.warn("fee", "收费只写了是否收费或依据，没有写收费标准", builder.places.get("fee"))
        return None
    text = _FREE if says_nothing(text) or text in ("否", "不收取") else text
    basis = told.get("basis", "")
    made = _amount(builder, told, text, charged)
    if made is _CONTRADICTS:
        return None
    return Fee(amount=made, text=text, basis="" if says_nothing(basis) else basis)  # type: ignore[arg-type]


_CONTRADICTS = object()


def _told(builder: Builder) -> dict[str, str] | None:
    """charged, amount, text and basis as printed; ``None`` where the whole is not trusted."""
    told: dict[str, str] = {}
    for each in builder.whole_said("fee"):
        if not builder.trusted("fee", each.value):
            return None
        builder.place("fee", each.value[0].at)
        told.update(_of_whole(builder, each))
    for column in ("charged", "amount", "text", "basis"):
        value = builder.text(f"fee.{column}", "fee.text" if column == "charged" else f"fee.{column}")
        whole = _of_words(value, builder.fields) if column == "text" else {}
        if len(whole) > 1:
            told.update(whole)
        elif value:
            if column in told and told[column] != value and not (column == "text" and says_nothing(told[column])):
                builder.warn(f"fee.{column}", "收费前后不一致，没有采用", builder.places.get(f"fee.{column}"))
                return None
            told[column] = value
            builder.place("fee", builder.said(f"fee.{column}")[0].value[0].at)
    return told


def _of_whole(builder: Builder, each: Said) -> dict[str, str]:
    """What one 收费 says: a nested table, labelled parts, or words with their basis behind them."""
    told: dict[str, str] = {}
    for piece in each.value:
        if isinstance(piece, Table):
            for inner in builder.table(piece, "fee"):
                told[inner.field.removeprefix("fee.")] = joined(inner.value)
    texts = "\n".join(piece.text for piece in each.value if isinstance(piece, Text))
    if texts:
        told.update(_of_words(texts, builder.fields))
    return {name: text for name, text in told.items() if text and name in ("charged", "amount", "text", "basis")}


def _of_words(text: str, fields: Fields) -> dict[str, str]:
    found = parts(text, "fee", fields)
    told = dict(found.columns)
    if found.head:
        told["charged" if found.head in ("是", "否") else "text"] = found.head
    return told


def _charged(builder: Builder, told: dict[str, str]) -> bool | None:
    if "charged" not in told:
        return None
    bare = told["charged"]
    try:
        return yes_or_no(bare)
    except Unclear:
        pass
    try:
        return amount_in(bare) != 0
    except Unclear as unclear:
        builder.warn("fee.amount", f"是否收费{unclear.message}", builder.places.get("fee"))
        return None


def _amount(builder: Builder, told: dict[str, str], text: str, charged: bool | None) -> object:
    """The amount; a fee that is charged and costs nothing contradicts itself."""
    at = builder.places.get("fee.amount") or builder.places.get("fee.text") or builder.places.get("fee")
    try:
        value = amount(told["amount"]) if "amount" in told else 0.0 if charged is False else amount_in(text)
    except Unclear as unclear:
        builder.warn("fee.amount", f"收费金额{unclear.message}", at)
        return None
    if charged is not None and value is not None and charged != (value != 0):
        builder.warn("fee", "是否收费与收费金额不一致，没有采用", at)
        return _CONTRADICTS
    if value is not None and at is not None:
        builder.place("fee.amount", at)
    return value
