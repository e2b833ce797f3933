"""Wording a composed answer anew with a language model, sentence by sentence, each checked before anyone sees it.

Whatever goes wrong ends as ``NotPhrased``, and the citizen gets the composed answer.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import orjson
import structlog
import yaml

from assistant.breaker import CircuitBreaker
from assistant.llm.coverage import is_complete
from assistant.llm.draft import Draft, draft_of, names_of, speaks_of_danger
from assistant.llm.grounding import fault
from assistant.llm.masking import mask
from assistant.llm.metrics import PhraserMetrics
from assistant.llm.port import LanguageModel, ModelFailure, NotPhrased, Piece, Prompt
from assistant.llm.sentences import Sentences
from assistant.pipeline.answer import FREQUENT
from assistant.pipeline.record import speakable
from assistant.pipeline.reply import Citation, Reply
from knowledge.errors import SnapshotUnavailable
from knowledge.ports import KnowledgeIndex

FINISHED: Final = frozenset({"stop", "end_turn", "stop_sequence", "complete", "eos"})
"""What providers say at the end of a whole answer; «length», a filter or nothing at all means that it was cut off."""
MAX_CHARACTERS: Final = 600
MORE: Final = 1.2
"""A wording may be so many times as long as the composed answer, and of 80 characters at least."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Limits:
    """Times in seconds: to the first piece and between any two, for a whole streamed turn, for a turn over HTTP."""

    gap: float = 4.0
    whole: float = 10.0
    waiting: float = 6.0
    at_once: int = 8


@dataclass(frozen=True)
class _Texts:
    system: str
    label: str
    label_policy: str


class Phraser:
    """Words answers anew; one for the whole process, used from its event loop."""

    def __init__(
        self,
        model: LanguageModel,
        index_source: Callable[[], KnowledgeIndex],
        metrics: PhraserMetrics,
        limits: Limits = Limits(),
        breaker: CircuitBreaker | None = None,
    ) -> None:
        self.limits = limits
        self._model = model
        self._index_source = index_source
        self._metrics = metrics
        self._breaker = breaker or CircuitBreaker()
        self._running = 0
        self._names: tuple[str, tuple[str, ...]] = ("", ())

    def wants(self, reply: Reply) -> bool:
        """Tell whether a reply may be worded anew: an answer with its sources, and nothing else ever."""
        return reply.outcome == "answered" and bool(reply.citations) and not speaks_of_danger(reply)

    async def phrase(self, question: str, reply: Reply, *, waiting: bool = False) -> AsyncGenerator[str | Reply, None]:
        """Yield the wording's pieces as they are checked, and at last the whole reply in that wording.

        The pieces put together are the reply's text. ``waiting``: nobody sees the pieces, so that less time is left.
        Raises NotPhrased, also after pieces were given out: these are then to be withdrawn.
        """
        started = time.perf_counter()
        seconds = self.limits.waiting if waiting else self.limits.whole
        try:
            async with aclosing(self._admitted(question, reply, seconds)) as pieces:
                shown = False
                async for piece in pieces:
                    if not shown:
                        self._metrics.first(started)
                    shown = True
                    yield piece
        except NotPhrased as why:
            _log.info("wording_not_used", reason=why.reason)
            raise self._metrics.count(why) from None
        except (asyncio.CancelledError, GeneratorExit):
            self._metrics.results.labels("stopped").inc()
            raise
        finally:
            self._metrics.open.set(float(self._breaker.is_open))
        self._metrics.used(started)

    async def _admitted(self, question: str, reply: Reply, seconds: float) -> AsyncGenerator[str | Reply, None]:
        """Hold back what the model cannot take now; raises NotPhrased."""
        if self._running >= self.limits.at_once:
            raise NotPhrased("busy")
        if not self._breaker.admit():
            raise NotPhrased("breaker_open")
        self._running += 1
        try:
            wording = await self._begin(question, reply)
            async with aclosing(self._pieces(wording, time.monotonic() + seconds)) as pieces:
                async for piece in pieces:
                    yield piece
            yield wording.reply()
        finally:
            self._running -= 1

    async def close(self) -> None:
        """Let the model's connections go."""
        await self._model.close()

    async def _begin(self, question: str, reply: Reply) -> _Wording:
        try:
            index = self._index_source()
        except SnapshotUnavailable as error:
            raise NotPhrased("no_snapshot") from error
        if self._names[0] != index.snapshot_id:  # many names, once a snapshot: not on the event loop
            self._names = (index.snapshot_id, await asyncio.to_thread(names_of, index))
        guide = index.guides.get(reply.item_id) if reply.item_id else None
        draft = draft_of(question, reply, guide)
        if not draft.body:
            raise NotPhrased("unsaid")
        return _Wording(draft, self._names[1])

    async def _pieces(self, wording: _Wording, deadline: float) -> AsyncGenerator[str, None]:
        """Yield checked pieces; raises NotPhrased."""
        finish: str | None = None
        try:
            async with aclosing(self._model.stream(prompt_of(wording.draft))) as stream:
                while (piece := await self._next(stream, deadline)) is not None:
                    finish = piece.finish or finish
                    for sentence in wording.feed(piece.text):
                        yield sentence
        except ModelFailure as failure:
            self._breaker.failed()
            raise NotPhrased(failure.reason) from failure
        if finish is None or finish.lower() not in FINISHED:
            self._breaker.failed()
            raise NotPhrased("cut_off")
        self._breaker.succeeded()
        for sentence in wording.end():
            yield sentence

    async def _next(self, stream: AsyncGenerator[Piece, None], deadline: float) -> Piece | None:
        """Return the next piece, ``None`` at the end; raises ModelFailure where it does not come in time."""
        # The timeout stands around one wait for the model: around the whole it would strike while a citizen's slow
        # connection takes what was said.
        limit = min(self.limits.gap, deadline - time.monotonic())
        if limit <= 0:
            raise ModelFailure("timeout")
        try:
            async with asyncio.timeout(limit):
                return await anext(stream, None)
        except TimeoutError as error:
            raise ModelFailure("timeout") from error


