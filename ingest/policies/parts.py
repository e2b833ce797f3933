"""The parts of an official document (layout after GB/T 9704): title, number, signature, body; attachments come after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.parse.articles import opens_article
from ingest.policies.canonical import Line
from ingest.policies.dates import DAY
from ingest.policies.facts import Fact
from ingest.policies.vocabulary import any_of, plain, vocabulary

_NUMBER = re.compile(
    r"(?:发?文号:)?([^\s,。;:《》()\[\]〔〕【】]{2,20}(?:〔|\[|\(|【)[0-9]{4}(?:〕|\]|\)|】)第?[0-9]{1,5}号)(?:签发人:.{2,8})?"
)
_ANY_NUMBER = re.compile(r"(?:发?文号:)?([^\s,。;:《》]{2,30}[0-9]+号)")
_ATTACHED = re.compile(r"附(?:件|表|录)?[0-9一二三四五六七八九十]{0,3}(?::.*|\.|、.*)?")
_DAY_LINE = re.compile(rf"\(?({DAY})\)?")
_PRINTED = re.compile(rf"(?:(.{{0,30}}?))({DAY})印发")
_PUBLICITY = re.compile(r"\(?(?:此件|本件|此文件).{0,6}公开.{0,6}\)?|抄送:.*|主送:.*|联系人:.*")
_ENACTING = re.compile(
    r"(.{0,40}?)关于(?:修订)?(?:印发|发布|公布|转发|下发)《(.+?)》(?:等.{0,8})?的(?:通知|公告|决定|通告)"
)
_SIGNED_LINE = re.compile(rf"(.{{3,80}}?)({DAY})")
_SEAL = re.compile(r"[(（](?:公?章|盖章|印章)[)）]")
_TITLE_TAIL = r"(?:\((?:[^()]{0,20})\))?"
_LONGEST_TITLE = 200
_LONGEST_TITLE_LINES = 6
_LONGEST_NAME = 40
_SHORT = 6
_MOST_ORGAN_LINES = 6


@dataclass(frozen=True)
class Title:
    """The printed ``whole`` title; ``own`` is that of the document issued, ``issuer`` what stands before 关于 (may be empty)."""

    whole: str
    own: str
    issuer: str
    enacting: bool
    lines: range


@dataclass(frozen=True)
class _Signature:
    """Its ``first`` and ``last`` line, the ``day``, and the ``organs``, which may be missing."""

    first: int
    last: int
    day: str
    organs: tuple[str, ...]


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


def parts_of(lines: Sequence[Line]) -> Parts:
    """Finds them; what is not there is ``None`` or empty."""
    plains = [line.plain for line in lines]
    first = first_article(lines)
    title = _title(lines, plains, first)
    inner = tuple(_inner_titles(plains, title))
    signed = list(_signed(lines, plains))
    first, end = _body(plains, first, inner, _closing(lines, signed, first))
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


def _closing(lines: Sequence[Line], signed: Sequence[_Signature], first: int) -> int:
    """The signature that closes the body: below the first article, with no further article behind it."""
    opening = opens_article([line.text for line in lines])
    for one in signed:
        if one.organs and one.first > first and not any(opening[one.last :]):
            return one.first
    return len(lines)


def _certain(signed: list[_Signature], title: Title | None) -> list[_Signature]:
    """Those with an organ; where none has one, a day in words (年月日) below the title."""
    with_organ = [one for one in signed if one.organs]
    above = title.lines.stop if title else 0
    return with_organ or [one for one in signed if "年" in one.day and one.first >= above]


def _attachments_begin(plains: Sequence[str], end: int) -> int:
    """The line of the first attachment's page; a list 附件：1.… before the signature is none."""
    pages = (
        place for place in range(end, len(plains)) if re.fullmatch(r"附[件表录][0-9一二三四五]{0,2}", plains[place])
    )
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


