"""A bare FastAPI service that gives back what it was sent: what throughput is measured against.

``python -m eval.bench.echo`` serves it on a free port and says where, as ``quanquan serve`` does.
"""

from __future__ import annotations

import socket

import typer
import uvicorn
from fastapi import FastAPI


def create_echo() -> FastAPI:
    """The service: ``POST /echo`` takes a JSON object and returns it."""
    app = FastAPI()

    @app.post("/echo")
    async def echo(body: dict[str, object]) -> dict[str, object]:
        return body

    return app


def main() -> None:
    """Serve until a signal ends it; one process, no access log, like the product."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(create_echo(), log_config=None, access_log=False, server_header=False)
        typer.echo(f"echo http://127.0.0.1:{listener.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
