"""Proposed questions on the disk, one file an item below ``HOME/expansion``: what is open, accepted and rejected.

A number stays a proposal's own for good. Writers take a lock, so that no decision is lost between two editors.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import InvalidRecord
from knowledge.files import write_atomically
from knowledge.models import Facet, ItemId, Line, Question

State = Literal["open", "accepted", "rejected"]
FOLDER = "expansion"
"""Below HOME."""


class Proposed(BaseModel):
    """One question as a model put it, unchecked."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    facet: str
    text: str


class Proposal(BaseModel):
    """One proposed question and what an editor decided."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: Annotated[int, Field(ge=1)]
    facet: Facet
    text: Line
    state: State = "open"


class Sheet(BaseModel):
    """All proposals for one item, by number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    item_id: ItemId
    proposals: tuple[Proposal, ...] = ()

    def with_new(self, proposed: Iterable[Proposed]) -> Sheet:
        """The sheet with further open proposals; they were checked before."""
        start = max((one.number for one in self.proposals), default=0) + 1
        new = (Proposal(number=at, **one.model_dump()) for at, one in enumerate(proposed, start))
        return Sheet(item_id=self.item_id, proposals=(*self.proposals, *new))

    def decided(self, numbers: Collection[int], state: State) -> Sheet:
        """The sheet with these proposals in ``state``."""
        changed = (one.model_copy(update={"state": state}) if one.number in numbers else one for one in self.proposals)
        return Sheet(item_id=self.item_id, proposals=tuple(changed))

    @property
    def accepted(self) -> tuple[Question, ...]:
        """What an editor accepted, as questions."""
        accepted = (one for one in self.proposals if one.state == "accepted")
        return tuple(Question(item_id=self.item_id, facet=one.facet, text=one.text) for one in accepted)


class ProposalFolder:
    """The sheets below one folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder

    def sheet(self, item_id: ItemId) -> Sheet:
        """The sheet of an item, empty where there is none. Raises InvalidRecord for a damaged one."""
        path = self._path(item_id)
        if not path.exists():
            return Sheet(item_id=item_id)
        try:
            sheet = Sheet.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise InvalidRecord(f"{path.name} 已损坏，请改正或删掉：{error.errors()[0]['msg']}") from error
        if sheet.item_id != item_id:
            raise InvalidRecord(f"{path.name} 里写的是事项 {sheet.item_id}")
        return sheet

    def sheets(self) -> Iterator[Sheet]:
        """All sheets in order of their items."""
        for path in sorted(self.path.glob("*-*.json")):
            yield self.sheet(path.stem)

    def change(self, item_id: ItemId, how: Callable[[Sheet], Sheet]) -> Sheet:
        """Read, change and write a sheet while no other process does; returns what was written."""
        self.path.mkdir(parents=True, exist_ok=True)
        with self._alone():
            sheet = how(self.sheet(item_id))
            write_atomically(self._path(item_id), sheet.model_dump_json(indent=1).encode() + b"\n")
        return sheet

    def _path(self, item_id: ItemId) -> Path:
        return self.path / f"{item_id}.json"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
