"""The parts of the bench that need no running product."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench.evaluate import chosen
from eval.bench.peers import PEERS
from eval.bench.probes import PROBES
from eval.bench.processes import command, ingest_into, resident_mib
from eval.errors import BadInput, TargetUnreachable
from eval.progress import bar, silent
from knowledge.models import Question
from knowledge.records import KnowledgeRecords

RECORDS = KnowledgeRecords(
    questions=tuple(
        Question(item_id=item_id, facet="general", text=text)
        for item_id, text in (
            ("GA-001", "身份证丢了怎么补办"),
            ("GA-001", "身份证不见了"),
            ("GA-020", "我想办护照出国"),
            ("GA-024", "驾驶证到期换证"),
        )
    )
)


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_ranks_each_item_once_best_first(name: str) -> None:
    peer = PEERS[name](RECORDS)
    assert list(peer.search("护照怎么办", 1)) == ["GA-020"]
    ranked = list(peer.search("身份证丢了", 6))
    assert ranked[0] == "GA-001"
    assert sorted(ranked) == ["GA-001", "GA-020", "GA-024"]


def test_probes_run_in_their_own_order_and_all_by_default() -> None:
    assert chosen(()) == tuple(PROBES)
    assert chosen(("http", "search")) == ("search", "http")


def test_an_unknown_probe_names_those_there_are() -> None:
    with pytest.raises(BadInput, match="ingest"):
        chosen(("speed",))


def test_a_process_gets_its_settings_and_no_rate_limit(tmp_path: Path) -> None:
    line = command(["serve"], tmp_path / "a b", PORT="0")
    reads = "import os; import sys; sys.stdout.write(os.environ['QUANQUAN_HOME'] + os.environ['QUANQUAN_RATE_LIMIT'])"
    shown = subprocess.run(
        [*line[: line.index(sys.executable) + 1], "-c", reads], capture_output=True, text=True, check=True
    )
    assert shown.stdout == f"{tmp_path / 'a b'}off"


def test_an_ingest_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    (tmp_path / "knowledge").write_text("a file where a folder is wanted")
    with pytest.raises(TargetUnreachable, match=r"ingest ends with \d+: \S"):
        ingest_into(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell memory by process")
def test_resident_memory_is_told_in_mib() -> None:
    mib = resident_mib(os.getpid())
    assert mib is not None
    assert 5 < mib < 50_000


def test_memory_of_a_process_that_is_gone_is_unknown() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert resident_mib(process.pid) is None


@pytest.mark.parametrize("track", [bar, silent])
def test_progress_gives_back_all_work_in_order(track: object) -> None:
    assert list(track(["a", "b"], "work")) == ["a", "b"]  # type: ignore[operator]
