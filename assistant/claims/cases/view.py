"""A case as pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row

from assistant.claims.cases import schemas
from assistant.claims.cases.chain import Verdict, digest_of, verify
from assistant.claims.cases.history import has_seen, last, signatures
from assistant.claims.cases.rules import DECISIONS, LOOKING, shut
from assistant.claims.cases.states import MACHINE, NEXT, ORIGINS, STANDING, actions, text_of
from assistant.claims.handover.states import AUTHORITY_TEXT
from assistant.claims.handover.states import MACHINE as HANDOVER
from assistant.claims.persons.schemas import Person
from assistant.edge.http import Part
from assistant.machine import SYSTEM

Rows = Sequence[Mapping[str, Any]]
OPENED_WITH: Final = ("title", "facts", "origin", "person_id", "receipt")
"""What stands in the first row of the history too."""


def head(row: Row[Any]) -> dict[str, Any]:
    """The fields of :class:`schemas.Head`."""
    return {
        "id": row.id,
        "title": row.title,
        "origin": row.origin,
        "origin_text": ORIGINS[row.origin],
        "person_id": row.person_id,
        "receipt": row.receipt,
        "state": row.state,
        "state_text": MACHINE.states[row.state],
        "next_text": NEXT[row.state],
        "version": row.version,
        "opened_by": row.opened_by,
        "opened_at": row.opened_at,
        "updated_at": row.updated_at,
        "expires_on": row.expires_on,
    }


def case(row: Row[Any], rows: Rows, reader_id: str, handovers: Sequence[Part], sample: bool) -> schemas.Case:
    """The whole; the dossier as it was frozen, masked."""
    found, dossier = verdict(row, rows), shown(row)
    return schemas.Case(
        **head(row),
        sample=dossier.sample if dossier else sample,
        facts=row.facts,
        actions=_actions(row, shut(reader_id, rows)),
        dossier=dossier,
        factors=_named(dossier.factors if dossier else ()),
        against=_named(dossier.against if dossier else ()),
        signatures=tuple(map(_signature, signatures(rows))),
        i_have_seen=has_seen(rows, reader_id),
        history=tuple(schemas.EventView(**_event(each), authority_text=_side(each)) for each in rows),
        chain=schemas.Chain(whole=found.whole, length=found.length, head=found.head, reason=found.reason),
        handovers=tuple(handovers),
        flow=flow(),
        complaint_decisions=_decisions(rows),
    )


def shown(row: Row[Any]) -> Person | None:
    """The frozen dossier, masked; ``None`` before a review and for a case without a person."""
    return Person.model_validate(row.dossier["shown"]) if row.dossier else None


def verdict(row: Row[Any], rows: Rows) -> Verdict:
    """Is the history whole, and does the case's row say what the history says?"""
    found = verify(rows, row.chain_head, row.chain_seq, row.state)
    reason = _differs(row, rows) if found.whole else ""
    return found._replace(whole=False, broken_at=len(rows), reason=reason) if reason else found


def _differs(row: Row[Any], rows: Rows) -> str:
    opened, review = rows[0]["details"], last(rows, ("review",))
    if any(getattr(row, name) != opened.get(name) for name in OPENED_WITH):
        return "案件的基本情况和建立时的记录不一致。"
    frozen = review["details"].get("dossier", "") if review else ""
    if not frozen == row.dossier_digest == frozen_digest(row.dossier):
        return "审核时固定的材料被改过。"
    until = last(rows, ("confirm", "extended", "review", "uphold_appeal"))
    if (until["details"].get("expires_on") if until else None) != (row.expires_on and row.expires_on.isoformat()):
        return "认定的期限和记录不一致。"
    appeal = last(rows, ("appeal",)) if row.state == "under_appeal" else None
    return "申诉前的状态和记录不一致。" if row.state_before != (appeal and appeal["from_state"]) else ""


def frozen_digest(dossier: Mapping[str, Any] | None) -> str:
    """The digest of a dossier as it is kept; empty where there is none."""
    return digest_of(dossier) if dossier else ""


def audit(row: Row[Any], rows: Rows) -> schemas.Audit:
    """The chain, row by row."""
    found = verdict(row, rows)
    sealed = (schemas.SealedEvent(**_event(each), digest=each["digest"], previous=each["previous"]) for each in rows)
    return schemas.Audit(
        whole=found.whole,
        broken_at=found.broken_at,
        reason=found.reason,
        head=found.head,
        length=found.length,
        events=tuple(sealed),
    )


def flow() -> schemas.Flow:
    """The table of states as it is drawn."""
    arrows = (
        schemas.Arrow(from_=origin, to=each.target, action=each.action, label=each.text, who=_who(each.roles))
        for each in MACHINE.transitions
        for origin in each.origins or (None,)
    )
    states = (schemas.StateView(name=name, label=label) for name, label in MACHINE.states.items())
    return schemas.Flow(states=tuple(states), transitions=tuple(arrows))


def _who(roles: Sequence[str]) -> str:
    return "、".join("系统" if role == SYSTEM else AUTHORITY_TEXT.get(role, role) for role in roles)


def _actions(row: Row[Any], closed: set[str]) -> tuple[schemas.ActionView, ...]:
    open_ = [each for each in actions(row.state) if each not in closed]
    found = [schemas.ActionView(action=each, text=_text(each), needs_note=True) for each in open_]
    if row.state in LOOKING:
        found.insert(0, schemas.ActionView(action="seen", text=text_of("seen"), needs_note=False))
    if row.state in STANDING and row.dossier:
        text = text_of("complaint_decision")
        found.append(schemas.ActionView(action="decide_complaint", text=text, needs_note=True))
    return tuple(found)


def _text(action: str) -> str:
    return "作出申诉决定" if action == "decide_appeal" else text_of(action)


def _named(clues: Sequence[Any]) -> tuple[schemas.Named, ...]:
    return tuple(schemas.Named(code=each.code, label=each.label) for each in clues)


def _signature(row: Mapping[str, Any]) -> schemas.Signature:
    factors = tuple(row["details"].get("factors", ()))
    return schemas.Signature(who=row["who_name"], at=row["at"], note=row["note"], factors=factors)


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    action = row["action"]
    return {
        "seq": row["seq"],
        "at": row["at"],
        "action": action,
        "action_text": (HANDOVER.text(action) if row["handover_id"] else "") or text_of(action),
        "from_": row["from_state"],
        "to": row["to_state"],
        "who": row["who_name"],
        "note": row["note"],
    }


def _side(row: Mapping[str, Any]) -> str:
    return AUTHORITY_TEXT.get(row["authority"], "系统")


def _decisions(rows: Rows) -> tuple[schemas.ComplaintDecision, ...]:
    newest = {row["details"]["complaint"]: row for row in rows if row["action"] == "complaint_decision"}
    return tuple(
        schemas.ComplaintDecision(
            complaint=ref,
            decision=row["details"]["decision"],
            decision_text=DECISIONS[row["details"]["decision"]],
            who=row["who_name"],
            at=row["at"],
            note=row["note"],
        )
        for ref, row in newest.items()
    )
