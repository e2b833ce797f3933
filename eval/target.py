"""The port to what is evaluated: an assistant that can be asked and searched. It ships its scripted fake.

Every target gives the chat contract's own fields, read leniently: a newer server may say more than is read here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import TargetUnreachable

SHOWN = 6
"""How many items a citizen is shown at most: "within six" is read off the first six."""
DEPTH = 10
"""How many items a search is asked for; ranks below it count as missing."""


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


Probability = Annotated[float, Field(ge=0, le=1)]


class SeenSuggestion(_Seen):
    """A suggestion as a citizen sees it, with the item it leads to."""

    text: str
    item_id: str | None = None


class SeenCitation(_Seen):
    """A source that a reply names."""

    source_id: str
    section: str = ""


class SeenReply(_Seen):
    """What evaluation reads of one reply; ``elapsed_ms`` is the wall time the asker waited."""

    outcome: str
    session_id: str | None = None
    text: str = ""
    item_id: str | None = None
    facet: str | None = None
    facets: tuple[str, ...] = ()
    confidence: Probability = 0.0
    suggestions: tuple[SeenSuggestion, ...] = ()
    citations: tuple[SeenCitation, ...] = ()
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether the reply states an answer."""
        return self.outcome == "answered"

    @property
    def told(self) -> frozenset[str]:
        """All facets that the reply answers: several, where several were heard."""
        return frozenset(one for one in (self.facet, *self.facets) if one)

    @property
    def suggested(self) -> tuple[str, ...]:
        """Distinct items that the suggestions lead to."""
        return tuple(dict.fromkeys(one.item_id for one in self.suggestions if one.item_id))

    @property
    def offered(self) -> tuple[str, ...]:
        """Distinct items a citizen can reach from this reply: its own, then the suggestions'."""
        return tuple(dict.fromkeys(one for one in (self.item_id, *self.suggested) if one))


class SeenHit(_Seen):
    """One ranked item."""

    item_id: str
    score: float = 0.0
    confidence: Probability = 0.0


class SeenSearch(_Seen):
    """What evaluation reads of one search; best item first."""

    results: tuple[SeenHit, ...] = ()
    elapsed_ms: float = 0.0

    @property
    def ranked(self) -> tuple[str, ...]:
        """Item ids, best first."""
        return tuple(hit.item_id for hit in self.results)

    @property
    def confidence(self) -> float:
        """How sure the search is of its first item; 0 where it found none."""
        return self.results[0].confidence if self.results else 0.0


class Target(Protocol):
    """An assistant under evaluation."""

    @property
    def label(self) -> str:
        """What is evaluated, for the record of the run."""

    @property
    def snapshot_id(self) -> str | None:
        """The knowledge it answers from, where it tells."""

    def ask(self, text: str, session_id: str | None = None) -> SeenReply:
        """One chat turn. What the target refuses or breaks on has the outcome ``error``.

        Raises:
            TargetUnreachable: no answer at all, or an answer that is not the contract's.
        """

    def search(self, text: str, k: int = DEPTH) -> SeenSearch:
        """The ``k`` best items; nothing where the target refuses or breaks. Raises as ``ask`` does."""

    def names(self) -> Mapping[str, str]:
        """Names of all items by id. Raises as ``ask`` does."""


def read_reply(body: Mapping[str, object], elapsed_ms: float) -> SeenReply:
    """Read a reply of the chat contract; raise ``TargetUnreachable`` where it is not one."""
    return _read(SeenReply, body, elapsed_ms)


def read_search(body: Mapping[str, object], elapsed_ms: float) -> SeenSearch:
    """Read a search result of the contract; raise ``TargetUnreachable`` where it is not one."""
    return _read(SeenSearch, body, elapsed_ms)


Seen = TypeVar("Seen", bound=_Seen)


def _read(kind: type[Seen], body: Mapping[str, object], elapsed_ms: float) -> Seen:
    try:
        return kind.model_validate({**body, "elapsed_ms": elapsed_ms})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise TargetUnreachable(f"the target's reply breaks the contract at {where!r}: {first['msg']}") from error
