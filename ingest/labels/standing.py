"""General clauses read by what they can only mean: nobody is supported because he is listed for bad faith.

A clause that speaks of nothing but listings and accidents asks that there be none, in whatever words (均不适用, 概不受理, 没有…记录); one
that names nothing but districts, or nothing but industries, and denies nothing, says for whom the text is. A second attempt for
clauses whose other words the grammar does not know; what speaks of cured faults, other periods or exceptions stays with a person.
"""

from __future__ import annotations

import re

from ingest.labels.chunk import Reading
from ingest.labels.logic import Item
from ingest.labels.procedure import pieces
from knowledge.measures.conditions import Atom, Condition

_SUBSTANCE = frozenset("FGNQCDTLBAZMYKu")
_DOUBT = re.compile(
    "修复|(?<!未)移出(?!之?前)|移除|撤销|解除|期满|满[一二三两0-9]+年|近(?:二|两|三|五|[2-9])|(?:两|二|三|五|[2-9])年内|特别重大|例外|另有|视情|酌情|减半|轻微|第[零一二三四五六七八九十]+[条项]"
)
_ACCIDENT = re.compile("较大[^,。;]{0,6}以上[^,。;]{0,20}事故|事故[^,。;]{0,4}较大[^,。;]{0,4}以上")
_EXCLUDES = re.compile("不予|不得|不适用|不享受|不纳入|不支持|不受理|不作为|不包括|不再|除外|以外|禁止|负面|取消")
_DENIES = re.compile("不|未|无|非|没有|除")
_HEAD = re.compile(
    "[^0-9%]{0,24}(?:下列|以下|如下)[^0-9%]{0,16}|[^0-9%]{0,12}(?:不|取消|停止|禁止)[^0-9%]{1,16}|[^0-9%]{0,16}(?:收回|追回)[^0-9%]{0,6}"
    "|[一-龥]{0,6}在?(?:申请|申报|申领|受理|享受)[一-龥]{0,4}(?:之?时|时点|期间|当年|之日)|但是?|且|同时|[一-龥]{0,6}(?:企业|单位|主体|对象|者|人|的)"
)
"""Clauses that announce, refuse or date, and ask for nothing themselves; they hold no word of substance."""


def standing(reading: Reading, start: int, end: int) -> list[Item] | None:
    """The conditions of ``text[start:end]``, ``None`` where more may be meant than these."""
    text = reading.text[start:end]
    if _DOUBT.search(text):
        return None
    items: list[Item] = []
    for first, last in pieces(reading.text, start, end, ",:;。\n"):
        clause = re.sub(
            r"^\s*(?:\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、])", "", reading.text[first:last]
        ).strip()
        kinds = {token.kind for token in reading.lexer.tokens(reading.text, first, last)} & _SUBSTANCE
        denied = bool(_EXCLUDES.search(text) or _DENIES.search(clause))
        found = _of_clause(reading, first, last, denied)
        if found is None and (kinds or not _HEAD.fullmatch(clause)):
            return None
        items.extend(found or ())
    return items or None


def _of_clause(reading: Reading, start: int, end: int, denied: bool) -> list[Item] | None:
    tokens = [token for token in reading.lexer.tokens(reading.text, start, end) if token.kind in _SUBSTANCE]
    kinds = {token.kind for token in tokens}
    text = reading.text[start:end]
    accident = _ACCIDENT.search(text)
    conditions: list[Condition] = []
    if kinds and kinds <= set("BA") or (accident and kinds <= set("BAN")):
        conditions = [Atom(str(token.value), "==", False) for token in tokens if token.kind == "B"]
        if "A" in kinds or accident:
            conditions.append(Atom("safety_accident", "==", False))
    elif kinds == {"D"} and not denied:
        names = tuple(dict.fromkeys(name for token in tokens for name in _names(token.value)))
        conditions = [Atom("district", "==", names[0]) if len(names) == 1 else Atom("district", "in", names)]
    elif kinds == {"C"} and not denied:
        codes = tuple(dict.fromkeys(code for token in tokens for code in _names(token.value)))
        conditions = [Atom("industry_code", "prefix", codes)]
    return [Item(one, "B", start, end) for one in conditions] or None


def _names(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, tuple) else ()
