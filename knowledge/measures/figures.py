"""Figures, days and flags as whole numbers of 64 bits, exactly, and what a comparison asks of such a number.

A figure is counted in millionths of its unit, a day from 1970-01-01, a flag as 0 or 1. What has no such form (a seventh
decimal place, a sum beyond 9.2 * 10**12 units) is given back as None, and its caller goes by the reference instead.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.measures.conditions import Op, Value

MILLIONTH = 10**6
MOST = 2**63 - 1
LEAST = -MOST
_EPOCH = date(1970, 1, 1).toordinal()
_ROOM = 2**62
"""Columns stay within it, so that no sum of two wraps around."""

Bounds = tuple[int, int]
NOTHING: Bounds = (1, 0)
"""Bounds that no number lies in."""


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def whole(value: Value) -> int | None:
    """The value as a whole number; None where it has no such form, or is text."""
    match value:
        case bool():
            return int(value)
        case date():
            return days(value)
        case Decimal():
            above, below = value.as_integer_ratio()
            number, rest = divmod(above * MILLIONTH, below)
            return number if not rest and abs(number) < _ROOM else None
    return None


def bounds(op: Op, value: Decimal | date | bool) -> Bounds:
    """The least and the greatest whole number of which the comparison holds; ``!=`` has none such."""
    low, high = _around(value)
    match op:
        case ">=":
            found = low, MOST
        case ">":
            found = high + 1, MOST
        case "<=":
            found = LEAST, high
        case "<":
            found = LEAST, low - 1
        case "==":
            found = low, high
        case _:
            raise ValueError(op)
    low, high = max(found[0], LEAST), min(found[1], MOST)
    return (low, high) if low <= high else NOTHING


def reached(value: Decimal) -> int:
    """The least whole number that is at least the value, for columns that stay within 2**62."""
    low, high = bounds(">=", value)
    return low if low <= high else MOST


def _around(value: Decimal | date | bool) -> Bounds:
    """The whole number next above (or equal) and next below (or equal) a value."""
    if isinstance(value, Decimal):
        above, below = value.as_integer_ratio()
        return -(-above * MILLIONTH // below), above * MILLIONTH // below
    number = int(value) if isinstance(value, bool) else days(value)
    return number, number
