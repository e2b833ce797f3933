"""Who may be behind the complaints, from the register in force."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

from assistant.claims.persons import schemas, view
from assistant.claims.persons.compile import compiled
from assistant.claims.persons.dossier import Dossier
from assistant.claims.persons.words import PROPOSAL_NOTE
from assistant.errors import ServiceError
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.recognition.findings import PersonFinding
from knowledge.errors import NotFound

_RANK: Final = {"handover": 0, "review": 1, "none": 2}
MOST_FOUND: Final = 2_000


class Register(Protocol):
    """``knowledge.complaints.store.RegisterHolder``."""

    def current(self) -> RegisterInForce | None:
        """The register in force, ``None`` where nothing was imported."""


SimilarTo = Callable[[RegisterInForce, Dossier], Sequence[schemas.Similar]]
CasesOf = Callable[[Iterable[str]], Mapping[str, Sequence[schemas.CaseRef]]]
"""The cases of some persons, newest first."""


class UnknownPerson(ServiceError):
    """The register in force knows nobody of this id."""

    code = "person_not_found"
    status = 404

    def __init__(self) -> None:
        super().__init__("台账里没有这个编号的人，可能台账已经更新，请回到名单里再找。")


def nothing_similar(_register: RegisterInForce, _whole: Dossier) -> Sequence[schemas.Similar]:
    """Where no look-up is wired."""
    return ()


class PersonService:
    """Reads only; nothing here decides anything."""

    def __init__(self, register: Register, cases: CasesOf, similar: SimilarTo = nothing_similar) -> None:
        self._register = register
        self._cases = cases
        self._similar = similar

    def dossier(self, person_id: str) -> Dossier:
        """Everything of a person, unmasked: for cases, never for a page; raises UnknownPerson."""
        register = self._register.current()
        if register is None or register.links is None:
            raise UnknownPerson
        try:
            return compiled(register, person_id)
        except NotFound as error:
            raise UnknownPerson from error

    def one(self, person_id: str) -> schemas.Person:
        """One person, masked; raises UnknownPerson."""
        whole, register = self.dossier(person_id), self._register.current()
        similar = self._similar(register, whole) if register else ()
        return view.person(whole, similar, self._cases([person_id]).get(person_id, ()))

    def page(self, proposal: str | None, typed: str, offset: int, limit: int) -> schemas.Persons:
        """A page of persons, those with a proposal first; with ``typed`` whoever it finds, looked at or not."""
        register = self._register.current()
        if register is None or register.links is None:
            return _empty(register)
        ids = _found(register, typed, proposal) if typed else _looked_at(register, proposal)
        shown = ids[offset : offset + limit]
        cases = self._cases(shown)
        rows = [view.row(compiled(register, each), next(iter(cases.get(each, ())), None)) for each in shown]
        findings = register.findings
        return schemas.Persons(
            sample=register.sample,
            persons=tuple(rows),
            total=len(ids),
            register_version=register.version,
            linked=True,
            rules_version=findings.rules_version if findings else None,
            on=findings.on if findings else None,
            note=PROPOSAL_NOTE,
        )

    def proposed(self, proposal: str, limit: int) -> list[str]:
        """Whom recognition proposes to look at, most complaints first."""
        register = self._register.current()
        return _looked_at(register, proposal)[:limit] if register and register.links else []


def _looked_at(register: RegisterInForce, proposal: str | None) -> list[str]:
    findings = register.findings.persons if register.findings else ()
    kept = [each for each in findings if proposal is None or each.proposal == proposal]
    return [each.person_id for each in sorted(kept, key=_order)]


def _order(finding: PersonFinding) -> tuple[int, int, str]:
    return _RANK[finding.proposal], -finding.complaints, finding.person_id


def _found(register: RegisterInForce, typed: str, proposal: str | None) -> list[str]:
    """Whoever has a complaint that fits what was typed, or whose own id it is; best fits first."""
    typed = typed.strip()
    ids = [each.person_id for each in register.find(typed, MOST_FOUND) if each.person_id]
    try:
        register.linked.number_of(typed)
        ids.insert(0, typed)
    except NotFound:
        pass
    return [each for each in dict.fromkeys(ids) if proposal is None or _proposal(register, each) == proposal]


def _proposal(register: RegisterInForce, person_id: str) -> str:
    finding = register.finding(person_id)
    return finding.proposal if finding else "none"


def _empty(register: RegisterInForce | None) -> schemas.Persons:
    note = "还没有导入台账。" if register is None else "台账刚刚导入，关联分析还没有做完，请稍后再看。"
    return schemas.Persons(
        sample=register.sample if register else False,
        persons=(),
        total=0,
        register_version=register.version if register else None,
        linked=False,
        rules_version=None,
        on=None,
        note=note,
    )
