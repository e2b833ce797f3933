"""Where the articles of a Chinese official document begin and end (layout after GB/T 9704).

Documents are numbered by articles (第一条, under chapters) or by headings (一、 over （一） or 1.). The numbered line is
the unit: a citation must name what a person finds in the printed text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.numerals import ordinal

LONGEST = 1000
"""Characters of one piece; a longer article is cut at its clauses, then at sentence ends."""

_NUMBER = "[零〇一二三四五六七八九十百]+"
_ARTICLE = re.compile(rf"第({_NUMBER})条(?:之{_NUMBER})?(?=[\s：:、【（(]|$)")
_HEADING = re.compile(rf"({_NUMBER})、")
_CLAUSE = re.compile(rf"[（(]({_NUMBER})[）)]")
_POINT = re.compile(r"([0-9]{1,2})[.．、](?![0-9])")
_CHAPTER = re.compile(
    rf"第{_NUMBER}[编章节](?=\s|$|[^，。；：、\s]{{1,20}}\s*$)|#|-{{3,}}\s*$|附件[0-9一二三四五]?\s*(?:[：:]|$)"
)
_DATE = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日\s*$")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_CUT = re.compile(rf"(?=[（(]{_NUMBER}[）)])|(?<=[。；\n])")


@dataclass(frozen=True)
class Article:
    """One piece of a text: characters ``start:end`` of it, under the name that a citation gives.

    ``section`` is ``第三条``, ``二``, ``二、（一）`` or ``二、1``; empty for what stands before the first of them. Pieces of
    one long article share its name.
    """

    section: str
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


def cut(source: str, headings: Container[int] = ()) -> tuple[Article, ...]:
    """The articles of ``source`` in order; none overlap, none is empty, and none is longer than :data:`LONGEST`.

    ``headings`` are the starts of lines that a format shows as headings: without a number they belong to no article.
    """
    lines = [_Line(found.start(), found.end(), found.group()) for found in re.finditer(r"\S[^\n]*", source)]
    named = _by_articles(lines) if any(_ARTICLE.match(line.text) for line in lines) else _by_headings(lines)
    apart = ((line, "" if name is None and line.start in headings else name) for line, name in named)
    spans = list(_spans(apart, _signature(lines)))
    followed_by = [*(name for name, _, _ in spans), ""][1:]
    return tuple(
        Article(section, start, end)
        for (section, first, last), following in zip(spans, followed_by, strict=True)
        if not (following.startswith(f"{section}、") and _says_nothing(source[first:last]))
        for start, end in _pieces(source, first, last)
    )


def opens_article(lines: Sequence[str]) -> tuple[bool, ...]:
    """Of each line whether a numbered article or heading begins with it: 第X条 where there is any, else 一、."""
    pattern = _ARTICLE if any(_ARTICLE.match(line) for line in lines) else _HEADING
    return tuple(pattern.match(line) is not None for line in lines)


def _by_articles(lines: list[_Line]) -> Iterator[tuple[_Line, str | None]]:
    """Each line with the name it opens: ``None`` goes on, empty belongs to no article."""
    last = 0
    for line in lines:
        if (found := _ARTICLE.match(line.text)) and _counts_on(found.group(1), last, again="之" in found.group()):
            last = ordinal(found.group(1)) or last
            yield line, found.group()
        else:
            yield line, "" if _CHAPTER.match(line.text) else None


def _by_headings(lines: list[_Line]) -> Iterator[tuple[_Line, str | None]]:
    above, inner, last = "", "", 0
    for line in lines:
        if (found := _HEADING.match(line.text)) and _counts_on(found.group(1), last):
            above, inner, last = found.group(1), "", ordinal(found.group(1)) or last
            yield line, above
        elif above and (clause := _part_of(line.text, inner)):
            inner = clause
            yield line, f"{above}、{inner}"
        else:
            yield line, "" if _CHAPTER.match(line.text) else None


def _counts_on(number: str, last: int, *, again: bool = False) -> bool:
    """A line broken before 第三条、第四条可以叠加 or 一、二等奖 opens nothing: numbers rise, or begin anew with 一."""
    value = ordinal(number)
    return value is None or value == 1 or value > last or (again and value == last)


def _part_of(line: str, inner: str) -> str | None:
    """``（二）`` or ``2`` when the line opens the part of a heading that follows ``inner``; parts count from one."""
    if found := _CLAUSE.match(line):
        last = ordinal(inner.strip("（）")) if inner.startswith("（") else 0
        return f"（{found.group(1)}）" if ordinal(found.group(1)) == (last or 0) + 1 else None
    if not inner.startswith("（") and (found := _POINT.match(line)):
        return found.group(1) if int(found.group(1)) == int(inner or 0) + 1 else None
    return None


def _says_nothing(text: str) -> bool:
    """Is it a heading by itself, such as 二、支持政策? Then its parts answer, not it."""
    return not _SENTENCE.search(text.strip())


def _signature(lines: list[_Line]) -> int:
    """Where the closing signature (issuer and date) begins; the text's end when there is none."""
    end = lines[-1].end if lines else 0
    if len(lines) < 2 or not _DATE.match(lines[-1].text):
        return end
    issuer = lines[-2]
    return issuer.start if len(issuer.text) <= 40 and not _SENTENCE.search(issuer.text) else lines[-1].start


def _spans(named: Iterator[tuple[_Line, str | None]], end: int) -> Iterator[tuple[str, int, int]]:
    section, start, last = "", 0, 0
    begun = False
    for line, name in named:
        if line.start >= end:
            break
        if name is not None and (name or begun):
            if last > start:
                yield section, start, last
            begun = begun or bool(name)
            section, start = name, line.start if name else end
        if section or (not begun and name is None):
            last = line.end
    if last > start:
        yield section, start, last


def _pieces(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span itself, or of a long one pieces that end where a clause or a sentence does."""
    while end - start > LONGEST:
        borders = [found.start() for found in _CUT.finditer(source, start + 1, start + LONGEST)]
        border = borders[-1] if borders and borders[-1] > start else start + LONGEST
        yield from _trimmed(source, start, border)
        start = border
    yield from _trimmed(source, start, end)


def _trimmed(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = source[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if end > start:
        yield start, end
