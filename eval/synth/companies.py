"""A synthetic population of companies in the form of ``ARROW_SCHEMA``; equal seeds make equal tables.

Most are small, as most registered companies are; a share is drawn around the shipped sample companies, whose figures vary.
Each field that the public does not see is unknown for some.
"""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from knowledge.measures.fields import FIELDS
from knowledge.measures.figures import MILLIONTH, days
from knowledge.measures.schema import ARROW_SCHEMA
from knowledge.portraits.credit_code import ALPHABET

LARGE = 0.04
"""Share of companies like those of the sample."""
UNKNOWN = 0.03
"""Share of companies of which a field that is not public is unknown."""
RECORD = 0.01
"""Share of companies with a bad record (失信, 经营异常, 事故), each kind by itself."""
DISTRICTS = (
    "鲤城区",
    "丰泽区",
    "洛江区",
    "泉港区",
    "石狮市",
    "晋江市",
    "南安市",
    "惠安县",
    "安溪县",
    "永春县",
    "德化县",
)
REGIONS = ("350502", "350503", "350504", "350505", "350581", "350582", "350583", "350521", "350524", "350525", "350526")
_SHARES = np.array([8, 12, 4, 4, 12, 24, 15, 9, 6, 3, 3]) / 100
_OLDEST, _YOUNGEST = days(date(1996, 1, 1)), days(date(2026, 11, 1))
Ints = NDArray[np.int64]


def companies(count: int, seed: int = 1) -> pa.Table:
    """``count`` companies with distinct, valid credit codes."""
    return _Maker(count, seed).table()


class _Maker:
    def __init__(self, count: int, seed: int) -> None:
        self._count, self._random = count, np.random.default_rng(seed)
        lines = files("knowledge.data").joinpath("companies.jsonl").read_text(encoding="utf-8").splitlines()
        self._sample: list[dict[str, Any]] = [json.loads(line) for line in lines]
        self._like = self._random.integers(0, len(self._sample), count)
        self._large = self._random.random(count) < LARGE
        self._district = self._random.choice(len(DISTRICTS), count, p=_SHARES)
        self._size = self._random.lognormal(4.2, 1.4, count)

    def table(self) -> pa.Table:
        columns = [self._column(name) for name in ARROW_SCHEMA.names]
        return pa.Table.from_arrays(columns, schema=ARROW_SCHEMA)

    def _column(self, name: str) -> pa.Array:
        if name == "name":
            return pa.array([f"泉州样例{number:06d}商贸有限公司" for number in range(self._count)])
        if name == "credit_code":
            return credit_codes(self._district)
        if name == "district":
            return pa.array(DISTRICTS).take(pa.array(self._district))
        if name == "founded_on":
            return pa.array(self._random.integers(_OLDEST, _YOUNGEST, self._count).astype("i4")).cast(pa.date32())
        match FIELDS[name].kind:
            case "text" | "code":
                return pa.array([str(one[name]) for one in self._sample]).take(pa.array(self._like))
            case "set":
                held = pa.array([one[name] for one in self._sample] + [[]], pa.list_(pa.string()))
                return held.take(pa.array(np.where(self._large, self._like, len(self._sample))))
            case "flag":
                return pa.array(self._random.random(self._count) < RECORD, mask=self._unknown(name))
        return self._figures(name)

    def _figures(self, name: str) -> pa.Array:
        """Those of a sample company, times a random factor; small companies are as large as their size says."""
        field = FIELDS[name]
        held = np.array([float(one[name]) for one in self._sample])
        revenue = np.array([float(one["revenue"]) for one in self._sample])
        factor = self._random.lognormal(0, 0.5, self._count)
        large = held[self._like] * factor
        small = (held / np.maximum(revenue, 1))[self._like] * self._size * factor
        if field.unit == "%":
            small = large
        values = np.where(self._large, large, small)
        if field.kind == "count":
            return pa.array(values.astype(np.int64), mask=self._unknown(name))
        return decimals((np.round(values, 2) * 100).round().astype(np.int64) * (MILLIONTH // 100), self._unknown(name))

    def _unknown(self, name: str) -> NDArray[np.bool_]:
        if FIELDS[name].public:
            return np.zeros(self._count, np.bool_)
        return self._random.random(self._count) < UNKNOWN


def decimals(millionths: Ints, unknown: NDArray[np.bool_]) -> pa.Array:
    """A decimal128(20, 6) column from whole millionths."""
    halves = np.stack((millionths, millionths >> 63), axis=1)
    valid = pa.array(~unknown).buffers()[1]
    return pa.Array.from_buffers(
        pa.decimal128(20, 6), len(millionths), [valid, pa.py_buffer(np.ascontiguousarray(halves))]
    )


def credit_codes(district: Ints, start: int = 0) -> pa.Array:
    """91 + the region of each district + a number from ``start`` on in nine places + the check digit of GB 32100."""
    count = len(district)
    signs = np.empty((count, 18), np.int64)
    signs[:, :2] = 9, 1
    signs[:, 2:8] = np.array([[int(sign) for sign in region] for region in REGIONS])[district]
    number = np.arange(start, start + count, dtype=np.int64) * 2_654_435_761 % 31**7
    for place in range(9):
        signs[:, 16 - place] = number % 31
        number //= 31
    weights = np.array([pow(3, place, 31) for place in range(17)])
    signs[:, 17] = -(signs[:, :17] @ weights) % 31
    letters = np.frombuffer(ALPHABET.encode(), np.uint8)[signs]
    return pa.array(np.ascontiguousarray(letters).view("S18").ravel().astype(str))
