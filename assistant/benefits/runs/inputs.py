"""Everything that a run rests on, frozen in a folder named by its digest: what is replayed later reads nothing else."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from assistant.benefits.errors import InputsDamaged
from assistant.benefits.matching import fields_of
from assistant.benefits.ports import Labelled, Listing
from assistant.files import sync_folder, write_whole
from knowledge.models import Measure, PolicyDocument

ALWAYS: Final = ("credit_code", "name", "company_type", "founded_on", "dishonest")
"""Columns that every run needs whatever its measure asks: who it is, the order of payment, and the register's word."""
_COMPANIES: Final = "companies.parquet"
_FACTS: Final = "inputs.json"


@dataclass(frozen=True)
class Paid:
    """Money granted before the run: which measure, and from where."""

    measure_id: str
    source: str


@dataclass(frozen=True)
class Inputs:
    """``measures``: the run's own first, then those of its exclusive group that are paid without application."""

    on: date
    year: int
    budget_cents: int | None
    order_rule: str
    label_version: str
    portrait_version: str
    credit_lists: tuple[str, ...]
    measures: tuple[Labelled, ...]
    listed: Mapping[str, Listing]
    paid: Mapping[str, Paid]
    companies: pa.Table

    @property
    def measure(self) -> Measure:
        """What is paid."""
        return self.measures[0][1]


def columns_of(measures: Sequence[Labelled]) -> tuple[str, ...]:
    """The columns that have to be frozen for some measures."""
    return tuple(dict.fromkeys((*ALWAYS, *(name for _, measure in measures for name in fields_of(measure)))))


def freeze(home: Path, inputs: Inputs) -> str:
    """Write the inputs whole or not at all; returns their digest, by which they are found again."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = home / f".new-{secrets.token_hex(8)}"
    work.mkdir(mode=0o700)
    try:
        pq.write_table(inputs.companies, work / _COMPANIES, compression="zstd")
        content = (work / _COMPANIES).read_bytes()
        facts = orjson.dumps(_facts(inputs, hashlib.sha256(content).hexdigest()), option=orjson.OPT_SORT_KEYS)
        write_whole(work / _COMPANIES, content)
        write_whole(work / _FACTS, facts)
        digest = hashlib.sha256(facts).hexdigest()
        if not (home / digest).exists():
            work.replace(home / digest)
            sync_folder(home)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return digest


def thaw(home: Path, digest: str) -> Inputs:
    """Read frozen inputs; raises InputsDamaged where a byte is not as it was."""
    try:
        facts = (home / digest / _FACTS).read_bytes()
        companies = (home / digest / _COMPANIES).read_bytes()
    except OSError as error:
        raise InputsDamaged("冻结的数据不见了，不能继续，也不能重算。请从备份恢复。") from error
    read = orjson.loads(facts) if hashlib.sha256(facts).hexdigest() == digest else {}
    if read.get("companies_sha256") != hashlib.sha256(companies).hexdigest():
        raise InputsDamaged("冻结的数据被改动过，不能继续，也不能重算。请从备份恢复。")
    return Inputs(
        on=date.fromisoformat(read["on"]),
        year=read["year"],
        budget_cents=read["budget_cents"],
        order_rule=read["order_rule"],
        label_version=read["label_version"],
        portrait_version=read["portrait_version"],
        credit_lists=tuple(read["credit_lists"]),
        measures=tuple(map(_labelled, read["measures"])),
        listed={code: Listing(*entry) for code, entry in read["listed"].items()},
        paid={code: Paid(*entry) for code, entry in read["paid"].items()},
        companies=pq.read_table(pa.BufferReader(companies)),
    )


def _facts(inputs: Inputs, companies_sha256: str) -> dict[str, Any]:
    return {
        "companies_sha256": companies_sha256,
        "on": inputs.on.isoformat(),
        "year": inputs.year,
        "budget_cents": inputs.budget_cents,
        "order_rule": inputs.order_rule,
        "label_version": inputs.label_version,
        "portrait_version": inputs.portrait_version,
        "credit_lists": list(inputs.credit_lists),
        "measures": [
            [document.model_dump(mode="json", exclude={"measures"}), measure.model_dump(mode="json")]
            for document, measure in inputs.measures
        ],
        "listed": {code: list(entry) for code, entry in inputs.listed.items()},
        "paid": {code: [paid.measure_id, paid.source] for code, paid in inputs.paid.items()},
    }


def _labelled(pair: list[dict[str, Any]]) -> Labelled:
    document, measure = pair
    return (
        PolicyDocument.model_validate(document | {"measures": ()}, strict=False),
        Measure.model_validate(measure, strict=False),
    )
