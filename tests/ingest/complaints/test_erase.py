"""Whoever is erased is gone from every file; everybody else stays who he was."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.complaints.erase import erase_person
from ingest.complaints.link import link_register
from knowledge.errors import NotFound
from knowledge.progress import SilentProgress
from tests.ingest.complaints.conftest import Home, complaint

ON = date(2026, 11, 24)
_PEOPLE = 20
_SIGNS = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"


def _of(number: int) -> dict[str, object]:
    """One of twenty people's complaints."""
    who = number % _PEOPLE
    name = "陈林黄张李"[who % 5] + "伟芳娜秀"[who % 4] + _SIGNS[who]
    return complaint(number, 投诉人=name, 联系电话=f"199100010{who:02d}", 投诉内容=f"{name}说第{number}次买的东西坏了")


def _linked(home: Home) -> dict[str, str]:
    """Link; the id of the person behind each complaint."""
    link_register(home.path, ON, SilentProgress())
    register = home.register()
    return {number: register.person_of(row) for row, number in enumerate(register.table["number"].to_pylist())}


def _twice_linked(home: Home) -> dict[str, str]:
    home.take(home.csv(*map(_of, range(60))))
    _linked(home)
    home.take(home.csv(*map(_of, range(60, 200)), complaint(999, 登记时间="?", 投诉人="李伟八"), name="二.csv"))
    return _linked(home)


def test_erasing_one_person_leaves_everybody_else_his_id(home: Home) -> None:
    before = _twice_linked(home)
    gone = before["12315-000007"]
    report = erase_person(home.path, gone)
    stay = {number: person for number, person in before.items() if person != gone}
    assert report.complaints == len(before) - len(stay) > 0
    register = home.register()
    assert {n: register.person_of(row) for row, n in enumerate(register.table["number"].to_pylist())} == stay
    assert _linked(home) == stay, "linking again adds to what was kept"
    link_register(home.path, ON, SilentProgress(), whole=True)
    assert home.register().person_of(0) == stay["12315-000000"]


def test_what_is_left_after_erasing_is_linked_and_recognised_at_once(home: Home) -> None:
    before = _twice_linked(home)
    erase_person(home.path, before["12315-000007"])
    held = home.register()
    links = held.linked
    assert links.features is not None and len(links.features) == len(links) == len(held)
    assert links.model.rows == len(held) and held.findings is not None
    assert held.findings.links_version == links.version and held.findings.on == ON
    for person in range(links.persons):
        assert all(
            {edge["left"], edge["right"]} <= set(links.rows_of(person)) for edge in links.edges_of(person).to_pylist()
        )
    home.take(home.csv(_of(201), name="三.csv"))
    assert _linked(home)["12315-000201"] == before["12315-000001"], "a further complaint still finds its person"


def test_nothing_of_who_was_erased_stays_in_any_file(home: Home) -> None:
    before = _twice_linked(home)
    erase_person(home.path, before["12315-000007"])
    of_him = [_of(number) for number in range(200) if before[f"12315-{number:06d}"] == before["12315-000007"]]
    words = {str(row[name]) for row in of_him for name in ("投诉人", "联系电话", "工单编号", "投诉内容")}
    words |= {before["12315-000007"]}
    held = {path: path.read_bytes() for path in home.path.rglob("*") if path.is_file()}
    assert not [(path.name, word) for path, content in held.items() for word in words if word.encode() in content]
    assert not list((home.path / "complaints" / "quarantine").glob("*"))


def test_an_erasure_that_was_cut_short_is_finished_by_the_next(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _twice_linked(home)
    person = before["12315-000007"]
    with monkeypatch.context() as patch:
        patch.setattr("knowledge.snapshots.SnapshotStore.forget_others", _killed)
        with pytest.raises(KeyboardInterrupt):
            erase_person(home.path, person)
    assert len(home.store.snapshots.list()) > 1
    with pytest.raises(NotFound):
        erase_person(home.path, person)
    assert home.store.snapshots.list() == (home.store.current(),)


def test_the_last_person_can_be_erased(home: Home) -> None:
    home.take(home.csv(_of(1)))
    (person,) = _linked(home).values()
    erase_person(home.path, person)
    assert len(home.register()) == 0
    assert home.register().linked.persons == 0


def _killed(_: object) -> None:
    raise KeyboardInterrupt
