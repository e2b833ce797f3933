"""What people write as name, phone, id, address and account, brought to one form; what is masked keeps its visible part.

Every function is pure and takes one value as written; ``None`` where nothing can be compared. Forms: ``Visible`` is what can be compared
whole (``whole``) or in parts (``head``, ``tail``: first and last signs that are not masked).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

MASK = "*"
_MASKS = re.compile(r"[*xX×※●•#?_]{2,}")
_HONORIFIC = re.compile(r"(先生|女士|小姐|同志|老师|某某?|\*+)$")
_NAMELESS = frozenset(
    {"匿名", "无", "未知", "不详", "保密", "消费者", "投诉人", "举报人", "无名氏", "不愿透露", "null", "none"}
)
_NOT_NAME = re.compile(r"[^\u3400-\u9fff·a-z*]")
_LEAST_DIGITS, _MOBILE, _LONGEST = 7, 11, 40
_HEAD_PHONE, _HEAD_ID, _TAIL = 3, 6, 4
_ID = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_ADMIN = re.compile(
    r"^(?:中国)?(?:[\u3400-\u9fff]{2,6}?(?:自治区|自治州|省|市|区|县|旗|镇|乡|街道))+(?=[\u3400-\u9fff]{2,})"
)
_LOCAL = re.compile(r"^(?:福建|泉州|鲤城|丰泽|洛江|泉港|石狮|晋江|南安|惠安|安溪|永春|德化)+(?=[\u3400-\u9fff]{2,})")
_ASIDE = re.compile(r"\(.*?\)")
_FLAT = re.compile(r"(\d{1,3})(?:栋|[-—_/])(\d{1,2}u)?[-—_/]?(\d{2,5})(?:室|房|户)?$")
_BUILDING = re.compile(r"(号楼|栋|幢|座|#楼|号院)")
_UNIT = re.compile(r"(\d+|[a-z])单元")
_ROOM = re.compile(r"(\d{2,5})(室|房|户)?$")
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


class Visible(NamedTuple):
    """An identifier: ``whole`` where every sign is there, and the first and last signs for a masked one to fit."""

    whole: str | None
    head: str | None
    tail: str | None


NOTHING = Visible(None, None, None)


def folded(text: str) -> str:
    """NFKC, lower case, without blanks and controls."""
    text = unicodedata.normalize("NFKC", text[:400]).lower()
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "CZ")


def name(text: str) -> str | None:
    """A name without titles and blanks; one that hides its given part (陈先生, 陈某, 陈*明) is its surname and ``*``."""
    plain = folded(text)
    if plain in _NAMELESS:
        return None
    bare = _HONORIFIC.sub("", plain)
    bare = _NOT_NAME.sub("", bare.replace("某", MASK))[:_LONGEST]
    hidden = MASK in bare or len(bare) == 1
    if not bare.strip(MASK):
        return None
    return bare[0] + MASK if hidden and bare[0] != MASK else (None if hidden else bare)


@cache
def _sound(sign: str) -> str:
    return lazy_pinyin(sign, style=Style.NORMAL)[0]


def sound(of_name: str | None) -> str | None:
    """A name's syllables without tones; homophones are equal. ``None`` for a hidden name."""
    return None if of_name is None or MASK in of_name else " ".join(_sound(sign) for sign in of_name)


def phone(text: str) -> Visible:
    """A phone number's digits without the country's code; runs of one digit are no number."""
    plain = _MASKS.sub(_stars, folded(text))
    signs = re.sub(r"[^0-9*]", "", plain)
    signs = re.sub(r"^(0086|86)(?=1[0-9*]{10}$)", "", signs)
    if len(signs) < _LEAST_DIGITS or len(signs) > _LONGEST or len(set(signs[1:])) == 1:
        return NOTHING
    return _visible(signs, _HEAD_PHONE)


def id_number(text: str) -> Visible:
    """A citizen's id number (GB 11643: 18 signs; 15 before 1999), masked or not."""
    plain = _MASKS.sub(_stars, folded(text)) if not _ID.fullmatch(folded(text).upper()) else folded(text)
    signs = re.sub(r"[^0-9xX*]", "", plain).upper()
    if MASK not in signs and not _ID.fullmatch(signs):
        return NOTHING
    return _visible(signs, _HEAD_ID) if len(signs) >= _LEAST_DIGITS else NOTHING


def account(text: str) -> Visible:
    """An account to be paid to: digits of a card, or the letters of a wallet's name."""
    signs = re.sub(r"[^0-9a-z*@.\u3400-\u9fff]", "", re.sub(r"[*×※●•]{2,}", _stars, folded(text)))[:64]
    return _visible(signs, 0) if len(signs) >= _TAIL else NOTHING


def _stars(found: re.Match[str]) -> str:
    return MASK * len(found.group())


def _visible(signs: str, head: int) -> Visible:
    tail = signs[-_TAIL:]
    first = signs[:head]
    whole = None if MASK in signs else signs
    return Visible(whole, None if MASK in first else first, None if MASK in tail else tail)


class Place(NamedTuple):
    """An address: ``whole`` as far as it was written, ``house`` without the room (``None`` where no number was written), ``room``."""

    whole: str | None
    house: str | None
    room: str | None


def _short(plain: str) -> str:
    """An address without the places that many addresses share, in full (石狮市) or in short (石狮)."""
    return _LOCAL.sub("", _ADMIN.sub("", plain))


def address(text: str) -> Place:
    """An address without province, city and district, with its house and room told apart."""
    plain = _ASIDE.sub("", folded(text).translate(_CHINESE_DIGITS))
    plain = _UNIT.sub(r"\1u", _BUILDING.sub("栋", _short(plain)))
    plain = re.sub(r"[^\u3400-\u9fffa-z0-9]", "", _FLAT.sub(r"\1栋\2\3", plain))
    if len(plain) < 3:
        return Place(None, None, None)
    found = _ROOM.search(plain)
    room = found.group(1) if found else None
    house = plain[: found.start()] if found else plain
    if not re.search(r"\d|栋", house):
        return Place(plain, plain if room else None, None)
    return Place(house + (room or ""), house, room)
