"""An application as its reader sees it: the company its own, the staff all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from assistant.accounts.person import Person
from assistant.benefits.applications import schemas
from assistant.benefits.applications.states import MACHINE, NEXT, STEPS, WAITING
from assistant.benefits.money import text_of, words_of
from assistant.benefits.uploads.schemas import Upload
from assistant.machine import SYSTEM

_WHO = {SYSTEM: "系统", "company": "企业"}


def summary(row: Row[Any], person: Person, urges: schemas.Urges, overdue: bool) -> dict[str, Any]:
    """What a list shows, as keywords of ``schemas.Summary``."""
    actions = MACHINE.actions(row.state, person.role)
    if person.role == "company" and row.state in WAITING and urges.left:
        actions.insert(0, "urge")
    return {
        "number": row.number,
        "measure_id": row.measure_id,
        "measure_title": row.measure["title"],
        "mode": row.measure["mode"],
        "document_id": row.document_id,
        "document_title": row.document_title,
        "department": row.department,
        "company": schemas.Company(name=row.company_name, credit_code=row.credit_code),
        "state": row.state,
        "state_text": MACHINE.states[row.state],
        "next_text": NEXT[row.state],
        "amount": text_of(row.amount_cents),
        "amount_text": _amount_text(row),
        "submitted_at": row.submitted_at,
        "updated_at": row.updated_at,
        "check": check(row.finding),
        "actions": tuple(actions),
        "publicised_until": row.publicised_until,
        "urges": urges,
        "overdue": overdue,
    }


def _amount_text(row: Row[Any]) -> str:
    undecided = row.amount_cents is None and row.measure["award"]["kind"] != "in_kind"
    return "待审核确定" if undecided else words_of(row.amount_cents)


def check(finding: dict[str, Any]) -> schemas.Check:
    """What the portrait said at submission."""
    return schemas.Check(result=finding["result"], text=finding["text"], amount=text_of(finding["cents"]))


def whole(row: Row[Any], person: Person, events: Sequence[Row[Any]], **parts: Any) -> schemas.Application:  # noqa: ANN401
    """An application with form, documents and history; the company reads roles, not names."""
    return schemas.Application(
        **parts,
        steps=steps(events),
        form=schemas.Form.model_validate(row.form),
        documents=tuple(map(Upload.model_validate, row.documents)),
        history=tuple(_entry(event, person) for event in events),
    )


def steps(events: Sequence[Row[Any]]) -> tuple[schemas.Step, ...]:
    """The six steps; what was returned for correction counts from its new beginning."""
    reached: dict[str, datetime] = {}
    for event in events:
        if event.to_state == "returned":
            reached.clear()
        elif event.to_state in STEPS:
            reached[event.to_state] = event.at
            if event.action == "auto_review":
                reached.setdefault("accepted", event.at)
    names = {each.target: each.text for each in reversed(MACHINE.transitions) if each.target in STEPS}
    names |= {"submitted": "申报", "reviewed": "审核"}
    return tuple(
        schemas.Step(name=names[state], done=state in reached, at=reached.get(state)) for state in STEPS
    )  # fmt: skip


def _entry(event: Row[Any], person: Person) -> schemas.HistoryRow:
    who = event.who_name if person.role != "company" else _WHO.get(event.who_role, "工作人员")
    return schemas.HistoryRow(
        at=event.at,
        action=event.action,
        action_text=MACHINE.text(event.action),
        from_=event.from_state,
        to=event.to_state,
        who=who,
        note=event.note,
    )
