"""From a document to what it says: labels in reading order, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.documents.document import Document, Table, Text
from ingest.guides.fields import Fields
from ingest.guides.hearing import Hearing
from ingest.guides.known import CODE, Known
from ingest.guides.said import GROUPS, TITLE, Said, joined, lines
from ingest.guides.tables import TableReader
from ingest.guides.values.words import squeezed


@dataclass
class Draft:
    """What a document says about one item."""

    said: list[Said] = field(default_factory=list)
    _first: dict[str, str] = field(default_factory=dict)
    _by_field: dict[str, list[Said]] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)

    def add(self, each: Said) -> None:
        """One label more."""
        self._places[id(each)] = len(self.said)
        self.said.append(each)
        if each.value:
            self._by_field.setdefault(each.field, []).append(each)
            self._first.setdefault(each.field, squeezed(joined(each.value)))

    def of(self, name: str) -> list[Said]:
        """Where a field is said, with something under it."""
        return self._by_field.get(name, [])

    def place_of(self, each: Said) -> int:
        """Its place among the labels."""
        return self._places[id(each)]

    def says(self, name: str) -> str:
        """The first value of a field, squeezed; empty where it is not said."""
        return self._first.get(name, "")

    @property
    def begun(self) -> bool:
        """Whether anything but titles is said."""
        return any(name not in (TITLE, "", "?", "-", "=") for name in self._by_field)


def listen(document: Document, fields: Fields, known: Known) -> list[Said]:
    """Everything that a document says, in reading order."""
    hearing = Hearing(fields, known)
    reader = TableReader(hearing)
    run: list[Text] = []
    for block in document.blocks:
        if isinstance(block, Text):
            run += lines(block)
            if "续" not in block.text:
                reader.header = None
        else:
            hearing.hear(run)
            run = []
            _table(hearing, reader, block)
    hearing.hear(run)
    return hearing.said


def read_table(table: Table, context: str, fields: Fields, known: Known) -> list[Said]:
    """What a table says that stands under the label of ``context``."""
    hearing = Hearing(fields, known)
    TableReader(hearing, context).read(table)
    return hearing.said


def _table(hearing: Hearing, reader: TableReader, table: Table) -> None:
    """A table of its own, or of the part whose heading stands above it."""
    entry = hearing.current
    if entry is not None and not entry.field and not entry.value:
        hearing.close()
    heading = entry is not None and not entry.inline and entry.label and entry.field
    reader.context = entry.field if heading and entry is not None and entry.field in GROUPS else ""
    reader.read(table)
    current = hearing.current
    if current is not None and (current.inline or current is not entry) and reader.header is None:
        hearing.close()


def drafts(said: Sequence[Said], known: Known) -> list[Draft]:
    """Divides what is said among the items: rows of item lists by their key, the rest where a new code or name begins."""
    owned: dict[str, Draft] = {}
    found = [Draft()]
    for each in said:
        if each.owner == "*":
            found[0].add(each)
        elif each.owner:
            _owner(each, owned, known).add(each)
        else:
            if _begins(each, found[-1], known):
                found.append(Draft())
            found[-1].add(each)
    if owned:
        found = _merged(found, owned)
    return [draft for draft in found if draft.said]


def _owner(each: Said, owned: dict[str, Draft], known: Known) -> Draft:
    key = squeezed(each.owner)
    draft = owned.get(key) or owned.get(squeezed(known.find(each.owner) or "?")) or Draft()
    for name in {key, squeezed(known.find(each.owner) or each.owner)}:
        owned[name] = draft
    if each.field in ("id", "name"):
        owned.setdefault(squeezed(joined(each.value)), draft)
    return draft


def _merged(found: Sequence[Draft], owned: dict[str, Draft]) -> list[Draft]:
    """What stands outside the lists of items (titles, notes) is kept, as it may be another item."""
    unique = list({id(draft): draft for draft in owned.values()}.values())
    return [*[draft for draft in found if draft.says("name") or draft.says("id")], *unique, *_strays(found)]


def _strays(found: Sequence[Draft]) -> list[Draft]:
    """Labels and words outside the lists that nobody understood, to be told once."""
    left = [
        each
        for draft in found
        if not (draft.says("name") or draft.says("id"))
        for each in draft.said
        if each.field != TITLE
    ]
    rest = Draft()
    for each in left:
        rest.add(each)
    return [rest] if left else []


def _begins(each: Said, draft: Draft, known: Known) -> bool:
    """Whether a code, a name or a title begins another item."""
    value = squeezed(joined(each.value))
    if each.field == "id":
        before = CODE.search(draft.says("id").upper())
        new = CODE.search(value.upper())
        return bool(before and new and before.group() != new.group())
    if each.field == "name":
        return bool(value) and draft.says("name") not in ("", value)
    if each.field == TITLE:
        code = known.find(joined(each.value))
        same = value in (draft.says("name"), draft.says("id"), draft.says(TITLE)) or (
            code and code.lower() in draft.says("id")
        )
        return not same and draft.begun
    return False
