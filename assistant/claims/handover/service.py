"""Hand-overs: prepared from a recognition that stands, sent, received, examined, answered; each step is a row of the case's history."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError

from assistant.accounts.person import Person
from assistant.claims.cases.chain import digest_of
from assistant.claims.cases.errors import StaleVersion
from assistant.claims.cases.history import Event, event
from assistant.claims.cases.repository import Also, CaseRepository
from assistant.claims.cases.states import stands
from assistant.claims.handover import compose, content, packet, schemas, view
from assistant.claims.handover.deadlines import Deadlines
from assistant.claims.handover.errors import HandoverExists, UnknownHandover
from assistant.claims.handover.repository import HandoverRepository, added, moved
from assistant.claims.handover.states import ENDED, HIDDEN, MACHINE, RECALLED, RECEIVERS, machine_of
from assistant.claims.handover.told import Told, joined, told_of
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.schemas import Evidence
from assistant.clock import Clock, day_of, now
from assistant.errors import InvalidRequest, WrongState
from assistant.machine import Transition

_TRIES: Final = 5
_TELLING: Final = ("send", "supply")
"""Steps with which the receiver is told of the case as it then stands."""
Moved = Callable[[str], object]
"""Given the id of a case whose hand-overs have moved, so that the case can follow."""
_RECALLS: Final = {
    origin: each for each in MACHINE.transitions if each.action in ("cancel", "withdraw") for origin in each.origins
}
"""What the system does, by state, when a recognition falls: drop what is in preparation, take back what is open."""


@dataclass(frozen=True)
class Around:
    """What hand-overs take from elsewhere: the reports of a case, their files and whom they name; is the register the sample?"""

    evidence: Callable[[Row[Any]], Sequence[Evidence]] = lambda _case: ()
    claimant: Callable[[Row[Any]], Identity] = lambda _case: Identity()
    reports: Callable[[Row[Any]], Sequence[content.Event]] = lambda _case: ()
    sample: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class HandoverService:
    """``follow`` is called after a step that the case must know of; a case that was cut off follows at the next step."""

    cases: CaseRepository
    repository: HandoverRepository
    follow: Moved
    around: Around = field(default_factory=Around)
    deadlines: Deadlines = field(default_factory=Deadlines)
    clock: Clock = now

    # --- reading ---

    def joint(self, person: Person, state: str | None) -> schemas.Joint:
        """What concerns the person's authority; the market regulator and administrators see all."""
        own = None if _market(person) else person.authority
        rows, total = self.repository.page(own, state, () if own is None else HIDDEN)
        return schemas.Joint(handovers=self._shown(rows, _side(person)), total=total, sample=self._any_sample(rows))

    def of_case(self, case_id: str) -> tuple[schemas.Handover, ...]:
        """All of a case, as the market regulator sees them."""
        return self._shown(self.repository.of_case(case_id), "market")

    def one(self, person: Person, handover_id: str) -> schemas.HandoverDetail:
        """One with its case; raises UnknownHandover for another authority's and for what is still in preparation."""
        seen = self._before([self._seen(person, handover_id)], _side(person))[0]
        shown = view.handover(seen, day_of(self.clock()))
        return schemas.HandoverDetail(**dict(shown), case=view.case_part(seen), sample=self._sample(seen.told.dossier))

    # --- doing ---

    def prepare(self, person: Person, case: Row[Any], version: int, to: Sequence[str], note: str) -> None:
        """Prepare a hand-over to each authority; raises WrongState where no recognition stands, HandoverExists, StaleVersion."""
        wanted = list(dict.fromkeys(to))
        if not wanted or not set(wanted) <= set(RECEIVERS):
            raise InvalidRequest("请选择接收单位。")
        _must_tell(note)
        open_ = {row.authority for row in self.repository.of_case(case.id) if row.state not in ENDED}
        if open_ & set(wanted):
            raise HandoverExists
        for number, authority in enumerate(wanted):
            self._prepare(person, case.id, authority, note, version + number)

    def act(self, person: Person, handover_id: str, action: str, sent: schemas.StepIn) -> schemas.HandoverDetail:
        """Make a step; raises UnknownHandover, WrongState, StaleVersion, InvalidRequest (no reason given)."""
        row = self._seen(person, handover_id)
        step = self._allowed(row, action, _side(person))
        if step.needs_note:
            _must_tell(sent.note)
        if row.version != sent.version:
            raise StaleVersion
        self._step(person, row, step, sent.note)
        self.follow(row.case_id)
        return self.one(person, handover_id)

    def recall(self, case_id: str) -> int:
        """What the system does when a recognition falls; how many were recalled. Others who are quicker are no failure."""
        return sum(self._recalled(row.id) for row in self.repository.of_case(case_id))

    def recall_fallen(self) -> int:
        """Recall what is still under way of recognitions that fell, where that was cut off before; how many."""
        return sum(map(self.recall, self.repository.fallen(_RECALLS.keys())))

    def _recalled(self, handover_id: str) -> bool:
        """Recall from where the hand-over now stands; what stays open after many tries, the caretaker finds."""
        for _ in range(_TRIES):
            row = self.repository.find(handover_id)
            if row is None or row.state not in _RECALLS:
                return False
            try:
                self._step(None, row, _RECALLS[row.state], RECALLED)
            except StaleVersion:
                continue
            return True
        return False

    # --- the packet ---

    def packet(self, person: Person, handover_id: str) -> bytes:
        """The document of a hand-over; its digest goes into the history. A receiver has none of what was withdrawn."""
        row = self._seen(person, handover_id)
        if _side(person) == "receiver" and row.state == "withdrawn":
            raise WrongState("移送已经撤回，不能再下载材料包。")
        return self._packet(person, row.case_id, row)

    def case_packet(self, person: Person, case_id: str) -> bytes:
        """The document of a case for the market regulator itself; raises UnknownCase."""
        return self._packet(person, case_id, None)

    def _packet(self, person: Person, case_id: str, row: Row[Any] | None) -> bytes:
        for _ in range(_TRIES):
            case, history = self.cases.read(case_id)
            if row is not None:  # read after the history: where it has moved on since, so has the chain's head
                row = self.repository.find(row.id) or row
            made = packet.document(self._content(case, history, row))
            state, own = (case.state, None) if row is None else (row.state, row.id)
            details = {"sha256": hashlib.sha256(made).hexdigest(), "size": len(made)}
            kept = event(person, self.clock(), "packet", state, state, handover_id=own, details=details)
            try:
                self.cases.append(case, kept)
            except StaleVersion:
                continue
            return made
        raise StaleVersion

    def _content(
        self, case: Row[Any], history: Sequence[Mapping[str, Any]], row: Row[Any] | None
    ) -> content.PacketContent:
        today, day = self._told(case), day_of(self.clock())
        if row is None:
            return compose.own_content(case, history, today, day, self._sample(today.dossier))
        told = told_of(row) or today
        known = joined(told.identity, today.identity)
        return compose.content(case, history, row, told, known, day, self._sample(told.dossier))

    def _told(self, case: Row[Any]) -> Told:
        """What a receiver would be told today."""
        evidence, reports = tuple(self.around.evidence(case)), tuple(self.around.reports(case))
        return Told(case.dossier, self.around.claimant(case), evidence, case.chain_seq, reports)

    # --- how ---

    def _prepare(self, person: Person, case_id: str, authority: str, note: str, version: int) -> None:
        own, at = secrets.token_hex(16), self.clock()
        values: dict[str, Any] = {
            "id": own,
            "case_id": case_id,
            "authority": authority,
            "active_key": f"{case_id}:{authority}",
        }
        values |= {"state": "preparing", "version": 1, "prepared_at": at, "updated_at": at}
        kept = event(person, at, "prepare", None, "preparing", note, handover_id=own, details={"to": authority})

        def made(case: Row[Any]) -> tuple[Event, Also]:
            self._must_stand(case)
            return kept, added(values)

        try:
            self._write(case_id, made, version)
        except IntegrityError as error:
            raise HandoverExists from error

    def _step(self, person: Person | None, row: Row[Any], step: Transition, note: str) -> None:
        at = self.clock()
        due = row.due_on if step.target == row.state else self.deadlines.due(step.target, day_of(at))
        changes: dict[str, Any] = {"state": step.target, "updated_at": at, "due_on": due}
        changes |= {"send": {"sent_at": at}, "receive": {"received_at": at}}.get(step.action, {})
        changes |= {"active_key": None} if step.target in ENDED else {}

        def made(case: Row[Any]) -> tuple[Event, Also]:
            if step.action == "send":
                self._must_stand(case)
            given = self._given(case) if step.action in _TELLING else {}
            details = {"told": digest_of(given["told"])} if given else {}
            kept = event(person, at, step.action, row.state, step.target, note, handover_id=row.id, details=details)
            return kept, moved(row.id, row.version, changes | given)

        self._write(row.case_id, made)

    def _given(self, case: Row[Any]) -> dict[str, Any]:
        """What the receiver is told with a step; nothing new of a case that is not, or not again, recognised."""
        return {"told": self._told(case).kept()} if self._stands(case) else {}

    def _stands(self, case: Row[Any]) -> bool:
        return stands(case.state, case.expires_on, day_of(self.clock()))

    def _must_stand(self, case: Row[Any]) -> None:
        if not self._stands(case):
            raise WrongState("认定没有生效或者已经不再有效，不能移送。")

    def _write(self, case_id: str, made: Callable[[Row[Any]], tuple[Event, Also]], version: int | None = None) -> None:
        """One transaction, ``made`` of the case as it is then; tried again where only the case has moved on, never where the hand-over itself has."""
        for left in reversed(range(_TRIES)):
            case = self.cases.known(case_id)
            kept, also = made(case)
            try:
                self.cases.step(case_id, case.version if version is None else version, kept, {}, also=also)
            except StaleVersion:
                if not left or version is not None or self.cases.known(case_id).version == case.version:
                    raise
            else:
                return

    def _allowed(self, row: Row[Any], action: str, side: str) -> Transition:
        step = machine_of(row.authority).move(row.state, action)
        if side not in step.roles:
            raise WrongState("这一步由对方单位办理。")
        return step

    def _seen(self, person: Person, handover_id: str) -> Row[Any]:
        row = self.repository.find(handover_id)
        if row is None or not (_market(person) or (row.authority == person.authority and row.state not in HIDDEN)):
            raise UnknownHandover
        return row

    def _shown(self, rows: Sequence[Row[Any]], side: view.Side) -> tuple[schemas.Handover, ...]:
        day = day_of(self.clock())
        return tuple(view.handover(seen, day) for seen in self._before(rows, side))

    def _before(self, rows: Sequence[Row[Any]], side: view.Side) -> list[view.Seen]:
        cases = self.repository.cases([row.case_id for row in rows])
        events = self.repository.events([row.id for row in rows])
        found = []
        for row in rows:
            case = cases[row.case_id]
            today = Told(case.dossier, self.around.claimant(case), (), case.chain_seq)
            told = told_of(row) or today
            known = joined(told.identity, today.identity)
            found.append(view.Seen(case, row, events.get(row.id, []), told, known, side))
        return found

    def _sample(self, dossier: Mapping[str, Any] | None) -> bool:
        return bool(dossier["shown"]["sample"]) if dossier else self.around.sample()

    def _any_sample(self, rows: Sequence[Row[Any]]) -> bool:
        cases = self.repository.cases([row.case_id for row in rows])
        return any(self._sample(case.dossier) for case in cases.values()) if cases else self.around.sample()


def _market(person: Person) -> bool:
    return person.role == "admin" or person.authority == "market"


def _side(person: Person) -> view.Side:
    return "market" if _market(person) else "receiver"


def _must_tell(note: str) -> None:
    if not note:
        raise InvalidRequest("请写明理由。")
