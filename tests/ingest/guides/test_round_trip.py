"""The shipped guides, exported as departments write them, come back: equal, or reported; never silently otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.parse.parsed import Sourced
from knowledge.models import Position, ServiceGuide
from tests.ingest.exports.all_layouts import LATER, LAYOUTS
from tests.ingest.exports.compare import FIELDS, Tally
from tests.ingest.exports.layout import sample_guides
from tests.ingest.exports.places import opened, squeezed, verbatim
from tests.ingest.exports.report import examples
from tests.ingest.exports.round_trip import judged, read_back, tally
from tests.ingest.exports.scans import scanned

LEAST = 0.98
"""Share of values that must come back equal."""
SCANNED_LEAST = 0.4
"""Of a scan much is reported instead; what must not happen is that everything is."""
PDFS = [key for key, layout in LAYOUTS.items() if layout.format == "pdf"]
CHECKED = sample_guides()[3::40]
SCANNED = sample_guides()[7::30]


def _judge(key: str, result: Tally, least: float = LEAST) -> None:
    shown = "\n".join(examples(key, result))
    count = result.count()
    assert count["wrong"] == 0, shown
    assert count["doubtful"] == 0, shown
    assert result.share() >= least, shown


@pytest.mark.parametrize("key", [key for key in LAYOUTS if key not in PDFS])
def test_every_guide_comes_back_from_every_layout(key: str) -> None:
    result = tally(LAYOUTS[key], sample_guides())
    assert {leaf.item_id for leaf in result.leaves} == {guide.id for guide in sample_guides()}
    _judge(key, result)


@pytest.mark.parametrize("key", PDFS)
def test_every_guide_comes_back_from_a_pdf(key: str) -> None:
    """Each guide in one layout by turn; ``python -m tests.ingest.exports`` crosses all of them."""
    _judge(key, tally(LAYOUTS[key], sample_guides()[PDFS.index(key) :: len(PDFS)]))


@pytest.mark.parametrize("key", LATER)
def test_a_layout_that_nobody_had_in_mind_is_read_too(key: str) -> None:
    _judge(key, tally(LATER[key], sample_guides()[2::4]))


@pytest.mark.parametrize("number", range(len(SCANNED)))
def test_a_scanned_guide_is_read_or_reported_and_never_misread(number: int) -> None:
    """Blanks inside a text do not count: a picture does not show them."""
    layout = LAYOUTS[PDFS[number % len(PDFS)]]
    result = Tally()
    for file in layout.write([SCANNED[number]]):
        result.leaves += judged(file, read_back(replace(file, data=scanned(file.data))), blanks=False)
    _judge(layout.key, result, SCANNED_LEAST)


@pytest.mark.parametrize("key", LAYOUTS)
def test_every_value_is_found_at_the_place_its_origin_names(key: str) -> None:
    layout = LAYOUTS[key]
    for file in layout.write(CHECKED):
        at = opened(layout.format, file.data)
        read = read_back(file)
        for guide in file.guides:
            record = read.guides[guide.id]
            assert record.origin.record_id == guide.id
            assert record.origin.file == file.name
            for path, text in verbatim(record.value):
                place = _place(record, path)
                assert squeezed(text) in squeezed(at(place)), f"{guide.id} {path} is not at {place.words}"


def _place(record: Sourced[ServiceGuide], path: str) -> Position:
    """The place of a value, or of the smallest part around it."""
    fields = record.origin.fields
    while path not in fields and path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    assert path, f"no place is known; there are {sorted(fields)}"
    return fields[path]


@pytest.mark.parametrize("key", LAYOUTS)
def test_every_field_that_was_read_has_a_place(key: str) -> None:
    for file in LAYOUTS[key].write(CHECKED[:2]):
        for record in read_back(file).guides.values():
            placed = {path.split("[")[0].split(".")[0] for path in record.origin.fields}
            read = {name for name in FIELDS if getattr(record.value, name) not in (None, "", ())}
            assert read <= placed


@pytest.mark.parametrize("key", LAYOUTS)
def test_no_layout_is_read_with_a_guess_at_what_is_taken_away(key: str) -> None:
    """A guide that says less comes back saying less: nothing is made up where a list is empty."""
    guides = [one.model_copy(update={"life_events": (), "variants": (), "aliases": ()}) for one in CHECKED[:2]]
    result = tally(LAYOUTS[key], guides)
    assert result.count()["wrong"] == 0, "\n".join(examples(key, result))
