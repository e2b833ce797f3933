"""Small made registers: people who complain as given, each value as it would be written."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from knowledge.complaints.complaint import REGISTER_SCHEMA

_SURNAMES, _GIVEN = (
    "王李张刘陈杨黄赵吴周林许蔡郑",
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉建华国志海波红玉梅春秋生龙飞鹏宇浩",
)
_SAID = (
    "东西坏了不能用找店家理论不肯退钱说话很难听家里老人吃了不舒服希望管一管这样的店跑了三趟没有解决小票还在手里照片拍了"
)
WORDS = [_SAID[at : at + 4] for at in range(0, len(_SAID), 4)]


class Maker:
    """Draws complaints; equal seeds give equal registers."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.rows: list[dict[str, Any]] = []

    def name(self) -> str:
        return self.random.choice(_SURNAMES) + "".join(self.random.choices(_GIVEN, k=2))

    def phone(self) -> str:
        return f"199{self.random.randrange(10**8):08d}"

    def address(self) -> str:
        road = "".join(self.random.choices("样例虚拟测试", k=3))
        return f"泉州市鲤城区{road}路{self.random.randrange(1, 300)}号{self.random.randrange(1, 20)}栋{self.random.randrange(101, 2999)}室"

    def account(self) -> str:
        return f"6200{self.random.randrange(10**15):015d}"

    def id_number(self) -> str:
        digits = f"350599{self.random.randrange(1960, 2005)}0{self.random.randrange(1, 10)}1{self.random.randrange(10)}{self.random.randrange(1000):03d}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]

    def text(self) -> str:
        return "，".join("".join(self.random.choices(WORDS, k=3)) + self.name() for _ in range(6))

    def complain(self, count: int = 1, **said: Any) -> list[int]:
        """``count`` complaints that say the same (but for their texts, where none is given); their rows."""
        first = len(self.rows)
        for _ in range(count):
            at = len(self.rows)
            row: dict[str, Any] = dict.fromkeys(REGISTER_SCHEMA.names)
            row |= {
                "number": f"T{at:06d}",
                "source": "12315",
                "kind": "complaint",
                "outcome": "open",
                "respondent": f"样例商行{at % 97}",
            }
            row |= {"received_on": date(2026, 1, 1) + timedelta(at % 300), "text": self.text(), **said}
            self.rows.append(row)
        return list(range(first, len(self.rows)))

    def strangers(self, count: int) -> None:
        """People who complain once."""
        for _ in range(count):
            self.complain(
                name=self.name(), phone=self.phone(), address=self.address() if self.random.random() < 0.5 else None
            )

    def register(self) -> pa.Table:
        return pa.Table.from_pylist(self.rows, schema=REGISTER_SCHEMA)
