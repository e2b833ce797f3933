from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import InvalidRecord
from knowledge.measures.credit_check import CreditList, Listing, credit_check

ONE, TWO, THREE = "91350502MAX50L2368", "91350502MAXEMA1Y1G", "91350502MAXWPFJ39M"
CODES = pa.array([ONE, None, TWO, THREE, ONE])
DAY = date(2026, 1, 2)


def test_a_company_is_found_with_the_list_and_the_day_of_its_entry(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        f"name,credit_code,list,listed_on\n甲,{ONE},严重违法失信名单,2025-03-04\n乙,{THREE},,\n丙,{ONE[:17]}9,失信被执行人,2025-01-01\n",
        "utf-8",
    )
    advanced: list[int] = []
    check = credit_check(CODES, [CreditList(path, "失信被执行人", DAY)], advanced.append)
    serious = (Listing("严重违法失信名单", date(2025, 3, 4)),)
    assert check.found == {0: serious, 3: (Listing("失信被执行人", DAY),), 4: serious}
    assert (check.read, check.unreadable, sum(advanced)) == (3, 0, 3)


def test_an_entry_that_stands_there_twice_is_told_once_and_two_lists_are_both_told(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.parquet"
    first.write_text(f"{TWO}\n{TWO}\n {TWO.lower()} \r\n\n不是代码\n{TWO}X\n", "utf-8")
    pq.write_table(pa.table({"credit_code": [TWO], "listed_on": [DAY]}), second)
    check = credit_check(CODES, [CreditList(first, "甲名单"), CreditList(second, "乙名单")])
    assert check.found == {2: (Listing("乙名单", DAY), Listing("甲名单"))}
    assert check.unreadable == 2


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=40), st.lists(st.integers(0, 60), max_size=40))
def test_it_is_exactly_the_semi_join(
    tmp_path_factory: pytest.TempPathFactory, held: list[int], listed: list[int]
) -> None:
    path = tmp_path_factory.mktemp("list") / "list.txt"
    path.write_text("".join(f"91350502MAX50L{number:04d}\n" for number in listed), "utf-8")
    codes = pa.array([f"91350502MAX50L{number:04d}" for number in held], pa.string())
    found = credit_check(codes, [CreditList(path, "名单")]).found
    assert set(found) == {row for row, number in enumerate(held) if number in listed}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"code\n1\n"),
        ("a.csv", b"credit_code,x\n1\n2,3,4\n"),
        ("a.csv", "credit_code\n失信".encode("gbk")),
        ("a.parquet", b"PAR1 broken"),
    ],
)
def test_a_broken_list_is_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidRecord, match=name):
        credit_check(CODES, [CreditList(path, "名单")])


def test_a_list_that_is_missing_is_refused_and_an_empty_one_finds_nobody(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecord):
        credit_check(CODES, [CreditList(tmp_path / "none.txt", "名单")])
    (tmp_path / "empty.txt").touch()
    assert credit_check(CODES, [CreditList(tmp_path / "empty.txt", "名单")]).found == {}
