"""Searches over guides, broad wishes and policy files together, alone and within a conversation."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.embedded import EmbeddedIndex
from knowledge.errors import SnapshotDamaged
from knowledge.parts import IndexParts
from knowledge.ports import SearchResult
from knowledge.ranker import KINDS, Kind
from knowledge.records import PASSAGES, TOPICS, KnowledgeRecords
from tests.knowledge.small import IDS

CARD, WEDDING, FUND, BIRTH = "GA-015", "MZ-001", "GJ-002", "GA-001"
TALKS = st.lists(st.sampled_from([*IDS, "ZZ-999", ""]), max_size=8)


def likeliest(found: SearchResult) -> Kind:
    return max(found.kinds, key=found.kinds.__getitem__)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("身份证丢了咋整", "item"),
        ("公积金提取要多久", "item"),
        ("刚生了孩子", "topic"),
        ("孩子出生要办什么", "topic"),
        ("首次上规入库奖励多少钱", "policy"),
        ("今天股票涨了吗", "foreign"),
    ],
)
def test_what_kind_of_thing_is_asked_is_told(rich_index: EmbeddedIndex, query: str, kind: Kind) -> None:
    assert likeliest(rich_index.search(query)) == kind


def test_a_broad_wish_names_its_topic_and_its_choices_are_published(rich_index: EmbeddedIndex) -> None:
    (topic,) = rich_index.search("刚生了孩子").topics
    assert topic.name == "生了孩子"
    assert {choice.item_id for choice in topic.choices} <= set(rich_index.guides)


def test_hits_are_guides_and_never_topics(rich_index: EmbeddedIndex) -> None:
    assert {hit.item_id for hit in rich_index.search("刚生了孩子", 100).hits} == set(IDS)


@pytest.mark.parametrize(("query", "spoken"), [("", ()), ("身份证丢了", ()), ("身" * 3000, (CARD,)), ("😀？", (CARD,))])
def test_chances_of_the_kinds_sum_to_one(rich_index: EmbeddedIndex, query: str, spoken: tuple[str, ...]) -> None:
    found = rich_index.search(query, context=spoken)
    assert tuple(found.kinds) == KINDS
    assert sum(found.kinds.values()) == pytest.approx(1)
    assert found.scope == pytest.approx(1 - found.kinds["missing"] - found.kinds["foreign"])


@pytest.mark.parametrize("query", ["shenfenzheng diu le", "shen fen zheng diu le", "ShenFenZheng diule"])
def test_what_is_typed_in_pinyin_finds_its_item(rich_index: EmbeddedIndex, query: str) -> None:
    assert rich_index.search(query).hits[0].item_id == CARD


@pytest.mark.parametrize("query", ["多少钱", "要带什么", "那要去哪里办", "几天能好"])
@pytest.mark.parametrize("spoken", [(CARD,), (WEDDING, CARD)])
def test_a_bare_follow_up_stays_on_the_item(rich_index: EmbeddedIndex, query: str, spoken: tuple[str, ...]) -> None:
    assert rich_index.search(query, context=spoken).hits[0].item_id == spoken[0]


@pytest.mark.parametrize(("query", "item_id"), [("公积金怎么提取", FUND), ("身份证丢了怎么补办", CARD)])
def test_a_full_new_question_leaves_the_item(rich_index: EmbeddedIndex, query: str, item_id: str) -> None:
    assert rich_index.search(query, context=(WEDDING, BIRTH)).hits[0].item_id == item_id


@given(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40) | st.sampled_from(["多少钱", "那个呢"]), TALKS
)
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_conversation_gives_ordered_hits(rich_index: EmbeddedIndex, query: str, spoken: list[str]) -> None:
    found = rich_index.search(query, 100, context=spoken)
    confidences = [hit.confidence for hit in found.hits]
    assert confidences == sorted(confidences, reverse=True)
    assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
    assert len({hit.item_id for hit in found.hits}) == len(found.hits)
    assert all(0 <= chance <= 1 for chance in (*confidences, *found.kinds.values()))


def test_an_item_spoken_of_is_among_the_candidates_whatever_is_said(rich_index: EmbeddedIndex) -> None:
    hits = rich_index.search("今天股票涨了吗", 100, context=(FUND,)).hits
    assert FUND in {hit.item_id for hit in hits}


def test_items_that_are_no_longer_published_are_as_if_never_spoken_of(rich_index: EmbeddedIndex) -> None:
    assert rich_index.search("多少钱", context=("ZZ-999",)) == rich_index.search("多少钱")
    assert rich_index.search("多少钱", context=("ZZ-999", CARD, CARD)) == rich_index.search("多少钱", context=(CARD,))


def test_the_kinds_are_read_off_the_words_alone(rich_index: EmbeddedIndex) -> None:
    assert rich_index.search("要带什么", context=(CARD,)).kinds == rich_index.search("要带什么").kinds


def test_many_threads_in_many_conversations_get_the_same_results(rich_index: EmbeddedIndex) -> None:
    asked = [("多少钱", (CARD,)), ("多少钱", (WEDDING,)), ("刚生了孩子", ()), ("那公积金呢", (CARD, FUND))] * 20

    def search(one: tuple[str, tuple[str, ...]]) -> SearchResult:
        return rich_index.search(one[0], context=one[1])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(search, asked)) == [search(one) for one in asked]


def test_a_winner_whose_share_rounds_to_one_leaves_the_rest_to_the_others(rich_folder: Path) -> None:
    records = KnowledgeRecords.read(rich_folder)
    parts = IndexParts.load(rich_folder, records.passages)
    steep = type(parts.ranker)((500.0,) * 5, parts.ranker.calibration, parts.ranker.kinds)
    found = EmbeddedIndex(records, type(parts)(**(vars(parts) | {"ranker": steep}))).search("身份证丢了")
    assert found.hits[0].score == 1.0
    assert all(0 <= hit.confidence <= found.hits[0].confidence for hit in found.hits)


@pytest.mark.parametrize("name", [TOPICS, PASSAGES])
@pytest.mark.parametrize("damage", ["gone", "empty", "cut"])
def test_damaged_topics_and_articles_are_told_as_damage(
    rich_folder: Path, tmp_path: Path, name: str, damage: str
) -> None:
    copy = tmp_path / "snapshot"
    shutil.copytree(rich_folder, copy)
    file, content = copy / name, (copy / name).read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "empty" else content[: len(content) // 2])
    with pytest.raises(SnapshotDamaged):
        EmbeddedIndex.load(copy)
