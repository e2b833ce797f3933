"""Linking is published with its findings as one version; the shipped sample's links are those that linking gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ingest.complaints import link as linking
from ingest.complaints.link import link_register
from ingest.complaints.sample import build, worked_out
from knowledge.complaints.store import RegisterStore, sample_register
from knowledge.errors import NotFound
from knowledge.progress import SilentProgress
from tests.ingest.complaints.conftest import Home, complaint

ON = date(2026, 11, 24)


def _linked(home: Home, whole: bool = False) -> linking.LinkReport:
    return link_register(home.path, ON, SilentProgress(), whole)


def _same(number: int) -> dict[str, object]:
    """One person's complaint: same name, phone and account."""
    return complaint(number, 投诉人="欧阳试某", 联系电话="19900012345", 收款账户="pay-77-88-99")


def test_register_links_and_findings_become_one_version(home: Home) -> None:
    home.take(home.csv(*map(_same, range(12)), *map(complaint, range(50, 60))))
    report = _linked(home)
    held = home.register()
    assert held.version == report.version and report.complaints == 22 and not report.extended
    assert held.linked.persons == report.persons < 22 and held.findings is not None
    assert len(set(held.linked.person[:12].tolist())) == 1
    assert home.store.imports(held.version).imports, "what was imported is still known"


def test_a_few_new_complaints_are_added_to_the_linking_before(home: Home) -> None:
    home.take(home.csv(*map(_same, range(12))))
    _linked(home)
    person = home.register().person_of(0)
    home.take(home.csv(_same(80), complaint(81), name="新.csv"))
    report = _linked(home)
    assert (report.extended, report.added) == (True, 2)
    assert home.register().person_of(12) == person != home.register().person_of(13)


def test_a_change_of_what_was_there_links_everything_anew_and_persons_keep_their_ids(home: Home) -> None:
    home.take(home.csv(*map(_same, range(12))))
    _linked(home)
    person = home.register().person_of(0)
    home.take(home.csv(_same(3) | {"联系电话": "19900055555"}, name="改.csv"))
    assert not _linked(home).extended and home.register().person_of(0) == person
    assert _linked(home).extended and not _linked(home, whole=True).extended


def test_many_new_complaints_link_everything_anew(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "MOST_ADDED", 1)
    home.take(home.csv(*map(_same, range(3))))
    _linked(home)
    home.take(home.csv(complaint(80), complaint(81), name="新.csv"))
    assert not _linked(home).extended


def test_a_register_that_grew_much_since_it_was_linked_whole_is_linked_anew(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "MOST_ADDED", 2)
    home.take(home.csv(*map(_same, range(3))))
    _linked(home)
    for number in (80, 81):
        home.take(home.csv(complaint(number), name=f"{number}.csv"))
        assert _linked(home).extended
    home.take(home.csv(complaint(82), name="82.csv"))
    assert not _linked(home).extended


def test_without_a_register_there_is_nothing_to_link(home: Home) -> None:
    with pytest.raises(NotFound, match="claims import"):
        _linked(home)


def test_only_links_differ_on_disk_after_linking(home: Home) -> None:
    home.take(home.csv(*map(_same, range(3))))
    before = home.register().version
    _linked(home)
    store = RegisterStore(home.path)
    one, two = (store.snapshots.folder(each) / "register.arrow" for each in (before, home.register().version))
    assert one.samefile(two), "the register is not copied"
    private = [
        path for path in store.snapshots.folder(home.register().version).rglob("*") if path.stat().st_mode & 0o077
    ]
    assert private == []


def test_the_shipped_links_are_those_that_linking_the_sample_gives(tmp_path: Path) -> None:
    links, findings = worked_out()
    shipped = sample_register()
    assert shipped.links is not None and shipped.findings is not None, "python -m ingest.complaints.sample"
    assert np.array_equal(shipped.links.person, links.person) and shipped.links.person_ids.equals(links.person_ids)
    assert shipped.findings == findings, "python -m ingest.complaints.sample"
    assert any(one.proposal != "none" for one in findings.persons), "pages have somebody to show"
    assert build(tmp_path / "sample").is_dir()
