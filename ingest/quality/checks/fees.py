"""Fees: the amount, what is said of it, what it rests on, and what other guides say of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.quality.base import Base
from ingest.quality.figures import NUMBER as _NUMBER
from ingest.quality.figures import clauses, number, plain, sentences, sums
from ingest.quality.findings import Finding, Spot
from ingest.words import Path
from knowledge.models import Fee, ServiceGuide

_FREE = re.compile(
    r"免费|不收|免收|免征|免缴|免交|免予|无需缴|无需交|不用交|不用缴|不需要?[交缴]|不另收|停征|全免|(?<![0-9.])0元"
)
_ALL_FREE = re.compile(
    r"(?:办理|申请|登记|全程|审批|许可|认定|本事项)*(?:免费|不收费|不收取(?:任何)?费用?|免收费|无)[。！]?"
)
_PRICE_ASKED = re.compile(r"多少钱|收费|费用|工本费|要钱|花钱|交钱|要花|贵吗|贵不贵|价格")
_OTHER_MONEY = re.compile(
    r"补贴|补助|津贴|待遇|工资|利率|利息|赔|罚|保费|保险费|贷|税|押金|保证金|奖|能领|能拿|房租|租金|一台|学费|律师"
)
_CHARGED = re.compile(
    rf"(?:工本费|手续费|登记费|办证费|报名费|鉴定费|申请费|证件费|收费|缴费|交费|缴纳|交纳|收取)(?:标准)?[为是]?(?:每[^，。；、0-9]{{1,2}})?({_NUMBER})\s*元"
)
_NO_FEE = re.compile(r"税|押金|保证金|保费|保险费|罚|滞纳|学费|租金|水费|电费|会费|党费|社保费|医保费")
_DOCUMENT = re.compile(r"《|〔|[0-9]号|[法例定知见]$|关于.+的|清单|目录")
_VAGUE_BASIS = re.compile(r"相关规定|有关规定|规定$")


def text(guide: ServiceGuide) -> Iterator[Finding]:
    """The amount against the fee's own words."""
    fee = guide.fee
    if fee is None:
        return
    named = _named(fee.text) - {Decimal(0)}
    if (fault := _text_fault(fee, named)) is not None:
        todo = "请核对，两处要写成一样；群众问收费时两处都会被引用"
        yield Finding("错误", guide.id, ("fee", "amount"), fault, todo, quotes=(fee.text,))


def _text_fault(fee: Fee, named: set[Decimal]) -> str | None:
    if fee.amount is None:
        free = _ALL_FREE.fullmatch(fee.text)
        return f"收费说明是“{fee.text}”，金额却留空（留空表示不固定，不收费应填 0）" if free else None
    amount, free = _exact(fee.amount), _FREE.search(fee.text)
    if amount == 0:
        charged = named and (free is None or sums(fee.text)[0].start < free.start())  # 先说收多少的，免收的是例外
        return f"收费金额填的是 0 元，说明却写着 {_yuan(named)}" if charged else None
    if named and amount not in named:
        return f"收费金额填的是 {plain(amount)} 元，说明却写着 {_yuan(named)}"
    return f"收费金额填的是 {plain(amount)} 元，说明却写着不收费" if free and not named else None


def elsewhere(guide: ServiceGuide) -> Iterator[Finding]:
    """Frequent questions that ask the price, and steps that take a fee, against the fee's amount and words."""
    fee = guide.fee
    if fee is None:
        return
    known = _named(fee.text) | ({_exact(fee.amount)} if fee.amount is not None else set())
    for path, said, quote in (*_in_answers(guide, fee), *_in_steps(guide)):
        if not said or said & known or (fee.amount is None and not known):
            continue
        where = "常见问题" if path[0] == "faq" else "办理流程"
        mine = f"{plain(fee.amount)} 元" if fee.amount is not None else f"不固定（{fee.text}）"
        said_words = "不收费" if said == {Decimal(0)} else _yuan(said)
        what = f"{where}里说{'' if said == {Decimal(0)} else '收 '}{said_words}，收费一栏是 {mine}"
        more = (Spot(guide.id, ("fee", "amount")),)
        yield Finding("错误", guide.id, path, what, "请核对哪一个对，改成一样", more, (quote, fee.text))


