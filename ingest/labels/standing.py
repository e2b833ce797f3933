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
    "修复|移出|移除|撤销|解除|期满|满[一二三两0-9]+年|近(?:二|两|三|五|[2-9])|(?:两|二|三|五|[2-9])年内|特别重大|除外|以外|之外|例外|另有|视情|酌情|减半|轻微"
)
_ACCIDENT = re.compile("较大[^,。;]{0,6}以上[^,。;]{0,20}事故|事故[^,。;]{0,4}较大[^,。;]{0,4}以上")
_DENIES = re.compile("不|未|无|非|没有|除|禁止|负面")
_HEAD = re.compile(
    "(?:[一-龥]{0,8}(?:企业|单位|主体|对象|者|人))?(?:只要)?(?:有|存在|出现|属于|符合|具有|发生)?(?:下列|以下|如下)(?:任何|任意)?(?:一种|之一|一项|各种|情形|情况|行为|问题|条件|的|之|者|一|任)*"
    "|[一-龥]{0,12}(?:均|都|一律|概|皆)?(?:不适用|不享受|不予[一-龥]{2,6}|不得[一-龥]{2,8}|不纳入[一-龥]{2,8}|不再[一-龥]{2,8}|不支持|不受理)[一-龥]{0,14}"
)


def standing(reading: Reading, start: int, end: int) -> list[Item] | None:
    """The conditions of ``text[start:end]``, ``None`` where more may be meant than these."""
    text = reading.text[start:end]
    if _DOUBT.search(text):
        return None
    items: list[Item] = []
    for first, last in pieces(reading.text, start, end, ",:;。\n"):
        clause = re.sub(r"^\s*(?:\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、])", "", reading.text[first:last]).strip()
        found = _of_clause(reading, first, last, _DENIES.search(text) is not None)
        if found is None and not _HEAD.fullmatch(clause):
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
