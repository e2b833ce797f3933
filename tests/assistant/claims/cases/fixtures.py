"""Claims with a register in which one person is proposed, and officers who decide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from assistant.accounts.person import Person
from assistant.claims.cases.schemas import Case, Opening, Step
from assistant.claims.cases.service import CaseService
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from knowledge.complaints.recognition.findings import Evidence, PersonFinding, Shield
from tests.assistant.claims.reports.fixtures import empty_claims
from tests.assistant.claims.reports.world import World
from tests.knowledge.complaints.registers import DAY, findings, in_force, made, published

NAME, PHONE, ID, ACCOUNT = "试藏密", "15400009871", "350599199001019873", "6219990000000098765"
ADDRESS = "泉州市鲤城区试藏路九十八号三幢七六五室"
SECRETS: Final = (NAME, PHONE, ID, ACCOUNT, ADDRESS)
SUSPECT = "R-00000000"
FACTORS, AGAINST = ("many_or_repeated", "coercion"), ("own_use",)
LIN = Person("lin", "林科员", "officer", None, "market")
HUANG = Person("huang", "黄科员", "officer", None, "market")
ADMIN = Person("admin", "管理员", "admin")
OFFICERS: Final = (LIN, HUANG, ADMIN)
OPENING = Opening(person_id=SUSPECT, title="试一食品等多家被多次索赔", facts="十四件投诉措辞一致。")


def _found() -> PersonFinding:
    ground: dict[str, Any] = {"strength": "clear", "text": "十四件", "count": 14, "complaints": ("12315:A0000",)}
    return PersonFinding(
        person_id=SUSPECT,
        complaints=14,
        kinds={"complaint": 13, "report": 1},
        first_on=DAY,
        last_on=DAY,
        most_in_window=14,
        factors=tuple(Evidence.model_validate({**ground, "factor": each, "label": each}) for each in FACTORS),
        protections=tuple(Shield.model_validate({**ground, "protection": each, "label": each}) for each in AGAINST),
        proposal="handover",
        reasons=("多次",),
    )


@pytest.fixture(scope="session")
def claims_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a register of two persons; read only."""
    home = tmp_path_factory.mktemp("cases-home")
    words = f"我是{NAME}，电话{PHONE}，身份证{ID}，赔到{ACCOUNT}，住{ADDRESS}，不赔偿就到处举报"
    who: dict[str, Any] = {"name": NAME, "phone": PHONE, "id_number": ID, "address": ADDRESS, "account": ACCOUNT}
    rows = [made(n, text=words, kind="report" if n == 13 else "complaint", **who) for n in range(14)]
    published(home, in_force([*rows, made(14)], [0] * 14 + [1]), findings(_found()))
    return home


class CaseWorld(World):
    """Claims, with the steps of a case said briefly."""

    @property
    def cases(self) -> CaseService:
        return self.claims.cases

    def open(self, **changes: Any) -> str:
        """A new case; its id."""
        opening = Opening.model_validate(OPENING.model_dump() | changes)
        return self.cases.open(LIN, opening).id

    def act(self, who: Person, case_id: str, action: Any, **sent: Any) -> Case:  # type: ignore[override]
        """A step from the newest version, with a note."""
        step = {"version": self.cases.one(who, case_id).version, "note": "理由"} | sent
        return self.cases.act(who, case_id, action, Step.model_validate(step))

    def sign(self, who: Person, case_id: str, action: str, **sent: Any) -> Case:
        """Look, then sign."""
        self.act(who, case_id, "seen")
        return self.act(who, case_id, action, **({"factors": list(FACTORS), "against_seen": list(AGAINST)} | sent))

    def confirmed(self, **changes: Any) -> str:
        """A case that two officers recognised; its id."""
        case_id = self.open(**changes)
        against = [each.code for each in self.act(LIN, case_id, "review").against]
        self.sign(LIN, case_id, "recognise", against_seen=against)
        assert self.sign(HUANG, case_id, "confirm", against_seen=against).state == "confirmed"
        return case_id


@pytest.fixture
def world(tmp_path: Path, empty_claims: Path, claims_home: Path) -> Iterator[CaseWorld]:
    """Cases over SQLite."""
    (tmp_path / "state.db").write_bytes(empty_claims.read_bytes())
    engine = open_engine(f"sqlite:///{tmp_path / 'state.db'}")
    yield CaseWorld(engine, claims_home)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_world(request: pytest.FixtureRequest, claims_home: Path) -> Iterator[CaseWorld]:
    """Cases over SQLite and over PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("world")
        return
    engine = open_engine(str(request.getfixturevalue("postgres_database")))
    migrate(engine)
    yield CaseWorld(engine, claims_home)
    engine.dispose()


__all__ = ["any_world", "claims_home", "empty_claims", "world"]
