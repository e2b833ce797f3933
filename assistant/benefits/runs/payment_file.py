"""The payment file (兑付文件): header, one line a company, and a last line with count, total and digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row

from assistant.benefits.money import text_of
from assistant.csv_safe import BOM, rows_of

HEADER: Final = ("批次", "序号", "统一社会信用代码", "企业名称", "政策条款", "年度", "金额（元）")


def payment_file(run: Row[Any], lines: Iterable[Row[Any]]) -> bytes:
    """The file's bytes: a function of the run and its payable lines only, so that it comes out the same each time.

    The last line's digest is the SHA-256 of all bytes before that line.
    """
    body = [HEADER]
    total = 0
    for line in lines:
        total += line.amount_cents
        amount = text_of(line.amount_cents) or ""
        body.append((run.id, str(line.seq), line.credit_code, line.name, run.measure_title, str(run.year), amount))
    content = BOM + rows_of(body)
    digest = hashlib.sha256(content).hexdigest()
    last = ("合计", str(len(body) - 1), "", f"sha256:{digest}", "", "", text_of(total) or "")
    return content + rows_of([last])
