"""Unified social credit codes (统一社会信用代码) after GB 32100-2015: 17 characters and a check digit, modulo 31."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The signs of codes, in the order of their values."""
_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


def check_digit(code: str) -> str:
    """The 18th character for the first 17 of ``code``; raises KeyError for a character that codes do not have."""
    total = sum(_VALUES[sign] * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Is it an 18-character code whose check digit is right?"""
    return bool(_FORM.fullmatch(code)) and check_digit(code) == code[17]
