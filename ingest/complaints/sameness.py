"""Whether two rows with one number are the same complaint: who complains of whom, and when.

Numbers collide: monthly lists begin at 1 again, one court case has many plaintiffs. What the rows say themselves decides, read
leniently: masked names and numbers, a trader's name in full or in short, a day of registration or of acceptance contradict nothing.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final, NamedTuple, Self

from knowledge.complaints.identifiers import Name, NameKind, folded, may_be_one_id, read_id, read_name

_MOST_DAYS: Final = 31
"""Days between registration and acceptance, of which a list shows the one or the other: seven working days, holidays, a supplement."""
_ASIDE: Final = re.compile(r"\(.*?\)")
_SIGNS: Final = re.compile(r"[^\w]|_")
_LEAST_DIGITS: Final = 4


class Said(NamedTuple):
    """What a row says of itself beside its number."""

    name: str | None
    id_number: str | None
    phone: str | None
    received_on: date
    respondent: str
    respondent_code: str | None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Self:
        """What a read row says."""
        held: dict[str, Any] = {name: values.get(name) for name in cls._fields}
        return cls(**held)

    def after(self, earlier: Self) -> Self:
        """With what only the earlier row said."""
        return self._replace(
            **{name: value for name, value in earlier._asdict().items() if getattr(self, name) is None}
        )


def contradiction(earlier: Said, later: Said) -> str:
    """In which respects two rows cannot be one complaint, in words of people; empty where they can."""
    if earlier == later:
        return ""
    apart = {
        "投诉人": not _may_be_one_name(earlier.name, later.name),
        "证件号码": not _may_be_one_number(earlier.id_number, later.id_number),
        "被投诉单位": not _may_be_one_trader(earlier, later),
        "登记日期": abs((later.received_on - earlier.received_on).days) > (_MOST_DAYS if _agree(earlier, later) else 0),
    }
    return "、".join(name for name, differs in apart.items() if differs)


def hides(later: Said, earlier: Said) -> list[str]:
    """Fields of a later row that show less of the same value than the earlier row did: an export with masks."""
    first, second = read_id(earlier.id_number), read_id(later.id_number)
    less = {
        "name": read_name(earlier.name).whole is not None and read_name(later.name).whole is None,
        "id_number": first.whole is not None and second.whole is None,
        "phone": "*" not in (earlier.phone or "*") and "*" in (later.phone or ""),
    }
    return [name for name, hidden in less.items() if hidden and getattr(later, name)]


def may_be_one_phone(one: str | None, other: str | None) -> bool:
    """Whether two phones, masked or not, can be one; yes where either is missing."""
    if not one or not other or one == other:
        return True
    return len(one) == len(other) and all("*" in pair or pair[0] == pair[1] for pair in zip(one, other, strict=True))


def _agree(earlier: Said, later: Said) -> bool:
    """Whether both rows say something of who complains that is the same; days may then differ."""
    named = read_name(earlier.name), read_name(later.name)
    if all(each.kind is not NameKind.NONE for each in named):
        return True  # what contradicts was told apart
    if earlier.id_number and later.id_number:
        return True
    return bool(earlier.phone and later.phone) and may_be_one_phone(earlier.phone, later.phone)


def _may_be_one_name(one: str | None, other: str | None) -> bool:
    if one == other:
        return True
    first, second = read_name(one), read_name(other)
    if NameKind.NONE in (first.kind, second.kind):
        return True
    if first.sex and second.sex and first.sex is not second.sex:
        return False
    return first.whole == second.whole if first.whole and second.whole else _may_be_one_surname(first, second)


def _may_be_one_surname(first: Name, second: Name) -> bool:
    return first.surname is None or second.surname is None or first.surname == second.surname


def _may_be_one_number(one: str | None, other: str | None) -> bool:
    if one == other:
        return True
    first, second = read_id(one), read_id(other)
    return not (first.told and second.told) or may_be_one_id(first, second)


def _may_be_one_trader(one: Said, other: Said) -> bool:
    """One name within the other (with and without the town before it), or one credit code."""
    if one.respondent_code and one.respondent_code == other.respondent_code:
        return True
    first, second = _trader(one.respondent), _trader(other.respondent)
    return first in second or second in first


def _trader(text: str) -> str:
    plain = folded(text)
    return _SIGNS.sub("", _ASIDE.sub("", plain)) or plain
