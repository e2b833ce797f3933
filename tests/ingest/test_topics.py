from __future__ import annotations

import json
from typing import Any

import pytest

from ingest.diff import differences
from tests.ingest.conftest import Bench

BIRTH, CARD, SCHOOL, SOCIAL = "GA-001", "GA-011", "JY-001", "YB-001"


def topic(*item_ids: str, name: str = "我有孩子了", **others: object) -> dict[str, Any]:
    choices = [{"item_id": item_id, "why": f"要办 {item_id}"} for item_id in item_ids or (BIRTH, CARD)]
    return {"name": name, "prompt": "您想办哪一件？", "choices": choices, "asks": ["我刚生了孩子"]} | others


def put(bench: Bench, *topics: object) -> None:
    """One entry a line, the first on line 2."""
    rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in topics)
    (bench.source / "topics.json").write_text(f"[\n{rows}\n]\n")


def test_topics_are_published_in_the_order_of_their_file(bench: Bench) -> None:
    put(bench, topic(SCHOOL, BIRTH, name="乙"), topic(name="甲", asks=["办证"]))
    report = bench.run()
    assert (report.problems, report.counts["topics"]) == ((), 2)
    first, second = bench.records().topics
    assert (first.name, second.name) == ("乙", "甲")
    assert [(one.item_id, one.why) for one in first.choices] == [(SCHOOL, f"要办 {SCHOOL}"), (BIRTH, f"要办 {BIRTH}")]
    assert (first.prompt, first.asks) == ("您想办哪一件？", ("我刚生了孩子",))


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xef\xbb\xbf", b"[]"])
def test_no_file_and_an_empty_file_mean_no_topics(bench: Bench, content: bytes | None) -> None:
    put(bench, topic())
    bench.run()
    path = bench.source / "topics.json"
    path.unlink() if content is None else path.write_bytes(content)
    report = bench.run()
    assert (report.outcome, report.problems, bench.records().topics) == ("published", (), ())


@pytest.mark.parametrize(
    ("bad", "field", "reason"),
    [
        (topic() | {"prompt": ""}, "[1].prompt", "第 2 项的反问的话不能是空的"),
        (topic() | {"promt": "x"}, "[1].promt", "是不是想写 prompt"),
        (topic(BIRTH, "GA-1"), "[1].choices[1].item_id", "选项第 2 项的事项编号“GA-1”格式不对"),
        (topic(BIRTH), "[1].choices", "选项至少要有 2 项，现在是 1 项"),
        (topic(BIRTH, CARD, BIRTH), "[1].choices[2].item_id", "事项 GA-001 写了两遍"),
        (topic(name="第一个"), "[1].name", "话题“第一个”写了两遍"),
        (topic(asks="我想开店"), "[1].asks", "问法应当是列表"),
        (topic(prompt="看不见\u202e的"), "[1].prompt", "反问的话里有看不见的控制字符"),
        ("我想开店", "[1]", "应当是一组字段"),
    ],
)
def test_the_line_of_a_fault_is_told_and_the_earlier_topics_stay(
    bench: Bench, bad: object, field: str, reason: str
) -> None:
    put(bench, topic(name="第一个"))
    bench.run()
    earlier = bench.records().topics
    put(bench, topic(name="第一个"), bad)
    (problem,) = bench.run().problems
    assert (problem.severity, problem.file, problem.field, problem.line) == ("rejected", "topics.json", field, 3)
    assert reason in problem.reason
    assert problem.kept
    assert bench.records().topics == earlier


@pytest.mark.parametrize("content", [b"{}", b"[", b"\xff\xfe[", b"[NaN]", b"[[[[[[[[[[[[[[[[[[[[[[[["])
def test_what_is_no_list_of_topics_is_rejected_and_stops_nothing(bench: Bench, content: bytes) -> None:
    (bench.source / "topics.json").write_bytes(content)
    report = bench.run()
    assert [(problem.severity, problem.file, problem.kept) for problem in report.problems] == [
        ("rejected", "topics.json", False)
    ]
    assert (report.outcome, bench.records().topics, len(bench.records().guides)) == ("published", (), 5)


def test_choices_without_a_guide_are_told_and_left_out(bench: Bench) -> None:
    put(bench, topic(BIRTH, "ZZ-999", CARD))
    (problem,) = bench.run().problems
    assert (problem.severity, problem.file, problem.field) == ("warning", "topics.json", "[0].choices[1].item_id")
    assert [choice.item_id for choice in bench.records().topics[0].choices] == [BIRTH, CARD]


def test_a_topic_with_one_choice_left_is_no_topic(bench: Bench) -> None:
    put(bench, topic(BIRTH, "ZZ-999"))
    report = bench.run()
    assert [problem.field for problem in report.warnings] == ["[0].choices[1].item_id", "[0].choices"]
    assert "不到 2 个，暂不采用" in report.warnings[1].reason
    assert bench.records().topics == ()


def test_topics_that_stay_lose_the_choices_that_are_withdrawn(bench: Bench) -> None:
    put(bench, topic(BIRTH, CARD, SCHOOL), topic(CARD, SOCIAL, name="证件", asks=[]))
    bench.run()
    (bench.source / "topics.json").write_text("[")
    (bench.source / "guides" / f"{CARD}.json").unlink()
    bench.run()
    assert [[choice.item_id for choice in one.choices] for one in bench.records().topics] == [[BIRTH, SCHOOL]]


def test_a_wording_counts_once_and_for_the_first_topic(bench: Bench) -> None:
    put(bench, topic(asks=["办证", "办证"]), topic(name="另一个", asks=["办证", "换证"]))
    report = bench.run()
    assert [(problem.field, problem.line) for problem in report.warnings] == [("[0].asks[1]", 2), ("[1].asks[0]", 3)]
    assert [one.asks for one in bench.records().topics] == [("办证",), ("换证",)]


def test_changed_topics_are_told_in_words(bench: Bench) -> None:
    put(bench, topic(name="甲"), topic(name="乙", asks=[]))
    bench.run()
    before = bench.records()
    put(bench, topic(BIRTH, SCHOOL, name="甲", prompt="要办哪件？", asks=["生娃了"]), topic(name="丙", asks=[]))
    bench.run()
    told = {difference.name: difference.lines for difference in differences(before, bench.records())}
    assert told == {
        "话题“丙”": ("新增这个话题",),
        "话题“乙”": ("撤下这个话题",),
        "话题“甲”": (
            "反问的话 “您想办哪一件？” → “要办哪件？”",
            "选项 “GA-011 要办 GA-011” → “JY-001 要办 JY-001”",
            "问法去掉 1 条：“我刚生了孩子”",
            "问法增加 1 条：“生娃了”",
        ),
    }
