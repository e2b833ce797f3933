"""Registers of one or several people, made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from knowledge.complaints.complaint import Complaint, as_table
from knowledge.complaints.links import EDGE_SCHEMA, LinkModel, Links

DAY = date(2026, 9, 1)

LABEL = "在该店购买的坚果标签上没有标示营养成分表，不符合食品安全标准，要求退款并按照食品安全法第148条赔偿一千元。"
THREAT = "标签字体高度不够，要求赔偿1000元，如不赔偿就向媒体曝光并举报到关门，转账1000元就撤诉。"
SICK = "在店里买的卤菜，孩子吃了以后拉肚子，去医院挂号看了，要求退款。"


def complaints(text: str, count: int, every: int = 3, **facts: object) -> list[Complaint]:
    """So many complaints, one every few days, each against another trader."""
    return [
        replace(
            Complaint(
                number=f"{facts.get('name', '无')}-{text[:4]}-{number}",
                source="12315",
                kind="complaint",
                received_on=DAY - timedelta(days=every * number),
                respondent=f"鲤城区第{number}商行",
                trade=("食品零售", "餐饮", "服装", "家电", "美容")[number % 5],
                product=f"商品{number}",
                text=text,
                quantity=1,
                paid=Decimal(50),
                demanded=Decimal(1000),
            ),
            **facts,  # type: ignore[arg-type]
        )
        for number in range(count)
    ]


def linked(*people: Iterable[Complaint], groups: tuple[int, ...] = ()) -> tuple[pa.Table, Links]:
    """The register of some people, each one person of the links; ``groups`` names each person's group of texts."""
    rows = [list(one) for one in people]
    table = as_table([complaint for one in rows for complaint in one])
    person = np.repeat(np.arange(len(rows), dtype=np.int32), [len(one) for one in rows])
    held = np.asarray(groups or (-1,) * len(rows), dtype=np.int32)
    ids = pa.array([f"R-{number:08d}" for number in range(len(rows))])
    keys = np.arange(len(person), dtype=np.uint64)
    return table, Links("links-1", person, ids, EDGE_SCHEMA.empty_table(), held[person], keys, LinkModel())
