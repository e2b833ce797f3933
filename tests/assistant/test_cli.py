"""The command line: lazy, clear in its refusals, and discreet about secrets."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import quanquan_environment, run_quanquan

HEAVY = ("torch", "sentence_transformers", "transformers", "langchain_core")


@pytest.mark.parametrize(
    "code",
    [
        "import assistant.app",
        "import assistant.cli; assistant.cli.main()",
    ],
)
def test_neither_the_service_nor_help_imports_a_model_library(tmp_path: Path, code: str) -> None:
    program = (
        "import atexit, sys; sys.argv = ['quanquan', '--help'];"
        f"atexit.register(lambda: sys.stderr.write(repr([m for m in {HEAVY!r} if m in sys.modules])));"
        f"{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=quanquan_environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "[]")


def test_help_names_own_commands_and_those_of_other_packages(tmp_path: Path) -> None:
    done = run_quanquan("--help", home=tmp_path)
    assert done.returncode == 0
    for command in ("serve", "settings", "admin", "version", "ingest", "eval"):
        assert command in done.stdout


def test_settings_show_meaning_value_and_source_but_no_secret(tmp_path: Path) -> None:
    done = run_quanquan(
        "settings", home=tmp_path, QUANQUAN_PORT="8123", QUANQUAN_DATABASE_URL="postgresql://qq:hunter2@db/qq"
    )
    assert done.returncode == 0
    rows = {line.split()[1]: line for line in done.stdout.splitlines() if "QUANQUAN_" in line}
    assert "8123" in rows["QUANQUAN_PORT"]
    assert "environment" in rows["QUANQUAN_PORT"]
    assert "default" in rows["QUANQUAN_HOST"]
    assert "********" in rows["QUANQUAN_DATABASE_URL"]
    assert "hunter2" not in done.stdout + done.stderr


def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    done = run_quanquan("serve", home=tmp_path, QUANQUAN_PORT="eighty")
    assert done.returncode == 2
    assert "QUANQUAN_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_serving_without_a_knowledge_base_says_what_to_run(tmp_path: Path) -> None:
    done = run_quanquan("serve", home=tmp_path, QUANQUAN_PORT="0")
    assert done.returncode == 1
    assert "quanquan ingest run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_said_before_anything_slow_happens(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run_quanquan("serve", home=tmp_path, QUANQUAN_PORT=str(port))
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "占用" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("host", ["203.0.113.77", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_an_expected_failure(tmp_path: Path, host: str) -> None:
    done = run_quanquan("serve", "--host", host, home=tmp_path, QUANQUAN_PORT="0")
    assert done.returncode == 1
    assert "QUANQUAN_HOST" in done.stderr


def test_a_nonsense_rate_limit_is_an_expected_failure(tmp_path: Path) -> None:
    done = run_quanquan("serve", home=tmp_path, QUANQUAN_PORT="0", QUANQUAN_RATE_LIMIT="often")
    assert done.returncode == 1
    assert "QUANQUAN_RATE_LIMIT" in done.stderr


def test_purge_reports_what_it_deleted(tmp_path: Path) -> None:
    done = run_quanquan("admin", "purge", "--days", "30", home=tmp_path)
    assert done.returncode == 0
    assert "30 天以前的对话：0 轮" in done.stdout


def test_the_version_is_the_installed_one(tmp_path: Path) -> None:
    done = run_quanquan("version", home=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (0, "0.1.0")
