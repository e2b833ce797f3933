"""The server process: one socket, one assistant, a graceful end."""

from __future__ import annotations

import errno
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn

from assistant.app import create_app
from assistant.observability import configure_logging
from assistant.wiring import build_assistant
from knowledge.errors import QuanquanError, SnapshotUnavailable
from knowledge.settings import Settings

GRACE_SECONDS: Final = 10
"""How long requests under way may take to finish once the server is told to stop."""
BACKLOG: Final = 2048
MAX_MESSAGE: Final = 64 * 1024
"""Bytes of a WebSocket message beyond which the connection is dropped unread; the chat itself takes less."""


class PortUnavailable(QuanquanError):
    """The server cannot listen where it was told to."""

    code = "port_unavailable"
    status = 500


def run_server(settings: Settings, announce: Callable[[str], None]) -> None:
    """Serve until a signal ends it; raises PortUnavailable, SnapshotUnavailable, StateUnavailable or InvalidSetting."""
    configure_logging(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    with listen(settings.host, settings.port) as listener, build_assistant(settings) as assistant:
        if assistant.index.snapshot_id is None:
            raise SnapshotUnavailable(
                f"{settings.knowledge_home} 里没有可用的知识库：还没有发布过，或者已损坏、与本版本不符。"
                "请先运行 quanquan ingest run，再启动服务。"
            )
        config = uvicorn.Config(
            create_app(assistant),
            log_config=None,
            access_log=False,
            server_header=False,
            ws_max_size=MAX_MESSAGE,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        host, port = listener.getsockname()[:2]
        announce(f"全全 http://{f'[{host}]' if ':' in host else host}:{port}")
        uvicorn.Server(config).run(sockets=[listener])


def _end(_number: int, _frame: FrameType | None) -> None:
    """End the process in order; uvicorn takes the signal first, finishes what is under way, and hands it on to here."""
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket before anything slow is loaded; raises PortUnavailable with what to do."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise PortUnavailable(_reason(error, host, port)) from error
    listener.listen(BACKLOG)
    return listener


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被别的程序占用。换一个端口再启动，例如：QUANQUAN_PORT={port % 65000 + 1} quanquan serve"
    if error.errno == errno.EACCES:
        return f"没有权限使用端口 {port}。请换一个 1024 以上的端口（QUANQUAN_PORT）。"
    return f"不能在 {host}:{port} 上提供服务，请检查 QUANQUAN_HOST 和 QUANQUAN_PORT。"
