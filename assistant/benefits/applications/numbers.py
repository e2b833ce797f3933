"""Receipt numbers (受理编号): ``SQ20261123-000123-K7Q4``.

Day and count are for people; three random characters keep numbers from being guessed one after another; the last one
checks all before it (ISO 7064 style weights, modulo 31, the alphabet of GB 32100), so that a slip is told at once.
"""

from __future__ import annotations

import re
import secrets
from datetime import date

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(rf"SQ[0-9]{{8}}-[0-9]{{6}}-[{_ALPHABET}]{{4}}")
_VALUES = {sign: value for value, sign in enumerate(_ALPHABET)}


def make_number(day: date, seq: int) -> str:
    """A new number for the ``seq``-th application of a day."""
    body = f"SQ{day:%Y%m%d}-{seq:06d}-{''.join(secrets.choice(_ALPHABET) for _ in range(3))}"
    return body + _check(body)


def is_number(text: str) -> bool:
    """Is it a number that we could have given, with the right check?"""
    return _FORM.fullmatch(text) is not None and _check(text[:-1]) == text[-1]


def _check(body: str) -> str:
    digits = body.removeprefix("SQ").replace("-", "")
    return _ALPHABET[-sum(_VALUES[sign] * pow(3, place, 31) for place, sign in enumerate(digits)) % 31]
