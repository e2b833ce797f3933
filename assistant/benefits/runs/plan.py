"""From frozen inputs to lines: a pure function, so that a run that was killed, or is replayed, comes out the same.

match -> credit semi-join -> exclusivity -> order -> budget
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from assistant.benefits.money import words_of
from assistant.benefits.ports import Eligible
from assistant.benefits.runs.inputs import Inputs
from assistant.masking import individual

Status = Literal["payable", "waiting", "excluded"]

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "": "",
        "credit": "在失信等名单上",
        "already_paid": "本年度已经享受过",
        "group_paid": "本年度已经享受过同类政策",
        "group_higher": "同类政策就高不重复",
        "no_amount": "金额算不出来，需补数据",
        "budget": "预算用完，候补",
        "objection": "异议成立",
    }
)


class Candidate(NamedTuple):
    """A company that meets the measure."""

    credit_code: str
    name: str
    individual: bool
    founded_on: date
    cents: int | None


class Line(NamedTuple):
    """One company of a run; ``seq`` counts from 1 in the order of payment, then those who are not paid."""

    seq: int
    credit_code: str
    name: str
    individual: bool
    cents: int | None
    status: Status
    reason: str = ""
    detail: str = ""


_Decided = tuple[Candidate, Status, str, str]
_Order = Callable[[Candidate], tuple[Any, ...]]
ORDERS: Mapping[str, tuple[str, _Order]] = MappingProxyType(
    {
        "amount_asc": ("金额从小到大，同额按统一社会信用代码", lambda one: (one.cents, one.credit_code)),
        "amount_desc": ("金额从大到小，同额按统一社会信用代码", lambda one: (-(one.cents or 0), one.credit_code)),
        "founded_on": ("成立日期从早到晚，同日按统一社会信用代码", lambda one: (one.founded_on, one.credit_code)),
    }
)
"""Who comes first when a budget does not suffice: a rule stated beforehand, and published with the list."""


def plan(inputs: Inputs, eligible: Eligible) -> list[Line]:
    """The lines of a run."""
    matched = eligible(inputs.measures, inputs.on, inputs.companies)
    candidates = _candidates(inputs, matched[0])
    higher = _higher_elsewhere(inputs, matched)
    barred = {one.credit_code: why for one in candidates if (why := _barred(one, inputs, higher))}
    key = ORDERS[inputs.order_rule][1]
    ordered = sorted((one for one in candidates if one.credit_code not in barred), key=key)
    decided = _within_budget(ordered, inputs.budget_cents)
    for one in sorted(candidates, key=lambda one: one.credit_code):
        if one.credit_code in barred:
            decided.append((one, "excluded", *barred[one.credit_code]))
    return [
        Line(seq, one.credit_code, one.name, one.individual, one.cents, status, reason, detail)
        for seq, (one, status, reason, detail) in enumerate(decided, start=1)
    ]


def _candidates(inputs: Inputs, matched: Sequence[tuple[int, int | None]]) -> list[Candidate]:
    rows = [row for row, _ in matched]
    picked = inputs.companies.select(["credit_code", "name", "company_type", "founded_on"]).take(rows).to_pylist()
    return [
        Candidate(
            credit_code=each["credit_code"],
            name=each["name"],
            individual=individual(each["credit_code"], each["company_type"]),
            founded_on=each["founded_on"] or date.max,
            cents=cents,
        )
        for each, (_, cents) in zip(picked, matched, strict=True)
    ]


def _higher_elsewhere(inputs: Inputs, matched: Sequence[Sequence[tuple[int, int | None]]]) -> dict[str, str]:
    """Companies to which another measure of the group gives more (of equal sums the first by id), and what it is."""
    own = dict(matched[0])
    codes = inputs.companies.column("credit_code")
    best: dict[int, tuple[int, str]] = {}
    for (_, rival), rows in zip(inputs.measures[1:], matched[1:], strict=True):
        for row, cents in rows:
            mine = own.get(row)
            if mine is None or cents is None:
                continue
            wins = cents > mine or (cents == mine and rival.id < inputs.measure.id)
            if wins and cents > best.get(row, (-1, ""))[0]:
                best[row] = (cents, f"《{rival.title}》{words_of(cents)}更高")
    return {codes[row].as_py(): text for row, (_, text) in best.items()}


def _barred(one: Candidate, inputs: Inputs, higher: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a company that meets the measure is not paid: reason and detail."""
    if (listing := inputs.listed.get(one.credit_code)) is not None:
        return "credit", f"{listing.list_name}：{listing.reason}" if listing.reason else listing.list_name
    if (paid := inputs.paid.get(one.credit_code)) is not None:
        return ("already_paid" if paid.measure_id == inputs.measure.id else "group_paid"), paid.measure_id
    if one.credit_code in higher:
        return "group_higher", higher[one.credit_code]
    if not one.cents:
        return "no_amount", ""
    return None


def _within_budget(ordered: Sequence[Candidate], budget: int | None) -> list[_Decided]:
    """Pay in order while the whole sum fits; from the first that does not, everybody waits: nobody is overtaken."""
    decided: list[_Decided] = []
    left, spent = budget, False
    for one in ordered:
        spent = spent or (left is not None and (one.cents or 0) > left)
        if left is not None and not spent:
            left -= one.cents or 0
        decided.append((one, "waiting", "budget", "") if spent else (one, "payable", "", ""))
    return decided


def digest_of(lines: Sequence[Line]) -> str:
    """SHA-256 of all lines, field by field."""
    digest = hashlib.sha256()
    for line in lines:
        fields = (line.seq, line.credit_code, line.name, line.cents, line.status, line.reason, line.detail)
        digest.update("\x1f".join(map(str, fields)).encode() + b"\x1e")
    return digest.hexdigest()
