"""What the assistant asks of a language model: a stream of pieces for some messages, or a named failure."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

from knowledge.errors import QuanquanError

FailureReason = Literal["refused", "overloaded", "server_error", "connection", "timeout", "malformed", "tool_call"]


class ModelFailure(QuanquanError):
    """The model gave no usable stream; ``reason`` names why. Never shown to a citizen."""

    code = "model_failure"
    status = 502

    def __init__(self, reason: FailureReason) -> None:
        super().__init__(reason)
        self.reason = reason


class NotPhrased(QuanquanError):
    """The composed answer is to be used; ``reason`` says why, for the metrics."""

    code = "not_phrased"
    status = 500

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; ``finish`` is the provider's word for why the stream ends, on its last piece."""

    text: str
    finish: str | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the instructions, and the data they are about."""

    system: str
    user: str


class LanguageModel(Protocol):
    """A model that streams text."""

    def stream(self, prompt: Prompt, /) -> AsyncGenerator[Piece, None]:
        """Yield pieces as they come; raises ``ModelFailure`` and nothing else. Close it to end the request."""
        ...

    async def close(self) -> None:
        """Let connections go."""
        ...
