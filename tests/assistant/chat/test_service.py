"""Turns: saved before they are acknowledged, or not acknowledged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant.app import create_app
from assistant.errors import InvalidRequest, StateUnavailable
from assistant.pipeline.context import TurnInput
from knowledge.errors import SnapshotUnavailable
from tests.assistant.fakes import Bench
from tests.assistant.test_app import assert_error

CHAT = "/api/v1/chat"


def test_a_turn_is_on_disk_when_its_reply_arrives(http: TestClient, bench: Bench) -> None:
    reply = http.post(CHAT, json={"text": "身份证丢了要多少钱"}).json()
    with sqlite3.connect(bench.database) as database:
        rows = database.execute("SELECT id, session_id, seq, user_text, outcome, item_id, snapshot_id FROM turn")
        assert rows.fetchall() == [
            (
                reply["reply_id"],
                reply["session_id"],
                1,
                "身份证丢了要多少钱",
                "answered",
                "GA-015",
                bench.store.current_id(),
            )
        ]
    database.close()


def test_a_saved_turn_holds_the_whole_reply_but_the_card(bench: Bench) -> None:
    reply = bench.assistant.ask("身份证丢了")
    [turn] = bench.assistant.state.repository.turns(reply.session_id)
    assert turn.reply == reply.model_dump(mode="json", exclude={"card"})
    assert turn.at.tzinfo is not None


def test_a_conversation_goes_on_after_a_restart(make_bench: Callable[..., Bench]) -> None:
    before = make_bench()
    first = before.assistant.ask("身份证丢了")
    before.assistant.close()
    after = make_bench()
    second = after.assistant.ask("多少钱", session_id=first.session_id)
    assert second.session_id == first.session_id
    assert after.engine.seen[0].state.item_id == "GA-015"
    assert [turn.seq for turn in after.assistant.state.repository.turns(first.session_id)] == [1, 2]


def test_a_dialogue_state_of_another_version_begins_anew(make_bench: Callable[..., Bench]) -> None:
    before = make_bench()
    first = before.assistant.ask("身份证丢了")
    before.assistant.close()
    with sqlite3.connect(before.database) as database:
        database.execute("UPDATE session SET state = '[1, 2]'")
    database.close()
    after = make_bench()
    assert after.assistant.ask("多少钱", session_id=first.session_id).session_id == first.session_id
    assert after.engine.seen[0].state.item_id is None


def test_in_process_and_http_share_their_checks(bench: Bench) -> None:
    with pytest.raises(InvalidRequest, match="请先写下"):
        bench.assistant.ask("  ")
    with pytest.raises(InvalidRequest, match="会话编号"):
        bench.assistant.ask("a", session_id="no")
    with pytest.raises(InvalidRequest):
        bench.assistant.search("\x00")
    assert bench.assistant.search("身份证").hits[0].item_id == "GA-015"


def test_without_a_snapshot_asking_raises(make_bench: Callable[..., Bench]) -> None:
    with pytest.raises(SnapshotUnavailable):
        make_bench(published=False).assistant.ask("身份证丢了")


def test_turns_of_one_session_from_many_threads_keep_their_order(bench: Bench) -> None:
    session_id = bench.assistant.ask("begin").session_id
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda n: bench.assistant.ask(f"turn {n}", session_id=session_id), range(40)))
    assert {reply.session_id for reply in replies} == {session_id}
    turns = bench.assistant.state.repository.turns(session_id)
    assert [turn.seq for turn in turns] == list(range(1, 42))
    assert len({turn.id for turn in turns}) == 41


def test_a_turn_that_cannot_be_saved_is_not_acknowledged(
    make_bench: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.state.engine.BUSY_SECONDS", 0.05)
    bench = make_bench()
    with TestClient(create_app(bench.assistant)) as http:
        first = http.post(CHAT, json={"text": "身份证丢了"}).json()
        other = sqlite3.connect(bench.database, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        refused = http.post(CHAT, json={"text": "多少钱", "session_id": first["session_id"]})
        assert "12345" in assert_error(refused, 503, "state_unavailable")
        assert refused.headers["retry-after"] == "5"
        assert http.get("/readyz").status_code == 503
        assert http.get("/healthz").status_code == 200
        other.execute("ROLLBACK")
        other.close()
        again = http.post(CHAT, json={"text": "多少钱", "session_id": first["session_id"]})
        assert again.json()["session_id"] == first["session_id"]
        assert "quanquan_write_failures_total 1.0" in http.get("/metrics").text
    turns = bench.assistant.state.repository.turns(first["session_id"])
    assert [(turn.seq, turn.user_text) for turn in turns] == [(1, "身份证丢了"), (2, "多少钱")]


def test_a_session_deleted_meanwhile_is_saved_anew(bench: Bench) -> None:
    first = bench.assistant.ask("身份证丢了")
    with sqlite3.connect(bench.database) as database:
        database.execute("DELETE FROM turn")
        database.execute("DELETE FROM session")
    database.close()
    second = bench.assistant.ask("多少钱", session_id=first.session_id)
    assert [turn.id for turn in bench.assistant.state.repository.turns(first.session_id)] == [second.reply_id]


def test_a_failing_engine_leaves_the_session_as_it_was(make_bench: Callable[..., Bench]) -> None:
    faults = iter([False, True, False])

    def fail_once(_turn: TurnInput) -> None:
        if next(faults):
            raise RuntimeError

    bench = make_bench(before=fail_once)
    first = bench.assistant.ask("身份证丢了")
    with pytest.raises(RuntimeError):
        bench.assistant.ask("多少钱", session_id=first.session_id)
    bench.assistant.ask("多少钱", session_id=first.session_id)
    assert [turn.seq for turn in bench.assistant.state.repository.turns(first.session_id)] == [1, 2]


def test_a_database_that_cannot_be_opened_is_an_expected_failure(
    make_bench: Callable[..., Bench], tmp_path: Path
) -> None:
    (tmp_path / "state.db").write_bytes(b"this is not a database" * 100)
    with pytest.raises(StateUnavailable):
        make_bench()
