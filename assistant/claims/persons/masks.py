"""What of a person is shown by default: enough to tell two people apart, too little to find anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.claims.persons.dossier import Dossier, GroupMember, Identity, Item, TextGroup
from assistant.llm.masking import MASK, mask

_HIDDEN = "***"
_ADDRESS_SHOWN = 6
_DAY = re.compile(r"((?<![\d-])20[1-4]\d-[01]\d-[0-3]\d(?![\d-]))")
"""A day of this matter, which stays readable; of who complains, hardly anybody was born in these years."""


def name(value: str) -> str:
    """``张三丰`` -> ``张**``."""
    return value[:1] + "*" * max(1, len(value) - 1) if value else ""


def number(value: str) -> str:
    """Last four only; a short one is hidden whole: ``13800001234`` -> ``***1234``."""
    return _HIDDEN + value[-4:] if len(value) >= 8 else _HIDDEN


def phone(value: str) -> str:
    """``13800001234`` -> ``138****1234``."""
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else number(value)


def address(value: str) -> str:
    """The beginning, where district and road stand."""
    return value[:_ADDRESS_SHOWN] + _HIDDEN


def identity(whole: Identity) -> Identity:
    """All of it masked; what is equal after masking stays apart, because how many there are is a sign."""
    return Identity(
        names=tuple(map(name, whole.names)),
        id_numbers=tuple(map(number, whole.id_numbers)),
        phones=tuple(map(phone, whole.phones)),
        addresses=tuple(map(address, whole.addresses)),
        accounts=tuple(map(number, whole.accounts)),
    )


def words(text: str, whole: Identity) -> str:
    """Free text without the person's own names, addresses and numbers, and without what looks like anybody's."""
    hidden = sorted({*whole.names, *whole.addresses, *whole.accounts, *whole.phones, *whole.id_numbers}, key=len)
    pattern = "|".join(re.escape(each) for each in reversed(hidden) if len(each) > 1)
    without = re.sub(pattern, _HIDDEN, text) if pattern else text
    return "".join(part if at % 2 else _masked(part) for at, part in enumerate(_DAY.split(without)))


def _masked(text: str) -> str:
    """Masked, and otherwise as it was written: masking alone makes every sign half as wide."""
    found = mask(text)
    return found if MASK in found else text


def dossier(whole: Dossier) -> Dossier:
    """A dossier as it is shown before anybody has asked for the identity with a reason."""
    known = whole.identity
    return whole.model_copy(
        update={
            "identity": identity(known),
            "complaints": _items(whole.complaints, known),
            "text_groups": tuple(_group(each, known) for each in whole.text_groups),
        }
    )


def _items(items: Iterable[Item], known: Identity) -> tuple[Item, ...]:
    return tuple(each.model_copy(update={"text": words(each.text, known)}) for each in items)


def _group(group: TextGroup, known: Identity) -> TextGroup:
    members = tuple(
        GroupMember(person_id=m.person_id, name=name(m.name), complaints=m.complaints) for m in group.persons
    )
    return group.model_copy(update={"persons": members, "text": words(group.text, known)})
