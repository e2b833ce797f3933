"""Fixtures that all tests share: a home with the shipped knowledge base, an assistant over it, and a real server."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import hypothesis
import pytest
import structlog
from pydantic import SecretStr

from knowledge.settings import Settings
from tests.browsing import browser, node_tool
from tests.postgres import postgres, postgres_database, programs

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from assistant.wiring import Assistant

__all__ = ["browser", "node_tool", "postgres", "postgres_database"]  # fixtures

START_SECONDS = 60.0
RUN_SECONDS = 1500.0

hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")  # a busy machine, or a dictionary's first use, is no fault of the text


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a developer test against a HOME that is already ingested."""
    parser.addoption("--sample-home", type=Path, help="use this QUANQUAN_HOME instead of ingesting the sample data")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine lacks, and say so. In CI nothing is left out: there a missing component fails."""
    if os.environ.get("CI"):
        return
    packages = Path(__file__).parent / "web_widget" / "node_modules" / "axe-core"
    lacking = {
        "browser": None
        if shutil.which("chromium") or shutil.which("chromium-browser")
        else "Chromium is not installed",
        "node": None if shutil.which("node") and packages.exists() else "Node.js or npm is not installed",
        "postgres": None if programs() else "PostgreSQL is not installed",
    }
    by_fixture = {"node_tool": "node", "postgres": "postgres"}
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        wanted = {mark.name for mark in item.iter_markers()} | {
            by_fixture[name] for name in fixtures if name in by_fixture
        }
        for name, reason in lacking.items():
            if reason and name in wanted:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Whoever runs a command in this process sends all logs to standard error: no later test may depend on that."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.is_configured()
    kept = structlog.get_config()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    if configured:
        structlog.configure(**kept)
    else:
        structlog.reset_defaults()


def run_quanquan(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end, with everything it writes under ``home``."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env=quanquan_environment(home, **environment),
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )


def quanquan_environment(home: Path, **environment: str) -> dict[str, str]:
    """Return the environment of a ``quanquan`` process, free of the developer's own settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("QUANQUAN_")}
    return inherited | {"QUANQUAN_HOME": str(home), "QUANQUAN_RATE_LIMIT": "off", "COLUMNS": "160"} | environment


@dataclass
class RunningServer:
    """A real ``quanquan serve`` process; ``log`` is the file of its standard error."""

    url: str
    process: subprocess.Popen[str]
    home: Path
    log: Path

    def stop(self) -> int:
        """Ask the server to end, and return its exit code."""
        self.process.terminate()
        return self.process.wait(20)


@contextmanager
def running_server(home: Path, folder: Path, **environment: str) -> Iterator[RunningServer]:
    """Run a server over ``home`` on a free port until the block ends; ``folder`` takes its database and its log."""
    log = folder / "server.log"
    settings = {"QUANQUAN_PORT": "0", "QUANQUAN_DATABASE_URL": f"sqlite:///{folder / 'state.db'}"} | environment
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "serve"],
            env=quanquan_environment(home, **settings),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    try:
        assert process.stdout is not None
        announced = process.stdout.readline().split()
        assert announced, f"the server ended at once: {log.read_text()}"
        server = RunningServer(announced[-1], process, home, log)
        _wait_until_ready(server)
        yield server
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _wait_until_ready(server: RunningServer) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{server.url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert server.process.poll() is None, f"the server ended: {server.log.read_text()}"
        time.sleep(0.05)
    pytest.fail(f"the server was not ready in {START_SECONDS} s: {server.log.read_text()}")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A HOME with the shipped knowledge base, ingested once and shared by all workers: read it, never change it."""
    given: Path | None = pytestconfig.getoption("--sample-home")
    if given is not None:
        return given.resolve()
    base = tmp_path_factory.getbasetemp()
    root = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    home = root / "sample-home"
    with (root / "sample-home.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "knowledge" / "CURRENT").exists():
            done = run_quanquan("ingest", "run", home=home)
            assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return home


@pytest.fixture(scope="session")
def settings(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over the shipped knowledge base, with a state of this worker's own and no rate limit."""
    database = tmp_path_factory.mktemp("state") / "state.db"
    return _settings(home=sample_home, database_url=SecretStr(f"sqlite:///{database}"), rate_limit="off")


def _settings(**values: Any) -> Settings:
    return Settings(**values)


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Iterator[Assistant]:
    """The real assistant over the shipped knowledge base, one for all tests of a worker."""
    from assistant.wiring import build_assistant

    with build_assistant(settings) as built:
        yield built


@pytest.fixture
def client(assistant: Assistant) -> Iterator[TestClient]:
    """A client of the real assistant's service, in process."""
    from starlette.testclient import TestClient

    from assistant.app import create_app

    with TestClient(create_app(assistant)) as connected:
        yield connected


@pytest.fixture(scope="session")
def live_server(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a real server over the shipped knowledge base, one for all tests of a worker."""
    with running_server(sample_home, tmp_path_factory.mktemp("server")) as server:
        yield server.url


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., RunningServer]]:
    """Start servers of a test's own: ``serve(home, QUANQUAN_RATE_LIMIT="5/minute")``; they end with the test."""
    with ExitStack() as servers:

        def start(home: Path, **environment: str) -> RunningServer:
            return servers.enter_context(running_server(home, tmp_path_factory.mktemp("server"), **environment))

        yield start
