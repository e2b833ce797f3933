"""All of this package, built once over a database, a home, the labels and the portraits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from fastapi import APIRouter
from sqlalchemy import Engine

from assistant.accounts.guard import Accounts
from assistant.benefits.applications import endpoints as applications
from assistant.benefits.applications.desk import DeskService
from assistant.benefits.applications.repository import ApplicationRepository
from assistant.benefits.applications.service import ApplicationService, Rules
from assistant.benefits.credit import endpoints as credit
from assistant.benefits.credit.lists import FolderLists
from assistant.benefits.credit.service import CreditService
from assistant.benefits.engine import engine_eligible
from assistant.benefits.ports import Companies, CreditLists, Eligible, MeasureLibrary, Notifier
from assistant.benefits.publicity import endpoints as publicity
from assistant.benefits.publicity.repository import ObjectionRepository
from assistant.benefits.publicity.service import PublicityService
from assistant.benefits.push import endpoints as push
from assistant.benefits.push.repository import PushRepository
from assistant.benefits.push.service import Inbox, PushService
from assistant.benefits.repository import LedgerRepository
from assistant.benefits.runs import endpoints as runs
from assistant.benefits.runs.prepare import Preparer
from assistant.benefits.runs.repository import RunRepository
from assistant.benefits.runs.service import RunService
from assistant.benefits.uploads import endpoints as uploads
from assistant.benefits.uploads.repository import UploadRepository
from assistant.benefits.uploads.service import UploadService
from assistant.clock import Clock, now
from assistant.edge.rate_limit import RateLimiter
from assistant.state.database import Database
from knowledge.portraits.directory import Directory
from knowledge.portraits.portrait import Portrait


@dataclass(frozen=True)
class Benefits:
    """The services from match to money."""

    applications: ApplicationService
    desk: DeskService
    uploads: UploadService
    runs: RunService
    publicity: PublicityService
    push: PushService
    credit: CreditService

    def routers(self, accounts: Accounts, limiter: RateLimiter) -> Sequence[APIRouter]:
        """Every route; ``limiter`` holds those who need not sign in."""
        return (
            uploads.router(self.uploads, accounts),
            applications.router(self.applications, self.desk, accounts),
            publicity.router(self.publicity, accounts, limiter),
            runs.router(self.runs, accounts),
            push.router(self.push, accounts),
            credit.router(self.credit, accounts),
        )


def build_benefits(
    engine: Engine,
    home: Path,
    library: MeasureLibrary,
    directory: Callable[[], Directory],
    *,
    rules: Rules = Rules(),  # noqa: B008  # frozen
    clock: Clock = now,
    lists: CreditLists | None = None,
    eligible: Eligible = engine_eligible,
    notifier: Notifier | None = None,
) -> Benefits:
    """Build every service; what is not given is the embedded default."""

    def companies() -> Companies:
        return HeldCompanies(directory())

    database = Database(engine)
    ledger, objections = LedgerRepository(database), ObjectionRepository(database)
    runs_, pushes = RunRepository(database), PushRepository(database)
    applications_ = ApplicationRepository(database)
    inbox = notifier or Inbox(pushes, clock)
    credit_lists = lists or FolderLists(home / "credit")
    files = UploadService(UploadRepository(database), home, clock)
    filing = ApplicationService(applications_, ledger, files, library, companies, rules, clock)
    preparer = Preparer(runs_, ledger, library, companies, credit_lists, eligible, home, clock)
    return Benefits(
        applications=filing,
        desk=DeskService(filing, objections, inbox),
        uploads=files,
        runs=RunService(runs_, ledger, objections, library, preparer, inbox, home, rules.publicity_days, clock),
        publicity=PublicityService(runs_, applications_, objections, clock),
        push=PushService(pushes, library, companies, eligible, inbox, clock),
        credit=CreditService(credit_lists),
    )


class HeldCompanies:
    """:class:`assistant.benefits.ports.Companies` over one version of the directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    @property
    def version(self) -> str:
        """See the port."""
        return self._directory.version

    def by_code(self, code: str) -> Portrait | None:
        """See the port."""
        return self._directory.by_code(code)

    def table(self, columns: Sequence[str]) -> pa.Table:
        """See the port."""
        return self._directory.companies.table.select(list(columns))
