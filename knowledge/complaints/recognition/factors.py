"""The nine factors, one function each: a person's view and its numbers in, evidence or nothing out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.complaints.recognition import identity
from knowledge.complaints.recognition.findings import MOST_NAMED, Evidence, Strength
from knowledge.complaints.recognition.rules import Factor, Measured, Rules
from knowledge.complaints.recognition.view import PersonView


class Found(NamedTuple):
    """On which complaints a factor rests (row numbers), how strong it is and what it says."""

    rows: NDArray[np.intp]
    strength: Strength
    text: str


def evidence(view: PersonView, rules: Rules) -> tuple[Evidence, ...]:
    """Every factor that is found, in the order of the standard."""
    found = ((factor, look(view, rules.factors[factor], rules)) for factor, look in _LOOKS.items())
    return tuple(_named(view, factor, one, rules) for factor, one in found if one is not None)


def _named(view: PersonView, factor: Factor, found: Found, rules: Rules) -> Evidence:
    return Evidence(
        factor=factor,
        label=rules.factors[factor].label,
        strength=found.strength,
        text=found.text,
        count=len(found.rows),
        complaints=tuple(view.refs[row] for row in found.rows[:MOST_NAMED]),
    )


def _by_count(view: PersonView, rows: NDArray[np.intp], numbers: Measured, text: str) -> Found | None:
    """Weak from so many matters on; clear from more, where they are also a share of all."""
    matters = view.matters(rows)
    if matters < numbers["weak"]:
        return None
    clear = matters >= numbers["clear"] and matters >= (numbers.share or 0) * view.matters(view.every)
    return Found(rows, "clear" if clear else "weak", text)


def _excess_quantity(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.quantity >= numbers["pieces"])
    most = int(np.nanmax(view.quantity[rows])) if len(rows) else 0
    text = f"{view.counted(rows)}一次买 {int(numbers['pieces'])} 份以上，最多一次 {most} 份"
    return _by_count(view, rows, numbers, text)


def _knowing_purchase(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["knowing"])
    return _by_count(view, rows, numbers, f"{view.counted(rows)}写到事先知道、专门或者分多次购买、全程取证")


def _label_or_advertising(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["label"] & ~view.says["harm"])
    text = f"{view.counted(view.every)}里有 {view.counted(rows)}只说标签、说明书或广告用语，没有写到损害"
    return _by_count(view, rows, numbers, text)


def _many_or_repeated(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = view.fullest(int(numbers["days"]))
    traders = len({view.column("respondent")[row] for row in rows})
    text = f"{int(numbers['days'])} 天内最多 {view.counted(rows)}，涉及 {traders} 家商户（{view.on[rows[0]]} 起）"
    found = _by_count(view, rows, numbers, text)
    broad = traders >= numbers["respondents"] or _one_good(view, rows)
    return found if found is None or broad else found._replace(strength="weak")


def _one_good(view: PersonView, rows: NDArray[np.intp]) -> bool:
    """Are some complaints all about one and the same thing?"""
    return len({view.column("product")[row] for row in rows} - {None, ""}) == 1


def _formatted_texts(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.senders >= numbers["others"])
    most = int(view.senders[rows].max(initial=0))
    text = f"{view.counted(rows)}的文字与别人多次提交的几乎相同，同一份文字除本人外最多有 {most} 人反复使用"
    return _by_count(view, rows, numbers, text)


def _coercion(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["coercion"])
    return _by_count(view, rows, numbers, f"{view.counted(rows)}写到以曝光、举报等相要挟索要钱款，或者给钱才撤回")


def _false_identity(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    found = identity.differing(
        view.column("name"), view.column("id_number"), view.column("account"), int(numbers["own"])
    )
    clear = found.by_id.most > 1 or found.by_name.most > 1 or found.by_account.most >= numbers["clear"]
    if not clear and found.names.most < numbers["weak"]:
        return None
    parts = {
        "用过 {} 个不同的姓名（读音相同、写错一字的算一个）": found.names,
        "同一个证件号码下有 {} 个姓名": found.by_id,
        "同一个姓名下有 {} 个不同的证件号码": found.by_name,
        "同一个收款账户下有 {} 个姓名": found.by_account,
    }
    told = [words.format(one.most) for words, one in parts.items() if one.most > 1]
    rows = sorted({row for one in parts.values() if one.most > 1 for row in one.rows})
    text = "；".join(told) + f"，各出现 {int(numbers['own'])} 次以上"
    return Found(np.asarray(rows, dtype=np.intp), "clear" if clear else "weak", text)


def _abnormal_volume(view: PersonView, numbers: Measured, rules: Rules) -> Found | None:
    rows = view.fullest(rules.trigger.days)
    text = f"{rules.trigger.days} 天内最多 {view.counted(rows)}：{view.kinds(rows)}（{view.on[rows[0]]} 起）"
    return _by_count(view, rows, numbers, text)


_LOOKS: Final[Mapping[Factor, Callable[[PersonView, Measured, Rules], Found | None]]] = {
    "excess_quantity": _excess_quantity,
    "knowing_purchase": _knowing_purchase,
    "label_or_advertising": _label_or_advertising,
    "many_or_repeated": _many_or_repeated,
    "formatted_texts": _formatted_texts,
    "coercion": _coercion,
    "false_identity": _false_identity,
    "abnormal_volume": _abnormal_volume,
}
"""Eight of the nine; the ninth, ``other``, is a person's to find."""
