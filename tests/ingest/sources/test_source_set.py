"""Several sources as one: what fails in one is a line, and takes nothing from the others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from ingest.problems import RejectedFile
from ingest.sources.config_file import parse_config
from ingest.sources.opening import Opening
from ingest.sources.patience import Patience
from ingest.sources.source_set import SourceSet
from knowledge.errors import NotFound
from knowledge.progress import SilentProgress
from tests.ingest.conftest import make_source
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, Reply
from tests.ingest.sources.sources import guides, json_reply


@pytest.fixture
def both(tmp_path: Path, server: FaultyServer, clock: FakeClock) -> SourceSet:
    """Two folders and a feed."""
    make_source(tmp_path / "one", ("GA-001",))
    make_source(tmp_path / "two", ("GA-001", "GA-011"))
    feed = {"kind": "feed", "name": "portal", "url": f"{server.url}/guides", "id": "code", "networks": ["127.0.0.1/32"]}
    folders = [{"kind": "folder", "name": name, "path": name} for name in ("one", "two")]
    config = parse_config(yaml.safe_dump({"contact": "a@b.cn", "sources": [*folders, feed]}).encode())
    server.routes["/guides"] = json_reply(guides(2))
    return Opening(tmp_path, tmp_path, lambda name: None, clock, patience=Patience(tries=1)).open(config)


def test_files_of_all_sources_bear_their_source_and_never_collide(both: SourceSet) -> None:
    both.refresh(SilentProgress())
    names = [file.name for file in both.files()]
    assert {"one/guides/GA-001.json", "two/guides/GA-001.json", "portal/guides/GA-001.json"} <= set(names)
    assert names == sorted(set(names))
    assert (both.problems, both.held) == ((), frozenset())
    assert [folder.name for folder in both.folders] == ["one", "two"]


def test_a_folder_that_is_not_there_is_one_line_and_is_held(both: SourceSet, tmp_path: Path) -> None:
    both.refresh(SilentProgress())
    shutil.rmtree(tmp_path / "two")
    names = [file.name for file in both.files()]
    assert both.held == {"two"}
    assert [problem.file for problem in both.problems] == ["two"]
    assert "以前发布的内容保持不变" in both.problems[0].reason
    assert any(name.startswith("portal/") for name in names)
    assert any(name.startswith("one/") for name in names)


def test_a_feed_that_was_never_had_is_held_and_the_folders_are_read(both: SourceSet, server: FaultyServer) -> None:
    server.routes["/guides"] = Reply(status=500)
    (report,) = both.refresh(SilentProgress())
    assert (report.source, report.outcome) == ("portal", "failed")
    assert len(both.files()) > 0
    assert both.held == {"portal"}


def test_a_bad_file_is_told_under_its_whole_name(both: SourceSet, tmp_path: Path) -> None:
    path = tmp_path / "one" / "guides" / "GA-001.json"
    path.unlink()
    path.symlink_to("/etc/hostname")
    bad = next(file for file in both.files() if file.name == "one/guides/GA-001.json")
    with pytest.raises(RejectedFile) as found:
        bad.read()
    assert found.value.problem.file == "one/guides/GA-001.json"


def test_only_the_named_source_is_fetched(both: SourceSet, server: FaultyServer) -> None:
    assert both.refresh(SilentProgress(), ["one"]) == ()
    assert server.seen == []
    with pytest.raises(NotFound, match="没有叫“three”的来源，有：one、two、portal"):
        both.refresh(SilentProgress(), ["three"])
