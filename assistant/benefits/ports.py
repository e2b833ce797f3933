"""What others build and this package uses, as small as it can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

import pyarrow as pa

from knowledge.models import Measure, PolicyDocument
from knowledge.portraits.portrait import Portrait

Labelled = tuple[PolicyDocument, Measure]


class MeasureLibrary(Protocol):
    """The labels in force: the snapshot's, with the editors' accepted versions laid over."""

    @property
    def version(self) -> str:
        """Changes when a label does."""

    def measures(self) -> Sequence[Labelled]:
        """Every measure with its document."""


class Companies(Protocol):
    """Portraits of all companies, one version of them: an import meanwhile does not change what is being read."""

    @property
    def version(self) -> str:
        """Which version this is."""

    def by_code(self, code: str) -> Portrait | None:
        """One company's portrait."""

    def table(self, columns: Sequence[str]) -> pa.Table:
        """Some columns of all companies, in the form of ``knowledge.measures.schema.ARROW_SCHEMA``."""


CompaniesInForce = Callable[[], Companies]


class Listing(NamedTuple):
    """Why a company may not be paid: the list it stands on, and what the list says of it."""

    list_name: str
    reason: str


class CreditLists(Protocol):
    """失信 and other lists of companies that are not paid."""

    @property
    def names(self) -> tuple[str, ...]:
        """The lists that are looked through."""

    def listed(self, codes: Iterable[str]) -> Mapping[str, Listing]:
        """Of some credit codes, those that stand on a list."""


class Eligible(Protocol):
    """Which companies meet each measure on a day."""

    def __call__(
        self, measures: Sequence[Labelled], on: date, companies: pa.Table
    ) -> Sequence[Sequence[tuple[int, int | None]]]:
        """For each measure the rows that meet it, rising, with the cents that each gets (``None``: no money)."""


class Notice(NamedTuple):
    """A message for a company's staff; ``origin`` says what it comes from, so that it is delivered once."""

    origin: str
    credit_code: str
    kind: str
    title: str
    text: str
    measure_id: str


class Notifier(Protocol):
    """Brings notices to companies; the embedded inbox is the default, a gateway for text messages another."""

    def deliver(self, notices: Sequence[Notice]) -> None:
        """Deliver; what has been delivered before is left out."""
