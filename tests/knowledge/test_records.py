from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SnapshotDamaged
from knowledge.models import LifeEvent, Question, ServiceItem, Topic, TopicChoice
from knowledge.records import (
    GUIDES,
    ITEMS,
    LIFE_EVENTS,
    PASSAGES,
    POLICIES,
    POLICY_QUESTIONS,
    QUESTIONS,
    TOPICS,
    KnowledgeRecords,
)

RECORDS = KnowledgeRecords(
    items=(
        ServiceItem(
            id="GA-001", name="出生登记", department="公安分局", audience="个人", board="个人综窗", life_event=""
        ),
    ),
    questions=(
        Question(item_id="GA-001", facet="fee", text='要“钱”吗\\ "\n 第二行\u2028'),
        Question(item_id="GA-001", facet="general", text="娃出生了"),
    ),
    life_events=(LifeEvent(name="新生儿出生", item_ids=("GA-001",)),),
    topics=(
        Topic(
            name="生了孩子",
            prompt="您要办哪一件？",
            choices=(TopicChoice(item_id="GA-001", why="上户口"), TopicChoice(item_id="YB-001")),
            asks=("刚生了孩子",),
        ),
    ),
)


def test_records_survive_the_disk_in_their_order(tmp_path: Path) -> None:
    RECORDS.write(tmp_path)
    assert KnowledgeRecords.read(tmp_path) == RECORDS


def test_no_records_are_records_too(tmp_path: Path) -> None:
    KnowledgeRecords().write(tmp_path)
    assert KnowledgeRecords.read(tmp_path) == KnowledgeRecords()


def test_equal_records_give_equal_bytes() -> None:
    copied = KnowledgeRecords(
        items=tuple(item.model_copy() for item in RECORDS.items),
        questions=RECORDS.questions,
        life_events=RECORDS.life_events,
        topics=tuple(topic.model_copy() for topic in RECORDS.topics),
    )
    assert copied.as_files() == RECORDS.as_files()


def test_a_reader_who_leaves_the_questions_out_still_knows_their_number(tmp_path: Path) -> None:
    RECORDS.write(tmp_path)
    read = KnowledgeRecords.read(tmp_path, whole=False)
    assert (read.questions, read.topics) == ((), RECORDS.topics)
    assert KnowledgeRecords.count_questions(tmp_path) == len(RECORDS.questions) == 2
    (tmp_path / QUESTIONS).unlink()
    with pytest.raises(SnapshotDamaged, match=QUESTIONS):
        KnowledgeRecords.count_questions(tmp_path)


@pytest.mark.parametrize("name", [GUIDES, ITEMS, QUESTIONS, LIFE_EVENTS, TOPICS, POLICIES, PASSAGES, POLICY_QUESTIONS])
@pytest.mark.parametrize("content", [None, b"{", b'{"id": 1}\n', b"\xff\n", b"[]\n"])
def test_an_unreadable_record_file_is_damage(tmp_path: Path, name: str, content: bytes | None) -> None:
    RECORDS.write(tmp_path)
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SnapshotDamaged, match=name):
        KnowledgeRecords.read(tmp_path)
