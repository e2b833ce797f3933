"""Link the register in force and recognise over it: register, links and findings are published as one version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from ingest.claimants.extend import extend
from ingest.claimants.link import link
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.links import Links
from knowledge.complaints.recognition.findings import Findings
from knowledge.complaints.recognition.recognise import recognise
from knowledge.complaints.recognition.rules import load_rules
from knowledge.complaints.store import RegisterStore
from knowledge.errors import NotFound
from knowledge.progress import Progress

MOST_ADDED = 5000
"""Complaints that are added to an earlier linking; for more the whole register is linked anew, so that counts of values stay right."""
_COMPARED = ("number", "source", "name", "id_number", "phone", "address", "account", "text")


@dataclass(frozen=True)
class LinkReport:
    """What was published: complaints, persons, how many complaints were ``added`` to the linking before, proposals by kind."""

    version: str
    complaints: int
    persons: int
    extended: bool
    added: int
    review: int
    handover: int

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return dict(vars(self))


def link_register(home: Path, on: date, progress: Progress, whole: bool = False) -> LinkReport:
    """Link and recognise; raises NotFound when nothing was imported, SnapshotBusy, SnapshotDamaged: then nothing has changed."""
    store = RegisterStore(home)
    with store.begin() as draft:
        version = store.current()
        if version is None:
            raise NotFound("还没有导入台账：quanquan claims import")
        register = store.open(version)
        before = store.linked_before()
        links, added = linked(register, before, progress, whole)
        findings = recognise(register.table, links, load_rules(), on, progress)
        published = store.publish_linked(draft, version, links, findings).id
    return _report(published, links, added, findings)


def linked(
    register: RegisterInForce, before: RegisterInForce | None, progress: Progress, whole: bool
) -> tuple[Links, int | None]:
    """The links of a register, and how many rows were added to those ``before``, ``None`` when all were linked anew."""
    if before is not None and before.links is not None and not whole:
        new = len(register) - len(before)
        if new == 0 and _grown(register.table, before.table):
            return before.links, 0
        if 0 < new <= MOST_ADDED and _grown(register.table, before.table):
            return extend(before.links, before.table, register.table.slice(len(before)), progress), new
    return link(register.table, before.links if before else None, progress=progress), None


def _grown(table: pa.Table, before: pa.Table) -> bool:
    """Whether the rows that were there still say the same, so that only new ones have to be linked."""
    columns = list(_COMPARED)
    return bool(table.select(columns).slice(0, before.num_rows).equals(before.select(columns)))


def _report(version: str, links: Links, added: int | None, findings: Findings) -> LinkReport:
    proposed = [one.proposal for one in findings.persons]
    return LinkReport(
        version=version,
        complaints=len(links),
        persons=links.persons,
        extended=added is not None,
        added=added or 0,
        review=proposed.count("review"),
        handover=proposed.count("handover"),
    )
