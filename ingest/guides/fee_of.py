"""收费: what is said of the fee in one place or in several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.documents.document import Table, Text
from ingest.guides.parts import parts
from ingest.guides.said import Said, joined, where
from ingest.guides.values.boxes import ticked
from ingest.guides.values.money import amount, amount_in
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import clean, says_nothing, yes_or_no
from knowledge.models import Fee, Position

if TYPE_CHECKING:
    from ingest.guides.build import Builder

_FREE = "不收费"
_COLUMNS = ("charged", "amount", "text", "basis")
_NO_MORE_THAN_YES = ("是", "有", "收费", "收取")
_NO_MORE_THAN_NO = ("否", "不收取", "无需收费")


class _Contradiction(Exception):
    """The fee says two things; it has been told."""


def fee(builder: Builder) -> Fee | None:
    """The fee, or ``None`` where nothing is said or what is said contradicts itself."""
    try:
        told = _told(builder)
        return _fee(builder, told) if told else None
    except _Contradiction:
        return None


def _fee(builder: Builder, told: dict[str, str]) -> Fee | None:
    charged = _charged(builder, told)
    text = told.get("text") or told.get("amount") or ("" if charged is not False else _FREE)
    if not text:
        builder.warn("fee", "收费只写了是否收费或依据，没有写收费标准", _at(builder))
        return None
    if text in _NO_MORE_THAN_YES:
        builder.warn("fee", f"收费只写了“{text}”，没有写收费标准", _at(builder))
        return None
    if says_nothing(text) or text in _NO_MORE_THAN_NO:
        text = _FREE
    basis = told.get("basis", "")
    yuan = _amount(builder, told, text, charged)
    return Fee(amount=yuan, text=text, basis="" if says_nothing(basis) else basis)


def _at(builder: Builder) -> Position | None:
    return next((builder.places[path] for path in ("fee.amount", "fee.text", "fee") if path in builder.places), None)


def _told(builder: Builder) -> dict[str, str]:
    """charged, amount, text and basis as printed; raises _Contradiction."""
    told: dict[str, str] = {}
    for each in builder.whole_said("fee"):
        if not builder.trusted("fee", each.value):
            raise _Contradiction
        builder.place("fee", each.value[0].at)
        _add(builder, told, _of_whole(builder, each))
    for column in _COLUMNS:
        value = builder.text(f"fee.{column}", "fee.text" if column == "charged" else "")
        if value:
            builder.place("fee", builder.said(f"fee.{column}")[0].value[0].at)
            whole = _of_words(builder, value) if column in ("charged", "text") else {}
            if set(whole) - {column}:
                _place(builder, builder.said(f"fee.{column}")[0], whole)
            _add(builder, told, whole or {column: value})
    return told


def _add(builder: Builder, told: dict[str, str], more: dict[str, str]) -> None:
    """Adds what is said; the same column with other words contradicts itself."""
    for column, text in more.items():
        if told.get(column, text) != text:
            builder.warn(f"fee.{column}", "收费前后不一致，没有采用", _at(builder))
            raise _Contradiction
        told[column] = text


def _of_whole(builder: Builder, each: Said) -> dict[str, str]:
    """What one 收费 says: a nested table, labelled parts, or plain words."""
    told: dict[str, str] = {}
    for piece in each.value:
        if isinstance(piece, Table):
            told.update(_of_table(builder, piece))
    texts = "\n".join(piece.text for piece in each.value if isinstance(piece, Text))
    words = _of_words(builder, clean(texts)) if texts else {}
    _place(builder, each, words)
    told.update(words)
    return {name: text for name, text in told.items() if text and name in _COLUMNS}


def _place(builder: Builder, each: Said, words: dict[str, str]) -> None:
    """Each part stands where its words stand, not where its label began."""
    for column, text in words.items():
        at = where(each.value, text)
        if at is not None:
            builder.places[f"fee.{column}"] = at


def _of_table(builder: Builder, table: Table) -> dict[str, str]:
    told = {}
    for said in builder.table(table, "fee"):
        if said.value:
            builder.place(said.field, said.value[0].at)
            told[said.field.removeprefix("fee.")] = clean(joined(said.value))
    return told


def _of_words(builder: Builder, text: str) -> dict[str, str]:
    """不收费; 40元（依据：…）; 金额：40元 说明：…; ☑不收费 ☐收费."""
    try:
        chosen = ticked(text)
    except Unclear as unclear:
        builder.warn("fee", f"收费{unclear.message}", _at(builder))
        return {}
    found = parts(chosen, "fee", builder.fields)
    told = dict(found.columns)
    if found.head:
        told["charged" if found.head in ("是", "否") else "text"] = found.head
    return told


def _charged(builder: Builder, told: dict[str, str]) -> bool | None:
    """Whether there is a fee; ``None`` where that is not said by itself."""
    if "charged" not in told:
        return None
    try:
        return yes_or_no(told["charged"])
    except Unclear:
        try:
            return amount_in(told["charged"]) != 0
        except Unclear as unclear:
            builder.warn("fee.amount", f"是否收费{unclear.message}", _at(builder))
            return None


def _amount(builder: Builder, told: dict[str, str], text: str, charged: bool | None) -> float | None:
    """The amount in yuan. A fee that is charged and costs nothing contradicts itself."""
    try:
        yuan = amount(told["amount"]) if "amount" in told else amount_in(text)
    except Unclear as unclear:
        if charged is False:
            return 0.0
        builder.warn("fee.amount", f"收费金额{unclear.message}", _at(builder))
        return None
    if yuan is None and charged is False:
        yuan = 0.0
    if charged is not None and yuan is not None and charged != (yuan != 0):
        builder.warn("fee", "是否收费与收费金额不一致，没有采用", _at(builder))
        raise _Contradiction
    at = _at(builder)
    if yuan is not None and at is not None:
        builder.place("fee.amount", at)
    return yuan