def _body(plains: Sequence[str], first: int, inner: tuple[int, ...], closing: int) -> tuple[int, int]:
    """The first article and the line after the body.

    What follows 附件 is no part of it, unless the document issued is itself the attachment and bears its title there.
    """
    ahead = [place for place in range(min(first, len(plains))) if _ATTACHED.fullmatch(plains[place])]
    if ahead and first < len(plains) and not any(ahead[-1] < place < first for place in inner):
        return len(plains), _list_begins(plains, ahead)
    ends = [place for place in range(first, len(plains)) if _ends_body(plains[place])]
    return first, min([*ends, closing])


def _list_begins(plains: Sequence[str], attached: list[int]) -> int:
    """Where the pages of the attachments begin; a list 附件：1.… in the letter is followed by its signature."""
    pages = [place for place in attached if ":" not in plains[place]]
    return pages[0] if pages else attached[0]


def _ends_body(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern in (_ATTACHED, _PUBLICITY, _PRINTED))


def _title(lines: Sequence[Line], plains: Sequence[str], first: int) -> Title | None:
    """The first run of lines that reads as a title: 关于…的通知, or a name that ends with a kind of document."""
    place = 0
    while place < min(first, len(lines)):
        run = _run(plains, place, first)
        for start in _beginnings(plains, place, run):
            if found := _title_in(lines, plains, start, place + run - start):
                return found
        place += max(run, 1)
    return None


def _run(plains: Sequence[str], place: int, first: int) -> int:
    count = 0
    while place + count < min(first, len(plains)) and not _is_no_title(plains[place + count]):
        count += 1
    return min(count, _LONGEST_TITLE_LINES)


def _beginnings(plains: Sequence[str], place: int, run: int) -> list[int]:
    """Where the title may begin, best first: at the run's start, or after a page's few words or the name of its owner."""
    starts = [place]
    for start in range(place + 1, place + run):
        above = plains[start - 1]
        if not (is_organ(above) or len(above) <= _SHORT) or "关于" in above or "《" in above:
            break
        if not (is_organ(above) and plains[start].startswith("关于")) and _begins_well(plains[start]):
            starts.insert(0, start)
    return starts if run else []


def _begins_well(text: str) -> bool:
    places = (vocabulary().city, *vocabulary().districts, "关于", "中共")
    return re.match(any_of(places), text) is not None


def _is_no_title(text: str) -> bool:
    return bool(
        len(text) > _LONGEST_TITLE
        or text.endswith((":", "。", "；", ";"))
        or "。" in text
        or any(pattern.fullmatch(text) for pattern in (_ANY_NUMBER, _NUMBER, _DAY_LINE))
        or _is_masthead(text)
        or re.match(any_of(vocabulary().head_marks), text)
        or re.fullmatch(r"[0-9]{3,8}|[-—=*_★☆]+", text)
        or (":" in text and vocabulary().labels(text.partition(":")[0]))
    )


def _title_in(lines: Sequence[Line], plains: Sequence[str], start: int, count: int) -> Title | None:
    for length in range(1, count + 1):
        whole = "".join(plains[start : start + length])
        if len(whole) > _LONGEST_TITLE:
            break
        where = range(start, start + length)
        printed = _printed_title(lines, where)
        if found := _ENACTING.fullmatch(whole):
            return Title(printed, _as_printed(printed, found.group(2)), found.group(1), True, where)
        if _is_title(whole):
            return Title(printed, printed, _issuer_before(whole), False, where)
    return None


def _is_title(text: str) -> bool:
    if text.count("《") != text.count("》") or text.startswith("》"):
        return False
    if re.search(r"关于(?:修订)?(?:印发|发布|公布|转发|下发)(?:《|$)", text):
        return False
    return len(text) > 4 and re.search(rf"(?:{any_of(vocabulary().kinds)}){_TITLE_TAIL}$", text) is not None


def _issuer_before(whole: str) -> str:
    before, about, _ = whole.partition("关于")
    return before if about and is_organ(before) else ""


