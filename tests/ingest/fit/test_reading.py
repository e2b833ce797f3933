from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.fit.reading import ROWS, STEP, Reading, Rows, counted
from knowledge import text

LINES = ("身份证丢了怎么补办", "营业执照", "app 登录", "身份证丢了怎么补办", "！")


def named(rows: Rows, at: int) -> list[str]:
    return [rows.names[number] for number in rows.gather(np.array([at])).tolist()]


def test_a_line_reads_as_the_search_reads_it() -> None:
    for cut in (text.features, text.terms):
        reading = Reading.of(LINES, cut)
        for line in LINES:
            (at,) = reading.rows([line]).tolist()
            assert named(reading.cut, at) == list(cut(line))


def test_a_line_said_twice_is_read_once() -> None:
    reading = Reading.of(LINES, text.terms)
    assert len(reading.cut.starts) - 1 == len(set(LINES))
    assert reading.rows([LINES[0], LINES[3]]).tolist() == [0, 0]


def test_rows_come_back_from_the_disk_as_they_were(tmp_path: Path) -> None:
    for rows in (Rows.of(map(text.terms, LINES)), Rows.of([[], []]), Rows.of([])):
        ROWS.save(rows, tmp_path / "rows.npz")
        found = ROWS.load(tmp_path / "rows.npz")
        assert list(found.names) == list(rows.names)
        assert found.numbers.tolist() == rows.numbers.tolist()
        assert found.starts.tolist() == rows.starts.tolist()


class Counter:
    def __init__(self) -> None:
        self.done = 0

    def advance(self, n: int = 1) -> None:
        self.done += n


def test_every_line_is_counted_once() -> None:
    for lines in (0, 1, STEP - 1, STEP, 2 * STEP + 7):
        task = Counter()
        assert list(counted(range(lines), task)) == list(range(lines))
        assert task.done == lines


def test_rows_are_gathered_in_the_order_asked_for() -> None:
    rows = Rows.of([["甲", "乙"], [], ["乙", "丙"]])
    assert [rows.names[number] for number in rows.gather(np.array([2, 1, 0])).tolist()] == ["乙", "丙", "甲", "乙"]
    assert rows.lengths(np.array([2, 1, 0])).tolist() == [2, 0, 2]
    assert rows.gather(np.array([], dtype=np.int64)).tolist() == []


def test_a_matrix_leaves_out_the_names_without_a_column() -> None:
    rows = Rows.of([["甲", "乙"], [], ["乙", "丙"]])
    columns = np.array([1, -1, 0])
    assert rows.matrix(np.array([2, 0, 1]), columns, 2).toarray().tolist() == [[1, 0], [0, 1], [0, 0]]
