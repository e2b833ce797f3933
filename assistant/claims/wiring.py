"""All of claims, built once: each slice adds its part where the comments say so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy import Engine

from assistant.accounts.guard import Accounts
from assistant.caretaker import Caretaker
from assistant.claims.analysis import endpoints as analysis
from assistant.claims.analysis.endpoints import Analysis
from assistant.claims.analysis.service import Kept
from assistant.claims.cases import endpoints as cases
from assistant.claims.cases.repository import CaseRepository
from assistant.claims.cases.service import CaseService
from assistant.claims.evidence.repository import EvidenceRepository
from assistant.claims.evidence.scan import build_scanner
from assistant.claims.evidence.service import EvidenceService, Room
from assistant.claims.handover import endpoints as handover
from assistant.claims.handover.build import build_handovers
from assistant.claims.handover.service import HandoverService
from assistant.claims.persons import endpoints as persons
from assistant.claims.persons.service import PersonService
from assistant.claims.questionnaire import endpoints as questionnaire
from assistant.claims.questionnaire.repository import AnswerRepository
from assistant.claims.questionnaire.service import QuestionnaireService
from assistant.claims.reports import desk_endpoints as desk
from assistant.claims.reports import endpoints as reports
from assistant.claims.reports.desk import DeskService
from assistant.claims.reports.drafts import DraftService
from assistant.claims.reports.hints import RegisterPeople
from assistant.claims.reports.limits import Limits
from assistant.claims.reports.repository import DraftRepository, ReportRepository
from assistant.claims.reports.service import ReportService
from assistant.claims.tries.repository import TryRepository
from assistant.clock import Clock, now
from assistant.edge.rate_limit import PERIODS, Rate, parse_rate
from assistant.state.database import Database
from knowledge.complaints.store import open_register
from knowledge.settings import Settings

CompanyName = Callable[[str], str | None]


@dataclass(frozen=True)
class Claims:
    """The services of claims."""

    reports: ReportService
    desk: DeskService
    evidence: EvidenceService
    questionnaire: QuestionnaireService
    limits: Limits
    caretaker: Caretaker
    analysis: Analysis
    persons: PersonService
    cases: CaseService
    handovers: HandoverService
    # a slice's service: one line here

    def routers(self, accounts: Accounts) -> Sequence[APIRouter]:
        """Every route; those with fixed paths before the reports', whose ``/{receipt}`` matches any one segment."""
        return (
            analysis.router(self.analysis, accounts),
            persons.router(self.persons, accounts),
            cases.router(self.cases, accounts),
            handover.router(self.handovers, accounts),
            questionnaire.router(self.questionnaire, accounts, self.limits),
            desk.router(self.desk, accounts),
            reports.router(self.reports, self.evidence, accounts, self.limits),
        )

    def start(self) -> None:
        """Begin what runs beside the requests."""
        self.caretaker.start()

    def close(self) -> None:
        """Let go of threads."""
        self.caretaker.close()


def build_claims(engine: Engine, settings: Settings, company_name: CompanyName, *, clock: Clock = now) -> Claims:
    """Build every service of claims over one database and one home; raises InvalidSetting."""
    database, register = Database(engine), open_register(settings.home)
    repository, tries, answers = ReportRepository(database), TryRepository(database), AnswerRepository(database)
    scanner, folder = build_scanner(settings.clamd), settings.home / "claims" / "evidence"
    evidence = EvidenceService(EvidenceRepository(database), folder, scanner, _room(settings), clock)
    lasts = timedelta(days=settings.claim_draft_days)
    drafts = DraftService(DraftRepository(database), evidence, company_name, lasts, clock)
    asked = QuestionnaireService(answers, clock)
    analysed = Analysis.of(Kept(register.current))

    def sample() -> bool:
        held = register.current()
        return held is None or held.sample

    persons_known = PersonService(register, lambda ids: decided.cases_of(ids), analysed.pictures.like_dossier)
    decided = CaseService(
        CaseRepository(database),
        persons_known.dossier,
        lambda receipt: repository.find(receipt) is not None,
        timedelta(days=settings.claim_case_days),
        sample=sample,
        clock=clock,
    )
    handed = build_handovers(
        database, decided.repository, decided.handover_moved, repository.of_case, evidence.of, sample, clock
    )
    decided.handovers = handed  # each knows the other: cases ask for hand-overs, and follow them
    return Claims(
        reports=ReportService(repository, drafts, evidence, tries, clock),
        desk=DeskService(
            repository, evidence, RegisterPeople(register.current), asked.open_leads, decided.exists, clock
        ),
        evidence=evidence,
        questionnaire=asked,
        limits=_limits(settings),
        analysis=analysed,
        persons=persons_known,
        cases=decided,
        handovers=handed,
        caretaker=Caretaker(
            {
                "evidence_scanned": evidence.rescan,
                "drafts_expired": drafts.purge,
                "uploads_cut_off": evidence.sweep,
                "tries_over": lambda: tries.purge(clock()),
                "cases_expired": decided.expire,
                "handovers_recalled": handed.recall_fallen,
            },
            name="claims-caretaker",
        ),
    )


def _room(settings: Settings) -> Room:
    return Room(file=settings.claim_file_mb << 20, total=settings.claim_total_mb << 20)


def _limits(settings: Settings) -> Limits:
    asking = parse_rate(settings.rate_limit)
    if asking is None:
        return Limits.of(None, None)
    files = Rate(max(settings.claim_day_mb, settings.claim_file_mb) << 20, PERIODS["day"])
    return Limits.of(parse_rate(settings.claim_rate), asking.times(2), files)
