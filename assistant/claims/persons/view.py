"""A masked dossier as a page shows it: kinds apart, what speaks for beside what speaks against."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.claims.persons import masks, schemas
from assistant.claims.persons.dossier import Clue, Dossier
from assistant.claims.persons.words import APART, KINDS, PROPOSAL_NOTE, PROPOSALS


def person(whole: Dossier, similar: Sequence[schemas.Similar], cases: Sequence[schemas.CaseRef]) -> schemas.Person:
    """The masked view of a dossier."""
    shown = masks.dossier(whole)
    return schemas.Person(
        sample=shown.sample,
        person_id=shown.person_id,
        register_version=shown.register_version,
        rules_version=shown.rules_version,
        identity=shown.identity,
        total=shown.total,
        first_on=shown.first_on,
        last_on=shown.last_on,
        proposal=shown.proposal,
        proposal_text=PROPOSALS[shown.proposal],
        proposal_note=PROPOSAL_NOTE,
        reasons=shown.reasons,
        kinds=kinds(shown),
        factors=shown.factors,
        against=shown.against,
        links=shown.links,
        links_total=shown.links_total,
        text_groups=shown.text_groups,
        traders=shown.traders,
        traders_total=shown.traders_total,
        amounts=shown.amounts,
        similar=tuple(similar),
        cases=tuple(cases),
    )


def kinds(shown: Dossier) -> tuple[schemas.KindView, ...]:
    """投诉, 举报 and lawsuits, each by itself; a kind without any is there too, with none."""
    return tuple(
        schemas.KindView(
            kind=kind,
            label=label,
            count=shown.kinds.get(kind, 0),
            open=sum(each.open for each in shown.complaints if each.kind == kind),
            apart=APART[kind],
            complaints=tuple(each for each in shown.complaints if each.kind == kind),
        )
        for kind, label in KINDS.items()
    )


def row(whole: Dossier, case: schemas.CaseRef | None) -> schemas.PersonRow:
    """One line of the list."""
    known = masks.identity(whole.identity)
    return schemas.PersonRow(
        person_id=whole.person_id,
        name=known.names[0] if known.names else "",
        phone=known.phones[0] if known.phones else None,
        total=whole.total,
        complaints=whole.kinds,
        first_on=whole.first_on,
        last_on=whole.last_on,
        traders=whole.traders_total,
        demanded=whole.amounts.demanded,
        received=whole.amounts.received,
        proposal=whole.proposal,
        proposal_text=PROPOSALS[whole.proposal],
        factors=_short(whole.factors),
        against=_short(whole.against),
        case=case,
    )


def _short(clues: Sequence[Clue]) -> tuple[schemas.Short, ...]:
    return tuple(schemas.Short(code=each.code, label=each.label, strength=each.strength) for each in clues)
