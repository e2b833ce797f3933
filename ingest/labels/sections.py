"""The articles of a policy's text for reading: name, plain body, heading words (认定奖励。), and the parts' parent."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ingest.labels.plain import Plain, plain_of
from ingest.parse.articles import Article, cut
from ingest.parse.numerals import ordinal

_NUMBER = re.compile(
    r"^(?:第[零〇一二三四五六七八九十百]+条(?:之[一二三四五六七八九十]+)?|[零〇一二三四五六七八九十百]+、|\([零〇一二三四五六七八九十百]+\)|[0-9]{1,2}[.、])[:、]?"
)
_HEAD = re.compile(
    r"\([一-龥]{2,12}\)|(?:\([^()。,]{2,20}\)|(?:[^。,:;()0-9\n]|\([^()0-9。,]{1,6}\)){2,24})(?=[。:\n])|\([一-龥]{2,12}\)"
)


@dataclass(frozen=True)
class Section:
    """``start:end`` of ``plain`` is the body behind the number and the heading; ``name`` is empty for what opens the text."""

    name: str
    heading: str
    start: int
    end: int

    @property
    def parent(self) -> str:
        """``二`` of ``二、（一）``."""
        return self.name.partition("、")[0] if "、" in self.name else ""


def sections_of(source: str) -> tuple[Plain, tuple[Section, ...]]:
    """The plain text and its sections in order; pieces of a long article are one."""
    plain = plain_of(source)
    at = _index(plain)
    spans: list[tuple[str, int, int]] = []
    for article in _cut(source):
        if spans and spans[-1][0] == article.section and article.section:
            spans[-1] = (article.section, spans[-1][1], article.end)
        else:
            spans.append((article.section, article.start, article.end))
    parts = [part for span in spans for part in _points(source, *span)]
    return plain, tuple(_sections(plain, [(name, at(start), at(end)) for name, start, end in parts]))


_POINT = re.compile(r"\n[ \t\u3000]*(?P<point>[0-9]{1,2})[.．、](?![0-9])")


def _points(source: str, name: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """二、（一） with lines 1. 2. below it is cut into 二、（一）1 and 二、（一）2."""
    later = _later(source, name, start, end)
    if later:
        return later
    marks = list(_POINT.finditer(source, start, end)) if name.endswith("）") else []
    if not marks or [mark["point"] for mark in marks] != [str(number) for number in range(1, len(marks) + 1)]:
        return [(name, start, end)]
    borders = [*(mark.start() for mark in marks[1:]), end]
    parts = [
        (f"{name}{mark['point']}", mark.start("point"), border) for mark, border in zip(marks, borders, strict=True)
    ]
    intro = source[start : marks[0].start()]
    return parts if not re.search("[。；，,;]", intro) else [(name, start, marks[0].start()), *parts]


_CLAUSE = re.compile(r"\n[ \t\u3000]*[（(](?P<number>[零〇一二三四五六七八九十]{1,3})[）)]")


def _later(source: str, name: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """三 with lines （六）（七）, which count on through the whole text."""
    marks = (
        list(_CLAUSE.finditer(source, start, end)) if name and "、" not in name and not name.startswith("第") else []
    )
    values = [ordinal(mark["number"]) or 0 for mark in marks]
    if len(marks) < 2 or values[0] < 2 or values != list(range(values[0], values[0] + len(values))):
        return []
    borders = [*(mark.start() for mark in marks[1:]), end]
    return [
        (f"{name}、（{mark['number']}）", mark.start() + 1, border) for mark, border in zip(marks, borders, strict=True)
    ]


_MARKED = re.compile(
    r"^(?P<mark>[ \t]*(?:#{1,6}[ \t]+|\*\*)+)(?P<line>(?:第[零〇一二三四五六七八九十百]+条|[零〇一二三四五六七八九十]+、|[（(][零〇一二三四五六七八九十]+[）)]|[0-9]{1,2}[.、])[^\n]*)",
    re.MULTILINE,
)
"""Markdown's marks before a number are moved behind the line: its length, and so every place, stays."""

_TOP = re.compile(
    r"^(?:(?P<point>[0-9]{1,2})[.．、](?![0-9])|(?P<clause>[（(][零〇一二三四五六七八九十]{1,3}[)）]))", re.MULTILINE
)
_DATE_LINE = re.compile(r"^[ \t]*[0-9〇○零一二三四五六七八九]{4}年[^\n]{3,10}日[ \t]*$", re.MULTILINE)


def _cut(source: str) -> tuple[Article, ...]:
    """As the citations have it; a text that counts only 1. 2. 3. or （一）（二） is cut there."""
    source = _MARKED.sub(lambda found: found["line"].replace("**", "  ") + " " * len(found["mark"]), source)
    articles = tuple(replace(article, end=_line_end(source, article.end)) for article in cut(source))
    if any(article.section for article in articles):
        return articles
    found = list(_TOP.finditer(source))
    marks = [one for one in found if one.lastgroup == found[0].lastgroup]
    if len(marks) < 2:
        return articles
    closing = _closing(source, marks[-1].start())
    borders = [*(mark.start() for mark in marks[1:]), closing]
    named = [
        Article(re.sub(r"[（(]([^）)]*)[）)]", r"（\1）", mark[mark.lastgroup or 0]), mark.start(), end)
        for mark, end in zip(marks, borders, strict=True)
    ]
    head = [Article("", 0, marks[0].start())] if marks[0].start() else []
    tail = [Article("", closing, len(source))] if source[closing:].strip() else []
    return (*head, *named, *tail)


def _line_end(source: str, place: int) -> int:
    """Where the line of ``place`` ends: marks moved behind it were trimmed off."""
    end = source.find("\n", place)
    return len(source) if end < 0 else end


def _closing(source: str, start: int) -> int:
    """Where the last numbered line ends: its table, if there is one below, still belongs to it."""
    end = source.find("\n", start)
    while 0 <= end < len(source):
        line = re.compile(r"\s*([^\n]*)").match(source, end)
        if line is None or not line[1].startswith("|"):
            return end
        end = source.find("\n", line.end())
    return len(source)


def _index(plain: Plain) -> Callable[[int], int]:
    return lambda place: bisect_left(plain.places, place)


def _sections(plain: Plain, spans: list[tuple[str, int, int]]) -> Iterator[Section]:
    for name, start, end in spans:
        number = _NUMBER.match(plain.text[start:end]) if name else None
        body = start + (number.end() if number else 0)
        head = _HEAD.match(plain.text, body, end) if name else None
        colon = (
            head is not None
            and plain.text[head.end() : head.end() + 1] == ":"
            and head.group().endswith(("企业", "单位", "主体", "资格", "称号", "认定"))
        )
        if head is not None and head.end() + 1 < end and not colon and not _says_more(head.group()):
            after = head.end() + (plain.text[head.end()] in "。:\n")
            yield Section(name, head.group().strip("()"), after, end)
        else:
            yield Section(name, "", body, end)


def _says_more(heading: str) -> bool:
    """A heading asks for nothing: 对…的企业 or 符合条件 would."""
    return bool(
        re.search("的$|的企业|[A-T][0-9]|门类|下列|以下|列入|未|不得|免申|即申|有下|应当|给予|本办法|本措施", heading)
    )
