"""How a line is written: what may be a label and its value in it, how it is numbered, whether it is a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import Text
from ingest.guides.fields import Fields

_RUN_IN = re.compile(r"([^：:\n]{1,30})[：:]\s*(.*)", re.DOTALL)
_BRACKETED = re.compile(r"[【〖\[]([^】〗\]\n]{1,20})[】〗\]]\s*[：:]?\s*(.+)", re.DOTALL)
_SPACED = re.compile(r"(\S{4,16})[\s　]+(\S.*)", re.DOTALL)
_APART = re.compile(r"[ \t]{2,}|[　\t]+")
_LIKE_A_LABEL = re.compile(r"[^，。；！？、“”《》\d]{2,12}")
_NUMBERING = re.compile(
    r"\s*(?:([一二三四五六七八九十]{1,3})[、.．]|[（(]([一二三四五六七八九十]{1,3})[)）]|(\d{1,2})[、.．)）]|[（(](\d{1,2})[)）]|第(.{1,3})[章节部]|([①-⑳]))"
)
_TITLE = re.compile(
    r"[《“]?(.{2,60}?)[》”]?[\s—\-·:：]*(?:的)?(?:(?:办事|服务|办理|业务办理|业务)?指南|(?:办事|办理|服务)须知|一次性告知[单书])(?:[（(].{0,12}[)）])?"
)
_LONGEST_GLUED = 16
_SURELY_GLUED = 4
"""So many lines one below the other begin with a known label by no chance."""


@dataclass(frozen=True)
class RunIn:
    """A label and its value in one line; ``sign`` divides them: a colon, a blank, or nothing (``-``)."""

    words: str
    value: str
    sign: str


def run_in(text: str) -> RunIn | None:
    """受理条件：…, 【受理条件】…; the label is not looked up."""
    found = _BRACKETED.fullmatch(text) or _RUN_IN.fullmatch(text)
    return RunIn(found.group(1), found.group(2).strip(), ":") if found else None


def spaced(text: str, fields: Fields) -> RunIn | None:
    """A known label that only a blank divides from its value, as in forms whose lines are not drawn."""
    found = _SPACED.fullmatch(text)
    label = fields.label(found.group(1)) if found else None
    if found is None or label is None or not label.placed:
        return None
    return RunIn(found.group(1), found.group(2).strip(), " ")


def glued(text: str, fields: Fields) -> RunIn | None:
    """A known label with its value right behind it (事项编码GA-015), as on pages where only the colour divides them."""
    divided = re.match(rf"(.{{1,{_LONGEST_GLUED}}}?)[：:\s]", text)
    if text[:1].isdecimal() or (divided and fields.label(divided.group(1)) is not None):
        return None
    for length in range(min(_LONGEST_GLUED, len(text) - 1), 3, -1):
        label = fields.label(text[:length])
        if label is not None and label.placed:
            return RunIn(text[:length], text[length:].strip(), "-")
    return None


def glued_lines(texts: Sequence[Text], fields: Fields) -> frozenset[int]:
    """The ids of lines that are labels and values without a sign: only where several of them stand together."""
    run: list[Text] = []
    found: list[int] = []
    for text in (*texts, None):
        if text is not None and glued(text.text, fields) is not None and fields.label(text.text) is None:
            run.append(text)
            continue
        found += [id(each) for each in run] if len(run) >= _SURELY_GLUED else []
        run = []
    return frozenset(found)


def apart(text: Text, fields: Fields) -> list[Text]:
    """A line with several labels far apart (服务对象：个人　　实施主体：公安分局) as one line each."""
    pieces = [piece.strip() for piece in _APART.split(text.text) if piece.strip()]
    told = [run_in(piece) for piece in pieces]
    if len(pieces) < 2 or not all(each and each.value and fields.label(each.words) for each in told):
        return [text]
    return [replace(text, text=piece) for piece in pieces]


def like_a_label(words: str) -> bool:
    """Whether words that nobody knows look like a label."""
    return _LIKE_A_LABEL.fullmatch(_NUMBERING.sub("", words, count=1).strip().rstrip("：:")) is not None


def kind_of_number(text: Text) -> str:
    """How a line is numbered: ``一、`` and ``（一）`` are different kinds, all of 一、 二、 are the same; empty for none."""
    found = _NUMBERING.match(f"{text.mark}{text.text}" if text.mark else text.text)
    return str(found.lastindex) if found else ""


def title_of(text: str) -> str:
    """X of "X办事指南", empty for any other line."""
    found = _TITLE.fullmatch(text.strip())
    return found.group(1).strip() if found else ""
