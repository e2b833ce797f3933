"""A whole run over network sources: published with their addresses, and kept when the network is not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.report import RunReport
from ingest.run import run_ingest
from ingest.sources.config_file import parse_config
from ingest.sources.opening import Opening
from ingest.sources.patience import Patience
from ingest.sources.source_set import SourceSet
from knowledge.progress import SilentProgress
from knowledge.records import KnowledgeRecords
from knowledge.settings import Settings
from knowledge.snapshots import SnapshotStore
from tests.ingest.conftest import IDS, StandInBuilder, make_source, read_guide
from tests.ingest.sources.faulty_server import FakeClock, FaultyServer, Reply
from tests.ingest.sources.sources import json_reply


@pytest.fixture
def records(tmp_path: Path) -> list[dict[str, Any]]:
    """Guides in our own format, as a portal gives them."""
    folder = make_source(tmp_path / "portal")
    return [read_guide(folder, item_id) | {"related": []} for item_id in IDS]


@pytest.fixture
def sources(tmp_path: Path, server: FaultyServer, clock: FakeClock, records: list[dict[str, Any]]) -> SourceSet:
    """A folder of one guide, and a feed of the others."""
    make_source(tmp_path / "own", IDS[:1])
    feed = {"kind": "feed", "name": "portal", "url": f"{server.url}/guides", "networks": ["127.0.0.1/32"]}
    folder = {"kind": "folder", "name": "own", "path": "own"}
    server.routes["/guides"] = json_reply(records[1:])
    config = parse_config(yaml.safe_dump({"contact": "a@b.cn", "sources": [folder, feed]}).encode())
    return Opening(tmp_path, tmp_path, lambda name: None, clock, patience=Patience(tries=1)).open(config)


def ingest(sources: SourceSet, home: Path) -> tuple[RunReport, KnowledgeRecords]:
    """Refresh, run, and read what is in force."""
    sources.refresh(SilentProgress())
    store = SnapshotStore(home / "knowledge")
    progress, build = SilentProgress(), StandInBuilder()
    report = run_ingest(sources, store, settings=Settings(), progress=progress, build=build)
    current = store.current_id()
    assert current is not None
    return report, KnowledgeRecords.read(store.folder(current))


def test_a_guide_from_a_feed_is_published_with_its_address(
    sources: SourceSet, tmp_path: Path, server: FaultyServer
) -> None:
    report, published = ingest(sources, tmp_path)
    assert report.outcome == "published"
    assert [guide.id for guide in published.guides] == list(IDS)
    origins = {origin.record_id: (origin.file, origin.url) for origin in published.origins}
    assert origins["GA-011"] == ("portal/guides/GA-011.json", f"{server.url}/guides")
    assert origins["GA-001"] == ("own/guides/GA-001.json", "")


def test_without_network_and_mirror_nothing_is_withdrawn(
    sources: SourceSet, tmp_path: Path, server: FaultyServer
) -> None:
    ingest(sources, tmp_path)
    shutil.rmtree(tmp_path / "ingest")
    server.routes["/guides"] = Reply(status=500)
    report, published = ingest(sources, tmp_path)
    assert [guide.id for guide in published.guides] == list(IDS)
    assert any(problem.file == "portal" and "这个来源没有抓到" in problem.reason for problem in report.problems)


def test_a_changed_and_a_withdrawn_record_arrive(
    sources: SourceSet, tmp_path: Path, server: FaultyServer, clock: FakeClock, records: list[dict[str, Any]]
) -> None:
    ingest(sources, tmp_path)
    clock.pass_by(days=1)
    server.routes["/guides"] = json_reply([records[1] | {"summary": "改过的说明"}, *records[2:4]])
    report, published = ingest(sources, tmp_path)
    assert (report.changes.updated, report.changes.withdrawn) == (("GA-011",), (IDS[4],))
    assert {guide.id: guide.summary for guide in published.guides}["GA-011"] == "改过的说明"


def test_a_record_that_breaks_the_format_keeps_its_earlier_version(
    sources: SourceSet, tmp_path: Path, server: FaultyServer, clock: FakeClock, records: list[dict[str, Any]]
) -> None:
    ingest(sources, tmp_path)
    clock.pass_by(days=1)
    text = json.dumps([records[1] | {"promised_days": "很快"}, *records[2:]], ensure_ascii=False)
    server.routes["/guides"] = Reply(text.replace('"id": "JY-001"', '"id": "JY-001", "id": "JY-001"').encode())
    report, published = ingest(sources, tmp_path)
    assert [guide.id for guide in published.guides] == list(IDS)
    assert {problem.file for problem in report.rejected} == {"portal/guides/GA-011.json", "portal/guides/JY-001.json"}
    assert all(problem.kept for problem in report.rejected)
