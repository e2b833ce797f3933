"""``quanquan ingest sources`` as an operator runs it, and a fetch that is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from ingest.sources.cli import NOT_ALL, app
from tests.ingest.conftest import make_source
from tests.ingest.sources.faulty_server import FaultyServer, Reply, Seen, page
from tests.ingest.sources.sources import guides, json_reply

LIBRARY = "<a href='/doc/1.html'>关于印发办法的通知</a><a href='/doc/2.html'>二</a><a href='/about'>三</a>"


@pytest.fixture
def home(tmp_path: Path, server: FaultyServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A HOME with a folder, a feed and a site, all in order."""
    make_source(tmp_path / "own", ("GA-001",))
    local = {"networks": ["127.0.0.1/32"], "delay_seconds": 0}
    links = {"url": f"{server.url}/list", "links": "/doc/"}
    configuration: dict[str, Any] = {
        "contact": "it@example.gov.cn",
        "sources": [
            {"kind": "folder", "name": "own", "path": "own"},
            {"kind": "feed", "name": "portal", "url": f"{server.url}/guides", "id": "code", **local},
            {"kind": "site", "name": "library", "lists": [links], **local},
        ],
    }
    (tmp_path / "sources.yaml").write_text(yaml.safe_dump(configuration))
    server.routes |= {"/guides": json_reply(guides(2)), "/list": page(LIBRARY)}
    server.routes |= {"/doc/1.html": page("一"), "/doc/2.html": page("二")}
    monkeypatch.setenv("QUANQUAN_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("QUANQUAN_SOURCES", raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_check_tries_every_source_and_keeps_nothing(home: Path) -> None:
    done = run("check")
    assert done.exit_code == 0, done.output
    assert "✓ own：文件夹里有 3 个可用的文件，0 个不认识的" in done.output
    assert "✓ portal：127.0.0.1 的地址是 127.0.0.1，可以访问" in done.output
    assert "✓ portal：第一页有 2 条记录" in done.output
    assert "✓ portal：2 条有编号（code），如 GA-001、GA-002" in done.output
    assert "有 3 个链接，其中 2 个是文件，如“关于印发办法的通知”" in done.output
    assert not (home / "ingest").exists()


def test_check_says_what_is_wrong_with_each_source(home: Path, server: FaultyServer) -> None:
    server.routes |= {"/guides": json_reply([{"id": 1}, {"id": 2}]), "/list": Reply(status=403)}
    done = run("check")
    assert done.exit_code == NOT_ALL
    assert "✗ portal：0 条有编号（code）" in done.output
    assert "网站不允许访问（403）" in done.output
    assert "✓ own" in done.output


def test_fetch_then_list_tell_what_there_is(home: Path, server: FaultyServer) -> None:
    done = run("fetch")
    assert done.exit_code == 0, done.output
    assert "portal：完整。共 2 个文件" in done.output
    assert "library：完整。共 2 个文件" in done.output
    before = len(server.seen)
    listed = run("list")
    assert listed.exit_code == 0
    assert listed.output.count("刚刚") == 2
    assert len(server.seen) == before


def test_a_source_that_is_down_makes_the_exit_code_and_not_the_others_fail(home: Path, server: FaultyServer) -> None:
    server.routes["/guides"] = Reply(status=404)
    done = run("fetch", "--json")
    assert done.exit_code == NOT_ALL
    reports = {report["source"]: report["outcome"] for report in json.loads(done.stdout)}
    assert reports == {"portal": "failed", "library": "complete"}
    assert "这个来源没有抓到：第 1 页：网页不存在（404）；以前发布的内容保持不变" in run("list").output


def test_one_source_may_be_fetched_alone(home: Path, server: FaultyServer) -> None:
    assert run("fetch", "library").exit_code == 0
    assert "/guides" not in server.paths
    done = run("fetch", "nobody")
    assert done.exit_code == NOT_ALL
    assert "没有叫“nobody”的来源" in done.output


@pytest.mark.parametrize(("option", "told"), [("missing.yaml", "读不到来源配置"), ("own", "资料文件夹不需要抓取")])
def test_a_configuration_that_is_none_is_told(home: Path, option: str, told: str) -> None:
    for command in ("check", "fetch", "list"):
        done = run(command, "--config", str(home / option))
        assert done.exit_code == NOT_ALL
        assert told in done.output


def test_a_fetch_that_is_killed_is_gone_on_with(home: Path, server: FaultyServer) -> None:
    """kill -9 in the middle of a page: no lock stays, nothing is half written, nothing is fetched twice."""
    children: list[subprocess.Popen[bytes]] = []

    def kill(seen: Seen) -> Reply:
        os.kill(children[0].pid, signal.SIGKILL)
        return page("never arrives")

    server.routes["/doc/2.html"] = kill
    command = [sys.executable, "-c", "from ingest.sources.cli import app; app()", "fetch", "library"]
    children.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    assert children[0].wait(120) == -signal.SIGKILL
    before = len(server.paths)
    server.routes["/doc/2.html"] = page("二")
    done = run("fetch", "library")
    assert done.exit_code == 0, done.output
    assert server.paths[before:] == ["/doc/2.html"]
