"""Who may take which step, read from the history: nothing here rests on a field that could be set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.claims.cases import schemas
from assistant.claims.cases.errors import SameSigner
from assistant.claims.cases.history import asked_to_extend, has_seen, last, signers
from assistant.claims.cases.states import STANDING
from assistant.errors import InvalidRequest, WrongState

Rows = Sequence[Mapping[str, Any]]
LOOKING: Final = ("under_review", "recognised")
"""States in which somebody looks at what speaks for and against."""
DECISIONS: Final[Mapping[str, str]] = {
    "not_accepted": "不予受理",
    "ended": "终止调解",
    "accepted": "照常受理",
}


def codes(row: Row[Any], side: str) -> set[str]:
    """The codes of the frozen dossier's ``factors`` or ``against``; empty for a case without a dossier."""
    return {each["code"] for each in row.dossier["shown"][side]} if row.dossier else set()


def may_look(row: Row[Any]) -> None:
    """``seen`` belongs to a review; raises WrongState."""
    if row.state not in LOOKING:
        raise WrongState("开始审核以后，才能登记看过有利和不利的情况。")


def may_sign(person: Person, row: Row[Any], rows: Rows, step: schemas.Step) -> None:
    """May this person put this signature? Raises SameSigner or InvalidRequest."""
    if "confirm" in shut(person.id, rows):
        raise SameSigner("认定要由两个人分别作出。您已经认定过，请由另一位同事复核。")
    if not has_seen(rows, person.id):
        raise InvalidRequest("请先看完对其有利和不利的情况，登记“已看过”，再认定。")
    known = codes(row, "factors")
    if not step.factors or (row.dossier and not set(step.factors) <= known):
        raise InvalidRequest("请至少选一条认定依据，而且只能选审核材料里列出的。")
    if set(step.against_seen) != codes(row, "against"):
        raise InvalidRequest("对其有利的情况要逐条看过，请把列出的每一条都勾选。")


def shut(person_id: str, rows: Rows) -> set[str]:
    """Actions that only another person may take now, so that nobody is offered what will be refused."""
    registered = last(rows, ("appeal",))
    signed = person_id in signers(rows)
    return {
        action
        for action, mine in (
            ("recognise", signed),
            ("confirm", signed),
            ("decide_appeal", signed or (registered is not None and registered["who_id"] == person_id)),
            ("extend", asked_to_extend(rows) == person_id),
        )
        if mine
    }


def may_decide_appeal(person: Person, rows: Rows, step: schemas.Step) -> bool:
    """Is the appeal upheld, and may this person say so? Raises SameSigner or InvalidRequest."""
    if "decide_appeal" in shut(person.id, rows):
        raise SameSigner("申诉要由没有参加认定、也没有登记这次申诉的同事决定。")
    if step.upheld is None:
        raise InvalidRequest("请选择申诉成立还是不成立（upheld）。")
    return step.upheld


def agrees_to_extend(person: Person, rows: Rows) -> bool:
    """Is this the second person's yes (true) or the first one's request? Raises SameSigner."""
    if "extend" in shut(person.id, rows):
        raise SameSigner("延长认定要由两个人同意。您已经提出，请由另一位同事同意。")
    return asked_to_extend(rows) is not None


def decided(row: Row[Any], step: schemas.Step) -> dict[str, str]:
    """One complaint's decision as the history keeps it; raises WrongState or InvalidRequest.

    Only a 投诉 (mediation of a consumer's dispute) may be refused or ended because of a recognition; a 举报 or a lawsuit goes
    its own legal way whatever becomes of the person.
    """
    if row.state not in STANDING:
        raise WrongState("两个人认定以后，才能逐件处理投诉。")
    if step.complaint is None or step.decision is None:
        raise InvalidRequest("请写明是哪一件投诉（complaint），怎样处理（decision）。")
    _must_be_complaint(row, step.complaint)
    return {"complaint": step.complaint, "decision": step.decision}


def _must_be_complaint(row: Row[Any], ref: str) -> None:
    """Whatever is decided: a reference that nobody can look up may be a 举报, and would stand in the history as decided."""
    if not row.dossier:
        raise WrongState("这个案件没有台账里的人，看不到他的投诉。请从台账里的人建立案件，审核认定以后再逐件处理。")
    kinds = {each["ref"]: kind["kind"] for kind in row.dossier["shown"]["kinds"] for each in kind["complaints"]}
    if ref not in kinds:
        raise InvalidRequest("审核材料里没有这一件。")
    if kinds[ref] != "complaint":
        raise InvalidRequest("举报和诉讼不受认定影响，请按原来的程序办理。")
