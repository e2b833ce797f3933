"""Small registers with known persons, as one version in memory or published in a home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from knowledge.complaints.complaint import Complaint, as_table
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.links import EDGE_SCHEMA, LinkModel, Links
from knowledge.complaints.recognition.findings import Findings, PersonFinding
from knowledge.complaints.store import Imports, RegisterStore

DAY = date(2026, 1, 15)


def made(number: int, **fields: Any) -> Complaint:
    """A complaint, number and day by its place."""
    held: dict[str, Any] = {
        "number": f"A{number:04d}",
        "source": "12315",
        "kind": "complaint",
        "received_on": DAY + timedelta(days=number % 60),
        "respondent": "泉州试一食品有限公司",
        "text": f"第{number}件：买的糕点没有标明生产日期，要求退款并赔偿损失",
        "trade": "食品",
        "outcome": "settled",
        "demanded": Decimal("100.00"),
    }
    return Complaint(**held | fields)


def linked(complaints: Sequence[Complaint], persons: Sequence[int], groups: Sequence[int] | None = None) -> Links:
    """Links of complaints to persons ``R-0000000N``; ``groups`` are those of near-duplicate texts."""
    return Links(
        version="test",
        person=np.array(persons, np.int32),
        person_ids=pa.array([f"R-{number:08d}" for number in range(max(persons, default=-1) + 1)]),
        edges=EDGE_SCHEMA.empty_table(),
        text_group=np.array([-1] * len(persons) if groups is None else groups, np.int32),
        keys=np.arange(len(complaints), dtype=np.uint64),
        model=LinkModel(),
    )


def in_force(
    complaints: Sequence[Complaint], persons: Sequence[int] | None = None, groups: Sequence[int] | None = None
) -> RegisterInForce:
    """One version in memory, linked where persons are given."""
    links = None if persons is None else linked(complaints, persons, groups)
    return RegisterInForce("test", False, as_table(list(complaints)), links, None)


def finding(person: int, proposal: str, complaints: int) -> PersonFinding:
    """What recognition might say of a person."""
    return PersonFinding.model_validate(
        {
            "person_id": f"R-{person:08d}",
            "complaints": complaints,
            "kinds": {"complaint": complaints},
            "first_on": DAY,
            "last_on": DAY,
            "most_in_window": complaints,
            "factors": (),
            "protections": (),
            "proposal": proposal,
            "reasons": (),
        }
    )


def findings(*found: PersonFinding) -> Findings:
    """Findings of some persons."""
    return Findings(rules_version="t", rules_digest="t", links_version="t", on=DAY, persons=found)


def published(home: Path, register: RegisterInForce, found: Findings | None = None) -> str:
    """Put a register in force in a home, with its links and findings; its version."""
    store = RegisterStore(home)
    with store.begin() as draft:
        version = store.publish(draft, register.table, Imports(), "test")
    if register.links is not None:
        with store.begin() as draft:
            version = store.publish_linked(draft, version, register.links, found or findings()).id
    return version
