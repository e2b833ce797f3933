"""The parts of the bench that need no running product."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.bench.budgets import BUDGETS, budget_table
from eval.bench.corpus import Corpus
from eval.bench.evaluate import chosen
from eval.bench.load import load
from eval.bench.peers import PEERS
from eval.bench.probes import PROBES
from eval.bench.processes import command, echoing, ingest_into, resident_mib
from eval.errors import BadInput, TargetUnreachable
from eval.progress import bar, silent
from eval.report import Figure
from knowledge.dense import Vectors
from knowledge.snapshots import SnapshotStore

TEXTS = ("身份证丢了怎么补办", "身份证不见了", "我想办护照出国", "驾驶证到期换证")
ITEMS = ("GA-001", "GA-001", "GA-020", "GA-024")


class ByCharacter:
    """An encoder whose vectors count characters: alike texts have alike vectors."""

    def encode(self, normalised: Sequence[str]) -> Vectors:
        alphabet = sorted(set("".join(TEXTS)))
        counts = np.array([[line.count(character) for character in alphabet] for line in normalised], dtype=np.float32)
        return np.asarray(counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9), dtype=np.float32)


CORPUS = Corpus(TEXTS, ITEMS, ByCharacter().encode(TEXTS), ByCharacter())


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_ranks_each_item_once_best_first(name: str) -> None:
    peer = PEERS[name].build(CORPUS)
    assert list(peer.search("护照怎么办", 1)) == ["GA-020"]
    ranked = list(peer.search("身份证丢了", 6))
    assert ranked[0] == "GA-001"
    assert sorted(ranked) == ["GA-001", "GA-020", "GA-024"]


def test_the_corpus_of_a_snapshot_leads_each_text_to_the_item_it_stands_for(sample_home: Path) -> None:
    store = SnapshotStore(sample_home / "knowledge")
    snapshot_id = store.current_id()
    assert snapshot_id is not None
    corpus = Corpus.of_snapshot(store.folder(snapshot_id))
    assert len(corpus.texts) == len(corpus.item_ids) == len(corpus.vectors)
    place = corpus.texts.index("居民身份证补领(丢失)")
    assert corpus.item_ids[place] == "GA-015"
    assert float(corpus.encoded("居民身份证补领（丢失）") @ corpus.vectors[place]) == pytest.approx(1, abs=1e-3)


def test_the_load_sends_every_body_once_and_gets_it_back() -> None:
    bodies = [f'{{"text": "第{number}句"}}'.encode() for number in range(200)]
    with echoing() as server:
        loaded = load(server.host, server.port, "/echo", bodies)
    assert len(loaded.elapsed_ms) == 200
    assert loaded.per_second > 0


def test_a_load_that_is_refused_says_so() -> None:
    with echoing() as server, pytest.raises(TargetUnreachable, match="422"):
        load(server.host, server.port, "/echo", [b"no JSON"])
    with pytest.raises(TargetUnreachable, match="takes no connection"):
        load(server.host, server.port, "/echo", [b"{}"])


def test_budgets_are_judged_by_what_was_measured_only() -> None:
    figures = {
        "search_p50_ms": Figure(2.0, 10, "ms"),
        "turns_per_echo": Figure(0.1, 10, "score"),
        "edit_s": Figure(None, 0),
    }
    rows = {str(row[0]): row[-1] for row in budget_table(figures).rows}
    assert rows == {"hybrid search, p50": "kept", BUDGETS[3].work: "missed"}


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