def _in_answers(guide: ServiceGuide, fee: Fee) -> Iterator[tuple[Path, set[Decimal], str]]:
    """Amounts in the answers to questions of the price of this very item; free counts as nought."""
    for at, asked in enumerate(guide.faq):
        if not _PRICE_ASKED.search(asked.q) or _OTHER_MONEY.search(asked.q):
            continue
        parts = [part for part in sentences(asked.a) if not _OTHER_MONEY.search(part)]
        # Where the item itself is free, other sums are mostly others' (an examination, a print shop).
        said = {value for part in parts for value in (_charged(part) if fee.amount == 0 else _named(part))}
        if any(_FREE.search(part) for part in parts):
            said.add(Decimal(0))
        yield ("faq", at, "a"), said, f"{asked.q}{asked.a}"


def _in_steps(guide: ServiceGuide) -> Iterator[tuple[Path, set[Decimal], str]]:
    for at, step in enumerate(guide.steps):
        parts = [part for part in clauses(step.detail) if not _NO_FEE.search(part)]
        said = {value for part in parts for value in _charged(part)}
        yield ("steps", at, "detail"), said, step.detail


def basis(guide: ServiceGuide) -> Iterator[Finding]:
    """What is charged must rest on a document that can be named; what is free need not."""
    fee = guide.fee
    if fee is None or fee.amount == 0 or (fee.amount is None and _ALL_FREE.fullmatch(fee.text)):
        return
    charged = f"每件收 {plain(fee.amount)} 元" if fee.amount is not None else f"要收费（{fee.text}）"
    todo = "请写明收费文件的名称和文号"
    if not fee.basis.strip():
        yield Finding("错误", guide.id, ("fee", "basis"), f"{charged}，没有写收费依据", todo)
    elif _VAGUE_BASIS.search(fee.basis) and not _DOCUMENT.search(_VAGUE_BASIS.sub("", fee.basis)):
        what = f"收费依据只写了“{fee.basis}”，没有说是哪一份文件"
        yield Finding("提醒", guide.id, ("fee", "basis"), what, todo, quotes=(fee.text,))


def of_others(base: Base) -> Iterator[Finding]:
    """A clause that names another guide in full and a fee, against that guide's own fee."""
    named = {name: ids[0] for name, ids in base.names.items() if len(ids) == 1 and len(name) >= _LEAST_NAME}
    if not named:
        return
    pattern = re.compile("|".join(re.escape(name) for name in sorted(named, key=len, reverse=True)))
    for guide in base.records.guides:
        for path, part in _clauses_of(guide):
            found = pattern.search(part) if _charged(part) else None  # thousands of names: the rare thing first
            if found is not None and named[found.group()] != guide.id:
                yield from _against(guide, path, part, base.guides[named[found.group()]])


_LEAST_NAME = 6
"""Shorter names and aliases stand inside other words."""


def _clauses_of(guide: ServiceGuide) -> Iterator[tuple[Path, str]]:
    texts: list[tuple[Path, str]] = [(("faq", at, "a"), asked.a) for at, asked in enumerate(guide.faq)]
    texts += [(("steps", at, "detail"), step.detail) for at, step in enumerate(guide.steps)]
    texts += [(("fee", "text"), guide.fee.text)] if guide.fee is not None else []
    return ((path, part) for path, text in texts for part in clauses(text))


def _against(guide: ServiceGuide, path: Path, part: str, other: ServiceGuide) -> Iterator[Finding]:
    fee = other.fee
    said = _charged(part)
    if fee is None or fee.amount is None or not said or _NO_FEE.search(part):
        return
    known = _named(fee.text) | {_exact(fee.amount)}
    if not said & known:
        what = f"这里说“{other.name}”收 {_yuan(said)}，那份指南（{other.id}）写的是 {plain(fee.amount)} 元"
        more = (Spot(other.id, ("fee", "amount")),)
        yield Finding("错误", guide.id, path, what, "请与该部门核对哪一个对，改成一样", more, (part, fee.text))


def _named(text: str) -> set[Decimal]:
    return {figure.value for figure in sums(text)}


def _charged(text: str) -> set[Decimal]:
    """Sums that the text itself calls a fee."""
    return {value for found in _CHARGED.finditer(text) if (value := number(found.group(1))) is not None}


def _exact(amount: float) -> Decimal:
    return Decimal(str(amount))


def _yuan(values: set[Decimal]) -> str:
    return "、".join(f"{plain(value)} 元" for value in sorted(values))
