"""The schema, the group commit, sessions in memory, and forgetting."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError, OperationalError

from assistant.errors import StateUnavailable
from assistant.observability import Metrics
from assistant.pipeline.context import DialogueState
from assistant.state.engine import open_engine
from assistant.state.migrate import migrate
from assistant.state.records import TurnRecord
from assistant.state.repository import StateRepository
from assistant.state.sessions import SESSION_ID, Session, SessionCache, new_session_id
from assistant.state.store import open_state
from assistant.state.tables import Base
from assistant.state.writer import GroupWriter
from tests.coroutines import run_coroutine

NOW = datetime(2026, 4, 15, 9, 30, tzinfo=UTC)


def turn(number: int, session_id: str = "s" * 32, **changes: object) -> TurnRecord:
    """Return the record of a turn."""
    plain = TurnRecord(
        session_id=session_id,
        reply_id=f"{session_id}-{number}",
        seq=number,
        user_text="身份证丢了",
        reply={"text": "40元"},
        outcome="answered",
        item_id="GA-015",
        facet="fee",
        confidence=0.9,
        snapshot_id="one",
        took_ms=1.5,
        at=NOW,
        state={},
        opens_session=number == 1,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'state.db'}"


@pytest.fixture
def repository(url: str) -> Iterator[StateRepository]:
    engine = open_engine(url)
    migrate(engine)
    yield StateRepository(engine)
    engine.dispose()


def test_migrations_go_up_and_down(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == {"alembic_version", *Base.metadata.tables}
    migrate(engine)
    migrate(engine, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrate(engine)
    assert "turn" in inspect(engine).get_table_names()
    engine.dispose()


def test_migrations_make_the_tables_that_the_code_describes(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_processes_that_start_together_migrate_once(url: str) -> None:
    def start(_number: int) -> set[str]:
        engine = open_engine(url)
        migrate(engine)
        tables = set(inspect(engine).get_table_names())
        engine.dispose()
        return tables

    with ThreadPoolExecutor(4) as threads:
        assert all("turn" in tables for tables in threads.map(start, range(4)))


def test_only_the_owner_can_read_transcripts(repository: StateRepository, tmp_path: Path) -> None:
    repository.save_turns([turn(1)])
    for path in tmp_path.glob("state.db*"):
        if not path.name.endswith(".lock"):
            assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name


def test_a_batch_is_saved_whole_or_not_at_all(repository: StateRepository) -> None:
    repository.save_turns([turn(1)])
    with pytest.raises(IntegrityError):
        repository.save_turns([turn(2), turn(2)])
    assert [row.seq for row in repository.turns("s" * 32)] == [1]


def test_a_turn_whose_number_is_taken_gets_the_next_one(repository: StateRepository) -> None:
    repository.save_turns([turn(1), turn(2)])
    repository.save_turn_alone(turn(2, reply_id="elsewhere"))
    assert [(row.seq, row.id) for row in repository.turns("s" * 32)][-1] == (3, "elsewhere")


def test_sql_errors_never_quote_what_was_typed(repository: StateRepository) -> None:
    repository.save_turns([turn(1)])
    with pytest.raises(IntegrityError) as caught:
        repository.save_turns([turn(1, user_text="我的手机13800138000")])
    assert "13800138000" not in str(caught.value)


def test_purge_deletes_what_is_older_and_nothing_else(repository: StateRepository) -> None:
    old, new = NOW - timedelta(days=200), NOW - timedelta(days=10)
    repository.save_turns([turn(1, "a" * 32, at=old), turn(2, "a" * 32, at=old)])
    repository.save_turns([turn(1, "b" * 32, at=old), turn(2, "b" * 32, at=new)])
    assert repository.purge(NOW - timedelta(days=180)) == (3, 1)
    assert repository.turns("a" * 32) == []
    assert [row.seq for row in repository.turns("b" * 32)] == [2]
    assert repository.load_session("a" * 32) is None
    assert repository.purge(NOW - timedelta(days=180)) == (0, 0)


def test_purged_words_are_gone_from_the_file(repository: StateRepository, tmp_path: Path) -> None:
    repository.save_turns([turn(1, user_text="very-private-words " * 50)])
    repository.purge(NOW + timedelta(days=1))
    repository.close()
    with sqlite3.connect(tmp_path / "state.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    assert b"very-private-words" not in (tmp_path / "state.db").read_bytes()


def test_turns_that_wait_are_saved_by_one_commit() -> None:
    batches: list[int] = []
    first_commit, go_on = threading.Event(), threading.Event()

    def save(turns: Sequence[TurnRecord]) -> None:
        batches.append(len(turns))
        first_commit.set()
        assert go_on.wait(20)

    writer = GroupWriter(save, lambda _turn: None)
    futures = [writer.submit(turn(1))]
    assert first_commit.wait(20)
    futures += [writer.submit(turn(number)) for number in range(2, 12)]
    assert not any(future.done() for future in futures)
    go_on.set()
    for future in futures:
        future.result(20)
    writer.close()
    assert batches == [1, 10]


def test_turns_of_one_round_of_the_event_loop_are_saved_by_one_commit() -> None:
    batches: list[int] = []
    writer = GroupWriter(lambda turns: batches.append(len(turns)), lambda _turn: None)

    async def save(number: int) -> None:
        await writer.submit_from_loop(turn(number))

    async def save_all() -> None:
        await asyncio.gather(*(save(number) for number in range(1, 11)))
        await save(11)

    run_coroutine(save_all())
    writer.close()
    assert batches == [10, 1]


def test_a_turn_given_up_before_its_commit_is_not_saved() -> None:
    batches: list[list[int]] = []
    writer = GroupWriter(lambda turns: batches.append([one.seq for one in turns]), lambda _turn: None)

    async def save_two() -> None:
        given_up, kept = writer.submit_from_loop(turn(1)), writer.submit_from_loop(turn(2))
        given_up.cancel()
        await kept

    run_coroutine(save_two())
    writer.close()
    assert batches == [[2]]


def test_an_event_loop_that_has_ended_does_not_hurt_the_writer() -> None:
    saved: list[int] = []
    go_on = threading.Event()

    def save(turns: Sequence[TurnRecord]) -> None:
        assert go_on.wait(20)
        saved.extend(one.seq for one in turns)

    writer = GroupWriter(save, lambda _turn: None)

    async def leave() -> None:
        writer.submit_from_loop(turn(1))
        await asyncio.sleep(0)

    run_coroutine(leave())
    go_on.set()
    writer.submit(turn(2)).result(20)
    writer.close()
    assert saved[-1] == 2


def test_one_bad_turn_does_not_take_its_neighbours_with_it() -> None:
    saved: list[int] = []

    def save_alone(one: TurnRecord) -> None:
        if one.seq == 2:
            raise IntegrityError("insert", None, Exception())
        saved.append(one.seq)

    def save_together(turns: Sequence[TurnRecord]) -> None:
        raise IntegrityError("insert", None, Exception())

    writer = GroupWriter(save_together, save_alone)
    futures = [writer.submit(turn(number)) for number in (1, 2, 3)]
    futures[0].result(20)
    with pytest.raises(StateUnavailable):
        futures[1].result(20)
    futures[2].result(20)
    writer.close()
    assert saved == [1, 3]


@pytest.mark.parametrize("error", [OperationalError("insert", None, Exception("disk full")), TypeError("a bug")])
def test_the_writer_outlives_every_failure(error: Exception) -> None:
    failures = [error, None]

    def save(_turns: Sequence[TurnRecord]) -> None:
        failure = failures.pop(0)
        if failure is not None:
            raise failure

    failed: list[int] = []
    writer = GroupWriter(save, lambda _turn: None, failed=failed.append)
    with pytest.raises(StateUnavailable):
        writer.submit(turn(1)).result(20)
    writer.submit(turn(2)).result(20)
    writer.close()
    assert failed == [1]


def test_a_full_queue_says_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.state.writer.MAX_WAITING", 2)
    go_on, busy = threading.Event(), threading.Event()

    def save(_turns: Sequence[TurnRecord]) -> None:
        busy.set()
        assert go_on.wait(20)

    writer = GroupWriter(save, lambda _turn: None)
    writer.submit(turn(1))
    assert busy.wait(20)
    writer.submit(turn(2))
    writer.submit(turn(3))
    with pytest.raises(StateUnavailable):
        writer.submit(turn(4))
    go_on.set()
    writer.close()


def test_closing_saves_what_waits_and_then_takes_no_more() -> None:
    saved: list[int] = []
    writer = GroupWriter(lambda turns: saved.extend(one.seq for one in turns), lambda _turn: None)
    for number in range(1, 50):
        writer.submit(turn(number))
    writer.close()
    assert saved == list(range(1, 50))
    with pytest.raises(StateUnavailable):
        writer.submit(turn(50))


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateUnavailable, match="打不开数据库 sqlite:///.*file/state.db.*QUANQUAN_HOME"):
        open_state(f"sqlite:///{tmp_path / 'file' / 'state.db'}", Metrics())
    with pytest.raises(StateUnavailable, match="打不开数据库（地址写法不对）"):
        open_state("no address", Metrics())


def test_the_least_recently_used_session_leaves_memory_first() -> None:
    cache = SessionCache(size=2)
    first, second, third = (Session(name, DialogueState()) for name in ("1", "2", "3"))
    cache.keep(first)
    cache.keep(second)
    assert cache.get("1") is first
    cache.keep(third)
    assert cache.get("2") is None
    assert cache.get("1") is first
    assert len(cache) == 2


def test_two_readers_of_one_session_share_one_object() -> None:
    cache = SessionCache()
    first = cache.keep(Session("1", DialogueState()))
    assert cache.keep(Session("1", DialogueState())) is first


def test_session_ids_are_well_formed_and_never_repeat() -> None:
    made = {new_session_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(SESSION_ID.fullmatch(session_id) for session_id in made)
    assert min(map(len, made)) * 6 >= 128


def test_readiness_leaves_no_trace(url: str) -> None:
    state = open_state(url, Metrics())
    assert state.is_writable()
    assert state.is_writable()
    assert state.load("readiness") is None
    state.close()
