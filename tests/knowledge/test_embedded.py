from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge import parts
from knowledge.embedded import EmbeddedIndex
from knowledge.errors import SnapshotDamaged
from tests.knowledge.small import IDS, build, plain_guide, records_of, sample_records

QUERIES = {
    "身份证丢了咋整": "GA-015",
    "刚出生的娃娃怎么上户口": "GA-001",
    "公积金提取要多久": "GJ-002",
    "想开个小店要办什么照": "SC-002",
    "领结婚证带什么": "MZ-001",
}
FILES = [
    parts.VECTORS,
    parts.PROXIES,
    parts.TEXTS,
    parts.WHOLES,
    parts.FACETS,
    parts.INTENTS,
    parts.PASSAGES,
    parts.FITTED,
    "encoder/modules.json",
    "guides.jsonl",
]


@pytest.mark.parametrize(("query", "item_id"), QUERIES.items())
def test_a_plain_question_finds_its_item_first(small_index: EmbeddedIndex, query: str, item_id: str) -> None:
    found = small_index.search(query)
    assert found.hits[0].item_id == item_id
    assert found.query == query


@pytest.mark.parametrize("slip", ["身分证丢了咋整", "身份證丟了", "身 份 证 丢 了", "ＳＨＥＮ身份证丢了"])
def test_slips_and_other_forms_find_the_same_item(small_index: EmbeddedIndex, slip: str) -> None:
    assert small_index.search(slip).hits[0].item_id == "GA-015"


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40) | st.sampled_from(list(QUERIES)),
    st.integers(-2, 40),
)
@hypothesis_settings(max_examples=60, deadline=None)
def test_hits_are_ordered_unique_and_no_more_than_asked(small_index: EmbeddedIndex, query: str, k: int) -> None:
    found = small_index.search(query, k)
    ids = [hit.item_id for hit in found.hits]
    confidences = [hit.confidence for hit in found.hits]
    assert len(ids) == len(set(ids)) <= max(k, 0)
    assert set(ids) <= set(IDS)
    assert confidences == sorted(confidences, reverse=True)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert all(0 <= confidence <= 1 for confidence in (*confidences, found.scope))


def test_asking_for_more_than_there_is_gives_all(small_index: EmbeddedIndex) -> None:
    assert {hit.item_id for hit in small_index.search("怎么办", 1000).hits} == set(IDS)


@pytest.mark.parametrize("query", ["", " ", "-" * 33, "😀🎉", "？！", "\u200b\U000e0041", "\ud800"])
def test_text_without_words_finds_nothing(small_index: EmbeddedIndex, query: str) -> None:
    found = small_index.search(query)
    assert found.hits == ()
    assert found.scope == 0.0


def test_a_very_long_text_is_answered(small_index: EmbeddedIndex) -> None:
    assert small_index.search("身份证丢了" * 10_000).hits[0].item_id == "GA-015"


def test_many_threads_get_the_same_results(small_folder: Path) -> None:
    index = EmbeddedIndex.load(small_folder)
    alone = {query: index.search(query) for query in QUERIES}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(index.search, list(QUERIES) * 20))
    assert together == list(alone.values()) * 20


def test_a_loaded_index_tells_which_snapshot_it_is(small_index: EmbeddedIndex, small_folder: Path) -> None:
    assert small_index.snapshot_id == small_folder.name
    assert small_index.question_count == len(sample_records().questions)
    assert set(small_index.guides) == set(small_index.items) == set(IDS)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "other"])
def test_a_damaged_file_is_told_as_damage(small_folder: Path, tmp_path: Path, name: str, damage: str) -> None:
    copy = tmp_path / "snapshot"
    shutil.copytree(small_folder, copy)
    file, content = copy / name, (copy / name).read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"empty": b"", "cut": content[: len(content) // 2], "other": b'["other"]'}[damage])
    with pytest.raises(SnapshotDamaged):
        EmbeddedIndex.load(copy)


def test_a_ranker_fitted_on_other_signals_is_refused(small_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "snapshot"
    shutil.copytree(small_folder, copy)
    fitted = json.loads((copy / parts.FITTED).read_text())
    fitted["ranker"]["signals"] = ["something else"]
    (copy / parts.FITTED).write_text(json.dumps(fitted))
    with pytest.raises(SnapshotDamaged):
        EmbeddedIndex.load(copy)


def test_two_guides_are_told_apart_though_every_word_has_a_negative_weight(tmp_path: Path) -> None:
    build(sample_records(["GA-001", "GA-015"]), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    assert index.search("身份证丢了").hits[0].item_id == "GA-015"
    assert index.search("给孩子上户口").hits[0].item_id == "GA-001"
    signals = index.search("身份证丢了").hits[0].signals
    assert all(-1 <= value <= 1.001 for value in signals.values())


def test_the_only_guide_is_not_in_scope_of_everything(tmp_path: Path) -> None:
    build(records_of([plain_guide("AA-001", "居民身份证补领", "身份证丢失后补领新证")]), tmp_path / "snapshot")
    index = EmbeddedIndex.load(tmp_path / "snapshot")
    assert index.search("身份证补领").scope > 0.5 > index.search("今天股票涨了吗").scope
