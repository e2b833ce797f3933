"""Numbers as a sheet shows them: ``20`` not ``20.0``, ``5%``, ``20个工作日`` by the format ``0"个工作日"``."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta

BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}  # fmt: skip
"""Number formats that a workbook uses by number without writing them down."""
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|([0#?,.]+)|(%)|(.)', re.DOTALL)
_PLAIN = frozenset("¥$€￥ -+()/:第约元个件份次天日项人万")
_MOST_DECIMALS = 15
_SCALED = re.compile(r"[0#],+(?![0#?,])")
"""A comma behind the figures: the cell shows thousands or millions of what it holds."""
_FIGURES = re.compile(r"[-+0-9.,()\s¥$€￥]")


def shown_value(value: Value, code: str = "") -> str:
    """A cell's value as text; ``code`` is its number format, empty for General."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return shown_number(value, code)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def exact_value(value: Value, code: str = "") -> str:
    """A cell's value as text without rounding what the format hides; words of the format (亿元) stay behind the figure."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return shown_value(value, code)
    if not _finite(value):
        return _general(value)
    if _SCALED.search(code):
        return f"{_general(value)}（显示格式 {code}）"
    if "%" in code:
        return f"{(Decimal(_general(value)) * 100).normalize():f}%"
    return _general(value) + _FIGURES.sub("", shown_number(value, code))


def shown_number(value: int | float, code: str) -> str:
    """The number in its format; as Excel's General where the format is more than figures and words."""
    section = _section(value, code)
    if not section or "general" in section.lower() or not _finite(value):
        return _general(value)
    return _formatted(value, section) or _general(value)


def _finite(value: int | float) -> bool:
    return abs(value) < 1e15


def _general(value: int | float) -> str:
    text = f"{value:.15g}" if abs(value) < 1e15 else f"{value:.6g}"
    return format(Decimal(text), "f") if "e-" in text else text


def _section(value: int | float, code: str) -> str:
    """The part of ``code`` for this sign; where there is one for all, a negative number keeps its minus."""
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if value == 0 and len(parts) > 2:
        return parts[2]
    if value < 0:
        return parts[1] if len(parts) > 1 else "-" + parts[0] if parts[0] else ""
    return parts[0]


def _formatted(value: int | float, section: str) -> str:
    """The number with the words around it, empty where the format is not understood."""
    before, figures, after, percent = "", "", "", False
    for quoted, escaped, currency, pattern, sign, other in _TOKEN.findall(section):
        if pattern and figures or other and other not in _PLAIN:
            return ""
        percent = percent or bool(sign)
        figures = figures or pattern
        words = "" if pattern else quoted + escaped + currency + sign + other
        before, after = (before, after + words) if figures else (before + words, after)
    if not figures:
        return before
    return before + _figures(abs(Decimal(str(value))) * (100 if percent else 1), figures) + after


def _figures(value: Decimal, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    most, least = min(len(fraction), _MOST_DECIMALS), fraction.count("0")
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    left, _, right = text.partition(".")
    right = right[:least] + right[least:].rstrip("0")
    left = left.rjust(min(whole.count("0"), 20), "0")
    return left + ("." + right if right else "")
