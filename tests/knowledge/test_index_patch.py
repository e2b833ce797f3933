from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.assemble import Assembled
from ingest.fit.patch import Patcher
from ingest.patching import record_patch, write_patch
from ingest.plan import Base, Plan
from ingest.sync import Changes
from knowledge.embedded import EmbeddedIndex
from knowledge.errors import SnapshotDamaged
from knowledge.index_patch import INDEX
from knowledge.lexical import LexicalIndex
from knowledge.manifest import Manifest, SnapshotFacts
from knowledge.models import Fee, Origin, Position, Question
from knowledge.parts import VECTORS
from knowledge.record_patch import RECORDS
from knowledge.records import KnowledgeRecords
from knowledge.snapshots import SnapshotStore
from tests.knowledge.small import question, records_of, sample_guide, sample_records

QUERIES = (
    "身份证丢了咋整",
    "刚出生的娃娃怎么上户口",
    "公积金提取要多久",
    "想开个小店要办什么照",
    "领结婚证带什么",
    "社保卡",
)
NEW = "GA-011"


class Published:
    """A store with one whole build in force, and a way to publish patches of it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.store = SnapshotStore(root)
        with self.store.begin() as draft:
            shutil.copytree(folder, draft.folder, dirs_exist_ok=True)
            self.whole = self.store.publish(draft, SnapshotFacts())
        self.records = KnowledgeRecords.read(self.store.folder(self.whole.id))

    def load(self, manifest: Manifest, before: EmbeddedIndex | None = None) -> EmbeddedIndex:
        return EmbeddedIndex.load(self.store.folder(manifest.id), manifest.files, before)

    def patch(self, change: Callable[[KnowledgeRecords], KnowledgeRecords]) -> Manifest:
        current = self.store.current_id()
        assert current is not None
        folder = self.store.folder(current)
        base = Base(current, folder, KnowledgeRecords.read(folder))
        plan = _plan(base, change(base.records))
        with self.store.begin() as draft:
            linked = write_patch(plan, record_patch(plan), draft, self.store, Patcher())
            return self.store.publish(draft, SnapshotFacts(), linked=linked)


def _plan(base: Base, records: KnowledgeRecords) -> Plan:
    return Plan(base, Assembled(records, (), (), ()), Changes(), Changes(), "")


@pytest.fixture
def published(tmp_path: Path, small_folder: Path) -> Published:
    return Published(tmp_path / "knowledge", small_folder)


def edited(item_id: str, **changes: object) -> Callable[[KnowledgeRecords], KnowledgeRecords]:
    def change(records: KnowledgeRecords) -> KnowledgeRecords:
        guides = tuple(guide.model_copy(update=changes) if guide.id == item_id else guide for guide in records.guides)
        return replace(records, guides=guides)

    return change


def with_item(records: KnowledgeRecords) -> KnowledgeRecords:
    more = records_of([sample_guide(NEW)], [question(NEW, "general", "孩子要改姓")])
    guides = tuple(sorted((*records.guides, *more.guides), key=lambda guide: guide.id))
    asked: dict[str, list[Question]] = {}
    for one in (*records.questions, *more.questions):
        asked.setdefault(one.item_id, []).append(one)
    questions = tuple(one for guide in guides for one in asked.get(guide.id, []))
    return replace(records, guides=guides, items=(*records.items, *more.items), questions=questions)


def without_item(item_id: str) -> Callable[[KnowledgeRecords], KnowledgeRecords]:
    def change(records: KnowledgeRecords) -> KnowledgeRecords:
        return replace(
            records,
            guides=tuple(guide for guide in records.guides if guide.id != item_id),
            items=tuple(item for item in records.items if item.id != item_id),
            questions=tuple(one for one in records.questions if one.item_id != item_id),
        )

    return change


def _share(index: EmbeddedIndex, query: str) -> float:
    """How much of the query the best text of the lost identity card covers."""
    signals = next(hit.signals for hit in index.search(query, 8).hits if hit.item_id == "GA-015")
    return signals["coverage"]


def same_answers(one: EmbeddedIndex, other: EmbeddedIndex) -> None:
    for query in QUERIES:
        assert one.search(query).hits == other.search(query).hits


def test_an_edited_fee_is_told_and_no_search_changes(published: Published) -> None:
    before = published.load(published.whole)
    fee = Fee(amount=45, text="每证45元", basis="")
    after = published.load(published.patch(edited("GA-015", fee=fee)))
    assert after.guides["GA-015"].fee == fee
    same_answers(before, after)


def test_an_edited_text_is_found_at_once_and_other_items_keep_their_scores(published: Published) -> None:
    before = published.load(published.whole)
    summary = "身份证被洗衣机洗坏了、找不到了，都来这里补一张琉璃卡"
    after = published.load(published.patch(edited("GA-015", summary=summary)))
    asked = "身份证放洗衣机里洗坏了，要补琉璃卡"
    assert after.search(asked).hits[0].item_id == "GA-015"
    assert _share(after, asked) > _share(before, asked)
    for query in QUERIES[1:]:
        old = {hit.item_id: hit.signals for hit in before.search(query, 8).hits if hit.item_id != "GA-015"}
        new = {hit.item_id: hit.signals for hit in after.search(query, 8).hits if hit.item_id != "GA-015"}
        assert old == new


def test_a_new_item_is_found_and_a_withdrawn_one_is_gone(published: Published) -> None:
    with_new = published.load(published.patch(with_item))
    assert with_new.search("孩子要改姓").hits[0].item_id == NEW
    assert with_new.question_count == len(published.records.questions) + 1
    without = published.load(published.patch(without_item(NEW)))
    assert NEW not in without.guides
    assert {hit.item_id for query in QUERIES for hit in without.search(query).hits} <= set(without.guides)
    same_answers(published.load(published.whole), without)


def test_what_a_server_reads_beside_the_old_index_equals_what_it_reads_alone(published: Published) -> None:
    index = published.load(published.whole)
    steps = (
        edited("GA-015", fee=Fee(amount=1, text="每证1元", basis="")),
        edited("MZ-001", summary="两个人领红本本"),
        with_item,
        edited("GA-015", summary="补办丢了的身份证"),
        without_item("YB-001"),
        without_item(NEW),
    )
    for step in steps:
        manifest = published.patch(step)
        index = published.load(manifest, index)
        alone = published.load(manifest)
        assert (index.guides, index.items, index.question_count) == (alone.guides, alone.items, alone.question_count)
        same_answers(index, alone)


def test_a_patched_snapshot_reads_back_as_the_records_it_was_made_from(published: Published) -> None:
    wanted = with_item(edited("GA-015", summary="改过")(published.records))
    origin = Origin(record_id="GA-015", file="guides/GA-015.json", sha256="0" * 64, fields={"fee": Position(line=3)})
    wanted = replace(wanted, origins=(origin,))
    manifest = published.patch(lambda _: wanted)
    read = KnowledgeRecords.read(published.store.folder(manifest.id))
    assert read == wanted
    assert published.load(manifest).origin("GA-015") == origin
    assert KnowledgeRecords.count_questions(published.store.folder(manifest.id)) == len(wanted.questions)


def test_the_large_files_of_a_patch_are_those_of_the_build(published: Published) -> None:
    manifest = published.patch(edited("GA-015", summary="改过"))
    old, new = (published.store.folder(one.id) / VECTORS for one in (published.whole, manifest))
    assert old.stat().st_ino == new.stat().st_ino
    published.store.verify(manifest.id)


def test_a_patch_outlives_the_snapshot_it_was_linked_from(published: Published) -> None:
    published.patch(edited("GA-015", summary="改过一次"))
    last = published.patch(edited("GA-015", summary="改过两次"))
    published.patch(edited("GA-015", summary="改过三次"))
    published.store.prune(2)
    assert published.whole.id not in published.store.list()
    assert published.load(published.store.verify(last.id)).guides["GA-015"].summary == "改过两次"


@pytest.mark.parametrize("name", [RECORDS, INDEX])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff" * 100])
def test_a_damaged_patch_is_told(published: Published, tmp_path: Path, name: str, content: bytes) -> None:
    manifest = published.patch(edited("GA-015", summary="改过"))
    copy = tmp_path / "copy"
    shutil.copytree(published.store.folder(manifest.id), copy)
    (copy / name).unlink()
    (copy / name).write_bytes(content)
    with pytest.raises(SnapshotDamaged):
        EmbeddedIndex.load(copy)


def test_an_index_without_the_parts_of_a_subject_is_refused(published: Published, tmp_path: Path) -> None:
    manifest = published.patch(with_item)
    copy = tmp_path / "copy"
    shutil.copytree(published.store.folder(manifest.id), copy)
    (copy / INDEX).unlink()
    with pytest.raises(SnapshotDamaged, match=NEW):
        EmbeddedIndex.load(copy)


WORDS = st.lists(st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=8), min_size=2, max_size=8)


@given(corpus=WORDS, data=st.data())
def test_documents_that_stay_keep_their_scores_to_the_last_bit(corpus: list[list[str]], data: st.DataObject) -> None:
    index = LexicalIndex.build(corpus)
    gone = data.draw(st.sets(st.integers(0, len(corpus) - 1), max_size=len(corpus) - 1))
    stay = [at for at in range(len(corpus)) if at not in gone]
    order = data.draw(st.permutations(stay))
    added = {len(stay): ["甲", "新"]}
    moved = np.full(len(corpus), -1, dtype=np.int64)
    for place, at in enumerate(order):
        moved[at] = place
    spliced = index.spliced(moved, len(stay) + 1, added)
    for word in "甲乙丙丁戊己":
        old, new = index.scores([word]), spliced.scores([word])
        assert [float(old[at]) for at in order] == [float(score) for score in new[:-1]]
    assert spliced.scores(["新"])[-1] > 0 or len(corpus) == 2  # where a word in one of two documents weighs nothing
    assert spliced.scores(["新"])[:-1].tolist() == [0.0] * len(stay)


def test_an_edit_that_is_undone_gives_the_old_scores(published: Published) -> None:
    before = published.load(published.whole)
    summary = sample_records().guides[1].summary
    assert sample_records().guides[1].id == "GA-015"
    published.patch(edited("GA-015", summary="完全不同的话"))
    after = published.load(published.patch(edited("GA-015", summary=summary)))
    for query in QUERIES:
        old = {hit.item_id: hit.score for hit in before.search(query).hits}
        new = {hit.item_id: hit.score for hit in after.search(query).hits}
        assert new == pytest.approx(old, abs=0.02)
