from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents.docx import read_docx
from ingest.documents.docx_numbering import chinese, spelled
from tests.ingest.documents.office_files import paragraph, word


def level(index: int, form: str, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbered(text: str, key: int = 1, depth: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{key}"/></w:numPr>')


OUTLINE = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%1.%3")
ONE_LIST = f'<w:abstractNum w:abstractNumId="0">{OUTLINE}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def marks(body: str, numbering: str = ONE_LIST) -> list[str]:
    return [text.mark for text in read_docx("a.docx", word(body, numbering=numbering)).texts()]


def test_numbers_count_as_word_counts() -> None:
    body = numbered("甲") + numbered("乙", depth=1) + numbered("丙", depth=1) + numbered("丁") + numbered("戊", depth=1)
    assert marks(body) == ["一、", "（一）", "（二）", "二、", "（一）"]


def test_a_number_may_hold_those_above_it() -> None:
    assert marks(numbered("甲") + numbered("乙") + numbered("丙", depth=2)) == ["一、", "二、", "二.1"]


def test_a_paragraph_taken_out_of_its_list_bears_no_number() -> None:
    assert marks(numbered("甲") + numbered("乙", key=0) + numbered("丙")) == ["一、", "", "二、"]


def test_a_list_that_the_file_does_not_define_bears_no_number() -> None:
    assert marks(numbered("甲", key=7)) == [""]


def test_a_list_restarts_where_the_file_says_so() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = numbered("甲") + numbered("乙") + numbered("丙", key=2) + numbered("丁", key=2)
    assert marks(body, ONE_LIST + again) == ["一、", "二、", "一、", "二、"]


def test_lists_of_one_family_count_on() -> None:
    other = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    assert marks(numbered("甲") + numbered("乙", key=2), ONE_LIST + other) == ["一、", "二、"]


def test_bullets_are_bullets_whatever_their_font() -> None:
    bullets = f'<w:abstractNum w:abstractNumId="0">{level(0, "bullet", "&#xF0B7;")}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert marks(numbered("甲"), bullets) == ["•"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (11, "chineseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (103, "chineseCounting", "一百零三"),
        (110, "chineseCounting", "一百一十"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (27, "lowerLetter", "aa"),
        (14, "upperRoman", "XIV"),
        (2, "ideographTraditional", "乙"),
        (5, "nobodyKnows", "5"),
        (5, "none", ""),
        (7, "decimalZero", "07"),
    ],
)
def test_number_formats_are_spelled_as_word_spells_them(count: int, form: str, text: str) -> None:
    assert spelled(count, form) == text


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_no_two_numbers_are_spelled_alike_in_chinese(one: int, other: int) -> None:
    assert (chinese(one) == chinese(other)) == (one == other)
