"""From a case to the content of its packet: who may see the identity, and which rows of the history concern the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Row

from assistant.claims.cases import chain
from assistant.claims.cases.states import stands, text_of
from assistant.claims.handover.content import Decision, Event, PacketContent, Proof, Sign, legal_bases
from assistant.claims.handover.states import AUTHORITY_TEXT, FILING, MACHINE, news, part_over
from assistant.claims.handover.told import Told, as_it_was_told
from assistant.claims.persons import masks
from assistant.claims.persons.dossier import Identity
from assistant.claims.persons.schemas import Person
from assistant.clock import day_of
from assistant.policies.service import QUANZHOU

INTERNAL: Final = frozenset({"prepare", "cancel", "packet"})
"""Rows of a hand-over that its receiver does not see."""
DECIDING: Final = frozenset(
    {"open", "review", "recognise", "confirm", "extend", "extended", "appeal", "uphold_appeal", "complaint_decision"}
)
"""Rows of the case that every receiver sees; those about hand-overs would tell one authority of another."""
_MATTERS: Final = frozenset({"seen", "reveal", "packet"})


def identity_shown(authority: str, reached: Sequence[str], case_state: str) -> bool:
    """May this receiver have the identity: one that opens cases of its own, until its part is over or the recognition falls?"""
    return authority in FILING and not part_over(reached) and case_state != "dismissed"


def for_receiver(row: Mapping[str, Any], handover_id: str, through: int) -> bool:
    """Does a row of the history concern the receiver of a hand-over? Of the case, what was known when it was told."""
    if row["handover_id"] is None:
        deciding = row["action"] in DECIDING or row["action"].startswith("reject_appeal_")
        return bool(deciding and row["seq"] <= through)
    return bool(row["handover_id"] == handover_id and row["action"] not in INTERNAL)


def own_content(
    case: Row[Any], history: Sequence[Mapping[str, Any]], told: Told, made_on: date, sample: bool
) -> PacketContent:
    """The packet of the case itself, which stays with the market regulator: whole while the recognition stands."""
    masked = not stands(case.state, case.expires_on, made_on)
    whole = chain.verify(history, case.chain_head, case.chain_seq, case.state)
    return _content(case, history, told, told.identity if masked else None, whole, made_on, sample)


def content(
    case: Row[Any],
    history: Sequence[Mapping[str, Any]],
    handover: Row[Any],
    told: Told,
    known: Identity,
    made_on: date,
    sample: bool,
) -> PacketContent:
    """The packet of a hand-over, the same for both sides; ``known``: everything that is masked where the identity is not shown."""
    reached = [each["to_state"] for each in history if each["handover_id"] == handover.id]
    masked = not identity_shown(handover.authority, reached, case.state)
    whole = chain.verify(history, case.chain_head, case.chain_seq, case.state)
    if not as_it_was_told(handover, history):
        whole = whole._replace(whole=False)
    rows = [each for each in history if for_receiver(each, handover.id, told.through)]
    made = _content(case, rows, told, known if masked else None, whole, made_on, sample)
    return replace(made, receiver=AUTHORITY_TEXT[handover.authority], news=news(case.state, reached))


def _content(
    case: Row[Any],
    rows: Sequence[Mapping[str, Any]],
    given: Told,
    hidden: Identity | None,
    whole: chain.Verdict,
    made_on: date,
    sample: bool,
) -> PacketContent:
    """``hidden``: what is masked; ``None`` shows the identity whole."""
    told = str if hidden is None else (lambda text: masks.words(text, hidden))
    shown, known = given.shown, given.identity
    return PacketContent(
        title=told(case.title),
        case_id=case.id,
        receiver="",
        made_on=made_on.isoformat(),
        sample=sample,
        masked=hidden is not None,
        news="",
        facts=told(case.facts),
        parties=_parties(known if hidden is None else masks.identity(known)),
        timeline=_timeline(shown, given.reports),
        timeline_total=(shown.total if shown else 0) + len(given.reports),
        evidence=tuple(Proof(told(each.name), each.type, each.size, each.sha256) for each in given.evidence),
        factors=tuple(Sign(e.label, told(e.text), e.complaints) for e in (shown.factors if shown else ())),
        against=tuple(Sign(e.label, told(e.text), e.complaints) for e in (shown.against if shown else ())),
        decisions=tuple(_decision(each, told(each["note"])) for each in rows if each["action"] not in _MATTERS),
        head=whole.head,
        length=whole.length,
        whole=whole.whole,
        bases=legal_bases(),
    )


def _timeline(shown: Person | None, reports: Sequence[Event]) -> tuple[Event, ...]:
    """Complaints of every kind, and what companies reported, day by day."""
    items = [each for kind in shown.kinds for each in kind.complaints] if shown else []
    known = (
        Event(f"{e.received_on}", e.kind_text, e.ref, e.respondent, e.demanded or "", e.outcome_text) for e in items
    )
    return tuple(sorted((*known, *reports), key=lambda each: (each.on, each.ref)))


def _parties(known: Identity) -> tuple[tuple[str, str], ...]:
    values = (known.names, known.id_numbers, known.phones, known.addresses, known.accounts)
    labels = ("姓名（疑似）", "证件号码", "电话", "地址", "收款账号")
    return tuple((label, "、".join(each)) for label, each in zip(labels, values, strict=True) if each)


def _decision(row: Mapping[str, Any], note: str) -> Decision:
    at = row["at"].astimezone(QUANZHOU)
    side = AUTHORITY_TEXT.get(row["authority"], "")
    words = MACHINE.text(row["action"]) if row["handover_id"] else text_of(row["action"])
    reasons = [str(each) for each in row["details"].get("factors", ())]
    why = f"{note}（依据：{'、'.join(reasons)}）" if reasons else note
    return Decision(f"{day_of(at)} {at:%H:%M}", f"{side} {row['who_name']}".strip(), words or row["action"], why)
