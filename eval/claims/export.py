"""A made register as files: one list for each system, with its own headers and only the fields that it has, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import yaml

from eval.claims.generate import Made
from eval.claims.rates import Rates, plain
from eval.errors import BadInput

_KIND = {"complaint": "投诉", "report": "举报", "lawsuit": "诉讼"}
_OUTCOME = {
    "open": "办理中",
    "settled": "调解成功",
    "withdrawn": "撤回",
    "not_accepted": "不予受理",
    "ended": "终止调解",
    "verified": "举报属实",
    "unfounded": "举报不属实",
    "judged": "已判决",
}
_WEB = {
    "number": "登记编号",
    "kind": "登记类型",
    "received_on": "登记时间",
    "respondent": "被投诉单位",
    "respondent_code": "统一社会信用代码",
    "trade": "所属行业",
    "product": "商品名称",
    "name": "投诉人姓名",
    "id_number": "证件号码",
    "phone": "联系电话",
    "address": "联系地址",
    "account": "收款账户",
    "quantity": "购买数量",
    "paid": "消费金额",
    "demanded": "诉求金额",
    "text": "投诉内容",
    "outcome": "处理结果",
    "received": "实际赔偿金额",
}
LISTS: Mapping[str, Mapping[str, str]] = {
    "12315": _WEB,
    "12345": {
        "number": "工单编号",
        "kind": "诉求类型",
        "received_on": "来电时间",
        "name": "来电人",
        "phone": "来电号码",
        "address": "联系地址",
        "respondent": "被投诉单位",
        "trade": "行业",
        "product": "涉及商品",
        "quantity": "数量",
        "paid": "涉及金额",
        "demanded": "诉求金额",
        "text": "诉求内容",
        "outcome": "办理结果",
        "received": "挽回经济损失",
        "id_number": "证件号码",
        "respondent_code": "统一社会信用代码",
    },
    "court": {
        "number": "案号",
        "kind": "类别",
        "received_on": "立案日期",
        "name": "原告",
        "id_number": "原告身份证号",
        "phone": "原告电话",
        "address": "原告住址",
        "respondent": "被告",
        "respondent_code": "被告统一社会信用代码",
        "trade": "行业",
        "product": "涉案商品",
        "quantity": "数量",
        "paid": "货款",
        "demanded": "诉讼标的",
        "text": "事实与理由",
        "outcome": "裁判结果",
        "received": "判决金额",
    },
    "other": _WEB,
}
"""Of each system the header of every column, in its order."""


def claim(folder: Path) -> None:
    """Make a folder for a register, before the register is made; raises BadInput where it holds something or cannot be made."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput(f"{folder} is not an empty folder; name a new one")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(f"{folder} cannot be made: {error.strerror}") from error


def write(made: Made, folder: Path, inputs: Mapping[str, object], rates: Rates) -> dict[str, int]:
    """Write ``SOURCE.csv`` (UTF-8 with a mark, as spreadsheets want it), ``truth.csv`` and ``made.yaml``; equal arguments, equal bytes.

    Gives the rows of each list. Raises BadInput where ``folder`` holds something or cannot be written.
    """
    claim(folder)
    try:
        counts = {source: _list(made.register, source, folder / f"{source}.csv") for source in LISTS}
        _rows(folder / "truth.csv", made.truth.column_names, _lines(made.truth))
        held = {**inputs, "rates": plain(rates)}
        (folder / "made.yaml").write_text(yaml.safe_dump(held, allow_unicode=True, sort_keys=False), "utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}") from error
    return counts


def write_plain(register: pa.Table, path: Path) -> None:
    """The whole register in one file whose headers are the names of the fields; empty where a field is unknown."""
    _rows(path, register.column_names, _lines(register), mark="")


def _list(register: pa.Table, source: str, path: Path) -> int:
    headers = LISTS[source]
    rows = np.flatnonzero(register["source"].to_numpy(zero_copy_only=False) == source)
    part = register.take(pa.array(rows)).select(list(headers))
    for name, words in (("kind", _KIND), ("outcome", _OUTCOME)):
        said = pa.array([words[one] for one in part[name].to_pylist()], pa.string())
        part = part.set_column(part.column_names.index(name), name, said)
    _rows(path, list(headers.values()), _lines(part))
    return len(rows)


def _lines(table: pa.Table) -> Iterable[Sequence[object]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], mark: str = "\ufeff") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
