"""Awards of a measure, in yuan, exact to the cent.

Rounding: the sum is worked out exactly and rounded once, half up, to the cent (分), after the cap.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext

from knowledge.errors import InvalidRecord
from knowledge.measures.conditions import Value, figure, plain
from knowledge.measures.fields import Field, field_of

CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12
_DIGITS = 100
"""Enough for every product of figures that a label and a portrait may hold."""


@dataclass(frozen=True)
class Fixed:
    """一次性奖励: one sum."""

    amount: Decimal


@dataclass(frozen=True)
class Percent:
    """按...的...%: a share (``rate``, 0.05 is 5 %) of a sum, at most ``cap``."""

    base: str
    rate: Decimal
    cap: Decimal | None


@dataclass(frozen=True)
class Tiered:
    """分档: the amount of the highest tier reached; ``tiers`` (least value, amount) rise."""

    field: str
    tiers: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True)
class PerUnit:
    """每件、每人、每场: so much for each unit of a field, at most ``cap``."""

    field: str
    amount: Decimal
    cap: Decimal | None


@dataclass(frozen=True)
class BySet:
    """按称号: the highest amount of the words that a set holds."""

    field: str
    amounts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class InKind:
    """服务: no money."""

    text: str


@dataclass(frozen=True)
class HumanAward:
    """An award that could not be read with certainty: a person works it out."""

    text: str


Award = Fixed | Percent | Tiered | PerUnit | BySet | InKind | HumanAward


def parse_award(tree: object) -> Award:
    """The award of a label; raises InvalidRecord for what the format does not have."""
    match tree:
        case {"kind": "fixed", "amount": amount, **rest} if not rest:
            return Fixed(_money(amount))
        case {"kind": "percent", "base": str() as base, "rate": rate, "cap": cap, **rest} if not rest:
            share = figure(rate)
            if share is None or not 0 < share <= 10 or field_of(base).yuan is None:
                raise InvalidRecord("奖补比例或者计算基数不对")
            return Percent(base, share, _cap(cap))
        case {"kind": "tiered", "field": str() as name, "tiers": list() | tuple() as tiers, **rest} if not rest:
            return Tiered(_numeric(name), _tiers(tiers))
        case {"kind": "per_unit", "field": str() as name, "amount": amount, "cap": cap, **rest} if not rest:
            return PerUnit(_numeric(name), _money(amount), _cap(cap))
        case {"kind": "by_set", "field": str() as name, "amounts": Mapping() as amounts, **rest} if not rest:
            if field_of(name).kind != "set" or not amounts or not all(isinstance(one, str) for one in amounts):
                raise InvalidRecord("按称号奖补的写法不对")
            return BySet(name, tuple((str(one), _money(amount)) for one, amount in amounts.items()))
        case {"kind": "in_kind", "text": str() as text, **rest} if not rest and text.strip():
            return InKind(text)
        case {"kind": "human", "text": str() as text, **rest} if not rest and text.strip():
            return HumanAward(text)
    raise InvalidRecord("奖补标准的写法不对")


def _money(value: object) -> Decimal:
    amount = figure(value)
    if amount is None or not 0 <= amount <= _MOST:
        raise InvalidRecord("奖补金额不对")
    return amount


def _cap(value: object) -> Decimal | None:
    return None if value is None else _money(value)


def _numeric(name: str) -> str:
    if not field_of(name).numeric:
        raise InvalidRecord(f"“{field_of(name).label}”不是数字，不能用来计算奖补")
    return name


def _tiers(tiers: list[object] | tuple[object, ...]) -> tuple[tuple[Decimal, Decimal], ...]:
    read = []
    for tier in tiers:
        match tier:
            case {"at_least": least, "amount": amount, **rest} if not rest and figure(least) is not None:
                read.append((figure(least) or Decimal(0), _money(amount)))
            case _:
                raise InvalidRecord("奖补档次的写法不对")
    if not read or len({least for least, _ in read}) < len(read):
        raise InvalidRecord("奖补档次的写法不对")
    return tuple(sorted(read))


def award_tree(award: Award) -> dict[str, object]:
    """The award in the label format."""
    match award:
        case Fixed(amount):
            return {"kind": "fixed", "amount": plain(amount)}
        case Percent(base, rate, cap):
            return {"kind": "percent", "base": base, "rate": float(rate), "cap": None if cap is None else plain(cap)}
        case Tiered(name, tiers):
            rows = [{"at_least": plain(least), "amount": plain(amount)} for least, amount in tiers]
            return {"kind": "tiered", "field": name, "tiers": rows}
        case PerUnit(name, amount, cap):
            return {
                "kind": "per_unit", "field": name, "amount": plain(amount), "cap": None if cap is None else plain(cap),
            }  # fmt: skip
        case BySet(name, amounts):
            return {"kind": "by_set", "field": name, "amounts": {word: plain(amount) for word, amount in amounts}}
        case InKind(text):
            return {"kind": "in_kind", "text": text}
        case HumanAward(text):
            return {"kind": "human", "text": text}


def money(award: Award, values: Mapping[str, Value]) -> Decimal | None:
    """Yuan to the cent for a company that meets the conditions; ``None``: no money, or what it rests on is not known."""
    with localcontext(prec=_DIGITS):
        exact = _exact(award, values)
        return None if exact is None else exact.quantize(CENT, ROUND_HALF_UP)


def _exact(award: Award, values: Mapping[str, Value]) -> Decimal | None:
    match award:
        case Fixed(amount):
            return amount
        case Percent(base, rate, cap):
            held = _figure(values, base)
            return None if held is None else _capped(held * field_of(base).scale * rate, cap)
        case PerUnit(name, amount, cap):
            held = _figure(values, name)
            return None if held is None else _capped(held * amount, cap)
        case Tiered(name, tiers):
            held = _figure(values, name)
            return None if held is None else max((sum_ for least, sum_ in tiers if held >= least), default=Decimal(0))
        case BySet(name, amounts):
            words = values.get(name)
            if not isinstance(words, frozenset):
                return None
            return max((amount for word, amount in amounts if word in words), default=Decimal(0))
        case InKind() | HumanAward():
            return None


def _figure(values: Mapping[str, Value], name: str) -> Decimal | None:
    held = values.get(name)
    return held if isinstance(held, Decimal) else None


def _capped(amount: Decimal, cap: Decimal | None) -> Decimal:
    return max(Decimal(0), amount if cap is None else min(amount, cap))


def rests_on(award: Award) -> Field | None:
    """The field that the sum depends on, ``None`` for a sum that is the same for everybody."""
    match award:
        case Percent(name) | Tiered(name) | PerUnit(name) | BySet(name):
            return field_of(name)
    return None
