"""Case numbers, factors, telephone numbers and sums as people say them; what is not plain is asked back, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from assistant.llm.numerals import value


class Unclear(NamedTuple):
    """Words that do not say one thing plainly: what to tell the citizen."""

    why: str


_SPOKEN: Final = str.maketrans("零〇一二三四五六七八九幺两", "0012345678912")
_CASE: Final = re.compile(
    r"(?<![a-z0-9])(?P<letters>(?:[a-z][ .-]*){0,4})(?P<digits>[0-9](?:[ .-]*[0-9]){8,19})(?![0-9a-z])"
)
_FACTOR_BEHIND: Final = re.compile(r"^(.*[0-9]) +([0-9]{3}[0-9x])$")
_RUN: Final = re.compile(r"(?<![0-9a-z])[0-9a-z](?:[ -]?[0-9a-z])*(?![0-9a-z])")
_WHOLE: Final = (11, 18)
"""Lengths of a whole phone number, and of a whole id or organisation code: their last four are meant."""
_PHONE: Final = re.compile(r"(?<![0-9])\+?[0-9](?:[ -]?[0-9*]){6,19}(?![0-9])")
_NUMERAL: Final = "零〇一二两三四五六七八九十百千万亿"
_SUM: Final = re.compile(
    rf"(?:(?P<figure>[0-9]+(?:\.[0-9]+)?) ?(?P<rank>[百千万]?)(?P<rest>[1-9]?)|(?P<words>[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?))"
    r" ?(?P<yuan>元|块钱?|圆|人民币|rmb)?(?:(?P<tenths>[1-9一二三四五六七八九])(?:毛|角)?)?"
)
_RANKS: Final = {"": 1, "百": 100, "千": 1000, "万": 10000}
_VAGUE: Final = re.compile(
    r"几|多(?!少)|左右|大概|大约|约|差不多|上下|来块|[到至~～]|倍|成$|%|以上|以下|不到|将近|接近"
)
_ALL: Final = re.compile(r"一共|一起|总共|统一|一下|一次(性)?")


def digits(normalised: str) -> str:
    """Spoken digits as figures: 二零二六 and 幺三八."""
    return normalised.translate(_SPOKEN)


def case_number(normalised: str) -> str | None:
    """A case number in the words: up to four letters and nine to twenty digits, in groups or spoken; None for a telephone
    number, an identity number, or several numbers."""
    found = {_case(match) for match in _CASE.finditer(digits(normalised))} - {None}
    return found.pop() if len(found) == 1 else None


def _case(match: re.Match[str]) -> str | None:
    letters = re.sub(r"[ .-]", "", match["letters"]).upper()
    behind = _FACTOR_BEHIND.match(match["digits"]) if letters else None
    number = re.sub(r"[ .-]", "", match["digits"] if behind is None else behind[1])
    if not letters and len(number) in _WHOLE:
        return None
    return letters + number


def factor(normalised: str, number: str = "") -> str | None:
    """The last four of an id, phone or organisation code; of a whole one its last four. None where not exactly one is said.

    ``number`` is a case number that is said beside it.
    """
    runs = (re.sub(r"[ -]", "", run).upper() for run in _RUN.findall(_without(digits(normalised), number)))
    found = {run[-4:] for run in runs if any(sign.isdigit() for sign in run) and len(run) in (4, *_WHOLE)}
    return found.pop() if len(found) == 1 else None


def _without(said: str, number: str) -> str:
    """The words without the number, however it was spaced."""
    return re.sub(r"[ .-]*".join(map(re.escape, number.lower())), ",", said) if number else said


def phone(normalised: str) -> str | Unclear:
    """One telephone number, as it was said but without blanks; whether it can be one is the form's to say."""
    found = {re.sub(r"[ -]", "", one) for one in _PHONE.findall(digits(normalised))}
    if len(found) == 1:
        return found.pop()
    return Unclear("请说一个完整的电话号码，手机是 11 位；固定电话要带区号")


def count(normalised: str) -> str | Unclear:
    """A plain number of things."""
    found = None if _VAGUE.search(normalised) else _only(normalised)
    if found is None or found != found.to_integral_value():
        return Unclear("请说一个确切的数，比如“10 箱”；记不准就说“跳过”，写在经过里就行")
    return str(int(found))


def amount(normalised: str) -> str | Unclear:
    """A sum in yuan with two decimals: 三千八 is 3800.00; what is vague (几千, 十倍, 三五千) is asked back."""
    found = None if _VAGUE.search(normalised) else _only(normalised)
    if found is None or found <= 0:
        return Unclear("请说一个确切的钱数，比如“3800 元”或者“三千八”；说不准就说“跳过”，写在要求里就行")
    return f"{found:.2f}"


def _only(normalised: str) -> Decimal | None:
    """The one number that is said; of several the one with a currency."""
    said = _ALL.sub("", re.sub(r"(?<=\d)[,，](?=\d{3})", "", normalised))
    found = list(_SUM.finditer(said))
    if len(found) > 1:
        found = [match for match in found if match["yuan"]]
    return _value(found[0]) if len(found) == 1 else None


def _value(match: re.Match[str]) -> Decimal | None:
    if match["words"]:
        read = value(match["words"])
        whole = None if read is None else Decimal(str(read))
    else:
        rank = _RANKS[match["rank"]]
        whole = Decimal(match["figure"]) * rank + Decimal(match["rest"] or 0) * rank / 10
        if match["rest"] and not match["rank"]:
            return None
    if whole is None or not match["tenths"]:
        return whole
    return whole + Decimal(digits(match["tenths"])) / 10 if match["yuan"] else None
