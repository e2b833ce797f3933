"""From a case to the content of its packet: who may see the identity, and which rows of the history concern the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row

from assistant.claims.cases import chain
from assistant.claims.cases.states import text_of
from assistant.claims.handover.content import Decision, Event, PacketContent, Proof, Sign, legal_bases
from assistant.claims.handover.states import AUTHORITY_TEXT, FILING, HIDDEN, MACHINE
from assistant.claims.persons import masks
from assistant.claims.persons.dossier import Identity, Item
from assistant.claims.persons.schemas import Person
from assistant.claims.reports.schemas import Evidence
from assistant.clock import day_of
from assistant.policies.service import QUANZHOU

_INTERNAL: Final = frozenset({"prepare", "cancel", "packet"})
"""Rows of a hand-over that its receiver does not see."""
DECIDING: Final = frozenset(
    {"open", "review", "recognise", "confirm", "extend", "extended", "appeal", "uphold_appeal", "complaint_decision"}
)
"""Rows of the case that every receiver sees; those about hand-overs would tell one authority of another."""
_MATTERS: Final = frozenset({"seen", "reveal", "packet"})


def identity_shown(authority: str, state: str) -> bool:
    """May this receiver have the identity: an authority that opens cases of its own, for what was sent and not withdrawn?"""
    return authority in FILING and state not in HIDDEN and state != "withdrawn"


def for_receiver(row: Mapping[str, Any], handover_id: str) -> bool:
    """Does a row of the history concern the receiver of a hand-over?"""
    if row["handover_id"] is None:
        return row["action"] in DECIDING or row["action"].startswith("reject_appeal_")
    return bool(row["handover_id"] == handover_id and row["action"] not in _INTERNAL)


@dataclass(frozen=True)
class Frozen:
    """What a case was decided on: the masked view, and the identity whole."""

    shown: Person
    identity: Identity


def dossier_of(case: Row[Any]) -> Frozen | None:
    """What was frozen when the review began; ``None`` for a case without a person of the register."""
    if not case.dossier:
        return None
    shown = Person.model_validate(case.dossier["shown"])
    return Frozen(shown, Identity.model_validate(case.dossier["identity"]))


def content(
    case: Row[Any],
    history: Sequence[Mapping[str, Any]],
    handover: Row[Any] | None,
    claimant: Identity,
    evidence: Sequence[Evidence],
    made_on: str,
    sample: bool,
) -> PacketContent:
    """The packet of a hand-over, or of the case itself (``handover`` None), which stays with the market regulator."""
    dossier = dossier_of(case)
    known = joined(dossier.identity if dossier else Identity(), claimant)
    masked = handover is not None and handover.authority not in FILING
    told = (lambda text: masks.words(text, known)) if masked else str
    whole = chain.verify(history, case.chain_head, case.chain_seq, case.state)
    rows = [each for each in history if handover is None or for_receiver(each, handover.id)]
    shown = dossier.shown if dossier else None
    return PacketContent(
        title=told(case.title),
        case_id=case.id,
        receiver=AUTHORITY_TEXT[handover.authority] if handover is not None else "",
        made_on=made_on,
        sample=sample,
        masked=masked,
        facts=told(case.facts),
        parties=_parties(masks.identity(known) if masked else known),
        timeline=tuple(
            Event(f"{e.received_on}", e.kind_text, e.ref, e.respondent, e.demanded or "", e.outcome_text)
            for e in _items(shown)
        ),
        timeline_total=shown.total if shown else 0,
        evidence=tuple(Proof(told(each.name), each.type, each.size, each.sha256) for each in evidence),
        factors=tuple(Sign(e.label, told(e.text), e.complaints) for e in (shown.factors if shown else ())),
        against=tuple(Sign(e.label, told(e.text), e.complaints) for e in (shown.against if shown else ())),
        decisions=tuple(_decision(each, told(each["note"])) for each in rows if each["action"] not in _MATTERS),
        head=whole.head,
        length=whole.length,
        whole=whole.whole,
        bases=legal_bases(),
    )


def joined(one: Identity, other: Identity) -> Identity:
    """Two identities as one, each value once, in the order found."""
    both = (one.model_dump(), other.model_dump())
    return Identity(**{name: tuple(dict.fromkeys((*both[0][name], *both[1][name]))) for name in both[0]})


def _items(shown: Person | None) -> list[Item]:
    """Complaints of every kind in the order in which they came."""
    found = [each for kind in shown.kinds for each in kind.complaints] if shown else []
    return sorted(found, key=lambda each: (each.received_on, each.ref))


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