class _Wording:
    """A wording in the making: every sentence checked, the whole held to its length and to what it must tell."""

    def __init__(self, draft: Draft, names: tuple[str, ...]) -> None:
        self.draft = draft
        self._names = names
        self._cutter = Sentences()
        self._cited = draft.sources
        self._all = self._cited.with_texts(draft.faq_texts)
        self._said: list[str] = []
        self._uses_faq = False
        self._limit = min(MAX_CHARACTERS, max(80, int(MORE * len(draft.body))))

    def feed(self, text: str) -> list[str]:
        """Take a piece of the model's text; return what may be shown now. Raises NotPhrased."""
        return self._accept(self._cutter.feed(text))

    def end(self) -> list[str]:
        """Take the rest, and close with what must stay and the label. Raises NotPhrased."""
        last = self._accept(self._cutter.end())
        body = "".join(self._said)
        if not body.strip():
            raise NotPhrased("empty")
        if self.draft.guide is not None and not is_complete(body, self.draft.guide, self.draft.reply.facets):
            raise NotPhrased("incomplete")
        closing = f"\n{self._label}{self.draft.tail}"
        self._said.append(closing)
        return [*last, closing]

    def reply(self) -> Reply:
        """The reply in this wording, with the source that the wording used beside the composed answer's."""
        text = "".join(self._said)
        citations = self.draft.reply.citations
        if self._uses_faq and self.draft.guide is not None:
            first = citations[0]
            faq = Citation(title=first.title, section=FREQUENT, source_id=first.source_id, url=first.url)
            citations = citations if any(one.section == FREQUENT for one in citations) else (*citations, faq)
        changed = {"text": text, "spoken_text": speakable(text), "citations": citations}
        return self.draft.reply.model_copy(update=changed)

    @property
    def _label(self) -> str:
        return texts().label if self.draft.guide is not None else texts().label_policy

    def _accept(self, sentences: list[str]) -> list[str]:
        shown = []
        for sentence in sentences:
            self._check(sentence)
            piece = sentence if self._said else self.draft.head + sentence.lstrip()
            self._said.append(piece)
            shown.append(piece)
        if sum(map(len, self._said)) - len(self.draft.head) + self._cutter.waiting > self._limit:
            raise NotPhrased("length")
        return shown

    def _check(self, sentence: str) -> None:
        found = fault(sentence, self._cited, self._names)
        if found is None:
            return
        if not self.draft.faq or fault(sentence, self._all, self._names) is not None:
            raise NotPhrased(found)
        self._uses_faq = True


def prompt_of(draft: Draft) -> Prompt:
    """Return what is sent: our instructions, and question and sources as one JSON object, personal data masked."""
    data = {
        "question": mask(draft.question),
        "answer": draft.body,
        "sources": [f"问：{entry.q}答：{entry.a}" for entry in draft.faq],
    }
    return Prompt(texts().system, orjson.dumps(data).decode())


@cache
def texts() -> _Texts:
    """The words of prompt.yaml."""
    return _Texts(**yaml.safe_load((files("assistant.llm") / "prompt.yaml").read_text("utf-8")))
