"""From a run that was started to its list: freeze, plan, write down. Each step begins where a killed process left off."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
from sqlalchemy import Row

from assistant.benefits.exclusivity import exclusive_key
from assistant.benefits.matching import check_decidable, find_measure, in_force
from assistant.benefits.ports import CompaniesInForce, CreditLists, Eligible, Labelled, Listing, MeasureLibrary
from assistant.benefits.repository import LedgerRepository
from assistant.benefits.runs.inputs import Inputs, Paid, columns_of, freeze, thaw
from assistant.benefits.runs.plan import digest_of, plan
from assistant.benefits.runs.repository import RunRepository
from assistant.benefits.runs.states import MACHINE
from assistant.clock import Clock
from assistant.errors import WrongState
from assistant.machine import Actor
from knowledge.models import Measure
from knowledge.progress import Progress


class Preparer:
    """Brings runs from ``created`` to ``listed``; one process at a time does it for one run."""

    def __init__(
        self,
        repository: RunRepository,
        ledger: LedgerRepository,
        library: MeasureLibrary,
        companies: CompaniesInForce,
        credit: CreditLists,
        eligible: Eligible,
        home: Path,
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._ledger = ledger
        self._library = library
        self._companies = companies
        self._credit = credit
        self._eligible = eligible
        self._inputs = home / "benefits" / "inputs"
        self._locks = home / "benefits" / "locks"
        self._clock = clock

    def proceed(self, run_id: str, actor: Actor, progress: Progress) -> None:
        """Do what is left to do; nothing where the list is there. Raises what each step raises."""
        with self._alone(run_id):
            row = self._row(run_id)
            if row.state == "created":
                self._freeze(row, actor, progress)
                row = self._row(run_id)
            if row.state == "frozen":
                self._list(row, actor, progress)

    def planned_digest(self, row: Row[Any]) -> str:
        """Work the lines out again from the frozen inputs; raises InputsDamaged."""
        return digest_of(plan(thaw(self._inputs, row.inputs["digest"]), self._eligible))

    def _freeze(self, row: Row[Any], actor: Actor, progress: Progress) -> None:
        with progress.task("冻结数据", 2) as task:
            inputs = self._gather(row)
            digest = freeze(self._inputs, inputs)
            task.advance()
            facts = {
                "digest": digest,
                "companies": inputs.companies.num_rows,
                "label_version": inputs.label_version,
                "portrait_version": inputs.portrait_version,
                "credit_lists": list(inputs.credit_lists),
            }
            self._repository.move(row, MACHINE.move(row.state, "freeze"), actor, self._clock(), inputs=facts)
            task.advance()

    def _gather(self, row: Row[Any]) -> Inputs:
        document, measure = find_measure(self._library, row.measure_id)
        check_decidable(measure)
        measures = ((document, measure), *self._rivals((document, measure), row))
        held = self._companies()
        companies = held.table(columns_of(measures)).sort_by("credit_code")
        claims = self._ledger.claims(row.year, measure.id, exclusive_key(measure))
        return Inputs(
            on=row.on_date,
            year=row.year,
            budget_cents=row.budget_cents,
            order_rule=row.order_rule,
            label_version=self._library.version,
            portrait_version=held.version,
            credit_lists=("企业画像", *self._credit.names),
            measures=measures,
            listed=self._listed(companies),
            paid={each.credit_code: Paid(each.measure_id, each.source) for each in claims},
            companies=companies,
        )

    def _rivals(self, own: Labelled, row: Row[Any]) -> Iterator[Labelled]:
        """The other measures of the group that are paid without application on that day and that a machine can decide."""
        for document, measure in self._library.measures():
            if _is_rival(own[1], measure) and in_force(document, row.on_date):
                check_decidable(measure)
                yield document, measure

    def _listed(self, companies: Any) -> dict[str, Listing]:  # noqa: ANN401  # a table of pyarrow, which has no types
        """Whoever of the companies stands on a list, or is 失信 by the portrait."""
        flagged = companies.filter(pc.fill_null(companies.column("dishonest"), False)).column("credit_code")
        found = {code: Listing("企业画像", "列入失信名单") for code in flagged.to_pylist()}
        return found | dict(self._credit.listed(companies.column("credit_code").to_pylist()))

    def _list(self, row: Row[Any], actor: Actor, progress: Progress) -> None:
        lines = plan(thaw(self._inputs, row.inputs["digest"]), self._eligible)
        with progress.task("写名单", len(lines)) as task:
            for written in self._repository.add_lines(row.id, lines):
                task.advance(written)
        step = MACHINE.move(row.state, "list")
        self._repository.move(row, step, actor, self._clock(), lines_digest=digest_of(lines))

    def _row(self, run_id: str) -> Row[Any]:
        row = self._repository.find(run_id)
        if row is None:
            raise WrongState("这次兑付已经不在了。")
        return row

    @contextmanager
    def _alone(self, run_id: str) -> Iterator[None]:
        """One process at a time on this machine; the operating system lets the lock of a killed one go."""
        self._locks.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._locks / f"{run_id}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _is_rival(own: Measure, other: Measure) -> bool:
    """Is it money of the same group that comes without application too?"""
    same = own.exclusive_group is not None and other.exclusive_group == own.exclusive_group
    return same and other.id != own.id and other.mode == "免申即享" and other.award.get("kind") != "in_kind"
