"""The language model behind ``QUANQUAN_LLM``: any LangChain chat model. Importing this module loads LangChain.

The libraries below are a foreign program that speaks with a foreign server: whatever they raise is the model's failure,
under a name of our own, and none of it reaches a citizen.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any, Final, cast

import httpx
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage
from langsmith.run_helpers import tracing_context

from assistant.errors import InvalidSetting
from assistant.llm.port import FailureReason, ModelFailure, Piece, Prompt
from knowledge.settings import Settings

MAX_BYTES: Final = 1 << 20
"""Bytes of one reply; a plain answer takes some ten thousand with all that surrounds its words."""
_FINISH: Final = ("finish_reason", "stop_reason", "done_reason", "stopReason")


class LangChainModel:
    """A LangChain chat model as :class:`assistant.llm.port.LanguageModel`; ``client`` is closed with it."""

    def __init__(self, chat: BaseChatModel, client: httpx.AsyncClient | None = None) -> None:
        self._chat = chat
        self._client = client

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Yield the reply's pieces; raises ModelFailure."""
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        # An operator's LANGSMITH_TRACING would send what citizens ask to a third party.
        with tracing_context(enabled=False):
            try:
                chunks = cast(AsyncGenerator[AIMessageChunk, None], self._chat.astream(messages))
                async with aclosing(chunks):
                    async for chunk in chunks:
                        yield _piece(chunk)
            except ModelFailure:
                raise
            except Exception as error:  # a foreign program's entry
                raise ModelFailure(_reason(error)) from error

    async def close(self) -> None:
        """Let connections go."""
        if self._client is not None:
            await self._client.aclose()


class BoundedTransport(httpx.AsyncBaseTransport):
    """Reads at most ``limit`` bytes of a response: a line without end would otherwise fill the memory."""

    def __init__(self, inner: httpx.AsyncBaseTransport, limit: int = MAX_BYTES) -> None:
        self._inner = inner
        self._limit = limit

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; its response raises ``httpx.ReadError`` where it is too long."""
        response = await self._inner.handle_async_request(request)
        response.stream = _Bounded(cast(httpx.AsyncByteStream, response.stream), self._limit)
        return response

    async def aclose(self) -> None:
        """Let connections go."""
        await self._inner.aclose()


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream, limit: int) -> None:
        self._inner = inner
        self._left = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._inner:
            self._left -= len(part)
            if self._left < 0:
                raise httpx.ReadError("the response is longer than any answer")
            yield part

    async def aclose(self) -> None:
        await self._inner.aclose()


def build_chat_model(settings: Settings) -> LangChainModel:
    """Return the model that the settings name; raises InvalidSetting with what to do."""
    url = settings.llm if "://" in settings.llm else ""
    if url and not settings.llm_model:
        raise InvalidSetting("QUANQUAN_LLM 是一个地址，还要用 QUANQUAN_LLM_MODEL 写明模型的名字。")
    options: dict[str, Any] = {"timeout": settings.llm_timeout, "max_retries": 0, **settings.llm_options}
    client = None
    name = settings.llm_model if url else settings.llm
    if url or name.startswith(("openai:", "gpt-")):
        client = httpx.AsyncClient(
            transport=BoundedTransport(httpx.AsyncHTTPTransport()), timeout=settings.llm_timeout, follow_redirects=False
        )
        options |= {"http_async_client": client}
    if url:
        # A key of the environment (OPENAI_API_KEY) is meant for its own provider, not for this address.
        options |= {"model_provider": "openai", "base_url": url, "api_key": "none", "use_responses_api": False}
    if settings.llm_key is not None:
        options["api_key"] = settings.llm_key.get_secret_value()
    return LangChainModel(_init(name, options), client)


def _init(name: str, options: dict[str, Any]) -> BaseChatModel:
    try:
        return cast(BaseChatModel, init_chat_model(name, **options))
    except ImportError as error:
        raise InvalidSetting(
            f"QUANQUAN_LLM={name} 要用的软件包没有安装：请运行 pip install 'quanquan[llm]'，或安装该厂商的 langchain 软件包。"
        ) from error
    except Exception as error:  # a foreign program's entry; its message may quote the key
        raise InvalidSetting(
            f"QUANQUAN_LLM={name} 不能使用（{type(error).__name__}）。请检查 QUANQUAN_LLM、QUANQUAN_LLM_MODEL、"
            "QUANQUAN_LLM_KEY 和 QUANQUAN_LLM_OPTIONS。"
        ) from error


def _piece(chunk: AIMessageChunk) -> Piece:
    """Read a chunk; raises ModelFailure where the model calls for a tool, which it was not given."""
    if (
        chunk.tool_call_chunks
        or chunk.tool_calls
        or chunk.invalid_tool_calls
        or "function_call" in chunk.additional_kwargs
    ):
        raise ModelFailure("tool_call")
    finish = next((value for key in _FINISH if (value := chunk.response_metadata.get(key))), None)
    return Piece(str(chunk.text), None if finish is None else str(finish))


def _reason(error: BaseException | None) -> FailureReason:
    while error is not None:
        status = getattr(error, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return "overloaded" if status == 429 else "refused" if status < 500 else "server_error"
        if isinstance(error, TimeoutError | httpx.TimeoutException) or "Timeout" in type(error).__name__:
            return "timeout"
        if isinstance(error, OSError | httpx.TransportError) or "Connection" in type(error).__name__:
            return "connection"
        error = error.__cause__
    return "malformed"
