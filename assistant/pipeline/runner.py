"""The answer path, as a list. Each step is one file with one public call; a step that names an outcome ends the run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import structlog

from assistant.pipeline import answer, contextualise, guard, normalise, policy_match, record, retrieve, route, suggest
from assistant.pipeline.companies import CompanyPolicies
from assistant.pipeline.context import DialogueState, Step, Turn, TurnInput
from assistant.pipeline.errands import step as errands
from assistant.pipeline.errands.ports import Applications, ClaimReports
from assistant.pipeline.reply import HOTLINE, Reply
from knowledge.errors import QuanquanError
from knowledge.ports import KnowledgeIndex

STEPS: tuple[tuple[str, Step], ...] = (
    ("normalise", normalise.run),
    ("veil", errands.veil),
    ("guard", guard.run),
    ("errands", errands.run),
    ("contextualise", contextualise.run),
    ("policy_match", policy_match.run),
    ("route", route.run),
    ("retrieve", retrieve.run),
    ("answer", answer.run),
)
CLOSING: tuple[tuple[str, Step], ...] = (("suggest", suggest.run), ("remind", errands.remind))

_log = structlog.get_logger(__name__)


class Engine:
    """Answers turns from whichever index is in force; holds no state of its own.

    ``companies``, ``applications`` and ``claims`` may be given later: where they come from needs parts that need the engine. Without
    them nothing is matched, looked up or reported.
    """

    def __init__(
        self,
        index_source: Callable[[], KnowledgeIndex],
        observe: Callable[[Mapping[str, float]], None] | None = None,
        companies: CompanyPolicies | None = None,
    ) -> None:
        self._index_source = index_source
        self._observe = observe
        self.companies = companies
        self.applications: Applications | None = None
        self.claims: ClaimReports | None = None

    def reply(self, given: TurnInput) -> tuple[Reply, DialogueState]:
        """The reply and the state after it, for any text; a fault inside ends as the outcome ``error``.

        Raises SnapshotUnavailable when there is no knowledge to answer from.
        """
        started = time.perf_counter()
        turn = Turn(given, self._index_source(), companies=self.companies)
        turn.applications, turn.claims = self.applications, self.claims
        try:
            _run(turn)
        except QuanquanError:
            raise
        except Exception:
            _log.exception("turn_failed", reply_id=given.reply_id)
            _fail(turn)
        if self._observe is not None:
            self._observe(turn.step_ms)
        return record.reply_of(turn, started), record.state_after(turn)


def _run(turn: Turn) -> None:
    for name, step in STEPS:
        if turn.outcome is None:
            _timed(name, step, turn)
    for name, step in CLOSING:
        _timed(name, step, turn)


def _timed(name: str, step: Step, turn: Turn) -> None:
    started = time.perf_counter()
    step(turn)
    turn.step_ms[name] = (time.perf_counter() - started) * 1000


def _fail(turn: Turn) -> None:
    """Nothing half-made is shown after a fault."""
    turn.end("error")
    turn.card, turn.awaiting, turn.alike = None, None, ()
    turn.errand, turn.draft = turn.given.state.errand, turn.given.state.draft
    turn.item_id, turn.facets, turn.confidence = None, (), 0.0
    turn.topics, turn.passages = (), ()
    turn.citations, turn.suggestions = [], []
    turn.actions = [HOTLINE]