def _printed_title(lines: Sequence[Line], where: range) -> str:
    return "".join(re.sub(r"\s+", "", lines[place].text) for place in where)


def _as_printed(printed: str, own: str) -> str:
    """``own`` in the characters of the document, which may be full-width ones."""
    inside = printed[printed.find("《") + 1 : printed.rfind("》")]
    return inside if plain(inside) == own else own


def _inner_titles(plains: Sequence[str], title: Title | None) -> Iterator[int]:
    """Lines that repeat the title of the document issued, below the letter that issues it."""
    if title is None or not title.enacting:
        return
    own = plain(title.own)
    for place in range(title.lines.stop, len(plains)):
        for length in range(1, _LONGEST_TITLE_LINES):
            said = "".join(plains[place : place + length])
            if said == own:
                yield from range(place, place + length)
                return
            if not own.startswith(said):
                break


def _number(lines: Sequence[Line], plains: Sequence[str], end: int) -> Fact[str] | None:
    for pattern in (_NUMBER, _ANY_NUMBER):
        for place in range(min(end, len(lines))):
            if found := pattern.fullmatch(plains[place]):
                return Fact(_number_as_printed(lines[place].text, found.group(1)), lines[place].text, lines[place].at)
    return None


def _number_as_printed(text: str, number: str) -> str:
    printed = re.sub(r"\s+", "", text)
    start = printed.find(number[0])
    shown = printed[start : start + len(number)]
    return shown if plain(shown) == number else number


def _is_masthead(text: str) -> bool:
    return text.endswith("文件") and len(text) <= _LONGEST_NAME and is_organ(text.removesuffix("文件"))


def _masthead(lines: Sequence[Line], plains: Sequence[str], end: int) -> Fact[str] | None:
    found = (place for place in range(min(end, len(lines))) if _is_masthead(plains[place]))
    place = next(found, None)
    return None if place is None else Fact(plains[place].removesuffix("文件"), lines[place].text, lines[place].at)


def is_organ(text: str) -> bool:
    """Does ``text`` (plain) read as the name of a public body?"""
    name = re.sub(r"\([^()]*\)$", "", text)
    return (
        2 < len(name) <= _LONGEST_NAME
        and re.search(rf"(?:{any_of(vocabulary().organs)})$", name) is not None
        and re.search(r"[,。;:、《》!?]|关于|请|按照", name) is None
    )


def _signed(lines: Sequence[Line], plains: Sequence[str]) -> Iterator[_Signature]:
    """Organs above a line that is a day, or both in one line."""
    for place, text in enumerate(plains):
        if found := _DAY_LINE.fullmatch(text):
            names, count = _organs_above(lines, place)
            yield _Signature(place - count, place, found.group(1), names)
        elif (found := _SIGNED_LINE.fullmatch(text)) and is_organ(found.group(1)):
            yield _Signature(
                place, place, found.group(2), organs_in(lines[place].text.partition(found.group(2)[:4])[0])
            )


def _organs_above(lines: Sequence[Line], place: int) -> tuple[tuple[str, ...], int]:
    names: list[str] = []
    count = 0
    for above in range(place - 1, max(place - _MOST_ORGAN_LINES, -1), -1):
        found = organs_in(lines[above].text)
        if not found:
            break
        names[:0] = found
        count += 1
    return tuple(names), count


def organs_in(text: str) -> tuple[str, ...]:
    """The organs that a line of a signature names, one or several; empty when it is no such line."""
    pieces = [plain(_SEAL.sub("", piece)) for piece in re.split(r"\s+", text.strip())]
    if len(pieces) > 1 and all(is_organ(piece) for piece in pieces):
        return tuple(pieces)
    whole = "".join(pieces)
    if not is_organ(whole):
        return ()
    together = re.split(rf"(?<=[局会府厅部委院室])(?=(?:中共)?{vocabulary().city})", whole)
    return tuple(together) if all(is_organ(name) for name in together) else (whole,)
