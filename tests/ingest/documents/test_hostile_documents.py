"""Each hostile file ends as one reported line, with the process alive and memory bounded."""

from __future__ import annotations

import re
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from ingest.documents.isolate import Reader
from ingest.documents.open import Opened, open_documents
from tests.ingest.documents.hostile_files import EXTERNAL, HOSTILE, MIB
from tests.ingest.documents.office_files import (
    paragraph,
    plain_word,
    plain_workbook,
    saved,
    sheet,
    swapped,
    word,
    zipped,
)

MOST_THERE = 1600 * MIB
"""What a reading process may ever hold: the kernel refuses it more than 1.5 GiB for a PDF, and less for the others."""
MOST_HERE = 32 * MIB


@pytest.fixture(scope="module")
def shared_reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def reader(shared_reader: Reader) -> Iterator[Reader]:
    """The one reader of all these files: after each of them it must read a good one."""
    yield shared_reader
    good = open_documents("好.docx", plain_word(), reader=shared_reader)
    assert [text.text for text in good.documents[0].texts()] == ["居民身份证补领"]


def held(reader: Reader) -> int:
    """Most bytes that the process in service ever held."""
    (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{reader.warm()}/status").read_text())
    return int(line) * 1024


def reasons(opened: Opened, severity: str = "rejected") -> list[str]:
    return [problem.reason for problem in opened.problems if problem.severity == severity]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_line_and_memory_stays_bounded(name: str, reader: Reader) -> None:
    build, wanted = HOSTILE[name]
    data = build()
    tracemalloc.start()
    opened = open_documents(name, data, reader=reader)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened.documents == ()
    (line,) = opened.problems
    assert line.severity == "rejected" and line.file == name and re.search(wanted, line.reason)
    assert peak < MOST_HERE
    assert max(held(reader), reader.peak) < MOST_THERE


def test_what_is_read_of_an_archive_before_a_bomb_stands(reader: Reader) -> None:
    opened = open_documents(
        "包.zip", zipped({"甲.docx": plain_word(), "炸.txt": bytes(20 * MIB), "乙.docx": plain_word()}), reader=reader
    )
    assert [document.member for document in opened.documents] == ["甲.docx"]
    assert [(line.reason[:9], line.at and line.at.member) for line in opened.problems] == [
        ("解压后大得不正常，", "炸.txt")
    ]


@pytest.mark.parametrize("name", ["甲.docm", "甲.docx"])
def test_macros_of_word_are_told_and_never_run(name: str, reader: Reader) -> None:
    opened = open_documents(name, swapped(plain_word(), {"word/vbaProject.bin": b"Shell"}), reader=reader)
    (document,) = opened.documents
    assert [line.reason for line in document.warnings] == ["文件带有宏程序，没有运行，只读取了文字"]
    assert opened.problems == ()


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_of_excel_are_told_and_never_run(part: str, reader: Reader) -> None:
    opened = open_documents("甲.xlsm", swapped(plain_workbook(), {part: "<x/>"}), reader=reader)
    assert [line.reason for line in opened.documents[0].warnings] == ["文件带有宏程序，没有运行，只读取了文字"]


def test_nothing_outside_is_fetched(reader: Reader) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        outside = swapped(plain_word(), {"word/_rels/document.xml.rels": EXTERNAL.format(url=url)})
        page = f'<html><head><link rel="stylesheet" href="{url}/a.css"><base href="{url}"></head><body><img src="{url}/a.png"><iframe src="{url}"></iframe><p>受理条件：年满 16 周岁</p></body></html>'
        read = [
            open_documents(name, data, reader=reader)
            for name, data in (("甲.docx", outside), ("甲.html", page.encode()))
        ]
        assert [len(opened.documents) for opened in read] == [1, 1]
        with pytest.raises(BlockingIOError):
            server.accept()


def test_an_entity_bomb_in_a_web_page_stays_small(reader: Reader) -> None:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    page = f'<!DOCTYPE html [<!ENTITY a "哈哈">{entities}]><html><body><p>受理条件：&j; 年满 16 周岁</p></body></html>'
    opened = open_documents("甲.html", page.encode(), reader=reader)
    assert sum(len(text.text) for document in opened.documents for text in document.texts()) < 2000
    assert held(reader) < MOST_THERE


@pytest.mark.parametrize(
    "data",
    [
        sheet('<row r="1"><c r="A1"><v>5</v></c></row>', before='<dimension ref="A1:XFD1048576"/>'),
        sheet('<row r="1"><c r="A1"><v>5</v></c></row>' + "".join(f'<row r="{n}" s="1"/>' for n in range(2, 200_000))),
        sheet(
            '<row r="1"><c r="A1"><v>5</v></c></row>'
            + "".join(f'<row r="{n}"><c r="B{n}" s="1"/></row>' for n in range(2, 100_000))
        ),
        sheet(
            '<row r="1"><c r="A1"><v>5</v></c></row>',
            "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 1000 + "</mergeCells>",
        ),
    ],
)
def test_a_sheet_that_only_claims_to_be_giant_is_read(data: bytes, reader: Reader) -> None:
    (document,) = open_documents("甲.xlsx", data, reader=reader).documents
    assert [[cell.text for cell in row] for table in document.tables() for row in table.rows] == [["5"]]
    assert held(reader) < MOST_THERE


def test_a_wrong_name_is_told_and_the_content_counts(reader: Reader) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    (document,) = open_documents("指南.docx", saved(book), reader=reader).documents
    assert document.format == "xlsx"
    assert [line.reason for line in document.warnings] == ["文件名是 .docx，内容其实是Excel 表格，已按内容读取"]


def test_names_that_climb_out_of_an_archive_are_told_one_by_one(reader: Reader) -> None:
    opened = open_documents(
        "包.zip", zipped({"../../etc/甲.docx": plain_word(), "乙.docx": plain_word()}), reader=reader
    )
    assert [document.member for document in opened.documents] == ["乙.docx"]
    assert reasons(opened) == ["压缩包里这个文件的名字不安全，没有读取"]


def test_a_span_without_measure_stays_within_the_widest_table(reader: Reader) -> None:
    body = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999"/></w:tcPr>' + paragraph("甲") + "</w:tc></w:tr></w:tbl>"
    )
    (document,) = open_documents("甲.docx", word(body), reader=reader).documents
    assert [len(row) for table in document.tables() for row in table.rows] == [200]


def test_a_document_of_usual_size_is_not_taken_for_an_attack(reader: Reader) -> None:
    file = docx.Document()
    for number in range(300):
        file.add_paragraph(f"第 {number} 条")
    opened = open_documents("甲.docx", saved(file), reader=reader)
    assert len(opened.documents[0].blocks) == 300 and opened.problems == ()
