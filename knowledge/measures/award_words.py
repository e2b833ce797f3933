"""Awards in plain words: the rule, and how a company's own sum comes out of it.

Like :mod:`knowledge.measures.explain` this speaks of ``values`` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from knowledge.measures.awards import Award, BySet, Fixed, HumanAward, InKind, Percent, PerUnit, Tiered, money, rests_on
from knowledge.measures.conditions import Value
from knowledge.measures.fields import field_of
from knowledge.measures.say import figure_text, number, yuan


def award_text(award: Award, values: Mapping[str, Value], hidden: frozenset[str] = frozenset()) -> str:
    """What is given and how it is worked out: 当年设备投资 1,200 万元 × 8% = 96 万元，最高 300 万元，奖励 96 万元."""
    match award:
        case InKind(text):
            return f"享受服务：{text}"
        case HumanAward(text):
            return f"金额要由部门核定：{text}"
        case Fixed(amount):
            return f"奖励 {yuan(amount)}"
    field, sum_ = rests_on(award), money(award, values)
    if field is None or sum_ is None:
        return _unworked(award, values, hidden)
    return f"{_worked(award, values)}奖励 {yuan(sum_)}"


def _unworked(award: Award, values: Mapping[str, Value], hidden: frozenset[str]) -> str:
    """The rule itself, where what it rests on is not known."""
    name = base_of(award)
    known = "本企业登录以后可以看" if name in hidden else "没有这项数据，补上以后才能算出"
    return f"奖励金额按{field_of(name).label}计算（{rule_text(award)}），{known}"


def base_of(award: Award) -> str:
    """The name of the field that a sum rests on; empty for none."""
    match award:
        case Percent(name) | Tiered(name) | PerUnit(name) | BySet(name):
            return name
    return ""


def rule_text(award: Award) -> str:
    """The rule of an award that rests on a field, for any company."""
    match award:
        case Percent(_, rate, cap):
            return f"{number(rate * 100)}%{_at_most(cap)}"
        case PerUnit(name, amount, cap):
            return f"每{field_of(name).unit} {yuan(amount)}{_at_most(cap)}"
        case Tiered(name, tiers):
            return "；".join(f"达到 {figure_text(field_of(name), least)}的 {yuan(amount)}" for least, amount in tiers)
        case BySet(_, amounts):
            return "；".join(f"{word} {yuan(amount)}" for word, amount in amounts)
    return ""


def _worked(award: Award, values: Mapping[str, Value]) -> str:
    held = values[base_of(award)]
    match award, held:
        case Percent(name, rate, cap), Decimal():
            exact = held * field_of(name).scale * rate
            return f"{field_of(name).label} {figure_text(field_of(name), held)} × {number(rate * 100)}%{_product(exact, cap)}"
        case PerUnit(name, amount, cap), Decimal():
            field = field_of(name)
            return f"{field.label} {figure_text(field, held)} × 每{field.unit} {yuan(amount)}{_product(held * amount, cap)}"
        case Tiered(name, tiers), Decimal():
            return _tier(name, tiers, held)
        case BySet(_, amounts), frozenset():
            words = [word for word, _ in sorted(amounts, key=lambda one: -one[1]) if word in held]
            several = "，几项只按最高的一项" if len(words) > 1 else ""
            return f"有{'、'.join(words)}资格{several}，" if words else "没有能得奖励的资格，"
    return ""


def _tier(name: str, tiers: tuple[tuple[Decimal, Decimal], ...], held: Decimal) -> str:
    field = field_of(name)
    reached = [least for least, _ in tiers if held >= least]
    tier = (
        f"达到 {figure_text(field, reached[-1])}这一档"
        if reached
        else f"没有达到最低一档 {figure_text(field, tiers[0][0])}"
    )
    return f"{field.label} {figure_text(field, held)}，{tier}，"


def _product(exact: Decimal, cap: Decimal | None) -> str:
    """The product, and what the cap does to it; a sum is rounded to the cent only behind it."""
    if cap is not None and exact > cap:
        return f"，按比例是 {yuan(exact)}，超过上限 {yuan(cap)}，按上限"
    return f" = {yuan(exact)}{_at_most(cap)}，"


def _at_most(cap: Decimal | None) -> str:
    return "" if cap is None else f"，最高 {yuan(cap)}"
