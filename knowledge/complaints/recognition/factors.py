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


def _by_count(rows: NDArray[np.intp], total: int, numbers: Measured, text: str) -> Found | None:
    """Weak from so many complaints on; clear from more, where they are also a share of all."""
    if len(rows) < numbers["weak"]:
        return None
    clear = len(rows) >= numbers["clear"] and len(rows) >= (numbers.share or 0) * total
    return Found(rows, "clear" if clear else "weak", text)


def _excess_quantity(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.quantity >= numbers["pieces"])
    most = int(np.nanmax(view.quantity[rows])) if len(rows) else 0
    return _by_count(
        rows, len(view), numbers, f"{len(rows)} 件一次买 {int(numbers['pieces'])} 份以上，最多一次 {most} 份"
    )


def _knowing_purchase(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["knowing"])
    return _by_count(rows, len(view), numbers, f"{len(rows)} 件写到事先知道、专门或者分多次购买、全程取证")


def _label_or_advertising(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["label"] & ~view.says["harm"])
    return _by_count(
        rows, len(view), numbers, f"{len(view)} 件里有 {len(rows)} 件只说标签、说明书或广告用语，没有写到损害"
    )


def _many_or_repeated(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    most, start, end = view.most_within(int(numbers["days"]))
    if most < numbers["weak"]:
        return None
    traders = len(set(view.column("respondent")[start:end]))
    clear = most >= numbers["clear"] and (traders >= numbers["respondents"] or _one_good(view, start, end))
    text = f"{int(numbers['days'])} 天内最多 {most} 件，涉及 {traders} 家商户（{view.on[start]} 起）"
    return Found(np.arange(start, end), "clear" if clear else "weak", text)


def _one_good(view: PersonView, start: int, end: int) -> bool:
    """Are all complaints of a window about one and the same thing?"""
    named = {product for product in view.column("product")[start:end] if product}
    return len(named) == 1


def _formatted_texts(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.senders >= numbers["persons"])
    if len(rows) < numbers["weak"]:
        return None
    text = f"{len(rows)} 件的文字与别人多次提交的几乎相同，同一份文字最多有 {int(view.senders[rows].max())} 个身份在用"
    return _by_count(rows, len(view), numbers, text)


def _coercion(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    rows = np.flatnonzero(view.says["coercion"])
    return _by_count(rows, len(view), numbers, f"{len(rows)} 件写到以曝光、举报、诉讼等相要挟，或者给钱才撤回")


def _false_identity(view: PersonView, numbers: Measured, _rules: Rules) -> Found | None:
    names = view.column("name")
    _, by_id = identity.shared(view.column("id_number"), names)
    _, by_account = identity.shared(view.column("account"), names)
    named = identity.people(names)
    clear = len(by_id) > 1 or len(by_account) >= numbers["clear"] or _many_ids(view)
    if not clear and len(named) < numbers["weak"]:
        return None
    main = identity.name_key(named[0]) if named else None
    rows = [row for row, name in enumerate(names) if identity.name_key(name) not in {None, main}]
    return Found(
        np.asarray(rows, dtype=np.intp), "clear" if clear else "weak", _identity_words(named, by_id, by_account)
    )


def _identity_words(named: tuple[str, ...], by_id: tuple[str, ...], by_account: tuple[str, ...]) -> str:
    parts = [f"用过 {len(named)} 个不同的姓名（读音相同、写错一字的算一个）"]
    parts += [f"同一个证件号码下有 {len(by_id)} 个姓名"] if len(by_id) > 1 else []
    parts += [f"同一个收款账户下有 {len(by_account)} 个姓名"] if len(by_account) > 1 else []
    return "；".join(parts)


def _many_ids(view: PersonView) -> bool:
    """Are there two different whole id numbers under one name?"""
    _, ids = _ids_by_name(view)
    return ids > 1


def _ids_by_name(view: PersonView) -> tuple[str, int]:
    under: dict[str, set[str]] = {}
    for name, number in zip(view.column("name"), view.column("id_number"), strict=True):
        key = identity.name_key(name)
        if key is not None and number and "*" not in number:
            under.setdefault(key, set()).add(number)
    most = max(under, key=lambda key: (len(under[key]), key), default="")
    return most, len(under.get(most, ()))


def _abnormal_volume(view: PersonView, numbers: Measured, rules: Rules) -> Found | None:
    most, start, end = view.most_within(rules.trigger.days)
    if most < numbers["weak"]:
        return None
    text = f"{rules.trigger.days} 天内最多 {most} 件（{view.on[start]} 起）"
    return Found(np.arange(start, end), "clear" if most >= numbers["clear"] else "weak", text)


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
