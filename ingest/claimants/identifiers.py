"""Phones and accounts to be paid to as people write them, brought to one form; what is masked keeps its visible part.

Names and id numbers are read by ``knowledge.complaints.identifiers``, addresses by ``places``. Every function is pure and takes one value
as written; ``None`` where nothing can be compared.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from knowledge.complaints.identifiers import IdKind, NameKind, folded, read_id, read_name
from knowledge.complaints.identifiers import sound as syllables

MASK = "*"
_MASKS = re.compile(r"[*xX×※●•#?_]{2,}")
_LEAST_DIGITS, _LONGEST = 7, 40
_HEAD_PHONE, _HEAD_ID, _TAIL = 3, 6, 4


class Visible(NamedTuple):
    """An identifier: ``whole`` where every sign is there, and the first and last signs for a masked one to fit."""

    whole: str | None
    head: str | None
    tail: str | None


NOTHING = Visible(None, None, None)


class Named(NamedTuple):
    """A name as it is compared: whole, its syllables, the surname, and the sex that a title says."""

    whole: str | None
    sound: str | None
    surname: str | None
    sex: str | None


def name(text: str) -> Named:
    """A name; one that hides its given part (陈先生, 陈某, 陈**) has a surname only."""
    read = read_name(text)
    whole = read.whole if read.kind is NameKind.WHOLE else None
    return Named(whole, None if whole is None else syllables(whole), read.surname, read.sex and read.sex.value)


class Number(NamedTuple):
    """An id number as it is compared. ``sure``: the visible ends of one that is not miswritten; two people's differ."""

    whole: str | None
    head: str | None
    tail: str | None
    sure: str | None


def id_number(text: str) -> Number:
    """A citizen's id number, whole or masked; what only fills the field is none."""
    read = read_id(text)
    head = read.head[:_HEAD_ID] if len(read.head) >= _HEAD_ID else None
    tail = read.tail[-_TAIL:] if len(read.tail) >= _TAIL else None
    sure = None if read.kind is IdKind.SLIP or head is None or tail is None else head + tail
    return Number(read.whole, head, tail, sure)


def phone(text: str) -> Visible:
    """A phone number's digits without the country's code; runs of one digit are no number."""
    plain = _MASKS.sub(_stars, folded(text))
    signs = re.sub(r"[^0-9*]", "", plain)
    signs = re.sub(r"^(0086|86)(?=1[0-9*]{10}$)", "", signs)
    if len(signs) < _LEAST_DIGITS or len(signs) > _LONGEST or len(set(signs[1:])) == 1:
        return NOTHING
    return _visible(signs, _HEAD_PHONE)


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
