"""Receipt numbers ``SP20261124K7Q4X`` and the codes that go with them.

A receipt is no secret: its last sign checks those before it (weights and alphabet of GB 32100, modulo 31), so that a slip is
told before anybody is asked. The code is: eight signs (31**8, about 2**39), kept as argon2. It is not drawn but computed
(HMAC-SHA-256, RFC 2104) from what only the sender's browser holds, so that a sending whose answer was lost can be repeated and
gives the same code, although the code is kept nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import date
from typing import Final

from knowledge.portraits.credit_code import ALPHABET

PATTERN: Final = "^[A-Z]{2}[0-9]{8}[0-9A-Z]{5}$"
CODE_SIGNS: Final = 8
_FORM: Final = re.compile(rf"[A-Z]{{2}}[0-9]{{8}}[{ALPHABET}]{{5}}")
_VALUES: Final = {sign: value for value, sign in enumerate(ALPHABET)}
_MISREAD: Final = str.maketrans("OISZV", "0152U")
"""Signs that the alphabet leaves out, as what they are taken for."""


def make_receipt(day: date, prefix: str = "SP") -> str:
    """A new number of a day."""
    body = f"{prefix}{day:%Y%m%d}{''.join(secrets.choice(ALPHABET) for _ in range(4))}"
    return body + _check(body)


def is_receipt(text: str) -> bool:
    """Is it a number that we could have given, with the right check sign?"""
    return _FORM.fullmatch(text) is not None and _check(text[:-1]) == text[-1]


def _check(body: str) -> str:
    return ALPHABET[-sum(_VALUES[sign] * pow(3, place, 31) for place, sign in enumerate(body[2:])) % 31]


def make_code(salt: str, secret: str) -> str:
    """The code of a report: a function of its own salt and of what its sender holds."""
    value = int.from_bytes(hmac.digest(salt.encode(), secret.encode(), "sha256"))
    signs = []
    for _ in range(CODE_SIGNS):
        value, place = divmod(value, len(ALPHABET))
        signs.append(ALPHABET[place])
    return "".join(signs)


def plain_code(typed: str) -> str:
    """A code as it was given, whatever it was typed like: small, full width, in groups, O for 0."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", typed)).upper().translate(_MISREAD)


def digest(secret: str) -> str:
    """What is kept of a secret of 128 bits: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()
