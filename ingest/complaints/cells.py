"""One cell into one value, exactly or not at all. No reason ever quotes the cell: it may be a name or a number of a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from ingest.complaints.clock import ZONE
from ingest.complaints.columns import LABELS, Column, Wordings, folded
from ingest.problems import forbidden_character
from knowledge.complaints.typed import bare
from knowledge.errors import InvalidRecord
from knowledge.portraits.credit_code import is_credit_code

Reader = Callable[[str], object]
LONGEST, LONGEST_TEXT = 200, 20_000
_FIRST_DAY = date(1990, 1, 1)
_DAY = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)(?: ?\(?(?:星期|周).\)?)?"
    r"(?:[t ]? ?(?:(?:上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|晚|夜间|[ap]m) ?)?"
    r"\d{1,2}[:时点](?:\d{1,2}(?:[:分]\d{1,2}秒?(?:\.\d+)?|分)?)?(?: ?[ap]m)?)?",
    re.ASCII,
)
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})(?: ?\d{4}(?:\d{2})?| \d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
"""20260318, and with hours, minutes and seconds behind it."""
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet's count of days, as it counts from March 1900 on."""
_SUM = re.compile(r"[¥￥]?((?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,6})?)([^\d\s,.]{0,4})", re.ASCII)
_COUNT = re.compile(r"(\d{1,7})(?:\.0+)?[^\d\s,.]{0,2}", re.ASCII)
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,3})")
_DECIMAL = re.compile(r"(\d+)\.0+")
_MOST_EXACT = 15
"""Digits that a spreadsheet keeps of a number."""
_PHONE = re.compile(r"[0-9*]{7,13}")
_BETWEEN_PHONES = re.compile(r"[、,;/|]|\s{2,}|或|转|分机")
_ID = re.compile(r"[0-9A-Z*]{6,20}")
_MOST_MONEY = Decimal("999999999999.99")
_CENT = Decimal("0.01")


class CellError(InvalidRecord):
    """A cell whose value cannot be what its column asks for."""


def reader_of(column: Column, words: Wordings, today: date) -> Reader:
    """What reads the filled cells of a column; it raises CellError with the reason."""
    match column.field:
        case "received_on":
            return lru_cache(maxsize=20_000)(lambda text: _day(text, words, today))
        case "kind" | "outcome":
            held = words.kinds if column.field == "kind" else words.outcomes
            return lru_cache(maxsize=2000)(lambda text: _word(text, held, column.field))
        case "paid" | "demanded" | "received":
            return lru_cache(maxsize=50_000)(lambda text: _money(text, column.factor, words))
    return _READERS[column.field]


def _day(text: str, words: Wordings, today: date) -> date:
    read = " ".join(unicodedata.normalize("NFKC", text).split())
    day = _formatted(read, words.dates) or _spoken(read.lower())
    if day is None:
        raise CellError("不是能看懂的日期，应当写成 2026-03-18 这样；别的写法请写进映射文件的 dates")
    if not _FIRST_DAY <= day <= today:
        raise CellError("日期不可能（早于 1990 年或者还没有到）")
    return day


def _formatted(text: str, formats: tuple[str, ...]) -> date | None:
    for each in formats:
        try:
            return datetime.strptime(text, each).date()
        except ValueError:
            continue
    return None


def _spoken(text: str) -> date | None:
    try:
        if _ZONED.fullmatch(text):
            return datetime.fromisoformat(text.upper()).astimezone(ZONE).date()
        if counted := _SERIAL.fullmatch(text):
            return _SERIAL_ZERO + timedelta(int(counted[1]))
        found = _DAY.fullmatch(text) or _RUN.fullmatch(text)
        year, *rest = (int(group) for group in found.groups() if group is not None) if found else (0,)
        return date(year, *rest) if found else None
    except ValueError:
        return None


def _word(text: str, held: Mapping[str, str], name: str) -> str:
    code = held.get(folded(text))
    if code is None:
        raise CellError(f"{LABELS[name]}的写法不认识，请在映射文件的 values.{name} 里写明它的意思")
    return code


def _money(text: str, factor: Decimal, words: Wordings) -> Decimal:
    found = _SUM.fullmatch(folded(text))
    if found is None:
        raise CellError("不是一个金额")
    unit = words.units.get(found.group(2)) if found.group(2) else factor
    if unit is None:
        raise CellError("金额的单位不认识")
    value = (Decimal(found.group(1).replace(",", "")) * unit).quantize(_CENT, ROUND_HALF_UP)
    if value > _MOST_MONEY:
        raise CellError("金额大得不可信")
    return value


def _count(text: str) -> int:
    found = _COUNT.fullmatch(folded(text))
    if found is None:
        raise CellError("不是一个数量")
    return int(found.group(1))


def plain(text: str) -> str:
    """As it was written, single blanks, nothing invisible."""
    text = " ".join(text.split())
    return text if text.isprintable() else "".join(each for each in text if forbidden_character(each) is None)


def _short(text: str, most: int = LONGEST) -> str:
    read = plain(text)
    if len(read) > most:
        raise CellError(f"内容超过 {most} 字")
    return read


def _name(text: str) -> str:
    return _short(unicodedata.normalize("NFKC", text))


def _unrounded(read: str) -> str:
    """A number that a spreadsheet wrote as a figure (138.0, 1.38E+2) in its digits; raises CellError for one that it rounded."""
    figure, decimal = _SCIENTIFIC.fullmatch(read), _DECIMAL.fullmatch(read)
    if figure is None and decimal is None:
        return read
    signs = decimal[1] if decimal else ""
    if figure:
        power = int(figure[3])
        kept, more = (figure[2] or "")[:power], (figure[2] or "")[power:]
        signs = figure[1] + kept if len(kept) == power and not more.strip("0") else ""
    if not 0 < len(signs) <= _MOST_EXACT:
        raise CellError("号码被表格软件改成了数值，已经不完整，请把这一列设为文本再导出")
    return signs


def _exact(text: str) -> str:
    """A number as it is written; one that a spreadsheet rounded is none."""
    read = bare(text)
    if len(read) > 64:
        raise CellError("太长，不像是号码")
    return plain(_unrounded(read))


def _phone(text: str) -> str:
    """The first phone of a cell, digits only; stars of a masked one stay."""
    if text.isascii() and text.isdigit() and 7 <= len(text) <= 12:
        return text
    for part in _BETWEEN_PHONES.split(unicodedata.normalize("NFKC", text)):
        held = re.sub(r"[^0-9*]", "", _unrounded(bare(part)))
        held = held[2:] if len(held) == 13 and held.startswith("86") else held
        if _PHONE.fullmatch(held) and sum(map(str.isdigit, held)) >= 4:
            return held
    raise CellError("不是电话号码")


def _certificate(text: str) -> str:
    read = _exact(text)
    if not _ID.fullmatch(read):
        raise CellError("不是证件号码")
    return read


@lru_cache(maxsize=50_000)
def _code(text: str) -> str:
    read = bare(text).replace("-", "")
    if not is_credit_code(read):
        raise CellError("统一社会信用代码不对（应当是 18 位，并且校验位正确）")
    return read


_READERS: dict[str, Reader] = {
    "number": _exact,
    "respondent": lru_cache(maxsize=50_000)(_short),
    "text": lambda text: _short(text, LONGEST_TEXT),
    "respondent_code": _code,
    "trade": lru_cache(maxsize=5000)(_short),
    "product": _short,
    "name": _name,
    "id_number": _certificate,
    "phone": _phone,
    "address": _short,
    "account": _name,
    "quantity": lru_cache(maxsize=5000)(_count),
}
