"""There and back: guides into files, files through the readers, value against value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.open import open_documents
from ingest.guides.read import read_guides
from ingest.parse.parsed import Sourced
from knowledge.manifest import Problem
from knowledge.models import ServiceGuide
from tests.ingest.exports.compare import Leaf, Tally, compare
from tests.ingest.exports.known import known_items
from tests.ingest.exports.layout import File, Guides, Layout
from tests.ingest.exports.line_ends import Pages


@dataclass(frozen=True)
class ReadBack:
    """The guides of one file by id, and everything that was reported about it."""

    guides: dict[str, Sourced[ServiceGuide]]
    problems: tuple[Problem, ...]

    def value(self, item_id: str) -> ServiceGuide | None:
        """The guide, where it was read."""
        return self.guides[item_id].value if item_id in self.guides else None

    def about(self, guide: ServiceGuide, guides: Sequence[ServiceGuide]) -> list[Problem]:
        """What an editor can tell to be about this guide: it is named, or the file holds no other."""
        return [one for one in self.problems if one.item_id == guide.id or len(guides) == 1]


def read_back(file: File) -> ReadBack:
    """Through the readers, as an ingest run does."""
    opened = open_documents(file.name, file.data)
    problems, guides = list(opened.problems), {}
    for document in opened.documents:
        parsed = read_guides(document, known_items())
        problems += parsed.problems
        for record in parsed.records:
            assert record.value.id not in guides, f"{record.value.id} was read twice from {file.name}"
            guides[record.value.id] = record
    return ReadBack(guides, tuple(problems))


def tally(layout: Layout, guides: Guides) -> Tally:
    """Every leaf of the guides, drawn in this layout and read again."""
    result = Tally()
    for file in layout.write(guides):
        read = read_back(file)
        strangers = read.guides.keys() - {guide.id for guide in file.guides}
        assert not strangers, f"{file.name} holds no guide {strangers}"
        leaves = judged(file, read)
        if layout.format == "pdf" and any(leaf.fate != "equal" for leaf in leaves):
            leaves = [*map(Pages(file.data).judged, leaves)]
        result.leaves += leaves
    return result


def judged(file: File, read: ReadBack, *, blanks: bool = True) -> list[Leaf]:
    """What became of every leaf of the file's guides."""
    return [
        leaf
        for guide in file.guides
        for leaf in compare(guide, read.value(guide.id), read.about(guide, file.guides), blanks=blanks)
    ]
