"""The parts of an official document (layout after GB/T 9704): title, number, signature, body; attachments come after it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.articles import opens_article
from ingest.policies.canonical import Line
from ingest.policies.dates import DAY
from ingest.policies.facts import Fact
from ingest.policies.organs import Signature, signatures
from ingest.policies.sections import follows, leading_number
from ingest.policies.titles import NUMBER, OTHER_NUMBER, Title, find_title, inner_titles, is_masthead
from ingest.policies.vocabulary import plain

_ATTACHED = re.compile(
    r"附(?:件|表|录)?[0-9一二三四五六七八九十]{0,3}(?:[:.、].*)?|附[件表录][0-9]{1,2}(?![0-9所中的])[^,。;]{1,40}"
)
_ATTACHED_PAGE = re.compile(r"附[件表录][0-9一二三四五]{0,2}")
_PRINTED = re.compile(rf"(?:(.{{0,30}}?))({DAY})印发")
_PUBLICITY = re.compile(r"\(?(?:此件|本件|此文件).{0,6}公开.{0,6}\)?|抄送:.*|主送:.*|联系人:.*")


@dataclass(frozen=True)
class Parts:
    """Line numbers: ``first`` is the first article's, ``end`` the line after the body; attachments follow it."""

    title: Fact[Title] | None
    number: Fact[str] | None
    signatures: tuple[Fact[str], ...]
    signed: tuple[Fact[str], ...]
    printed: tuple[Fact[str], ...]
    masthead: Fact[str] | None
    inner_titles: tuple[int, ...]
    first: int
    end: int

    @property
    def title_words(self) -> Fact[str] | None:
        """The title as words that say it."""
        return Fact(self.title.value.whole, self.title.quote, self.title.at) if self.title else None


def parts_of(lines: Sequence[Line], known_titles: Collection[str] = ()) -> Parts:
    """Finds them; what is not there is ``None`` or empty."""
    plains = [line.plain for line in lines]
    first = first_article(lines)
    title = find_title(lines, first, known_titles)
    inner = tuple(inner_titles(lines, title))
    signed = list(signatures(lines))
    first, end = _body(lines, first, inner, signed)
    pages = _attachments_begin(plains, end)
    signed = _certain([one for one in signed if one.first < pages], title)
    head = min(first, end)
    return Parts(
        title=Fact(title, title.whole, lines[title.lines.start].at) if title else None,
        number=_number(lines, plains, head),
        signatures=tuple(_fact(name, lines[one.first]) for one in signed for name in one.organs),
        signed=tuple(_fact(one.day, lines[one.last]) for one in signed),
        printed=tuple(_printed(lines, plains)),
        masthead=_masthead(lines, plains, head),
        inner_titles=inner,
        first=first,
        end=end,
    )


def _fact(value: str, line: Line) -> Fact[str]:
    return Fact(value, line.text, line.at)


def _certain(signed: list[Signature], title: Title | None) -> list[Signature]:
    """Those with an organ; where none has one, a day by itself below the title."""
    with_organ = [one for one in signed if one.organs]
    above = title.lines.stop if title else 0
    return with_organ or [one for one in signed if one.first >= above]


def _attachments_begin(plains: Sequence[str], end: int) -> int:
    """The line of the first attachment's page; a list 附件：1.… before the signature is none."""
    pages = (place for place in range(end, len(plains)) if _ATTACHED_PAGE.fullmatch(plains[place]))
    return next(pages, len(plains))


def _printed(lines: Sequence[Line], plains: Sequence[str]) -> Iterator[Fact[str]]:
    for line, text in zip(lines, plains, strict=True):
        if found := _PRINTED.fullmatch(text):
            yield _fact(found.group(2), line)


def first_article(lines: Sequence[Line]) -> int:
    """The line of the first article; numbers of attachments count only when nothing before them has any."""
    attached = next((place for place, line in enumerate(lines) if _ATTACHED.fullmatch(line.plain)), len(lines))
    for end in (attached, len(lines)):
        opening = opens_article([line.text for line in lines[:end]])
        if any(opening):
            return opening.index(True)
    return len(lines)


def _body(lines: Sequence[Line], first: int, inner: tuple[int, ...], signed: Sequence[Signature]) -> tuple[int, int]:
    """The first article and the line after the body.

    What follows 附件 or the closing signature is no part of it, unless the articles count on behind it, or the document
    issued is itself the attachment and bears its title there.
    """
    plains = [line.plain for line in lines]
    ahead = [place for place in range(min(first, len(lines))) if _ATTACHED.fullmatch(plains[place])]
    if ahead and first < len(lines) and not any(ahead[-1] < place < first for place in inner):
        return len(lines), _list_begins(plains, ahead)
    ends = [place for place in range(first, len(lines)) if _ends_body(plains[place])]
    ends += [one.first for one in signed if one.organs and one.first > first]
    numbers = [leading_number(line.text) for line in lines]
    return first, next(
        (place for place in sorted(ends) if not _counts_on(numbers[first:place], numbers[place:])), len(lines)
    )


def _counts_on(before: Sequence[str | None], after: Sequence[str | None]) -> bool:
    """Is the first numbered line of ``after`` the one that follows ``before``?"""
    following = next((name for name in after if name), None)
    last = next(
        (name for name in reversed(before) if name and following and (name[0] == "第") == (following[0] == "第")), None
    )
    return last is not None and following is not None and follows(last, following)


def _list_begins(plains: Sequence[str], attached: list[int]) -> int:
    """Where the pages of the attachments begin; a list 附件：1.… in the letter is followed by its signature."""
    pages = [place for place in attached if ":" not in plains[place]]
    return pages[0] if pages else attached[0]


def _ends_body(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_ATTACHED, _PUBLICITY, _PRINTED))


def _number(lines: Sequence[Line], plains: Sequence[str], end: int) -> Fact[str] | None:
    for pattern in (NUMBER, OTHER_NUMBER):
        for place in range(min(end, len(lines))):
            if found := pattern.fullmatch(plains[place]):
                return Fact(_number_as_printed(lines[place].text, found.group(1)), lines[place].text, lines[place].at)
    return None


def _number_as_printed(text: str, number: str) -> str:
    printed = re.sub(r"\s+", "", text)
    start = printed.find(number[0])
    shown = printed[start : start + len(number)]
    return shown if plain(shown) == number else number


def _masthead(lines: Sequence[Line], plains: Sequence[str], end: int) -> Fact[str] | None:
    found = (place for place in range(min(end, len(lines))) if is_masthead(plains[place]))
    place = next(found, None)
    return None if place is None else Fact(plains[place].removesuffix("文件"), lines[place].text, lines[place].at)
