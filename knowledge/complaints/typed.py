"""Identifiers as registers and people write them, in the one form in which they are kept and looked for."""

from __future__ import annotations

import re
import unicodedata

_BLANK = re.compile(r"\s+")
_NO_DIGIT = re.compile(r"[^0-9]+")


def bare(text: str) -> str:
    """Half width, upper case, without blanks: ``１２ａ b`` -> ``12AB``."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).upper()


def digits(text: str) -> str:
    """Only the digits, without the country's code: ``+86 138-0000-0000`` -> ``13800000000``."""
    read = unicodedata.normalize("NFKC", text).strip()
    found = _NO_DIGIT.sub("", read.removeprefix("+86"))
    return found[2:] if len(found) == 13 and found.startswith("86") else found
