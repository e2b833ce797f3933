"""Link the register in force and recognise over it: register, links and findings are published as one version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from ingest.claimants.extend import extend, extendable
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
_MOST_GROWTH = 0.1
"""Growth since the whole register was last linked, from which on that is done again: counts of values and weights are of then."""
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
        register, before = store.open(version), store.linked_before()
        added = None if whole or before is None else _added(store, register, before)
        links = _links(register, before, added, progress)
        findings = recognise(register.table, links, load_rules(), on, progress)
        since = None if added is None or before is None else store.linked_whole(before.version)
        published = store.publish_linked(draft, version, links, findings, since).id
    return _report(published, links, added, findings)


def _links(register: RegisterInForce, before: RegisterInForce | None, added: int | None, progress: Progress) -> Links:
    """Those ``before`` with ``added`` rows, or all anew (``None``), when persons inherit their ids."""
    if before is None or before.links is None or added is None:
        return link(register.table, before.links if before else None, progress=progress)
    if not added:
        return before.links
    return extend(before.links, before.table, register.table.slice(len(before)), progress)


def _added(store: RegisterStore, register: RegisterInForce, before: RegisterInForce) -> int | None:
    """How many rows can be added to the linking before; ``None``: all have to be linked anew."""
    new = len(register) - len(before)
    grown = len(register) - store.linked_whole(before.version)
    few = 0 <= new <= MOST_ADDED and grown <= max(MOST_ADDED, int(len(register) * _MOST_GROWTH))
    known = before.links is not None and extendable(before.links)
    return new if few and known and _grown(register.table, before.table) else None


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
