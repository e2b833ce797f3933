"""The port's fake: a model that says what it was given, piece by piece, or fails as it was told."""

from __future__ import annotations

from collections.abc import AsyncGenerator

from assistant.llm.port import ModelFailure, Piece, Prompt


class ScriptedModel:
    """Says ``pieces`` to every prompt, or raises ``failure`` after them; ``asked`` holds the prompts."""

    def __init__(self, *pieces: str, finish: str | None = "stop", failure: ModelFailure | None = None) -> None:
        self.pieces = pieces
        self.finish = finish
        self.failure = failure
        self.asked: list[Prompt] = []
        self.closed = False

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Piece, None]:
        """Yield the pieces."""
        self.asked.append(prompt)
        for piece in self.pieces:
            yield Piece(piece)
        if self.failure is not None:
            raise self.failure
        yield Piece("", self.finish)

    async def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
