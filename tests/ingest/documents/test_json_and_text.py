from __future__ import annotations

import json

import pytest

from ingest.documents.document import Document, Table, Text
from ingest.documents.json import read_json, read_json_lines
from ingest.documents.text import read_text
from ingest.problems import RejectedFile
from knowledge.manifest import Problem


def documents(value: object) -> list[Document]:
    found = list(read_json("feed.json", json.dumps(value, ensure_ascii=False, indent=1).encode()))
    return [document for document in found if isinstance(document, Document)]


def first(value: object) -> Table:
    (block,) = documents(value)[0].blocks
    assert isinstance(block, Table)
    return block


def pairs(table: Table) -> dict[str, str]:
    return {name.text: value.text for name, value in table.rows}


def test_an_object_is_a_table_of_names_and_values() -> None:
    table = first({"事项名称": "身份证补领", "时限": 20, "收费": 40.0, "网办": True, "依据": None, "密度": 0.5})
    assert pairs(table) == {
        "事项名称": "身份证补领",
        "时限": "20",
        "收费": "40",
        "网办": "是",
        "依据": "",
        "密度": "0.5",
    }
    assert [row[0].head for row in table.rows] == [True] * 6


def test_a_list_of_objects_is_an_inner_table_with_a_row_of_names() -> None:
    ((_, value),) = first({"材料": [{"名称": "身份证", "份数": 1}, {"名称": "照片", "备注": "一寸"}]}).rows
    (inner,) = value.inner
    assert isinstance(inner, Table)
    assert [[cell.text for cell in row] for row in inner.rows] == [
        ["名称", "份数", "备注"],
        ["身份证", "1", ""],
        ["照片", "", "一寸"],
    ]


def test_a_list_of_texts_is_inner_texts_in_order() -> None:
    ((_, value),) = first({"条件": ["年满 16 周岁", "本市户籍"]}).rows
    assert [text.text for text in value.inner if isinstance(text, Text)] == ["年满 16 周岁", "本市户籍"]


def test_an_object_within_an_object_is_an_inner_table() -> None:
    ((_, value),) = first({"收费": {"金额": 40}}).rows
    (inner,) = value.inner
    assert isinstance(inner, Table) and pairs(inner) == {"金额": "40"}


def test_places_are_lines_and_paths() -> None:
    table = documents({"data": {"records": [{"名称": "甲"}, {"材料": [{"份数": 1}]}]}})[1].blocks[0]
    assert isinstance(table, Table)
    (inner,) = table.rows[0][1].inner
    assert isinstance(inner, Table)
    assert (inner.rows[1][0].at.path, inner.rows[1][0].at.line) == ("data.records[1].材料[0].份数", 10)


@pytest.mark.parametrize(
    "envelope",
    [
        [{"a": 1}, {"a": 2}],
        {"items": [{"a": 1}, {"a": 2}], "next": "/page/2"},
        {"code": 200, "msg": "ok", "data": {"list": [{"a": 1}, {"a": 2}], "total": 2}},
        {"result": {"records": [{"a": 1}, {"a": 2}]}},
    ],
)
def test_each_record_of_a_feed_is_a_document(envelope: object) -> None:
    found = [document.blocks[0] for document in documents(envelope)]
    assert [pairs(block) for block in found if isinstance(block, Table)] == [{"a": "1"}, {"a": "2"}]


def test_a_lone_record_with_a_field_called_items_stays_whole() -> None:
    assert len(documents({"name": "甲", "items": [{"a": 1}], "conditions": ["乙"]})) == 1


def test_an_entry_that_is_no_record_is_told_and_leaves_the_others() -> None:
    found = list(read_json("feed.json", b'[{"a": 1}, 5]'))
    assert [type(part) for part in found] == [Document, Problem]


@pytest.mark.parametrize(
    "text", ["[]", '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": "\\ud800"}', '{"a": "\\u202e"}', "[" * 5000, '{"a"']
)
def test_anything_but_strict_json_is_refused(text: str) -> None:
    with pytest.raises(RejectedFile):
        list(read_json("feed.json", text.encode()))


def test_a_bad_line_of_json_lines_is_told_with_its_number() -> None:
    found = list(read_json_lines("feed.jsonl", b'{"a": 1}\n\n{"a": \n[1]\n{"a": 2}\n'))
    assert [part.line if isinstance(part, Problem) else "good" for part in found] == ["good", 3, 4, "good"]


def test_each_line_of_a_text_is_a_paragraph_with_its_number() -> None:
    document = read_text("a.txt", "# 办事指南\n\n一、受理条件\n".encode())
    assert [(text.text, text.level, text.at.line) for text in document.texts()] == [
        ("办事指南", 1, 1),
        ("一、受理条件", 0, 3),
    ]


def test_gbk_is_read_and_told() -> None:
    document = read_text("a.txt", "受理条件".encode("gbk"))
    assert [text.text for text in document.texts()] == ["受理条件"]
    assert "GBK" in document.warnings[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_without_a_word(encoding: str) -> None:
    document = read_text("a.txt", "受理条件".encode(encoding))
    assert ([text.text for text in document.texts()], document.warnings) == (["受理条件"], ())


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(RejectedFile, match="编码"):
        read_text("a.txt", b"\xff\xff\xff\xff")


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", "\t")])
def test_a_table_as_text_is_a_table(name: str, mark: str) -> None:
    document = read_text(name, f'事项{mark}材料\n\n甲{mark}"身份证\n户口簿"\n乙\n'.encode())
    (table,) = document.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["事项", "材料"],
        ["甲", "身份证\n户口簿"],
        ["乙", ""],
    ]
    assert [row[0].at.line for row in table.rows] == [1, 3, 5]
