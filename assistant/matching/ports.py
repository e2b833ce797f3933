"""What the matching needs of others: the companies, the labels, the matcher. Tests pass small stand-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from knowledge.measures.conditions import Value
from knowledge.measures.matcher import MatchResult
from knowledge.models import Measure, PolicyDocument
from knowledge.portraits.portrait import Portrait

Labelled = tuple[PolicyDocument, Measure]


class FoundCompany(Protocol):
    """A company that a typed name may mean; ``score`` 0 to 1, ``former_name`` where an old name was typed."""

    @property
    def credit_code(self) -> str:
        """统一社会信用代码."""

    @property
    def name(self) -> str:
        """企业名称."""

    @property
    def score(self) -> float:
        """How well it fits what was typed."""

    @property
    def former_name(self) -> str | None:
        """The old name that was typed."""


class Directory(Protocol):
    """Companies by code and by name as typed."""

    def by_code(self, code: str, /) -> Portrait | None:
        """The portrait of a credit code."""

    def find(self, typed: str, /, limit: int = 8) -> Sequence[FoundCompany]:
        """Companies that a typed name may mean, best first."""


class Library(Protocol):
    """The labels in force; ``version`` changes whenever they do."""

    @property
    def version(self) -> str:
        """Names the state of the labels."""

    def measures(self) -> Sequence[Labelled]:
        """All measures with their documents."""


class CompiledMeasures(Protocol):
    """Measures of the documents in force on a day."""

    def company(self, values: Mapping[str, Value], /) -> Sequence[MatchResult]:
        """Measures met, missed by one requirement, and undecided for lack of data."""


Compile = Callable[[Sequence[Labelled], date], CompiledMeasures]
ArticleText = Callable[[str, str], str]
"""The words of an article by document id and section; empty where there is none."""
