"""A language model that proposes questions: any LangChain chat model, the one that ``QUANQUAN_LLM`` names.

What it says is text from outside: it is cut, parsed and checked (``accept.py``), and then still only proposed. Of the guide,
which is public, the model is told what questions can be about; no citizen's words are sent.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final, cast

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from langsmith.run_helpers import tracing_context
from pydantic import ValidationError

from ingest.expand.expand import said_facets
from ingest.expand.proposals import Proposed
from ingest.expand.wording import wording
from knowledge.errors import QuanquanError
from knowledge.models import ServiceGuide
from knowledge.settings import Settings

MAX_BYTES: Final = 1 << 20
"""Bytes of one reply."""
MOST: Final = 60
"""Proposals read of one reply."""
PATIENCE: Final = 6
"""An editor waits for some thirty sentences where a citizen waits for one: so many times ``LLM_TIMEOUT``."""
FIELDS: Final = {
    "name",
    "summary",
    "aliases",
    "conditions",
    "variants",
    "materials",
    "steps",
    "fee",
    "online",
    "result",
    "faq",
}


class ModelUnusable(QuanquanError):
    """The model of the settings cannot be used, or did not answer."""

    code = "model_unusable"
    status = 502


class Proposer:
    """Asks the model; close it when done."""

    def __init__(self, settings: Settings) -> None:
        """Raises ModelUnusable with what to do."""
        self._client = httpx.Client(
            transport=BoundedTransport(httpx.HTTPTransport()),
            timeout=settings.llm_timeout * PATIENCE,
            follow_redirects=False,
        )
        try:
            self._chat = _chat(settings, self._client)
        except QuanquanError:
            self._client.close()
            raise

    def propose(self, guide: ServiceGuide, known: Collection[str], wanted: int) -> tuple[Proposed, ...]:
        """About ``wanted`` questions; raises ModelUnusable. Those that are no pair of texts are left out."""
        told = {
            "guide": guide.model_dump(mode="json", include=FIELDS),
            "known": sorted(known)[:MOST],
            "facets": {facet: wording().facets[facet] for facet in said_facets(guide)},
            "wanted": wanted,
        }
        return tuple(proposals(self.answer(wording().system, json.dumps(told, ensure_ascii=False))))[:MOST]

    def close(self) -> None:
        """Let connections go."""
        self._client.close()

    def answer(self, system: str, told: str) -> str:
        """The model's words; raises ModelUnusable."""
        # An operator's LANGSMITH_TRACING would send it all to a third party.
        with tracing_context(enabled=False):
            try:
                return str(self._chat.invoke([SystemMessage(system), HumanMessage(told)]).text)
            except Exception as error:  # a foreign program's entry; its message may quote the key
                raise ModelUnusable(f"语言模型没有回答（{type(error).__name__}）") from error


class BoundedTransport(httpx.BaseTransport):
    """Reads at most ``limit`` bytes of a response: a line without end would otherwise fill the memory."""

    def __init__(self, inner: httpx.BaseTransport, limit: int = MAX_BYTES) -> None:
        self._inner = inner
        self._limit = limit

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; reading its response raises ``httpx.ReadError`` where it is too long."""
        response = self._inner.handle_request(request)
        response.stream = _Bounded(cast(httpx.SyncByteStream, response.stream), self._limit)
        return response

    def close(self) -> None:
        """Let connections go."""
        self._inner.close()


class _Bounded(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, limit: int) -> None:
        self._inner = inner
        self._left = limit

    def __iter__(self) -> Iterator[bytes]:
        for part in self._inner:
            self._left -= len(part)
            if self._left < 0:
                raise httpx.ReadError("the response is longer than any answer")
            yield part

    def close(self) -> None:
        self._inner.close()


def proposals(answer: str) -> Iterator[Proposed]:
    """The questions in a model's answer, also where words or a fence stand around it; raises ModelUnusable."""
    try:
        rows = json.loads(answer[answer.find("{") : answer.rfind("}") + 1])["questions"]
        if not isinstance(rows, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelUnusable("语言模型的回答不是约定的格式") from error
    for row in rows:
        try:
            yield Proposed.model_validate(row)
        except ValidationError:
            continue


def _chat(settings: Settings, client: httpx.Client) -> BaseChatModel:
    """As ``assistant/llm/chat_model.py`` reads the settings."""
    url = settings.llm if "://" in settings.llm else ""
    if not settings.llm or (url and not settings.llm_model):
        raise ModelUnusable(
            "没有可用的语言模型：请设置 QUANQUAN_LLM；是地址的，还要用 QUANQUAN_LLM_MODEL 写明模型的名字"
        )
    name = settings.llm_model if url else settings.llm
    options: dict[str, Any] = {"timeout": settings.llm_timeout * PATIENCE, "max_retries": 0, **settings.llm_options}
    if url or name.startswith(("openai:", "gpt-")):
        options |= {"http_client": client}
    if url:
        # A key of the environment (OPENAI_API_KEY) is meant for its own provider, not for this address.
        options |= {"model_provider": "openai", "base_url": url, "api_key": "none", "use_responses_api": False}
    if settings.llm_key is not None:
        options["api_key"] = settings.llm_key.get_secret_value()
    try:
        return cast(BaseChatModel, init_chat_model(name, **options))
    except Exception as error:  # a foreign program's entry; its message may quote the key
        raise ModelUnusable(
            f"QUANQUAN_LLM={name} 不能使用（{type(error).__name__}）。请检查 QUANQUAN_LLM 的各项设置，并安装 quanquan[llm]"
        ) from error
