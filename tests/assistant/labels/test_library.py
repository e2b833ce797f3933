"""The library that matching reads: what is in force, and when that is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import StateUnavailable
from assistant.labels.service import needs_person
from tests.assistant.labels.sample import Office, edited, measure, office_in, policy, second


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = office_in(tmp_path)
    yield opened
    opened.engine.dispose()


class Clock:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_versions_the_snapshot_is_in_force(office: Office) -> None:
    assert [(document.id, one.id) for document, one in office.library.measures()] == [
        ("P001", "P001-1"),
        ("P001", "P001-2"),
    ]
    assert office.library.version == "one@0.0"


def test_an_accepted_version_is_noticed_by_its_own_process_at_once(office: Office) -> None:
    before = office.library.version
    office.save(edited(office.open(), title="增产奖"))
    assert office.library.version != before
    document, one = office.library.measures()[0]
    assert (one.title, document.measures[0].title) == ("增产奖", "增产奖")
    assert office.library.documents["P001"].measures[0].title == "增产奖"


def test_another_process_notices_it_within_a_second(office: Office) -> None:
    clock = Clock()
    elsewhere = office.another_library(clock=clock)
    before = elsewhere.version
    office.save(edited(office.open(), title="增产奖"))
    assert elsewhere.version == before
    clock.now += 1.0
    assert elsewhere.version != before
    assert elsewhere.measures()[0][1].title == "增产奖"


def test_a_new_snapshot_is_noticed_at_once_and_versions_stay_laid_over(office: Office) -> None:
    office.save(edited(office.open(), title="增产奖"))
    further = policy(id="P002", measures=(second(),))
    office.publish("two", policies={"P001": policy(valid_to=None), "P002": further})
    assert office.library.version.startswith("two@")
    assert [one.title for _, one in office.library.measures()] == ["增产奖", "研发补助", "研发补助"]
    assert office.library.documents["P001"].valid_to is None


def test_a_document_that_was_withdrawn_has_no_measures_in_force(office: Office) -> None:
    office.save(edited(office.open(), title="增产奖"))
    office.publish("two", policies={})
    assert office.library.measures() == ()


def test_asking_again_builds_nothing_again(office: Office) -> None:
    assert office.library.measures() is office.library.measures()


def test_while_the_database_is_away_what_was_known_stays_in_force(office: Office) -> None:
    clock = Clock()
    known, fresh = office.another_library(clock=clock), office.another_library()
    before = known.measures()
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE label_version RENAME TO away"))
    clock.now += 5
    assert known.measures() is before
    with pytest.raises(StateUnavailable):
        fresh.measures()


def test_a_row_that_cannot_be_read_leaves_the_snapshot_in_force(office: Office) -> None:
    office.save(edited(office.open(), title="增产奖"))
    with office.engine.begin() as connection:
        connection.execute(text("UPDATE label_version SET measures = '[{\"id\": 7}]'"))
    assert office.another_library().measures()[0][1].title == "增产奖励"


def test_a_clause_or_an_award_for_a_person_needs_a_person() -> None:
    assert needs_person(measure())
    assert not needs_person(second())
    assert needs_person(second().model_copy(update={"award": {"kind": "human", "text": "视情况给予奖励"}}))
    nested = {"any": [{"not": {"all": [{"human": "视情况"}]}}]}
    assert needs_person(second().model_copy(update={"conditions": nested}))
