"""One item's labels and values into its guide: each field right, or absent and told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from ingest.documents.document import Document, Table, Text
from ingest.guides import groups
from ingest.guides.fields import Fields
from ingest.guides.known import CODE, Known
from ingest.guides.limits_of import limits
from ingest.guides.listen import Draft, read_table
from ingest.guides.lists import Entries, entries, words
from ingest.guides.said import Piece, Said, joined, texts_of
from ingest.guides.swallowed import tell_swallowed
from ingest.guides.values.boxes import ticked
from ingest.guides.values.unclear import Unclear
from ingest.guides.values.words import clean, says_nothing, squeezed, visits
from ingest.parse.reasons import field_of, reason_of
from ingest.problems import rejection, shown, warning
from ingest.words import LABELS
from knowledge.manifest import Problem
from knowledge.models import Origin, Position, ServiceGuide

if TYPE_CHECKING:
    from ingest.guides.identity import Identity

T = TypeVar("T")

_EXPECTED = (
    "summary",
    "conditions",
    "materials",
    "steps",
    "promised_days",
    "fee",
    "places",
    "online",
    "visits",
    "result",
    "legal_basis",
)
"""Fields whose absence is told; the others may well be empty."""


@dataclass
class Builder:
    """Reads the fields of one draft; collects problems and the places of the fields."""

    draft: Draft
    document: Document
    fields: Fields
    known: Known
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, Position] = field(default_factory=dict)
    item_id: str | None = None
    told: set[str] = field(default_factory=set)
    _doubted: frozenset[Position] | None = None

    def guide(self, identity: Identity) -> ServiceGuide:
        """The guide; raises RejectedFile where the record's own rules are broken."""
        days = limits(self)
        values = {
            "id": identity.id,
            "name": identity.name,
            "department": identity.department,
            "audience": identity.audience,
            "summary": self.prose("summary"),
            "aliases": self.listed("aliases", words),
            "conditions": self.listed("conditions", entries),
            "variants": groups.variants(self),
            "materials": groups.materials(self),
            "steps": groups.steps(self),
            "statutory_days": days.statutory,
            "promised_days": days.promised,
            "fee": self.made("fee", groups.fee),
            "places": groups.places(self),
            "online": self.made("online", groups.online),
            "visits": self.one("visits", visits),
            "result": self.prose("result"),
            "legal_basis": self.listed("legal_basis", entries),
            "faq": groups.faq(self),
            "related": self._related(identity.id),
            "life_events": self.listed("life_events", words),
        }
        self._tell_absent(values)
        tell_swallowed(self, {name for name, value in values.items() if value in (None, "", ())})
        try:
            return ServiceGuide.model_validate(values)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise rejection(self.document.file, reason_of(first), field_of(first)) from error

    def origin(self, item_id: str, sha256: str) -> Origin:
        """Where the guide and each of its fields stand."""
        return Origin(
            record_id=item_id, file=self.document.file, url=self.document.url, sha256=sha256, fields=self.places
        )

    # problems and places

    def warn(self, path: str, reason: str, at: Position | None = None) -> None:
        """One line about a field; the field's place in words stands in it."""
        self.told.add(path.split("[")[0].split(".")[0])
        where = f"（{at.words}）" if at is not None and at.words else ""
        self.problems.append(warning(self.document.file, f"{reason}{where}", path, at=at))

    def place(self, path: str, at: Position) -> None:
        """Remembers where a field stands."""
        self.places.setdefault(path, at)

    def trusted(self, path: str, pieces: Sequence[Piece]) -> bool:
        """Whether every piece was read surely; text that the recogniser doubts is told and not used."""
        doubted = next((piece for piece in pieces if piece.at in self._doubts), None)
        if doubted is None:
            return True
        self.warn(path, f"{label_of(path)}有看不清的字，没有采用，请对照原件填写", doubted.at)
        return False

    @property
    def _doubts(self) -> frozenset[Position]:
        if self._doubted is None:
            self._doubted = frozenset(
                each.at for each in self.document.warnings if each.field == "ocr" and each.at is not None
            )
        return self._doubted

    def made(self, name: str, read: Callable[[Builder], T | None]) -> T | None:
        """What ``read`` makes of the draft; what breaks the record's own rules is told and absent."""
        try:
            return read(self)
        except Unclear as unclear:
            self.warn(name, f"{label_of(name)}{unclear.message}，没有采用", self.places.get(name))
        except ValidationError as error:
            reason = reason_of(error.errors(include_url=False)[0])
            self.warn(name, f"{label_of(name)}不合要求：{reason}", self.places.get(name))
        return None

    # what is said

    def said(self, name: str) -> list[Said]:
        """Where a field is said, with something under it; an equal repetition counts once."""
        found: dict[object, Said] = {}
        for each in self.draft.of(name):
            words = all(isinstance(piece, Text) for piece in each.value)
            found.setdefault(joined(each.value) if words else id(each), each)
        return list(found.values())

    def table(self, table: Table, context: str) -> Sequence[Said]:
        """What a table nested in a value says."""
        return read_table(table, context, self.fields, self.known)

    def nothing(self, text: str) -> bool:
        """Whether the department says that there is none."""
        return says_nothing(text)

    # fields of one value

    def one(self, name: str, read: Callable[[str], T], path: str = "") -> T | None:
        """The one value of a field; what is unclear or contradicts itself is told and absent."""
        path = path or name
        found: list[tuple[T, Position]] = []
        for each in self.said(name):
            if not self.trusted(path, each.value):
                return None
            self._leftover(path, each.value)
            try:
                found.append((read(ticked(joined(each.value))), each.value[0].at))
            except Unclear as unclear:
                self.warn(path, f"{label_of(path)}{unclear.message}", each.value[0].at)
                return None
        if any(value != found[0][0] for value, _ in found):
            shown_values = "、".join(shown(str(value), 20) for value, _ in found)
            self.warn(path, f"{label_of(path)}前后不一致（{shown_values}），没有采用", found[-1][1])
            return None
        if not found:
            return None
        self.place(path, found[0][1])
        return found[0][0]

    def text(self, name: str, path: str = "") -> str:
        """A field of words, empty where it is absent."""
        return self.one(name, clean, path) or ""

    def prose(self, name: str) -> str:
        """A field of words in which 无 means nothing."""
        said = self.text(name)
        if said and self.nothing(said):
            self.told.add(name)
            return ""
        return said

    def _leftover(self, path: str, pieces: Sequence[Piece]) -> None:
        """A table where words were expected cannot be read."""
        table = next((piece for piece in pieces if not isinstance(piece, Text)), None)
        if table is not None:
            self.warn(path, f"{label_of(path)}里有读不出来的表格，表格没有采用", table.at)

    # fields of several values

    def listed(self, name: str, divide: Callable[[Sequence[Text]], Entries]) -> tuple[str, ...]:
        """The entries of a list; one list goes on where its label is repeated right behind it."""
        pieces = self.whole(name)
        if not pieces or not self.trusted(name, pieces):
            return ()
        self._leftover(name, pieces)
        texts = texts_of(pieces)
        if self.nothing(joined(pieces)):
            self.told.add(name)
            self.place(name, pieces[0].at)
            return ()
        try:
            found = divide(texts)
        except Unclear as unclear:
            self.warn(name, f"{label_of(name)}{unclear.message}，没有采用", pieces[0].at)
            return ()
        if found.unsure and not all("《" in each.text for each in found.texts):
            self.warn(name, f"{label_of(name)}按分号分成了 {len(found.texts)} 条，请核对", pieces[0].at)
        return self._kept(name, found.texts)

    def _kept(self, name: str, found: Sequence[Text]) -> tuple[str, ...]:
        values: list[str] = []
        for text in found:
            try:
                values.append(clean(text.text))
            except Unclear as unclear:
                self.warn(name, f"{label_of(name)}{unclear.message}", text.at)
                return ()
            self.place(name, text.at)
            self.place(f"{name}[{len(values) - 1}]", text.at)
        return tuple(values)

    def whole(self, name: str) -> list[Piece]:
        """All that is said under a label; lists in two places that differ contradict each other and are told."""
        found = [each for each in self.said(name) if not _refers(each)]
        order = [self.draft.place_of(each) for each in found]
        apart = any(
            second - first > 1 and "续" not in each.label and not each.owner
            for first, second, each in zip(order, order[1:], found[1:], strict=False)
        )
        if apart:
            self.warn(name, f"{label_of(name)}在文件里写了两处，内容不同，没有采用", found[-1].at)
            return []
        return [piece for each in found for piece in each.value]

    def whole_said(self, name: str) -> list[Said]:
        """As :meth:`whole`, label by label."""
        pieces = self.whole(name)
        return [each for each in self.said(name) if any(piece is other for piece in each.value for other in pieces)]

    def _related(self, own: str) -> tuple[str, ...]:
        """Codes of other items; names are looked up in the item list."""
        found: list[str] = []
        for name in self.listed("related", words):
            codes = CODE.findall(name.upper()) or [self.known.names.get(squeezed(name.strip("《》“”")), "")]
            if not codes[0]:
                self.warn("related", f"相关事项“{shown(name, 30)}”不在事项清单里，没有采用")
            found += [code for code in codes if code and code not in (*found, own)]
        return tuple(found)

    def _tell_absent(self, values: Mapping[str, object]) -> None:
        for name in _EXPECTED:
            if values[name] in (None, "", ()) and name not in self.told:
                self.warn(name, f"没有写{LABELS[name]}")


def label_of(path: str) -> str:
    """What editors call a field, by its path: ``fee.basis`` is 收费的依据."""
    whole, _, part = path.partition(".")
    name = LABELS.get(whole.split("[")[0], whole)
    return f"{name}的{LABELS[path]}" if part and path in LABELS else name


def _refers(each: Said) -> bool:
    """Words that only point elsewhere: 见下表, 详见附件."""
    if not all(isinstance(piece, Text) for piece in each.value):
        return False
    bare = squeezed(joined(each.value))
    return (
        len(bare) <= 12
        and bare.startswith(("见", "详见", "如下", "具体见", "请见", "参见"))
        and not bare.startswith("见面")
    )
