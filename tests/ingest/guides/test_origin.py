from __future__ import annotations

import pytest

from ingest.problems import warning
from knowledge.models import Position
from tests.ingest.guides.made import HEAD, lines, read, table

PAPERS = [("材料名称", "材料形式", "份数", "必要性"), ("户口簿", "原件", "1", "是"), ("照片", "复印件", "2", "否")]


def test_every_field_and_every_entry_has_its_place() -> None:
    got = read(
        table([*HEAD, ("受理条件", "1.丢失\n2.被盗"), ("承诺时限", "5个工作日")]), *lines("申请材料"), table(PAPERS, 2)
    )
    places = got.origin.fields
    assert places["conditions"] == places["conditions[1]"] == Position(table=1, row=3, column=2)
    assert places["promised_days"] == Position(table=1, row=4, column=2)
    assert places["materials[1]"] == Position(table=2, row=3, column=1)
    assert places["materials[1].copies"] == Position(table=2, row=3, column=3)
    assert "summary" not in places


def test_the_origin_names_file_and_digest() -> None:
    origin = read(table([*HEAD, ("受理条件", "丢失")]), file="a/b.docx").origin
    assert (origin.record_id, origin.file, origin.sha256) == ("GA-015", "a/b.docx", "0" * 64)


def test_words_that_the_recogniser_doubts_are_not_published() -> None:
    rows = [*HEAD, ("办理结果", "身份让"), ("受理条件", "丢失"), ("承诺时限", "2O个工作日")]
    doubts = tuple(warning("指南.docx", "看不清", "ocr", at=Position(table=1, row=row, column=2)) for row in (3, 5))
    got = read(table(rows), warnings=doubts)
    assert (got.guide.result, got.guide.promised_days, got.guide.conditions) == ("", None, ("丢失",))
    assert got.told("result")[0].at == Position(table=1, row=3, column=2)
    assert got.told("promised_days")


def test_one_doubtful_cell_holds_back_the_whole_list_of_papers() -> None:
    doubt = warning("指南.docx", "看不清", "ocr", at=Position(table=2, row=3, column=3))
    got = read(table(HEAD), *lines("申请材料"), table(PAPERS, 2), warnings=(doubt,))
    assert got.guide.materials == () and got.told("materials")


def test_a_doubtful_name_is_that_of_the_list_where_the_file_s_name_says_which() -> None:
    doubt = warning("GA-015.docx", "看不清", "ocr", at=Position(table=1, row=1, column=2))
    got = read(table([("事项名称", "居民身份让补领"), ("受理条件", "丢失")]), file="GA-015.docx", warnings=(doubt,))
    assert got.guide.name == "居民身份证补领（丢失）"


def test_a_hidden_character_is_told_and_not_published() -> None:
    rows = [*HEAD, ("办理结果", "身份\u202e证"), ("办理流程", "1.受理：收\u202e件")]
    got = read(table(rows))
    assert (got.guide.result, got.guide.steps) == ("", ())
    assert got.told("result") and got.told("steps")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("受理条件", "conditions"),
        ("办理流程", "steps"),
        ("收费标准", "fee"),
        ("收费", "fee"),
        ("网上办理", "online"),
        ("网办渠道", "online"),
    ]
    + [
        ("办理地点", "places"),
        ("申请材料", "materials"),
        ("常见问题", "faq"),
        ("办理情形", "variants"),
        ("别名", "aliases"),
        ("事项说明", "summary"),
    ],
)
@pytest.mark.parametrize("value", ["长" * 3000, "是；渠道：" + "长" * 3000, "四十元" * 900, "问：长\u202e？\n答：短"])
def test_a_value_that_no_record_may_hold_is_told_and_not_published(label: str, field: str, value: str) -> None:
    got = read(table([*HEAD, (label, value)]))
    assert getattr(got.guide, field) in (None, (), "")
    assert got.told(field)
