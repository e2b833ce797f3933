"""Sums: whole cents in the database, Decimal yuan in the rules, text with two decimals on the wire."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.errors import InvalidRequest

MOST_CENTS = 10**14
_YUAN = re.compile(r"(0|[1-9][0-9]{0,11})(?:\.([0-9]{1,2}))?")


def cents_of(yuan: Decimal | None) -> int | None:
    """Whole cents of an amount that is exact to the cent; ``None`` stays ``None`` (no money)."""
    return None if yuan is None else int(yuan * 100)


def text_of(cents: int | None) -> str | None:
    """``100000.00``: yuan with two decimals, worked out in integers."""
    return None if cents is None else f"{cents // 100}.{cents % 100:02d}"


def words_of(cents: int | None) -> str:
    """As people say it: ``10 万元``, ``1234.50 元``; without money ``不涉及资金``."""
    if cents is None:
        return "不涉及资金"
    wan, rest = divmod(cents, 10_000 * 100)
    if wan and rest % (100 * 100) == 0:
        return f"{wan}{f'.{rest // 10_000:02d}'.rstrip('0') if rest else ''} 万元"
    return f"{cents // 100}{f'.{cents % 100:02d}' if cents % 100 else ''} 元"


def expected(cents: int | None) -> str:
    """``预计 10 万元``, or that there is no money in it."""
    return words_of(None) if cents is None else f"预计 {words_of(cents)}"


def parse_yuan(text: str) -> int:
    """Cents of ``1000000.00`` as staff type it; raises InvalidRequest."""
    match = _YUAN.fullmatch(text)
    if match is None:
        raise InvalidRequest("金额请写成数字，单位是元，最多两位小数，例如 100000.00。")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
