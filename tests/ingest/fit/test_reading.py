from __future__ import annotations

import numpy as np
import pytest

from ingest.fit import reading as module
from ingest.fit.reading import Reading, Rows
from knowledge import text

LINES = ("身份证丢了怎么补办", "营业执照", "app 登录", "身份证丢了怎么补办", "！")


def named(rows: Rows, at: int) -> list[str]:
    return [rows.names[number] for number in rows.gather(np.array([at])).tolist()]


@pytest.fixture(params=[1, 1000], ids=["two processes", "one process"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.setattr(module, "MANY", request.param)
    return Reading.of(LINES)


def test_a_line_reads_as_the_search_reads_it(reading: Reading) -> None:
    for line in LINES:
        (at,) = reading.rows([line]).tolist()
        assert named(reading.features, at) == list(text.features(line))
        assert named(reading.terms, at) == list(text.terms(line))


def test_a_line_said_twice_is_read_once(reading: Reading) -> None:
    assert len(reading.features.starts) - 1 == len(set(LINES))
    assert reading.rows([LINES[0], LINES[3]]).tolist() == [0, 0]


def test_rows_are_gathered_in_the_order_asked_for() -> None:
    rows = Rows.of([["甲", "乙"], [], ["乙", "丙"]])
    assert [rows.names[number] for number in rows.gather(np.array([2, 1, 0])).tolist()] == ["乙", "丙", "甲", "乙"]
    assert rows.lengths(np.array([2, 1, 0])).tolist() == [2, 0, 2]
    assert rows.gather(np.array([], dtype=np.int64)).tolist() == []


def test_a_matrix_leaves_out_the_names_without_a_column() -> None:
    rows = Rows.of([["甲", "乙"], [], ["乙", "丙"]])
    columns = np.array([1, -1, 0])
    assert rows.matrix(np.array([2, 0, 1]), columns, 2).toarray().tolist() == [[1, 0], [0, 1], [0, 0]]
