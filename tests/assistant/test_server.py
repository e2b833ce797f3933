"""The real process: kept turns, orderly ends, hostile connections, live swaps."""

from __future__ import annotations

import json
import random
import shutil
import signal
import socket
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from knowledge.snapshots import SnapshotStore
from tests.assistant.fakes import wait_for
from tests.conftest import RunningServer

pytestmark = pytest.mark.xdist_group("server")


def chat(url: str, text: str, session_id: str | None = None) -> httpx.Response:
    """Ask once."""
    body = {"text": text} | ({"session_id": session_id} if session_id else {})
    return httpx.post(f"{url}/api/v1/chat", json=body, timeout=20)


def test_a_killed_server_has_kept_every_acknowledged_turn(
    sample_home: Path, serve: Callable[..., RunningServer], tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'kept.db'}"
    acknowledged: list[str] = []
    session_id = ""
    dice = random.Random(7)
    for _ in range(3):
        server = serve(sample_home, QUANQUAN_DATABASE_URL=database)
        if session_id:
            assert chat(server.url, "多少钱", session_id).json()["session_id"] == session_id
        enough = threading.Event()

        def ask_until_killed(url: str = server.url, enough: threading.Event = enough) -> None:
            nonlocal session_id
            own: str | None = None
            try:
                while True:
                    reply = chat(url, "身份证丢了", own).json()
                    own = session_id = reply["session_id"]
                    acknowledged.append(reply["reply_id"])
                    if len(acknowledged) % 15 == 0:
                        enough.set()
            except (httpx.TransportError, json.JSONDecodeError):
                return

        clients = [threading.Thread(target=ask_until_killed) for _ in range(4)]
        for client in clients:
            client.start()
        assert enough.wait(60)
        threading.Event().wait(dice.random() * 0.1)
        server.process.send_signal(signal.SIGKILL)
        for client in clients:
            client.join(30)
    connection = sqlite3.connect(tmp_path / "kept.db")
    kept = {row[0] for row in connection.execute("SELECT id FROM turn")}
    connection.close()
    assert len(acknowledged) >= 45
    assert set(acknowledged) <= kept


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_told_to_end_ends_in_order(
    sample_home: Path, serve: Callable[..., RunningServer], number: signal.Signals
) -> None:
    server = serve(sample_home)
    assert chat(server.url, "身份证丢了").status_code == 200
    server.process.send_signal(number)
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.log.read_text()


def test_a_snapshot_published_beside_a_server_under_load_answers_without_a_failed_request(
    sample_home: Path, serve: Callable[..., RunningServer], tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home / "knowledge", home / "knowledge")
    store = SnapshotStore(home / "knowledge")
    server = serve(home)
    statuses: list[int] = []
    done = threading.Event()

    def ask_on() -> None:
        with httpx.Client(base_url=server.url, timeout=20) as client:
            while not done.is_set():
                statuses.append(client.post("/api/v1/chat", json={"text": "身份证丢了咋整"}).status_code)

    clients = [threading.Thread(target=ask_on) for _ in range(2)]
    for client in clients:
        client.start()
    try:
        for _ in range(2):
            new = _republish(store)
            wait_for(partial(_serves, server.url, new), 60)
    finally:
        done.set()
        for client in clients:
            client.join(30)
    assert len(statuses) > 10
    assert set(statuses) == {200}


def _serves(url: str, snapshot_id: str) -> bool:
    return bool(httpx.get(f"{url}/readyz").json()["snapshot"] == snapshot_id)


def _republish(store: SnapshotStore) -> str:
    """Publish the snapshot in force once more, under a new id."""
    current = store.current_id()
    assert current is not None
    facts = store.manifest(current).facts
    with store.begin() as draft:
        shutil.copytree(
            store.folder(current), draft.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("manifest.json")
        )
        return store.publish(draft, facts).id


def test_a_real_megabyte_is_refused_and_the_server_goes_on(live_server: str) -> None:
    large = json.dumps({"text": "长" * 350_000}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    for content in (large, (large[start : start + 65_536] for start in range(0, len(large), 65_536))):
        response = httpx.post(f"{live_server}/api/v1/chat", content=content, headers=headers, timeout=20)
        assert response.status_code == 413
        assert response.json()["error"]["code"] == "payload_too_large"
    assert chat(live_server, "身份证丢了").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
        b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/chat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n",
        b"GET /api/v1/guides/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_broken_connections_leave_the_server_answering(live_server: str, sent: bytes) -> None:
    address = urlsplit(live_server)
    with socket.create_connection((str(address.hostname), int(address.port or 0)), timeout=5) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    assert b" 500 " not in received.split(b"\r\n", 1)[0]
    assert chat(live_server, "身份证丢了").status_code == 200


def test_the_real_page_and_its_modules_are_served(live_server: str) -> None:
    page = httpx.get(live_server)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in page.headers["content-security-policy"]
    assert httpx.head(live_server).status_code == 200
