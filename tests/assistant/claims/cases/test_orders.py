"""Whatever three officers do in whatever order: no case stands that fewer than two of them signed, and the history holds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import StaticPool, create_engine

from assistant.accounts.person import Person
from assistant.claims.cases.repository import CaseRepository
from assistant.claims.cases.schemas import Case, Step
from assistant.claims.cases.service import CaseService
from assistant.claims.cases.states import APPEALABLE
from assistant.claims.persons.compile import compiled
from assistant.claims.persons.dossier import Dossier
from assistant.errors import ServiceError
from assistant.state.base import Base
from assistant.state.database import Database
from knowledge.complaints.store import open_register
from tests.assistant.claims.cases.fixtures import AGAINST, FACTORS, LIN, OFFICERS, OPENING, SECRETS, SUSPECT
from tests.assistant.claims.reports.world import Clock

WORDS = ("review", "seen", "recognise", "confirm", "dismiss", "extend", "close", "appeal", "decide_appeal", "late")
STEPS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(OFFICERS), st.booleans()), min_size=4, max_size=24)
HUANG = OFFICERS[1]
TO_BEGIN = (("review", LIN), ("seen", LIN), ("recognise", LIN), ("seen", HUANG), ("confirm", HUANG))
"""So that enough examples get far."""
Taken = tuple[str, Person, bool]


def empty(dossier: Dossier, clock: Clock) -> CaseService:
    """Cases over a database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    repository = CaseRepository(Database(engine))
    return CaseService(repository, lambda _id: dossier, lambda _id: True, timedelta(days=365), clock=clock)


def take(cases: CaseService, clock: Clock, case_id: str, step: Taken) -> None:
    """Take a step, or be refused."""
    action, who, flag = step
    if action == "late":
        clock.forward(days=200)
        cases.expire()
        return
    sent: dict[str, Any] = {"version": cases.one(who, case_id).version, "note": "理由", "upheld": flag}
    if action in ("recognise", "confirm"):
        sent |= {"factors": list(FACTORS), "against_seen": list(AGAINST) if flag else []}
    with suppress(ServiceError):
        cases.act(who, case_id, action, Step.model_validate(sent))  # type: ignore[arg-type]


def check(case: Case, stood: bool) -> bool:
    """What must hold after every step; has the case ever stood?"""
    assert case.chain.whole, case.chain.reason
    assert not [each for each in SECRETS if each in case.model_dump_json()]
    if case.state in (*APPEALABLE, "under_appeal"):
        assert len({each.who for each in case.signatures}) == 2
        stood = True
    assert stood or case.state in ("proposed", "under_review", "recognised", "dismissed")
    return stood


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begun=st.integers(0, len(TO_BEGIN)), steps=STEPS)
def test_no_order_of_steps_makes_a_case_stand_on_one_person(
    claims_home: Path, begun: int, steps: Sequence[Taken]
) -> None:
    register = open_register(claims_home).current()
    assert register is not None
    clock = Clock()
    cases, stood = empty(compiled(register, SUSPECT), clock), False
    case_id = cases.open(LIN, OPENING).id
    for step in (*((*first, True) for first in TO_BEGIN[:begun]), *steps):
        take(cases, clock, case_id, step)
        stood = check(cases.one(LIN, case_id), stood)
