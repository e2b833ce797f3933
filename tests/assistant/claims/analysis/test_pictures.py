"""Similar cases beside a person's own: of others only, with how they ended and without whose they were."""

from __future__ import annotations

from assistant.claims.analysis.pictures import PictureService
from assistant.claims.analysis.service import Kept
from assistant.claims.persons.compile import compiled
from knowledge.complaints.in_force import RegisterInForce
from tests.knowledge.complaints.registers import in_force, made

TEXT = "店里的月饼没有标明生产日期，打电话没人接，要求退款"


def _like(register: RegisterInForce, person: str) -> list[tuple[str, str, str]]:
    service = PictureService(Kept(lambda: register))
    return [(one.ref, one.text, one.outcome_text) for one in service.like_dossier(register, compiled(register, person))]


def test_a_person_is_shown_other_peoples_ended_cases() -> None:
    rows = [
        made(1, text=TEXT),
        made(2, text=TEXT, outcome="ended"),
        made(3, text=f"我是试某某，{TEXT}", name="试某某", outcome="withdrawn"),
        made(4, text=TEXT, outcome="open"),
    ]
    found = _like(in_force(rows, [0, 0, 1, 2]), "R-00000000")
    assert [(ref, ended) for ref, _, ended in found] == [("12315:A0003", "已撤回")]
    assert "试某某" not in found[0][1] and "月饼" in found[0][1]


def test_nobody_else_and_no_words_have_nothing_similar() -> None:
    assert _like(in_force([made(1, text=TEXT)], [0]), "R-00000000") == []
    assert _like(in_force([made(1, text="退款"), made(2, text=TEXT)], [0, 1]), "R-00000000") == []
