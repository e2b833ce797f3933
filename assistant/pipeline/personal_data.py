"""Numbers that name a person, found by form and check digit.

18-digit ids: GB 11643-1999 (ISO 7064 MOD 11-2); bank cards: Luhn (ISO/IEC 7812-1); mobile numbers: the national plan.
Look-arounds on digits, not ``\\b``, because a Chinese character beside a digit is no word border.
"""

from __future__ import annotations

import re

_ID = re.compile(r"(?<!\d)\d{17}[\dxX](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d{13,19}(?!\d)")
_GROUPED = re.compile(r"(?<=\d)[ -](?=[\dxX])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_identity_number(number: str) -> bool:
    """Whether 18 characters carry the right check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def is_card_number(number: str) -> bool:
    """Whether a number passes the Luhn test."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def holds_personal_data(text: str) -> bool:
    """Whether ``text`` (normalised) holds an id, a mobile number or a bank card number, in one piece or in groups."""
    return _holds(text) or _holds(_GROUPED.sub("", text))


def _holds(text: str) -> bool:
    return (
        any(is_identity_number(found) for found in _ID.findall(text))
        or _MOBILE.search(text) is not None
        or any(is_card_number(found) for found in _CARD.findall(text))
    )
