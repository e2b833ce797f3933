"""Quoting articles word for word, and seeing which other articles one speaks of."""

from __future__ import annotations

import re

from knowledge import text

LONGEST = 400
"""Characters that are quoted; the longest article of the sample has 165."""

_DIGITS = "一二三四五六七八九"
_ALL = re.compile(r"各项|以上(事项|各条|条款)|上述(各项|事项|措施)")
_RANGE = re.compile(r"第([一二三四五六七八九十]{1,3})条[至到]第([一二三四五六七八九十]{1,3})条")
_SENTENCE = re.compile(r"[^。；\n]+[。；\n]*|[。；\n]+")


def quote(article: str, asked: str = "", longest: int = LONGEST) -> str:
    """``article`` itself, or of a long one the sentences around what was ``asked``, with … where something is left out.

    Sentences are never cut, unless one alone is longer than ``longest``.
    """
    if len(article) <= longest:
        return article
    sentences = [found.group() for found in _SENTENCE.finditer(article) if found.group()]
    wanted = set(_pairs(asked))
    worth = [len(wanted.intersection(_pairs(text.normalise(sentence)))) for sentence in sentences]
    first = last = max(range(len(sentences)), key=lambda at: (worth[at], -at))
    size = len(sentences[first])
    while True:
        before = size + len(sentences[first - 1]) if first > 0 else longest + 1
        after = size + len(sentences[last + 1]) if last + 1 < len(sentences) else longest + 1
        if min(before, after) > longest:
            break
        # What follows explains more than what came before, unless that was asked for too.
        if after <= longest and (before > longest or worth[last + 1] >= worth[first - 1]):
            last, size = last + 1, after
        else:
            first, size = first - 1, before
    part = "".join(sentences[first : last + 1]).strip()
    if len(part) > longest:
        return _shortened(part, longest, starts=first == 0)
    return ("" if first == 0 else "…") + part + ("" if last + 1 == len(sentences) else "…")


def speaks_of(article: str, section: str) -> bool:
    """Does ``article`` name the article ``section``, alone (第三条), in a range (第二条至第四条), or with all (各项)?"""
    if _ALL.search(article):
        return True
    last = section.rpartition("、")[2].strip("（）")
    wanted = {section, f"第{last}条", f"第（{last}）项", f"（{last}）项", f"第{last}项"}
    return any(name in article for name in wanted) or any(
        _number(first) <= _number(last) <= _number(end) for first, end in _RANGE.findall(article)
    )


def _number(numeral: str) -> int:
    """Of Chinese numerals up to 99, or digits; 0 for anything else, which lies in no range."""
    numeral = numeral.strip("第条")
    if numeral.isdigit() and numeral.isascii():
        return int(numeral)
    tens, ten, units = numeral.rpartition("十")
    if not all(digit in _DIGITS for digit in tens + units):
        return 0
    value = _DIGITS.index(units) + 1 if units else 0
    return value + (10 * (_DIGITS.index(tens) + 1 if tens else 1) if ten else 0)


def _shortened(sentence: str, longest: int, *, starts: bool) -> str:
    return ("" if starts else "…") + sentence[:longest] + "…"


def _pairs(normalised: str) -> list[str]:
    return [normalised[at : at + 2] for at in range(len(normalised) - 1)]
