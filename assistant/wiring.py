"""The only composition root: server, eval and tests all build the assistant here."""

from __future__ import annotations

import contextlib
import threading
from datetime import timedelta
from types import TracebackType
from typing import Self

from threadpoolctl import threadpool_limits

from assistant.accounts.guard import Accounts
from assistant.accounts.repository import AccountRepository
from assistant.accounts.service import AccountService
from assistant.applications.urging import UrgeRule as CaseUrgeRule
from assistant.applications.wiring import Rules as CaseRules
from assistant.applications.wiring import build_applications, case_system
from assistant.benefits.applications.service import Rules
from assistant.benefits.applications.urging import UrgeRule
from assistant.benefits.wiring import build_benefits
from assistant.chat.gate import Gate, parse_origins
from assistant.chat.schemas import ChatRequest
from assistant.chat.service import ChatService, DialogueEngine
from assistant.claims.wiring import build_claims
from assistant.edge.handlers import parse_request
from assistant.edge.rate_limit import RateLimiter, parse_rate
from assistant.guides.service import GuideService
from assistant.index_holder import IndexHolder
from assistant.labels.desk import LabelDesk
from assistant.labels.repository import LabelRepository
from assistant.labels.service import LabelLibrary
from assistant.llm.wiring import build_phraser
from assistant.matching.compiled import CompiledLibrary
from assistant.matching.service import MatchService
from assistant.observability import Metrics
from assistant.pipeline.reply import Reply
from assistant.pipeline.runner import Engine
from assistant.policies.service import PolicyService
from assistant.search.service import SearchService
from assistant.site.service import SiteService, load_texts
from assistant.state.retention import Retention
from assistant.state.store import StateStore, open_state
from assistant.tools.case_status import ServiceApplications
from assistant.tools.claim_reports import ServiceClaims
from assistant.tools.company_policies import ServiceCompanies
from knowledge.embedded import EmbeddedIndex
from knowledge.errors import QuanquanError
from knowledge.measures.matcher import Matcher
from knowledge.models import Facet
from knowledge.portraits.directory import Directory, open_directory
from knowledge.ports import KnowledgeIndex, SearchResult
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore


