"""What speaks for a genuine consumer, one function each; shown beside what speaks against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.recognition import identity
from knowledge.complaints.recognition.findings import MOST_NAMED, Shield, Strength
from knowledge.complaints.recognition.rules import Measured, Protection, Rules
from knowledge.complaints.recognition.view import PersonView

_KNOWN: Final = 3
"""Fewer complaints that say something say nothing of a person."""
_GOOD_ENDS: Final = frozenset({"verified", "settled"})
_PHONE: Final = 11
"""Last digits of a phone number that are compared: +86 and hyphens make no other phone."""
_DAYS_A_YEAR: Final = 365.25


class Found(NamedTuple):
    """On which complaints it rests, how strong it is and what it says."""

    rows: NDArray[np.intp]
    strength: Strength
    text: str


def shields(view: PersonView, rules: Rules) -> tuple[Shield, ...]:
    """Every protection that holds."""
    found = ((name, look(view, rules.protections[name], rules)) for name, look in _LOOKS.items())
    return tuple(_named(view, name, one, rules) for name, one in found if one is not None)


def _named(view: PersonView, name: Protection, found: Found, rules: Rules) -> Shield:
    return Shield(
        protection=name,
        label=rules.protections[name].label,
        strength=found.strength,
        text=found.text,
        count=len(found.rows),
        complaints=tuple(view.refs[row] for row in found.rows[:MOST_NAMED]),
    )


def _by_share(rows: NDArray[np.intp], known: int, numbers: Measured, text: str) -> Found | None:
    """Holds from a share of those complaints that say anything; clear from a larger one, where there is one."""
    if known < _KNOWN or len(rows) < numbers["share"] * known:
        return None
    clear = numbers.strong is not None and len(rows) >= numbers.strong * known
    return Found(rows, "clear" if clear else "weak", text)


def _real_harm(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["harm"])
    return _by_share(rows, len(view), numbers, f"{len(view)} 件里有 {len(rows)} 件写到身体、财产的损害或者商品不能用")


def _own_use(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    known = ~np.isnan(view.quantity)
    rows = np.flatnonzero(known & (view.quantity <= numbers["pieces"]))
    text = f"写了数量的 {int(known.sum())} 件里，{len(rows)} 件不超过 {int(numbers['pieces'])} 份"
    return _by_share(rows, int(known.sum()), numbers, text)


def _moderate_demands(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    priced = (view.paid > 0) & ~np.isnan(view.demanded)
    modest = priced & (view.demanded <= numbers["ratio"] * np.where(priced, view.paid, 0))
    only_refund = ~priced & view.says["refund"] & ~view.says["punitive"]
    rows = np.flatnonzero(modest | only_refund)
    known = int((priced | only_refund | view.says["punitive"]).sum())
    text = f"{known} 件能看出要求，其中 {len(rows)} 件只要退换，或者不超过所付的 {numbers['ratio']:g} 倍"
    return _by_share(rows, known, numbers, text)


def _upheld(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    ended = [row for row, outcome in enumerate(view.column("outcome")) if outcome != "open"]
    good = [row for row in ended if view.column("outcome")[row] in _GOOD_ENDS]
    text = f"已有结果的 {len(ended)} 件里，{len(good)} 件举报属实或者调解成功"
    return _by_share(np.asarray(good, dtype=np.intp), len(ended), numbers, text)


def _own_words(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(~view.grouped)
    return _by_share(rows, len(view), numbers, f"{len(view)} 件里有 {len(rows)} 件的文字没有与其他投诉雷同")


def _one_identity(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    keys = [identity.name_key(name) for name in view.column("name")]
    named = [key for key in keys if key is not None]
    phones = {re.sub(r"\D", "", phone)[-_PHONE:] for phone in view.column("phone") if phone and "*" not in phone}
    if len(named) < _KNOWN or len(phones) > 1:
        return None
    main, _ = Counter(named).most_common(1)[0]
    rows = np.asarray([row for row, key in enumerate(keys) if key == main], dtype=np.intp)
    return _by_share(
        rows, len(named), numbers, f"写了姓名的 {len(named)} 件里，{len(rows)} 件用同一个姓名，电话没有换过"
    )


def _spread_out(view: PersonView, numbers: Measured, rules: Rules) -> Found | None:
    years = float((view.on[-1] - view.on[0]) / np.timedelta64(1, "D")) / _DAYS_A_YEAR
    fullest = view.fullest(rules.trigger.days)
    most = view.matters(fullest)
    if years < numbers["years"] or most >= numbers["a_year"]:
        return None
    text = f"{view.counted(view.every)}分散在 {years:.1f} 年里，任何 {rules.trigger.days} 天内不超过 {most} 件事"
    return Found(np.arange(len(view)), "clear", text)


def _varied_goods(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    trades = Counter(trade for trade in view.column("trade") if trade)
    known = trades.total()
    if len(trades) < numbers["trades"] or trades.most_common(1)[0][1] > numbers["share"] * known:
        return None
    rows = np.asarray([row for row, trade in enumerate(view.column("trade")) if trade], dtype=np.intp)
    return Found(rows, "weak", f"涉及 {len(trades)} 个行业，最多的一个行业占 {trades.most_common(1)[0][1]} 件")


_LOOKS: Final[Mapping[Protection, Callable[[PersonView, Measured, Rules], Found | None]]] = {
    "real_harm": _real_harm,
    "own_use": _own_use,
    "moderate_demands": _moderate_demands,
    "upheld": _upheld,
    "own_words": _own_words,
    "one_identity": _one_identity,
    "spread_out": _spread_out,
    "varied_goods": _varied_goods,
}
