"""Reading one file as the raw body of a request, no further than it may go."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import ClientDisconnect, Request

from assistant.errors import MalformedBody, SlowBody, UploadTooLarge

READ_SECONDS: Final = 120.0
"""Ten megabytes over a poor connection."""


def uploaded(most: int) -> Callable[[Request], Awaitable[bytes]]:
    """A dependency that gives a body of at most ``most`` bytes; it raises UploadTooLarge, SlowBody or MalformedBody."""

    async def content(request: Request) -> bytes:
        held = bytearray()
        try:
            async with asyncio.timeout(READ_SECONDS):
                async for piece in request.stream():
                    held += piece
                    if len(held) > most:
                        raise UploadTooLarge(f"文件太大了，一个文件最多 {most >> 20} MB。")
        except TimeoutError as error:
            raise SlowBody("文件没有在规定时间内传完，请检查网络后再传。") from error
        except ClientDisconnect as error:
            raise MalformedBody("文件没有传完。") from error
        return bytes(held)

    return content
