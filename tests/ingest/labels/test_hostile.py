"""Whatever stands in a file: no exception but the refusal, and work that grows with the length only."""

from __future__ import annotations

import random

import pytest

from ingest.labels.catalog import measures_of
from ingest.labels.document import LONGEST_TEXT, labels_of
from ingest.labels.extract import read_labels
from ingest.problems import RejectedFile

WORDS = [
    "第一条 ",
    "第二条 ",
    "\n\n",
    "一、",
    "（一）",
    "（",
    "）",
    "（含）",
    "（不含）",
    "，",
    "。",
    "；",
    "、",
    "：",
    "的",
    "或",
    "且",
    "不予支持",
    "除外",
    "未",
    "不得",
    "高新技术企业",
    "规模以上工业企业",
    "制鞋业（C195）",
    "营业收入",
    "增速",
    "设备投资",
    "100万元",
    "5%",
    "二十万元",
    "以上",
    "不超过",
    "至",
    "每件",
    "每1万美元",
    "奖励",
    "给予",
    "最高",
    "分别",
    "按",
    "发明专利",
    "2025年1月1日",
    "以后",
    "成立",
    "失信被执行人",
    "经营异常名录",
    "免申即享",
    "申报",
    "提交",
    "申请表",
    "",
    " 档次 ",
    " 奖励 ",
    "\n",
    " --- ",
    " --- ",
    "\n",
    "之一",
    "下列",
    "所称",
    "是指",
    "“",
    "”",
    "在鲤城区注册",
    "个体工商户",
    "境内上市",
    "对",
    "该",
    "𠮷",
    "\u3000",
    "\t",
    "1.",
    "２００万元",
]


@pytest.mark.parametrize("seed", range(40))
def test_any_text_is_read_and_every_quote_is_its_own(seed: int) -> None:
    rng = random.Random(seed)
    source = (
        "第一条 " + "".join(rng.choice(WORDS) for _ in range(rng.randrange(1, 160))) + "\n\n第二条 第一条免申即享。"
    )
    for measure in measures_of("T", read_labels(source)):
        assert all(source[quote["start"] : quote["end"]] == quote["text"] for quote in measure["quotes"])


@pytest.mark.parametrize(
    "source", ["", "\n\n", "第一条", "第一条 （", "第一条 ）奖励（", "（" * 3000 + "奖励1万元" + "）" * 3000]
)
def test_scraps_and_nested_brackets_are_read(source: str) -> None:
    measures_of("T", read_labels(source))


def test_an_article_of_brackets_is_left_unread() -> None:
    source = "第一条 " + "（营业收入" * 20_000 + "\n\n第二条 高新技术企业奖励1万元。"
    assert [measure["article"] for measure in measures_of("T", read_labels(source))] == ["第二条"]


@pytest.mark.parametrize(
    "data", [b"", "（".encode() * LONGEST_TEXT * 4, b"\xff\xfe\x00\x01" * 9, "长".encode() * (LONGEST_TEXT + 1)]
)
def test_a_file_that_is_no_policy_is_refused_or_read_as_nothing(data: bytes) -> None:
    try:
        found = labels_of("X.md", data)
    except RejectedFile:
        return
    assert found.record["measures"] == []
