"""The title of a document, also where it breaks over lines, and that of the document which a letter issues."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ingest.policies.canonical import Line
from ingest.policies.organs import DAY_LINE, LONGEST_NAME, is_organ
from ingest.policies.vocabulary import any_of, plain, vocabulary

NUMBER = re.compile(
    r"(?:发?文号:)?([^\s,。;:《》()\[\]〔〕【】]{2,20}(?:〔|\[|\(|【)[0-9]{4}(?:〕|\]|\)|】)第?[0-9]{1,5}号)(?:签发人:.{2,8})?"
)
OTHER_NUMBER = re.compile(r"(?:发?文号:)?([^\s,。;:《》]{2,30}[0-9]+号)")
_ENACTING = re.compile(r"(.{0,40}?)关于(?:修订)?(?:印发|发布|公布|转发|下发)《([^《》]+)》的(?:通知|公告|决定|通告)")
_TAIL = r"(?:\([^()]{0,20}\))?"
_LONGEST = 200
_MOST_LINES = 6
_SHORT = 6
_SHORTEST = 4


@dataclass(frozen=True)
class Title:
    """The printed ``whole`` title; ``own`` is that of the document issued, ``issuer`` what stands before 关于 (may be empty)."""

    whole: str
    own: str
    issuer: str
    enacting: bool
    lines: range


def find_title(lines: Sequence[Line], first: int, known: Collection[str] = ()) -> Title | None:
    """The first run of lines above line ``first`` that reads as a title; ``None`` when there is none or several readings.

    ``known`` are titles that the file or its page has elsewhere; they decide where a broken title ends.
    """
    plains = [line.plain for line in lines[:first]]
    wanted = {plain(title) for title in known}
    place = 0
    while place < len(plains):
        run = _run(plains, place)
        for start in _beginnings(plains, place, run):
            found = list(_titles_in(lines, plains, start, place + run - start))
            if found:
                return _chosen(found, wanted)
        place += max(run, 1)
    return None


def _chosen(found: list[Title], wanted: Collection[str]) -> Title | None:
    sure = [title for title in found if title.enacting or plain(title.whole) in wanted]
    return sure[0] if sure else found[0] if len(found) == 1 else None


def _run(plains: Sequence[str], place: int) -> int:
    count = 0
    while place + count < len(plains) and not _is_no_title(plains[place + count]):
        count += 1
    return min(count, _MOST_LINES)


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
        len(text) > _LONGEST
        or text.endswith((":", "。", "；", ";"))
        or "。" in text
        or any(pattern.fullmatch(text) for pattern in (OTHER_NUMBER, NUMBER, DAY_LINE))
        or is_masthead(text)
        or re.match(any_of(vocabulary().head_marks), text)
        or re.fullmatch(r"[0-9]{3,8}|[-—=*_★☆]+", text)
        or (":" in text and vocabulary().labels(text.partition(":")[0]))
    )


def _titles_in(lines: Sequence[Line], plains: Sequence[str], start: int, count: int) -> Iterator[Title]:
    """Every reading that begins at ``start``; what the format shows as a heading ends where its headings end."""
    for length in range(1, count + 1):
        whole = "".join(plains[start : start + length])
        if len(whole) > _LONGEST or (length > 1 and lines[start].heading != lines[start + length - 1].heading):
            break
        where = range(start, start + length)
        printed = _printed_title(lines, where)
        if found := _ENACTING.fullmatch(whole):
            yield Title(printed, _as_printed(printed, found.group(2)), found.group(1), True, where)
        elif _is_title(whole):
            yield Title(printed, printed, _issuer_before(whole), False, where)


def _is_title(text: str) -> bool:
    if text.count("《") != text.count("》") or text.startswith("》") or len(text) <= _SHORTEST:
        return False
    if re.search(r"关于(?:修订)?(?:印发|发布|公布|转发|下发)(?:《|$)", text):
        return False
    of = "的[^的]{0,10}?" if "关于" in text else ""
    return re.search(rf"{of}(?:{any_of(vocabulary().kinds)}){_TAIL}$", text) is not None


def _issuer_before(whole: str) -> str:
    before, about, _ = whole.partition("关于")
    return before if about and is_organ(before) else ""


def _printed_title(lines: Sequence[Line], where: range) -> str:
    return "".join(re.sub(r"\s+", "", lines[place].text) for place in where)


def _as_printed(printed: str, own: str) -> str:
    """``own`` in the characters of the document, which may be full-width ones."""
    inside = printed[printed.find("《") + 1 : printed.rfind("》")]
    return inside if plain(inside) == own else own


def inner_titles(lines: Sequence[Line], title: Title | None) -> Iterator[int]:
    """The lines that repeat the title of the document issued, below the letter that issues it."""
    if title is None or not title.enacting:
        return
    own = plain(title.own)
    plains = [line.plain for line in lines]
    for place in range(title.lines.stop, len(plains)):
        for length in range(1, _MOST_LINES):
            said = "".join(plains[place : place + length])
            if said == own:
                yield from range(place, place + length)
                return
            if not own.startswith(said):
                break


def is_masthead(text: str) -> bool:
    """Is ``text`` (plain) the red letterhead 泉州市…局文件?"""
    return text.endswith("文件") and len(text) <= LONGEST_NAME and is_organ(text.removesuffix("文件"))
