"""Services instead of money: 纳入…名单, 由…免费提供…, told in the text's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.labels.chunk import Reading
from ingest.labels.found import AWARDS
from ingest.labels.grammar import chunks_of
from ingest.labels.procedure import pieces
from ingest.labels.vocabulary import words

_IN_KIND_LEAD = r"(?:则|将|其[^,。;]{1,14}?(?=可)|由[^,。;]{2,24}?(?=给予[^,。;]{2,16}(?:优惠|服务|便利|折扣|支持)$)|区里|市里|县里|[一-龥]{2,10}(?:局|委|部门)(?=优先|免费|提供|协调|安排|统一|赠送|无偿)|由[^,。;]{2,24}?协调|可以?|并|均|由[^,。;]{2,24}?|为其|给予|予以|区级|市级|对其|向其|每年)*"
_HARD = re.compile("除外|但|方可|限于|仅限|须|应当|不得|不予|未.{0,8}的|其中")
_MONEY = re.compile("奖励|奖补|补助|补贴|资助|贴息|资金|奖金|[0-9.]+(?:万|亿)?元|%|百分之|不|符合|适用|享受本")
_LONGEST = 60


def service_of(reading: Reading, kept: Sequence[tuple[int, int]], *, sure: bool = False) -> tuple[int, int] | None:
    """Where a service begins and ends, when the article gives no money; ``sure``: it does give something."""
    lead = re.compile(rf"(?:[一-龥]{{2,6}}(?::|--))?(?P<said>{_IN_KIND_LEAD}(?:{words().in_kind.pattern}))")
    inner = re.compile(
        rf"(?<=[的业位体])(?:企业|单位|主体|经营主体)?(?P<text>{_IN_KIND_LEAD}(?:优先|免费|无偿|纳入|列为|列入))"
    )
    for first, last in kept:
        clauses = list(pieces(reading.text, first, last, ","))
        for place, (start, end) in enumerate(clauses):
            text = reading.text[start:end]
            led = lead.match(text)
            begin = (
                start + led.start("said") if led and (place or len(clauses) == 1 or not _condition_like(text)) else None
            )
            if begin is None and (found := inner.search(text)) and not _condition_like(text[found.start("text") :]):
                begin = start + found.start("text")
            if begin is not None and not _pays(reading, kept, begin, last):
                tail = reading.text[begin:last]
                return None if any(_HARD.search(one) for one in tail.split(",")[1:]) else (begin, last)
    return _rest(reading, kept) if sure and len(kept) == 1 else None


def _rest(reading: Reading, kept: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """What follows …的企业， in an article that is known to give something, and speaks of no money."""
    (first, last) = kept[0]
    clauses = list(pieces(reading.text, first, last, ","))
    asks = [at for at, (start, end) in enumerate(clauses) if _condition_like(reading.text[start:end])]
    if not asks or asks[-1] + 1 >= len(clauses):
        return None
    begin = clauses[asks[-1] + 1][0]
    text = reading.text[begin:last]
    if _MONEY.search(text) or _HARD.search(text) or len(text) > _LONGEST or _pays(reading, kept, begin, last):
        return None
    return begin, last


def _condition_like(text: str) -> bool:
    return text.endswith(("的", "企业", "单位", "主体"))


def _pays(reading: Reading, kept: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Is money paid: anywhere outside the service's words, or in them other than as a voucher's face?"""
    clause = reading.text[start:end]
    outside = [(first, min(last, start)) for first, last in kept if first < start]
    outside += [(first, last) for first, last in kept if first >= end]
    spans = outside if clause.startswith("赠送") else [*outside, (start, end)]
    return any(chunk.kind in AWARDS for first, last in spans for chunk in chunks_of(fresh(reading), first, last))


def fresh(reading: Reading) -> Reading:
    """The same reading at the start of a clause: no field spoken of yet."""
    return Reading(reading.text, reading.lexer, reading.inclusive, scoped=reading.scoped)
