"""What a receiver is given of a case: fixed when it is sent or supplemented, so that nothing later reaches it unasked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Row

from assistant.claims.cases.chain import digest_of
from assistant.claims.handover.content import Event
from assistant.claims.persons.dossier import Identity
from assistant.claims.persons.schemas import Person
from assistant.claims.reports.schemas import Evidence


@dataclass(frozen=True)
class Told:
    """The frozen ``dossier``, whom the reports name, their files, the number of the history's last row that was known, and the
    ``reports`` themselves.

    Title and facts are not here: a case keeps them from its first row to its last.
    """

    dossier: Mapping[str, Any] | None
    claimant: Identity
    evidence: tuple[Evidence, ...]
    through: int
    reports: tuple[Event, ...] = ()

    @property
    def shown(self) -> Person | None:
        """The dossier as it is shown, masked; ``None`` for a case without a person of the register."""
        return Person.model_validate(self.dossier["shown"]) if self.dossier else None

    @property
    def identity(self) -> Identity:
        """Who it is, whole, from the register and from the report."""
        known = Identity.model_validate(self.dossier["identity"]) if self.dossier else Identity()
        return joined(known, self.claimant)

    def kept(self) -> dict[str, Any]:
        """As JSON, for the hand-over's row."""
        return {
            "dossier": self.dossier,
            "claimant": self.claimant.model_dump(mode="json"),
            "evidence": [each.model_dump(mode="json") for each in self.evidence],
            "through": self.through,
            "reports": [asdict(each) for each in self.reports],
        }


def told_of(row: Row[Any]) -> Told | None:
    """What was given by a hand-over; ``None`` before it is sent."""
    if row.told is None:
        return None
    files = tuple(Evidence.model_validate(each) for each in row.told["evidence"])
    reports = tuple(Event(**each) for each in row.told.get("reports", ()))
    claimant = Identity.model_validate(row.told["claimant"])
    return Told(row.told["dossier"], claimant, files, row.told["through"], reports)


def as_it_was_told(row: Row[Any], history: Sequence[Mapping[str, Any]]) -> bool:
    """Is what stands in the hand-over's row what the history says was given?"""
    given = [each["details"]["told"] for each in history if each["handover_id"] == row.id and "told" in each["details"]]
    return (given[-1] if given else None) == (digest_of(row.told) if row.told is not None else None)


def joined(one: Identity, other: Identity) -> Identity:
    """Two identities as one, each value once, in the order found."""
    both = (one.model_dump(), other.model_dump())
    return Identity(**{name: tuple(dict.fromkeys((*both[0][name], *both[1][name]))) for name in both[0]})
