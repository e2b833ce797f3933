"""A question that is sent again is answered once.

A citizen's phone loses the network after the question was taken and before its reply came. What is then sent again, over
HTTP or a WebSocket, under the same ``ask_id`` gets the reply of the first try, and the conversation holds one turn.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Final

from assistant.chat.schemas import ChatRequest
from assistant.pipeline.reply import Reply

REMEMBERED_SECONDS: Final = 120.0
"""How long a reply waits for its question to come again; a person who has waited longer asks anew."""
MOST: Final = 2_000
"""Replies remembered, some kilobytes each; the oldest leave first."""


def key_of(request: ChatRequest) -> Hashable | None:
    """Return what makes two requests the same; ``None`` where the client gave its question no id."""
    if request.ask_id is None:
        return None
    return request.ask_id, request.text, request.session_id, request.item_id, request.facet


class Repeats:
    """The replies of the last two minutes, and those under way, by question. For one event loop at a time."""

    def __init__(self, seconds: float = REMEMBERED_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._replies: OrderedDict[Hashable, tuple[float, asyncio.Future[Reply]]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._replies)

    async def once(self, key: Hashable | None, answer: Callable[[], Awaitable[Reply]]) -> Reply:
        """Return the reply of this question: the one that is remembered or under way, else a new one.

        A failure is not remembered: it goes to who asked first, and who waits beside tries again.
        """
        if key is None:
            return await answer()
        while (known := self._known(key)) is not None:
            if not known.done():
                await asyncio.wait({known})
            if not known.cancelled():
                return known.result()
        return await self._first(key, answer)

    async def _first(self, key: Hashable, answer: Callable[[], Awaitable[Reply]]) -> Reply:
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._replies[key] = (self._clock(), reply)
        try:
            made = await answer()
            reply.set_result(made)
        finally:
            if not reply.done():
                self._replies.pop(key, None)
                reply.cancel()
        return made

    def _known(self, key: Hashable) -> asyncio.Future[Reply] | None:
        """The reply to a question that was asked before, after forgetting what is old or too much."""
        oldest = self._clock() - self._seconds
        while self._replies:
            asked, _reply = next(iter(self._replies.values()))
            if asked > oldest and len(self._replies) <= MOST:
                break
            self._replies.popitem(last=False)
        known = self._replies.get(key)
        return known[1] if known else None