class Assistant:
    """All parts, built once. ``ask`` and ``search`` serve programs; ``create_app`` puts HTTP around it."""

    def __init__(
        self, settings: Settings, metrics: Metrics, index: IndexHolder, engine: DialogueEngine, state: StateStore
    ) -> None:
        self.settings = settings
        self.metrics = metrics
        self.index = index
        self.state = state
        self.phraser = build_phraser(settings, index.current, metrics)
        self.chat = ChatService(engine, state, metrics, lambda: index.snapshot_id, phraser=self.phraser)
        self.guides = GuideService(index.current)
        self.policies = PolicyService(index.current)
        self.searching = SearchService(index.current)
        self.site = SiteService(index.current, load_texts(), streaming=self.phraser is not None)
        self.accounts = Accounts(AccountService(AccountRepository(state.engine)))
        label_versions = LabelRepository(state.engine)
        self.label_library = LabelLibrary(index.current, label_versions)
        self.labels = LabelDesk(index.current, label_versions, self.label_library, self.accounts.audit)
        self.directory = open_directory(settings.home)
        self.matching = MatchService(self.companies, CompiledLibrary(self.label_library, Matcher), self.article)
        self.benefits = build_benefits(
            state.engine, settings.home, self.label_library, self.companies, rules=_benefit_rules(settings)
        )
        self.applications = build_applications(
            state.engine,
            settings.home,
            index.current,
            key=settings.case_key.get_secret_value() if settings.case_key else "",
            system=case_system(settings),
            rules=_case_rules(settings),
        )
        self.claims = build_claims(state.engine, settings, self.company_name)
        rate = parse_rate(settings.rate_limit)
        self.limiter = RateLimiter(rate)
        self.objection_limiter = RateLimiter(rate)
        self.case_limiter = RateLimiter(rate)
        self.match_limiter = RateLimiter(rate)
        self.typing_limiter = RateLimiter(rate and rate.times(10))
        self.search_limiter = RateLimiter(rate)
        self.sign_in_limiter = RateLimiter(rate)
        self.gate = Gate(parse_origins(settings.allowed_origins))
        self._retention = Retention(state, settings.transcript_days)
        self._warming: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin what a server does beside answering: follow the published snapshots, delete old transcripts."""
        self.index.watch()
        self._retention.start()
        self.claims.start()
        self.applications.start()
        self._warming = threading.Thread(target=self._warm, name="warm", daemon=True)
        self._warming.start()

    def _warm(self) -> None:
        """Open the companies and compile the labels before anybody asks; whoever asks is told what is wrong with them."""
        with contextlib.suppress(QuanquanError):
            self.matching.warm()
            self.matching.companies("全全")

    def ask(
        self, text: str, session_id: str | None = None, item_id: str | None = None, facet: Facet | None = None
    ) -> Reply:
        """Answer one turn in process, as ``POST /api/v1/chat`` does.

        Raises InvalidRequest, SnapshotUnavailable or StateUnavailable.
        """
        body = {"text": text, "session_id": session_id, "item_id": item_id, "facet": facet}
        return self.chat.ask(parse_request(ChatRequest, body))

    def search(self, query: str, k: int = 6) -> SearchResult:
        """Rank items for a question, as ``GET /api/v1/search`` does; raises InvalidRequest or SnapshotUnavailable."""
        return self.searching.search(query, k)

    def companies(self) -> Directory:
        """The companies in force now, which one question keeps to its end; raises SnapshotUnavailable."""
        self.directory.refresh()
        return self.directory.held

    def company_name(self, credit_code: str) -> str | None:
        """The name of a company, None for a code that nobody has."""
        portrait = self.companies().by_code(credit_code)
        return None if portrait is None else portrait.name

    def article(self, document_id: str, section: str) -> str:
        """The words of an article of a policy file, empty where it has none of that name."""
        articles = self.index.current().articles(document_id)
        return next((article.text for article in articles if article.section == section), "")

    def is_ready(self) -> bool:
        """Tell whether a citizen would be answered now: a snapshot is loaded and a turn could be saved."""
        return self.index.snapshot_id is not None and self.state.is_writable()

    async def close_model(self) -> None:
        """Let the language model's connections go, on the event loop that opened them."""
        if self.phraser is not None:
            await self.phraser.close()

    def close(self) -> None:
        """Save what waits and let go of files and threads."""
        if self._warming is not None:
            self._warming.join()
        self._retention.close()
        self.claims.close()
        self.applications.close()
        self.index.close()
        self.state.close()


def build_assistant(settings: Settings) -> Assistant:
    """Open the snapshots, the index in force, the engine and the state.

    Raises StateUnavailable or InvalidSetting. Without a published snapshot it is built all the same and answers
    ``SnapshotUnavailable`` until one appears; ``quanquan serve`` refuses to start then, because a person is there.
    """
    threadpool_limits(limits=1)  # a query's arithmetic is small: threads would only fight over the cores
    metrics = Metrics()
    index = IndexHolder(SnapshotStore(settings.knowledge_home), _load_embedded, metrics)
    index.open()
    engine = Engine(index.current, metrics.observe_steps)
    built = Assistant(settings, metrics, index, engine, open_state(settings.database, metrics))
    engine.companies = ServiceCompanies(built.matching, built.companies)
    engine.applications = ServiceApplications(built.applications.service)
    engine.claims = ServiceClaims(built.claims.reports, built.claims.limits.sending)
    return built


def _benefit_rules(settings: Settings) -> Rules:
    urging = UrgeRule(timedelta(hours=settings.urge_hours), settings.urge_most)
    return Rules(urging, settings.publicity_days, timedelta(days=settings.overdue_days))


def _case_rules(settings: Settings) -> CaseRules:
    urging = CaseUrgeRule(timedelta(hours=settings.urge_hours), settings.urge_most, settings.urge_answer_days)
    return CaseRules(urging, followup_days=settings.followup_days, text_days=settings.transcript_days)


def _load_embedded(store: SnapshotStore, snapshot_id: str, before: KnowledgeIndex | None) -> KnowledgeIndex:
    """Of a snapshot that is patched, only what is new beside the index in force ``before`` is read."""
    known = before if isinstance(before, EmbeddedIndex) else None
    return EmbeddedIndex.load(store.folder(snapshot_id), store.manifest(snapshot_id).files, known)
