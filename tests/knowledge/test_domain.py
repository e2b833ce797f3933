from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.pipeline.retrieve import ANSWER, SCOPE
from knowledge.domain import DomainModel
from knowledge.embedded import EmbeddedIndex

FOREIGN = [
    "明天会不会下暴雨",
    "周末去哪玩",
    "泉州有啥好吃的",
    "西街怎么走",
    "推荐个好看的电视剧",
    "孩子不听话怎么教育",
    "我老公出轨了怎么办",
    "老婆不理我",
    "怎么炒股",
    "苹果17多少钱",
    "手机没信号了",
    "电脑开不了机",
    "微信密码忘了",
    "快递什么时候到",
    "外卖被偷了",
    "去厦门的高铁票",
    "机场大巴几点",
    "肚子疼吃什么",
    "头晕挂什么科",
    "打疫苗疼不疼",
    "猫咪生病了",
    "现在几点",
    "今天是什么日子",
    "你喜欢我吗",
    "特朗普是谁",
    "怎么看待房价",
    "写个检讨书",
    "帮我算一下345乘67",
    "哪个大学好",
    "高考考不好怎么办",
    "英语四级怎么过",
    "帮我找个对象",
    "算命",
    "中秋节放几天假",
    "油价多少",
    "黄金今天多少钱一克",
    "世界上最高的山",
    "天气怎么样",
    "今天天气好吗",
    "土笋冻好吃吗",
]
"""Written for this test; none of them teaches the fit, which has lines of its own (``ingest/fit/foreign.txt``)."""


def test_an_empty_model_has_no_opinion() -> None:
    assert DomainModel().log_odds("身份证丢了") == 0


def test_a_model_survives_its_file(tmp_path: Path) -> None:
    model = DomainModel({"c身": 1.5, "p_丢": -0.25}, bias=0.5)
    model.save(tmp_path / "domain.npz")
    assert DomainModel.load(tmp_path / "domain.npz") == model
    DomainModel().save(tmp_path / "empty.npz")
    assert DomainModel.load(tmp_path / "empty.npz") == DomainModel()


def test_names_without_weights_are_refused(tmp_path: Path) -> None:
    with (tmp_path / "bad.npz").open("wb") as file:
        np.savez(file, words=np.frombuffer(b"a\nb", dtype=np.uint8), weights=np.zeros(1, np.float32), bias=0.0)
    with pytest.raises(ValueError, match="zip"):
        DomainModel.load(tmp_path / "bad.npz")


def test_what_no_guide_answers_is_rarely_answered(whole_index: EmbeddedIndex) -> None:
    found = {line: whole_index.search(line) for line in FOREIGN}
    answered = [q for q, r in found.items() if r.hits[0].confidence >= ANSWER and r.scope >= SCOPE]
    assert len(answered) <= len(FOREIGN) // 10, answered
