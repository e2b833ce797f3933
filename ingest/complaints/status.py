"""What is in the register, in counts."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.store import ImportFacts, RegisterHolder, RegisterStore
from knowledge.errors import NotFound


@dataclass(frozen=True)
class Status:
    """Counts of the version in force, and its imports."""

    version: str
    sample: bool
    complaints: int
    linked: bool
    persons: int
    findings: int
    imports: tuple[ImportFacts, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        held = vars(self)
        return {**held, "imports": [each.model_dump(mode="json") for each in self.imports]}


def status_of(store: RegisterStore) -> Status:
    """What is in force; raises NotFound when there is nothing at all, SnapshotDamaged."""
    register: RegisterInForce | None = RegisterHolder(store).current()
    if register is None:
        raise NotFound("还没有导入台账：quanquan claims import")
    imports = () if register.sample else store.imports(register.version).imports
    persons = register.links.persons if register.links else 0
    findings = len(register.findings.persons) if register.findings else 0
    linked = register.links is not None
    return Status(register.version, register.sample, len(register), linked, persons, findings, imports)
