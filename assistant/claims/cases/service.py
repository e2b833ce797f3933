"""Cases: opened by people, decided by two of them, ended by time or on appeal. No machine moves a case forward."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row

from assistant.accounts.person import Authority, Person
from assistant.claims.cases import following, rules, schemas, view
from assistant.claims.cases.errors import StaleVersion
from assistant.claims.cases.history import event
from assistant.claims.cases.ports import DossierOf, Handovers, NoHandovers
from assistant.claims.cases.repository import CaseRepository
from assistant.claims.cases.states import ENDED, MACHINE, STANDING, ending, is_over
from assistant.claims.persons import schemas as person_schemas
from assistant.claims.persons import view as person_view
from assistant.claims.persons.dossier import Identity
from assistant.claims.reports.errors import UnknownReport
from assistant.clock import Clock, day_of, now
from assistant.errors import InvalidRequest, WrongState

_TRIES: Final = 5
_AT_ONCE: Final = 500
"""How many cases one round of the caretaker ends."""
Made = tuple[dict[str, Any], dict[str, Any]]
"""A row of the history, and what changes in the case."""


class CaseService:
    """For officers of 市场监管 and administrators; who may come in, the routes see to."""

    def __init__(
        self,
        repository: CaseRepository,
        dossier_of: DossierOf,
        report_exists: Callable[[str], bool],
        lasts: timedelta,
        *,
        sample: Callable[[], bool] = lambda: True,
        clock: Clock = now,
    ) -> None:
        self.repository = repository
        self.handovers: Handovers = NoHandovers()
        """Set where the services are built: hand-over knows cases and cases know hand-over."""
        self._dossier_of = dossier_of
        self._report_exists = report_exists
        self._lasts = lasts
        self._sample = sample
        self._clock = clock

    # --- reading ---

    def page(self, state: str | None, offset: int, limit: int) -> schemas.Cases:
        """A page of cases; raises InvalidRequest for a state that there is not."""
        if state is not None and state not in MACHINE.states:
            raise InvalidRequest("没有这种状态。")
        rows, total = self.repository.page(state, offset, limit)
        heads = tuple(schemas.Head(**view.head(row)) for row in rows)
        return schemas.Cases(cases=heads, total=total, counts=self.repository.counts(), sample=self._sample())

    def one(self, person: Person, case_id: str) -> schemas.Case:
        """A whole case, masked; raises UnknownCase."""
        row, rows = self.repository.read(case_id)
        return view.case(row, rows, person.id, self.handovers.of_case(case_id), self._sample())

    def audit(self, case_id: str) -> schemas.Audit:
        """The chain, checked; raises UnknownCase."""
        return view.audit(*self.repository.read(case_id))

    def exists(self, case_id: str) -> bool:
        """Is there such a case?"""
        return self.repository.find(case_id) is not None

    def cases_of(self, person_ids: Iterable[str]) -> Mapping[str, Sequence[person_schemas.CaseRef]]:
        """The cases of some persons, newest first."""
        found: dict[str, list[person_schemas.CaseRef]] = {}
        for row in self.repository.of_persons(person_ids):
            ref = person_schemas.CaseRef(id=row.id, state=row.state, state_text=MACHINE.states[row.state])
            found.setdefault(row.person_id, []).append(ref)
        return found

    # --- steps of people ---

    def open(self, person: Person, opening: schemas.Opening) -> schemas.Case:
        """Open a case. Raises InvalidRequest, UnknownPerson, UnknownReport or CaseExists."""
        at, case_id = self._clock(), f"C-{secrets.token_hex(8).upper()}"
        values = {
            **self._origin(opening),
            "id": case_id,
            "title": opening.title,
            "facts": opening.facts,
            "state": "proposed",
            "dossier": None,
            "dossier_digest": "",
            "opened_by": person.name,
            "opened_at": at,
            "updated_at": at,
            "expires_on": None,
            "state_before": None,
        }
        kept = {name: values[name] for name in view.OPENED_WITH}
        self.repository.open(values, event(person, at, "open", None, "proposed", details=kept))
        return self.one(person, case_id)

    def _origin(self, opening: schemas.Opening) -> dict[str, Any]:
        held = {"person_id": opening.person_id, "receipt": opening.receipt}
        if opening.person_id and opening.receipt:
            raise InvalidRequest("一个案件只能从台账里的人，或者从一份举报建立，请选一个。")
        if opening.person_id:
            self._dossier_of(opening.person_id)
            return held | {"origin": "person", "active_key": f"person:{opening.person_id}"}
        if opening.receipt:
            if not self._report_exists(opening.receipt):
                raise UnknownReport
            return held | {"origin": "receipt", "active_key": f"receipt:{opening.receipt}"}
        return held | {"origin": "manual", "active_key": None}

    def act(self, person: Person, case_id: str, action: schemas.Action, step: schemas.Step) -> schemas.Case:
        """Make a step. Raises UnknownCase, StaleVersion, WrongState, SameSigner, InvalidRequest or CaseExists."""
        row, rows = self._current(case_id, step.version)
        if action != "seen" and not step.note:
            raise InvalidRequest("请写明理由（note），它会留在案件的记录里。")
        if action == "handover":
            self.hand_over(person, case_id, step.version, step.to, step.note)
        else:
            made, changes = self._made(person, row, rows, action, step)
            self.repository.step(case_id, step.version, made, changes)
        if action in ("decide_appeal", "dismiss"):
            self._after_deciding(case_id)
        return self.one(person, case_id)

    def _current(self, case_id: str, version: int) -> tuple[Row[Any], list[dict[str, Any]]]:
        """The case as it was on the screen; one whose time is over is ended first. Raises UnknownCase or StaleVersion."""
        row, rows = self.repository.read(case_id)
        if self._is_over(row):
            self._expire(row)
            raise StaleVersion
        if row.version != version:
            raise StaleVersion
        return row, rows

    def _made(
        self, person: Person, row: Row[Any], rows: rules.Rows, action: schemas.Action, step: schemas.Step
    ) -> Made:
        """The row and the changes of a step, after every check."""
        stay = {"seen": self._seen, "decide_complaint": self._decided}.get(action)
        if stay is not None:
            return stay(person, row, step), {}
        name, details, changes = self._particulars(person, row, rows, action, step)
        target = MACHINE.move(row.state, action if name == "extended" else name).target
        made = event(person, self._clock(), name, row.state, target, step.note, details=details)
        return made, changes | {"state": target} | self._key(row, target, action)

    def _seen(self, person: Person, row: Row[Any], step: schemas.Step) -> dict[str, Any]:
        rules.may_look(row)
        details = {"dossier": row.dossier_digest}
        return event(person, self._clock(), "seen", row.state, row.state, step.note, details=details)

    def _decided(self, person: Person, row: Row[Any], step: schemas.Step) -> dict[str, Any]:
        details = rules.decided(row, step)
        return event(person, self._clock(), "complaint_decision", row.state, row.state, step.note, details=details)

    def _particulars(
        self, person: Person, row: Row[Any], rows: rules.Rows, action: schemas.Action, step: schemas.Step
    ) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """What the table calls the step, what its row keeps, and what changes besides the state."""
        if action == "decide_appeal":
            MACHINE.move(
                row.state, "uphold_appeal"
            )  # anywhere else than under appeal: WrongState before anything is told
            upheld = rules.may_decide_appeal(person, rows, step)
            changes: dict[str, Any] = {"state_before": None} | ({"expires_on": None} if upheld else {})
            return ending(upheld, row.state_before), {"upheld": upheld}, changes
        MACHINE.move(row.state, action)
        if action in ("recognise", "confirm"):
            rules.may_sign(person, row, rows, step)
            signed = {"factors": step.factors, "against_seen": step.against_seen, "dossier": row.dossier_digest}
            return action, *(self._lasting(signed) if action == "confirm" else (signed, {}))
        if action == "extend" and rules.agrees_to_extend(person, rows):
            return "extended", *self._lasting({})
        if action == "review":
            frozen = self._frozen(row)
            return action, {"dossier": frozen["dossier_digest"]}, frozen
        return action, {}, {"state_before": row.state} if action == "appeal" else {}

    def _lasting(self, details: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Details and changes of a step from which a recognition lasts anew."""
        until = day_of(self._clock()) + self._lasts
        return details | {"expires_on": until.isoformat()}, {"expires_on": until}

    def _frozen(self, row: Row[Any]) -> dict[str, Any]:
        """The dossier of this moment: masked as it is shown, and the identity whole, for those who ask with a reason."""
        if row.person_id is None:
            return {"dossier": None, "dossier_digest": "", "expires_on": None}
        whole = self._dossier_of(row.person_id)
        shown = person_view.person(whole, (), ()).model_dump(mode="json")
        dossier = {"shown": shown, "identity": whole.identity.model_dump(mode="json")}
        return {"dossier": dossier, "dossier_digest": view.frozen_digest(dossier), "expires_on": None}

    @staticmethod
    def _key(row: Row[Any], target: str, action: str) -> dict[str, Any]:
        """Ended cases let go of their person; an appeal against one takes nothing, a new review takes it again."""
        if target in ENDED:
            return {"active_key": None}
        if action != "review":
            return {}
        held = ("person", row.person_id), ("receipt", row.receipt)
        return {"active_key": next((f"{kind}:{one}" for kind, one in held if one), None)}

    def reveal(self, person: Person, case_id: str, note: str) -> schemas.Revealed:
        """Who it is, unmasked, for a reason that is kept. Raises UnknownCase, InvalidRequest or WrongState."""
        if not note:
            raise InvalidRequest("请写明为什么要看完整身份（note），它会留在案件的记录里。")
        for _ in range(_TRIES):
            row = self.repository.known(case_id)
            if not row.dossier:
                raise WrongState("开始审核以后，才有身份资料可看。")
            made = event(person, self._clock(), "reveal", row.state, row.state, note)
            try:
                after = self.repository.step(case_id, row.version, made, {})
            except StaleVersion:
                continue
            return schemas.Revealed(identity=Identity.model_validate(after.dossier["identity"]), version=after.version)
        raise StaleVersion

    # --- hand-over ---

    def hand_over(self, person: Person, case_id: str, version: int, to: Sequence[Authority], note: str) -> None:
        """Prepare hand-overs of a case that stands. Raises UnknownCase, StaleVersion, WrongState or InvalidRequest."""
        row, _rows = self._current(case_id, version)
        MACHINE.move(row.state, "handover")
        if not to or "market" in to or len(set(to)) != len(to):
            raise InvalidRequest("请选择要移送的单位（to），每个单位只选一次。")
        self.handovers.prepare(person, row, version, to, note)

    def handover_moved(self, case_id: str) -> None:
        """Let the case follow its hand-overs, as the system; a case that does not stand (appeal, ended) stays.

        Case and hand-overs are read as of one moment, so that no step rests on what was true before.
        """
        for _ in range(_TRIES):
            row, rows = self.repository.read(case_id)
            action = following.step_of(row.state, following.outcomes(rows))
            if action is None:
                return
            target = MACHINE.move(row.state, action).target
            made = event(None, self._clock(), action, row.state, target)
            try:
                self.repository.step(case_id, row.version, made, {"state": target})
            except StaleVersion:
                continue

    def _after_deciding(self, case_id: str) -> None:
        """Not recognised: what was handed over is called back. Appeal rejected: the case catches up with what happened meanwhile."""
        if self.repository.known(case_id).state == "dismissed":
            self.handovers.recall(case_id)
        else:
            self.handover_moved(case_id)

    # --- time ---

    def expire(self) -> int:
        """End recognitions whose time is over; how many. A case counts until the end of its last day."""
        due = self.repository.due(STANDING, day_of(self._clock()), _AT_ONCE)
        return sum(self._expire(row) for row in due)

    def _is_over(self, row: Row[Any]) -> bool:
        return is_over(row.state, row.expires_on, day_of(self._clock()))

    def _expire(self, row: Row[Any]) -> bool:
        made = event(None, self._clock(), "expire", row.state, "expired")
        try:
            self.repository.step(row.id, row.version, made, {"state": "expired", "active_key": None})
        except StaleVersion:
            return False
        return True
