"""One row of a register of complaints, and the register as an Arrow table.

投诉 (a consumer's dispute, which is mediated), 举报 (a lead on an unlawful act, which is verified) and lawsuits stay apart in ``kind``:
市场监督管理投诉举报处理办法 treats them by different rules, and ending one never ends the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

import pyarrow as pa

Source = Literal["12315", "12345", "court", "other"]
Kind = Literal["complaint", "report", "lawsuit"]
Outcome = Literal["open", "settled", "withdrawn", "not_accepted", "ended", "verified", "unfounded", "judged"]

SOURCES: tuple[Source, ...] = get_args(Source)
KINDS: tuple[Kind, ...] = get_args(Kind)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a register says of one complaint; ``None`` where it says nothing.

    ``number`` is unique within ``source``. ``account`` is where money was asked to be paid to; ``quantity`` in pieces; money in yuan;
    ``text`` is the complaint in the complainant's words. ``outcome`` as the register has it: 调解成功 settled, 撤回 withdrawn, 不予受理
    not_accepted, 终止调解 ended, 举报属实 verified, 举报不属实 unfounded, 已判决 judged, else open.
    """

    number: str
    source: Source
    kind: Kind
    received_on: date
    respondent: str
    text: str
    respondent_code: str | None = None
    trade: str | None = None
    product: str | None = None
    name: str | None = None
    id_number: str | None = None
    phone: str | None = None
    address: str | None = None
    account: str | None = None
    quantity: int | None = None
    paid: Decimal | None = None
    demanded: Decimal | None = None
    outcome: Outcome = "open"
    received: Decimal | None = None
    """What the respondent paid in the end."""


_MONEY = pa.decimal128(14, 2)

REGISTER_SCHEMA: pa.Schema = pa.schema(
    [
        pa.field("number", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("received_on", pa.date32(), nullable=False),
        pa.field("respondent", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        ("respondent_code", pa.string()),
        ("trade", pa.string()),
        ("product", pa.string()),
        ("name", pa.string()),
        ("id_number", pa.string()),
        ("phone", pa.string()),
        ("address", pa.string()),
        ("account", pa.string()),
        ("quantity", pa.int32()),
        ("paid", _MONEY),
        ("demanded", _MONEY),
        pa.field("outcome", pa.string(), nullable=False),
        ("received", _MONEY),
    ]
)
"""A column for each field of ``Complaint``; a row a complaint. Money is decimal128(14, 2) yuan."""


def as_table(complaints: list[Complaint]) -> pa.Table:
    """Complaints in columns."""
    columns = {name: [getattr(one, name) for one in complaints] for name in REGISTER_SCHEMA.names}
    return pa.table(columns, schema=REGISTER_SCHEMA)


def complaint_of(row: dict[str, Any]) -> Complaint:
    """One row of ``table.to_pylist()``."""
    return Complaint(**row)
