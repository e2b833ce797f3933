"""What cases need of others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from sqlalchemy import Row

from assistant.accounts.person import Authority, Person
from assistant.claims.persons.dossier import Dossier
from assistant.edge.http import Part
from assistant.errors import WrongState

DossierOf = Callable[[str], Dossier]
"""Everything of a person, unmasked; raises UnknownPerson."""


class Handovers(Protocol):
    """``assistant.claims.handover``: what becomes of a case elsewhere."""

    def prepare(self, person: Person, case: Row[Any], version: int, to: Sequence[Authority], note: str) -> None:
        """Prepare hand-overs of a standing case to some authorities; raises StaleVersion or InvalidRequest."""

    def of_case(self, case_id: str) -> Sequence[Part]:
        """The hand-overs of a case as a page shows them."""

    def recall(self, case_id: str) -> int:
        """The recognition has fallen: withdraw or cancel what is under way; how many. Others who are quicker are no failure."""


class NoHandovers:
    """Where hand-over is not wired."""

    def prepare(self, person: Person, case: Row[Any], version: int, to: Sequence[Authority], note: str) -> None:
        """Refuse."""
        raise WrongState("移送功能还没有开通。")

    def of_case(self, case_id: str) -> Sequence[Part]:
        """None."""
        return ()

    def recall(self, case_id: str) -> int:
        """Nothing is under way."""
        return 0
