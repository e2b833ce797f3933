"""From the register in force to the dossier of one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.claims.persons import dossier as made
from assistant.claims.persons.words import KINDS, OUTCOMES, SOURCES, may_run
from knowledge.complaints.complaint import Complaint, complaint_of
from knowledge.complaints.edge_words import EdgeExplanation, Reason
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.recognition.findings import Evidence, PersonFinding, Shield


def compiled(register: RegisterInForce, person_id: str) -> made.Dossier:
    """Everything of one person; raises NotFound or SnapshotUnavailable."""
    rows = register.rows_of_person(person_id)
    complaints = complaints_at(register, rows)
    finding = register.finding(person_id)
    traders = _traders(complaints)
    links = register.linked.explain(register.linked.number_of(person_id))
    newest = complaints[::-1][: made.MOST_COMPLAINTS]
    return made.Dossier(
        person_id=person_id,
        register_version=register.version,
        rules_version=register.findings.rules_version if register.findings else None,
        sample=register.sample,
        identity=identity_of(complaints),
        total=len(complaints),
        kinds=kinds_of(complaints),
        first_on=complaints[0].received_on,
        last_on=complaints[-1].received_on,
        proposal=finding.proposal if finding else "none",
        reasons=finding.reasons if finding else (),
        factors=clues(finding.factors) if finding else (),
        against=shields(finding),
        complaints=tuple(map(item, newest)),
        links=tuple(_link(register, each) for each in links[: made.MOST_LINKS]),
        links_total=len(links),
        text_groups=_groups(register, rows),
        traders=tuple(traders[: made.MOST_TRADERS]),
        traders_total=len(traders),
        amounts=amounts(complaints),
    )


def complaints_at(register: RegisterInForce, rows: Sequence[int]) -> list[Complaint]:
    """The complaints of some rows, in their order."""
    return [complaint_of(row) for row in register.table.take(list(rows)).to_pylist()]


def ref(complaint: Complaint) -> str:
    """``source:number``: a number is unique only within its source."""
    return f"{complaint.source}:{complaint.number}"


def identity_of(complaints: Iterable[Complaint]) -> made.Identity:
    """Every value that stands in the complaints, the commonest first."""
    held = list(complaints)

    def values(field: str) -> tuple[str, ...]:
        counted = Counter(value for each in held if (value := getattr(each, field)))
        return tuple(value for value, _count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))

    return made.Identity(
        names=values("name"),
        id_numbers=values("id_number"),
        phones=values("phone"),
        addresses=values("address"),
        accounts=values("account"),
    )


def kinds_of(complaints: Iterable[Complaint]) -> dict[Any, int]:
    """How many of each kind, none left out."""
    counted = Counter(each.kind for each in complaints)
    return {kind: counted[kind] for kind in KINDS}


def item(one: Complaint) -> made.Item:
    """One complaint with its words."""
    return made.Item(
        ref=ref(one),
        source=one.source,
        source_text=SOURCES[one.source],
        number=one.number,
        kind=one.kind,
        kind_text=KINDS[one.kind],
        received_on=one.received_on,
        respondent=one.respondent,
        respondent_code=one.respondent_code,
        trade=one.trade,
        product=one.product,
        quantity=one.quantity,
        paid=yuan(one.paid),
        demanded=yuan(one.demanded),
        received=yuan(one.received),
        outcome=one.outcome,
        outcome_text=OUTCOMES[one.outcome],
        open=one.outcome == "open",
        may_run=may_run(one.kind, one.outcome),
        text=one.text,
    )


def yuan(amount: Decimal | None) -> str | None:
    """Two decimals, ``None`` where nothing is said."""
    return None if amount is None else f"{amount:.2f}"


def amounts(complaints: Sequence[Complaint]) -> made.Amounts:
    """Sums over what the complaints say."""
    demanded, received, paid = (_known(complaints, field) for field in ("demanded", "received", "paid"))
    return made.Amounts(
        demanded=_sum(demanded),
        demanded_known=len(demanded),
        received=_sum(received),
        received_known=len(received),
        paid=_sum(paid),
        paid_known=len(paid),
    )


def _known(complaints: Iterable[Complaint], field: str) -> list[Decimal]:
    return [value for each in complaints if (value := getattr(each, field)) is not None]


def _sum(values: Sequence[Decimal]) -> str | None:
    return yuan(sum(values, Decimal(0))) if values else None


def clues(found: Iterable[Evidence]) -> tuple[made.Clue, ...]:
    """Factors as recognition found them."""
    return tuple(
        made.Clue(
            code=each.factor,
            label=each.label,
            strength=each.strength,
            text=each.text,
            count=each.count,
            complaints=each.complaints,
        )
        for each in found
    )


def shields(finding: PersonFinding | None) -> tuple[made.Clue, ...]:
    """What speaks for the person."""
    found: Sequence[Shield] = finding.protections if finding else ()
    return tuple(
        made.Clue(
            code=each.protection,
            label=each.label,
            strength=each.strength,
            text=each.text,
            count=each.count,
            complaints=each.complaints,
        )
        for each in found
    )


def _link(register: RegisterInForce, edge: EdgeExplanation) -> made.Link:
    left, right = (ref(register.at(row)) for row in (edge.left, edge.right))
    return made.Link(
        left=left,
        right=right,
        probability=round(float(edge.probability), 4),
        together=edge.together,
        text=edge.text,
        reasons=tuple(map(_reason, edge.reasons)),
        against=tuple(map(_reason, edge.against)),
    )


def _reason(reason: Reason) -> made.LinkReason:
    return made.LinkReason(
        comparison=reason.comparison, text=reason.text, weight=round(float(reason.weight), 2), count=int(reason.count)
    )


def _traders(complaints: Iterable[Complaint]) -> list[made.Trader]:
    """Those hit most first; one trader is one credit code, or one name where no code is given."""
    held: dict[str, list[Complaint]] = {}
    for each in complaints:
        held.setdefault(each.respondent_code or each.respondent, []).append(each)
    ordered = sorted(held.values(), key=lambda mine: (-len(mine), mine[0].respondent))
    return [
        made.Trader(
            name=mine[-1].respondent,
            code=mine[-1].respondent_code,
            trade=mine[-1].trade,
            complaints=len(mine),
            demanded=_sum(_known(mine, "demanded")),
            received=_sum(_known(mine, "received")),
        )
        for mine in ordered
    ]


def _groups(register: RegisterInForce, rows: Sequence[int]) -> tuple[made.TextGroup, ...]:
    """Formatted texts of the person, with the other persons in them."""
    links = register.linked
    own = Counter(int(links.text_group[row]) for row in rows)
    own.pop(-1, None)
    newest = {int(links.text_group[row]): row for row in rows}
    return tuple(_text_group(register, newest[group], count) for group, count in own.most_common(made.MOST_GROUPS))


def _text_group(register: RegisterInForce, row: int, own: int) -> made.TextGroup:
    """The group of a row's text; its words are shown as this person wrote them."""
    links = register.linked
    group, mine = int(links.text_group[row]), int(links.person[row])
    members = np.flatnonzero(links.text_group == group)
    others = Counter(links.person[members].tolist())
    others.pop(mine, None)
    shown = [
        made.GroupMember(person_id=links.id_of(person), name=_name(register, members, person), complaints=count)
        for person, count in others.most_common(made.MOST_MEMBERS)
    ]
    return made.TextGroup(
        group=group,
        own=own,
        complaints=len(members),
        persons=tuple(shown),
        text=str(register.table["text"][row].as_py()),
    )


def _name(register: RegisterInForce, members: NDArray[np.int64], person: int) -> str:
    """The name on a member's first text of the group; empty where none stands there."""
    row = int(members[register.linked.person[members] == person][0])
    return register.table["name"][row].as_py() or ""
