"""Versions of the register, followed by whoever reads; look-ups by number, person and words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.complaints.store import SAMPLE_VERSION, RegisterStore, open_register
from knowledge.errors import NotFound, SnapshotDamaged, SnapshotUnavailable
from tests.knowledge.complaints.registers import finding, findings, in_force, made, published


def test_before_any_import_the_shipped_sample_is_shown_as_sample(tmp_path: Path) -> None:
    held = open_register(tmp_path).current()
    assert held is not None and held.sample and held.version == SAMPLE_VERSION and len(held) > 100


def test_what_was_published_is_given_back_with_links_and_findings(tmp_path: Path) -> None:
    register = in_force([made(1), made(2), made(3)], [0, 1, 0])
    version = published(tmp_path, register, findings(finding(0, "review", 2)))
    held = open_register(tmp_path).current()
    assert held is not None and held.version == version and not held.sample
    assert held.rows_of_person("R-00000000") == [0, 2] and held.person_of(1) == "R-00000001"
    assert held.complaint("A0002", "12315") == made(2)
    found = held.finding("R-00000000")
    assert found is not None and found.proposal == "review" and held.finding("R-00000001") is None


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    held = in_force([made(1)], [0])
    for ask in (
        lambda: held.complaint("A0001", "court"),
        lambda: held.complaint("", "12315"),
        lambda: held.at(7),
        lambda: held.at(-1),
        lambda: held.person_of(1),
        lambda: held.rows_of_person("R-9"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_before_linking_nobody_is_told_to_be_behind_anything() -> None:
    held = in_force([made(1, phone="19900000001")])
    with pytest.raises(SnapshotUnavailable, match="关联"):
        held.person_of(0)
    assert held.find("19900000001")[0].person_id is None


@pytest.mark.parametrize(
    ("typed", "rows", "by"),
    [
        ("19900000001", [0], "phone"),
        ("+86 199-0000", [0, 1], "phone"),
        ("试甲", [0, 2], "name"),
        ("ａ０００２", [1], "number"),
        ("35050219990101", [2], "id_number"),
        ("pay-9", [1], "account"),
    ],
)
def test_complaints_are_found_by_what_is_typed(typed: str, rows: list[int], by: str) -> None:
    held = in_force(
        [
            made(1, phone="19900000001", name="试甲"),
            made(2, phone="19900000002", name="试乙", account="Pay-9"),
            made(3, id_number="350502199901011234", name="试甲某"),
        ],
        [0, 1, 2],
    )
    found = held.find(typed)
    assert sorted(one.row for one in found) == rows and {one.by for one in found} == {by}
    assert [one.whole for one in found] == sorted((one.whole for one in found), reverse=True)


@pytest.mark.parametrize("typed", ["", " ", "试", "1", "%", "*", "\x00", "🙂" * 300, "199"])
def test_too_little_or_nonsense_finds_nothing(typed: str) -> None:
    assert in_force([made(1, name="试甲", phone="19900000001")], [0]).find(typed) == []


def test_links_of_another_register_are_damage(tmp_path: Path) -> None:
    store = RegisterStore(tmp_path)
    version = published(tmp_path, in_force([made(1), made(2)], [0, 1]))
    folder = store.snapshots.folder(version) / "links"
    folder.chmod(0o700)
    (folder / "model.json").chmod(0o600)
    (folder / "model.json").write_text("{}")
    with pytest.raises(SnapshotDamaged):
        store.open(version)


def test_the_last_linking_is_found_behind_newer_imports(tmp_path: Path) -> None:
    linked = published(tmp_path, in_force([made(1)], [0]))
    published(tmp_path, in_force([made(1), made(2)]))
    before = RegisterStore(tmp_path).linked_before()
    assert before is not None and before.version == linked
