"""``quanquan benefits`` over a town: what an operator types and reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.accounts.repository import AccountRepository
from assistant.benefits import cli
from knowledge.errors import QuanquanError
from tests.assistant.benefits.world import Site, World

Typed = Callable[..., Any]


@pytest.fixture
def typed(site: Site, world: World, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Run a command over the town, whose accounts are those of the site."""
    assert site

    @contextmanager
    def opened() -> Iterator[tuple[Any, Any]]:
        yield world.benefits, AccountRepository(world.engine)

    monkeypatch.setattr(cli, "_opened", opened)

    def run(*words: str) -> Any:
        done = CliRunner(env={"COLUMNS": "200"}).invoke(cli.app, list(words))
        if isinstance(done.exception, QuanquanError):
            raise done.exception
        return done

    return run


def test_a_run_from_list_to_file(typed: Typed, world: World, tmp_path: Path) -> None:
    made = typed("run", "P2-3", "--as", "agent", "--budget", "70000.00")
    assert made.exit_code == 0, made.output
    assert "兑付 7 家，70000.00 元；候补 1 家" in made.output
    again = typed("run", "P2-3", "--as", "agent", "--budget", "70000.00")
    assert "就是这一次" in again.output
    run_id = world.benefits.runs.all(world.agent).runs[0].id
    assert run_id in typed("list", "--as", "agent").output
    typed("publish", run_id, "--as", "agent")
    world.clock.forward(days=8)
    typed("approve", run_id, "--as", "admin")
    written = typed("file", run_id, str(tmp_path / "out.csv"), "--as", "agent")
    assert "7 家，70000.00 元" in written.output
    first = (tmp_path / "out.csv").read_bytes()
    typed("file", run_id, str(tmp_path / "out.csv"), "--as", "agent")
    assert (tmp_path / "out.csv").read_bytes() == first
    assert "完全相同" in typed("replay", run_id).output


@pytest.mark.parametrize("name", ["nobody", "owner", "tester"])
def test_only_an_account_of_the_staff_answers_for_a_run(typed: Typed, name: str) -> None:
    with pytest.raises(QuanquanError, match="工作人员账号"):
        typed("run", "P2-3", "--as", name)


def test_what_is_typed_wrong_is_told_in_a_sentence(typed: Typed) -> None:
    for words in (("run", "P2-3", "--period", "26"), ("run", "P9-9"), ("publish", "0" * 32), ("push", "P3-1")):
        with pytest.raises(QuanquanError):
            typed(*words, "--as", "agent")


def test_a_file_of_companies_is_checked(typed: Typed, world: World, tmp_path: Path) -> None:
    codes = [portrait.credit_code for portrait in world.portraits]
    (world.home / "credit").mkdir()
    (world.home / "credit" / "失信.txt").write_text(f"{codes[0]}\n", encoding="utf-8")
    (tmp_path / "asked.csv").write_text("\n".join(["credit_code", *codes]), encoding="utf-8")
    shown = typed("credit-check", str(tmp_path / "asked.csv")).output
    assert f"{codes[0]}  失信" in shown
    assert "审核 8 家，在名单上 1 家，代码不对 1 行" in shown


def test_a_push_tells_how_many(typed: Typed) -> None:
    assert "8 家符合，8 家已推送" in typed("push", "P1-2", "--as", "agent").output
