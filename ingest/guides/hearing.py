"""The running record of what a document says: labels in reading order, each with what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Text
from ingest.guides.fields import SECTION, Fields, Label
from ingest.guides.known import Known
from ingest.guides.lists import number_of
from ingest.guides.said import TITLE, Piece, Said
from knowledge.models import Position

STRAY = ""
"""The field of what stands under no label that is understood."""

_RUN_IN = re.compile(r"([^：:\n]{1,30})[：:]\s*(.*)", re.DOTALL)
_BRACKETED = re.compile(r"[【〖\[]([^】〗\]\n]{1,20})[】〗\]]\s*[：:]?\s*(.+)", re.DOTALL)
_SPACED = re.compile(r"(\S{4,16})[\s　]+(\S.*)", re.DOTALL)
_SURELY_GLUED = 4
_OPENING = tuple("【〖[")
_LIKE_A_LABEL = re.compile(r"[^，。；！？、“”《》\d]{2,12}")
_NUMBERING = re.compile(
    r"\s*(?:([一二三四五六七八九十]{1,3})[、.．]|[（(]([一二三四五六七八九十]{1,3})[)）]|(\d{1,2})[、.．)）]|[（(](\d{1,2})[)）]|第(.{1,3})[章节部]|([①-⑳]))"
)
_TITLE = re.compile(
    r"[《“]?(.{2,60}?)[》”]?[\s—\-·:：]*(?:的)?(?:(?:办事|服务|办理|业务办理|业务)?指南|(?:办事|办理|服务)须知|一次性告知[单书])(?:[（(].{0,12}[)）])?"
)


@dataclass
class Hearing:
    """Collects :class:`Said`; ``current`` is the label that the next words belong to, ``None`` after a closed table."""

    fields: Fields
    known: Known
    said: list[Said] = field(default_factory=list)
    current: Said | None = None
    glued: frozenset[int] = frozenset()

    def open(self, label: Label, words: str, at: Position, **manner: object) -> Said:
        """Begins a label; a label that only holds others together closes what was before."""
        entry = Said(label.field, words.strip(), at, label.unit)
        for name, value in manner.items():
            setattr(entry, name, value)
        self.said.append(entry)
        self.current = entry
        return entry

    def add(self, *pieces: Piece) -> None:
        """Words that belong to the current label, or to none."""
        if self.current is None:
            for piece in pieces:
                self.current = self.open(Label(STRAY), "", piece.at)
                break
        if self.current is not None:
            self.current.value.extend(pieces)

    def close(self) -> None:
        """What follows belongs to no label so far."""
        self.current = None

    def text(self, text: Text, alone: bool = True) -> None:
        """One line outside tables; ``alone`` is false for a line of a cell, whose look says nothing."""
        if self._label(text) or self._run_in(text) or self._title(text):
            return
        if alone and not self._is_part(text) and self._strange_label(text):
            return
        self.add(text)

    def _is_part(self, text: Text) -> bool:
        """Whether the line is surely of the entry that is being told: its next number, or a column of its group."""
        found = _RUN_IN.fullmatch(text.text)
        words = found.group(1) if found else text.text
        return self._counts_on(text) or self._belongs(text, words)

    def _label(self, text: Text) -> bool:
        """The whole line is a label."""
        label = self.fields.label(text.text)
        if (
            label is None
            or len(text.text) > 30
            or self._answers(label)
            or self._belongs(text, text.text)
            or self._counts_on(text)
        ):
            return False
        self.open(label, text.text, text.at, level=text.level, bold=text.bold, numbered=kind_of_number(text))
        return True

    def _run_in(self, text: Text) -> bool:
        """A label, a colon, and its value in one line."""
        found = _BRACKETED.fullmatch(text.text) or _RUN_IN.fullmatch(text.text)
        if not found or not found.group(2).strip() or self.fields.label(found.group(1)) is None:
            return self._unsigned(text)
        return self._open_run_in(text, found, ":")

    def _unsigned(self, text: Text) -> bool:
        """A label and its value with a blank between them, or nothing at all."""
        spaced = self._spaced(text)
        if spaced is not None:
            return self._open_run_in(text, spaced, " ")
        glued = self._glued(text) if id(text) in self.glued else None
        return glued is not None and self._open_run_in(text, glued, "-")

    def _open_run_in(self, text: Text, found: re.Match[str], sign: str) -> bool:
        label = self.fields.label(found.group(1))
        if label is None or self._belongs(text, found.group(1), sign) or self._counts_on(text):
            return False
        self.open(
            label, found.group(1), text.at, level=text.level, numbered=kind_of_number(text), inline=True, sign=sign
        )
        self.add(Text(found.group(2).strip(), text.at))
        return True

    def _spaced(self, text: Text) -> re.Match[str] | None:
        """A label that only a blank divides from its value, as in forms whose lines are not drawn."""
        found = _SPACED.fullmatch(text.text)
        label = self.fields.label(found.group(1)) if found else None
        return found if label is not None and label.placed and len(found.group(1)) >= 4 else None  # type: ignore[union-attr]

    def _glued(self, text: Text) -> re.Match[str] | None:
        """A label with its value right behind it (事项编码GA-015), as pages write whose labels only the colour tells."""
        divided = re.match(r"(.{1,16}?)[：:\s]", text.text)
        if text.text[:1].isdecimal() or (divided and self.fields.label(divided.group(1)) is not None):
            return None
        for length in range(min(16, len(text.text) - 1), 3, -1):
            label = self.fields.label(text.text[:length])
            if label is not None and label.placed:
                return re.fullmatch(rf"(.{{{length}}})(.+)", text.text, re.DOTALL)
        return None

    def hear_all(self, texts: Sequence[Text]) -> None:
        """Lines that stand together. Four or more that all begin with a known label are labels and values without a sign."""
        run: list[Text] = []
        glued: list[int] = []
        for text in (*texts, None):
            if text is not None and self._glued(text) is not None and self.fields.label(text.text) is None:
                run.append(text)
                continue
            glued += [id(each) for each in run] if len(run) >= _SURELY_GLUED else []
            run = []
        self.glued = frozenset(glued)
        for text in texts:
            self.text(text)

    def _answers(self, label: Label) -> bool:
        """最多跑一次 under 跑动次数 is its value, though it is also what some call the field."""
        entry = self.current
        return entry is not None and not entry.value and label.field == entry.field and label.placed

    def _counts_on(self, text: Text) -> bool:
        """Whether the line is the next of a numbered list that stands under the current label (1.在线申请：…)."""
        entry = self.current
        kind = kind_of_number(text)
        if entry is None or not kind or kind == entry.numbered or not entry.placed:
            return False
        before = [piece for piece in entry.value if isinstance(piece, Text) and kind_of_number(piece) == kind]
        number = number_of(text.mark + text.text).value
        if not entry.value or (entry.inline and not before):
            return number == 1 and not entry.inline
        return bool(before) and number == number_of(before[-1].mark + before[-1].text).value + 1

    def _belongs(self, text: Text, words: str, sign: str = "") -> bool:
        """Whether the label is a column of the group that is being told (所需材料 of one 情形), not a new field."""
        entry = self.current
        if entry is None or not entry.group or self.fields.column(entry.group, words) is None:
            return False
        if sign in (" ", "-") and sign == entry.sign:
            return False
        if entry.inline and not entry.level:
            own = self.fields.label(words)
            mine = own is None or own.field == entry.group or own.field.startswith(f"{entry.group}.")
            return entry.field == entry.group and (mine or self._tells_columns(entry))
        if text.text[:1] in _OPENING and entry.label[:1] in _OPENING:
            return False
        if text.level and text.level <= (entry.level or 9):
            return False
        numbered = kind_of_number(text)
        return not (numbered and numbered == entry.numbered) and not (
            text.bold and entry.bold and not self._tells_columns(entry)
        )

    def _tells_columns(self, entry: Said) -> bool:
        for piece in entry.value:
            found = _RUN_IN.fullmatch(piece.text) if isinstance(piece, Text) else None
            if found and self.fields.column(entry.group, found.group(1)):
                return True
        return False

    def _title(self, text: Text) -> bool:
        """A heading that is an item's name or code, or "X办事指南"."""
        found = _TITLE.fullmatch(text.text.strip())
        name = found.group(1) if found else text.text.strip()
        sure = self.known.find(name) is not None
        free = self.current is None or (self.current.field == STRAY and not self.current.value)
        if not (sure and (text.level or text.bold or free)) and not (found and (text.level or free or not self.said)):
            return False
        self.open(Label(TITLE), text.text, text.at, level=text.level)
        self.add(Text(name.strip(), text.at))
        self.close()
        return True

    def _strange_label(self, text: Text) -> bool:
        """A line that is written as the labels of this document are, and that nobody knows."""
        entry = self.current
        if entry is None or entry.field in (SECTION, STRAY):
            if text.level:
                self.open(Label(STRAY), text.text, text.at, level=text.level, bold=text.bold)
                return True
            return self._strange_run_in(text) if entry is None or not entry.label else False
        if text.level and (not entry.level or text.level <= entry.level):
            self.open(Label(STRAY), text.text, text.at, level=text.level, bold=text.bold)
            return True
        if self._like(entry, text) and not entry.group and _LIKE_A_LABEL.fullmatch(_bare(text)):
            self.open(Label(STRAY), text.text, text.at, bold=text.bold, numbered=kind_of_number(text))
            return True
        return entry.inline and not entry.level and self._strange_run_in(text)

    def _like(self, entry: Said, text: Text) -> bool:
        numbered = kind_of_number(text)
        return (text.bold and entry.bold) or bool(
            numbered and numbered == entry.numbered and not entry.inline and entry.value
        )

    def _strange_run_in(self, text: Text) -> bool:
        found = _RUN_IN.fullmatch(text.text)
        if not found or text.mark or not _LIKE_A_LABEL.fullmatch(found.group(1).strip()):
            return False
        self.open(Label(STRAY), found.group(1), text.at, inline=True)
        if found.group(2).strip():
            self.add(Text(found.group(2).strip(), text.at))
        return True


def kind_of_number(text: Text) -> str:
    """How a line is numbered: ``一、`` and ``（一）`` are different kinds, all of 一、 二、 are the same."""
    found = _NUMBERING.match(f"{text.mark}{text.text}" if text.mark else text.text)
    if not found:
        return ""
    return str(found.lastindex)


def _bare(text: Text) -> str:
    return _NUMBERING.sub("", text.text, count=1).strip().rstrip("：:")
