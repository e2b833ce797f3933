"""Personal data in published text; the report itself never repeats it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from ingest.quality.base import Base, texts_of
from ingest.quality.findings import Finding
from ingest.words import Path

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])(?:\+?86[- ]?)?(1[3-9][0-9]{9})(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])[3-6][0-9]{15,18}(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def personal_data(base: Base) -> Iterator[Finding]:
    """Identity numbers with a right check digit, bank cards likewise, mobile numbers: in guides, articles and questions."""
    for guide in base.records.guides:
        yield from _findings(guide.id, texts_of(guide))
    for policy in base.records.policies:
        articles = base.articles.get(policy.id, ())
        yield from _findings(policy.id, (((passage.section,), passage.text) for passage in articles))
    for item_id, asked in base.questions.items():
        texts: Iterable[tuple[Path, str]] = ((("question",), question.text) for question in asked)
        yield from _findings(item_id, texts, f"questions/{item_id}.tsv")


def _findings(about: str, texts: Iterable[tuple[Path, str]], file: str = "") -> Iterator[Finding]:
    for path, text in texts:
        for kind, number in found_in(text):
            what = f"这里有{kind} {masked(number)}"
            todo = "请立即删掉；要举例的请用“某某”代替" if kind != "手机号码" else "请换成公开的办公电话"
            yield Finding("错误", about, path, what, todo, file=file)


def found_in(text: str) -> Iterator[tuple[str, str]]:
    """Kind and digits of each; Chinese characters are word characters, hence the look-arounds."""
    if not any(character.isdigit() for character in text):
        return
    plain = unicodedata.normalize("NFKC", text)
    taken = set()
    for found in _IDENTITY.finditer(plain):
        if _is_identity(found.group()):
            taken.add(found.group())
            yield "身份证号", found.group()
    for found in _CARD.finditer(plain):
        if found.group() not in taken and _is_card(found.group()):
            yield "银行卡号", found.group()
    for found in _MOBILE.finditer(plain):
        yield "手机号码", found.group(1)


def masked(number: str) -> str:
    """Enough to find it by, not enough to use it."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def hidden(text: str) -> str:
    """The text with its personal data masked, for whatever another check quotes."""
    for _, number in tuple(found_in(text)):
        text = unicodedata.normalize("NFKC", text).replace(number, masked(number))
    return text


def _is_identity(number: str) -> bool:
    """GB 11643-1999: a date of birth and the check digit of ISO 7064 MOD 11-2."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """ISO/IEC 7812: the sum of Luhn."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digit if at % 2 == 0 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(digits)) % 10 == 0
