"""The running record of what a document says: labels in reading order, each with what follows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Text
from ingest.guides.fields import SECTION, Fields, Label
from ingest.guides.known import Known
from ingest.guides.lists import number_of
from ingest.guides.manner import (
    RunIn,
    apart,
    glued,
    glued_lines,
    kind_of_number,
    like_a_label,
    run_in,
    spaced,
    title_of,
)
from ingest.guides.said import TITLE, Piece, Said
from knowledge.models import Position

STRAY = ""
"""The field of what stands under no label that is understood."""

_OPENING = tuple("【〖[")


@dataclass
class Hearing:
    """Collects :class:`Said`; ``current`` is the label that the next words belong to, ``None`` after a closed table."""

    fields: Fields
    known: Known
    said: list[Said] = field(default_factory=list)
    current: Said | None = None
    glued: frozenset[int] = frozenset()

    def open(self, label: Label, words: str, at: Position, **manner: object) -> Said:
        """Begins a label; ``manner`` are the attributes of :class:`Said` that say how it is written."""
        entry = Said(label.field, words.strip(), at, label.unit)
        for name, value in manner.items():
            setattr(entry, name, value)
        self.said.append(entry)
        self.current = entry
        return entry

    def add(self, *pieces: Piece) -> None:
        """Words that belong to the current label, or to none."""
        if pieces and self.current is None:
            self.open(Label(STRAY), "", pieces[0].at)
        if self.current is not None:
            self.current.value.extend(pieces)

    def close(self) -> None:
        """What follows belongs to no label so far."""
        self.current = None

    def hear(self, texts: Sequence[Text]) -> None:
        """Lines that stand together outside tables."""
        split = [piece for text in texts for piece in apart(text, self.fields)]
        self.glued = glued_lines(split, self.fields)
        for text in split:
            self.text(text)

    def text(self, text: Text, alone: bool = True) -> None:
        """One line; ``alone`` is false for a line of a cell, whose look says nothing about labels that nobody knows."""
        if self._label(text) or self._run_in(text) or self._title(text):
            return
        if alone and not self._is_part(text) and self._strange_label(text):
            return
        self.add(text)

    # labels that are known

    def _label(self, text: Text) -> bool:
        """The whole line is a label."""
        label = self.fields.label(text.text)
        if label is None or self._answers(label) or self._belongs(text, text.text) or self._counts_on(text):
            return False
        self.open(label, text.text, text.at, level=text.level, bold=text.bold, numbered=kind_of_number(text))
        return True

    def _run_in(self, text: Text) -> bool:
        """A label and its value in one line."""
        found = run_in(text.text)
        if found is None or not found.value or self.fields.label(found.words) is None:
            found = spaced(text.text, self.fields) or (
                glued(text.text, self.fields) if id(text) in self.glued else None
            )
        return found is not None and self._open_run_in(text, found)

    def _open_run_in(self, text: Text, found: RunIn) -> bool:
        label = self.fields.label(found.words)
        if label is None or self._belongs(text, found.words, found.sign) or self._counts_on(text):
            return False
        numbered = kind_of_number(text)
        self.open(label, found.words, text.at, level=text.level, numbered=numbered, inline=True, sign=found.sign)
        self.add(Text(found.value, text.at))
        return True

    def _title(self, text: Text) -> bool:
        """A heading that is an item's name or code, or "X办事指南"."""
        titled = title_of(text.text)
        name = titled or text.text.strip()
        free = self.current is None or (self.current.field == STRAY and not self.current.value)
        looks = bool(text.level) or free
        known = self.known.find(name) is not None and (looks or text.bold)
        if not known and not (titled and (looks or not self.said)):
            return False
        self.open(Label(TITLE), text.text, text.at, level=text.level)
        self.add(Text(name, text.at))
        self.close()
        return True

    # lines that stay with the label before them

    def _answers(self, label: Label) -> bool:
        """最多跑一次 under 跑动次数 is its value, though it is also what some call the field."""
        entry = self.current
        return entry is not None and not entry.value and label.field == entry.field and label.placed

    def _is_part(self, text: Text) -> bool:
        """Whether the line is surely of the entry that is being told: its next number, or a column of its group."""
        found = run_in(text.text)
        return self._counts_on(text) or self._belongs(text, found.words if found else text.text)

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
            return entry.field == entry.group and (self._own(entry, words) or self._tells_columns(entry))
        return not self._like_heading(entry, text)

    def _own(self, entry: Said, words: str) -> bool:
        """Whether the words mean nothing but the entry's own group."""
        label = self.fields.label(words)
        return label is None or label.field.partition(".")[0] == entry.group

    def _like_heading(self, entry: Said, text: Text) -> bool:
        """Whether the line is written as the heading of the entry is, and so begins the next."""
        if text.text[:1] in _OPENING and entry.label[:1] in _OPENING:
            return True
        if text.level and text.level <= (entry.level or 9):
            return True
        numbered = kind_of_number(text)
        if numbered and numbered == entry.numbered:
            return True
        return text.bold and entry.bold and not self._tells_columns(entry)

    def _tells_columns(self, entry: Said) -> bool:
        told = (run_in(piece.text) for piece in entry.value if isinstance(piece, Text))
        return any(each is not None and self.fields.column(entry.group, each.words) for each in told)

    # labels that nobody knows

    def _strange_label(self, text: Text) -> bool:
        """A line that is written as the labels of this document are, and that nobody knows."""
        entry = self.current
        if entry is None or entry.field in (SECTION, STRAY):
            free = entry is None or not entry.label
            return self._open_strange(text) if text.level else free and self._strange_run_in(text)
        if text.level and (not entry.level or text.level <= entry.level):
            return self._open_strange(text)
        if not entry.group and self._like(entry, text) and like_a_label(text.text):
            return self._open_strange(text)
        return entry.inline and not entry.level and self._strange_run_in(text)

    def _open_strange(self, text: Text) -> bool:
        numbered = kind_of_number(text)
        self.open(Label(STRAY), text.text, text.at, level=text.level, bold=text.bold, numbered=numbered)
        return True

    def _like(self, entry: Said, text: Text) -> bool:
        numbered = kind_of_number(text)
        same = bool(numbered) and numbered == entry.numbered and not entry.inline and bool(entry.value)
        return same or (text.bold and entry.bold)

    def _strange_run_in(self, text: Text) -> bool:
        found = run_in(text.text)
        if found is None or text.mark or not like_a_label(found.words):
            return False
        self.open(Label(STRAY), found.words, text.at, inline=True)
        if found.value:
            self.add(Text(found.value, text.at))
        return True
