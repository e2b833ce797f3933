"""The shapes in which departments lay a guide out; each by hand, as a reader of files gives it."""

from __future__ import annotations

import pytest

from ingest.documents.document import Cell, Table, Text
from knowledge.models import Position
from tests.ingest.guides.made import HEAD, lines, read, spanning, table


def _papers(got: object) -> list[tuple[str, str | None, int | None, bool | None, str]]:
    return [(one.name, one.form, one.copies, one.required, one.note) for one in got.guide.materials]  # type: ignore[attr-defined]


PAPERS = [("户口簿", "原件", 1, True, "免交"), ("照片", "复印件", 2, False, "")]


def test_a_form_of_two_columns() -> None:
    got = read(table([*HEAD, ("受理条件", "1.丢失\n2.被盗"), ("办理结果", "身份证")]))
    assert (got.guide.conditions, got.guide.result) == (("丢失", "被盗"), "身份证")


def test_a_form_of_four_columns_with_gaps() -> None:
    got = read(table([(*HEAD[0], *HEAD[1]), ("承诺时限", "5个工作日", "法定时限", ""), ("办理结果", "身份证", "", "")]))
    assert (got.guide.promised_days, got.guide.statutory_days, got.guide.result) == (5, None, "身份证")


def test_values_that_look_like_labels_are_values() -> None:
    got = read(table([*HEAD, ("办理形式", "网上办理"), ("到办事现场次数", "最多跑一次"), ("事项别名", "常见问题")]))
    assert (got.guide.visits, got.guide.aliases, got.guide.faq) == (1, ("常见问题",), ())
    assert got.guide.online is not None and got.guide.online.available


def test_headings_and_paragraphs() -> None:
    got = read(
        *lines(
            "# 居民身份证补领（丢失）办事指南",
            "## 一、受理条件",
            "丢失：含被盗",
            "被抢",
            "## 二、办理流程",
            "1.受理：收件",
            "2.发证：领取",
        )
    )
    assert got.guide.conditions == ("丢失：含被盗", "被抢")
    assert [(step.name, step.detail) for step in got.guide.steps] == [("受理", "收件"), ("发证", "领取")]


def test_labels_that_run_into_their_values() -> None:
    got = read(
        *lines(
            "1.事项名称：居民身份证补领（丢失）",
            "2.受理条件：",
            "（1）丢失",
            "（2）被盗",
            "3.承诺时限：20个工作日　　法定时限：60个工作日",
        )
    )
    assert (got.guide.conditions, got.guide.promised_days, got.guide.statutory_days) == (("丢失", "被盗"), 20, 60)


def test_labels_in_brackets() -> None:
    got = read(
        *lines(
            "【事项名称】居民身份证补领（丢失）",
            "【受理条件】",
            "丢失",
            "【收费】",
            "收费标准：每证40元",
            "【设定依据】",
            "《居民身份证法》",
        )
    )
    assert (got.guide.conditions, got.guide.legal_basis) == (("丢失",), ("《居民身份证法》",))
    assert got.guide.fee is not None and (got.guide.fee.amount, got.guide.fee.text) == (40, "每证40元")


def test_labels_that_only_a_blank_or_nothing_divides_from_their_values() -> None:
    spaced = read(*lines("事项名称 居民身份证补领（丢失）", "受理条件 丢失", "承诺时限 20个工作日"))
    glued = read(*lines("事项名称居民身份证补领（丢失）", "事项编码GA-015", "承诺时限20个工作日", "办理结果身份证"))
    assert (spaced.guide.conditions, spaced.guide.promised_days) == (("丢失",), 20)
    assert (glued.guide.promised_days, glued.guide.result) == (20, "身份证")


def test_one_sentence_that_begins_with_a_label_is_no_label() -> None:
    got = read(*lines("# 居民身份证补领（丢失）", "## 受理条件", "办理结果以公告为准的"))
    assert (got.guide.conditions, got.guide.result) == (("办理结果以公告为准的",), "")


def test_a_table_below_its_heading() -> None:
    papers = [
        ("序号", "材料名称", "材料形式", "份数", "必要性", "备注"),
        ("1", "户口簿", "原件", "1", "是", "免交"),
        ("2", "照片", "复印件", "2", "否", "无"),
    ]
    assert _papers(read(table(HEAD), *lines("申请材料"), table(papers, 2))) == PAPERS


def test_a_section_with_its_label_at_the_left() -> None:
    label = spanning("申请材料", 3, 1, rows=3)
    rows: list[tuple[str | Cell, ...]] = [
        (*HEAD[0], "", "", "", ""),
        (*HEAD[1], "", "", "", ""),
        (label, "材料名称", "材料形式", "份数", "必要性", "备注"),
        (label, "户口簿", "原件", "1", "是", "免交"),
        (label, "照片", "复印件", "2", "否", ""),
        ("办理结果", "身份证", "", "", "", ""),
    ]
    got = read(table(rows))
    assert (_papers(got), got.guide.result) == (PAPERS, "身份证")


def test_a_section_label_whose_cells_below_are_blank() -> None:
    rows = [
        ("事项名称", HEAD[0][1], "", "", "", ""),
        ("申请材料", "材料名称", "材料形式", "份数", "必要性", "备注"),
        ("", "户口簿", "原件", "1", "是", "免交"),
        ("", "照片", "复印件", "2", "否", ""),
        ("办理结果", "身份证", "", "", "", ""),
    ]
    got = read(table(rows))
    assert (_papers(got), got.guide.result) == (PAPERS, "身份证")


def test_blocks_of_a_sheet_below_one_another() -> None:
    rows = [
        (*HEAD[0], "", "", ""),
        ("申请材料", "", "", "", ""),
        ("材料名称", "材料形式", "份数", "必要性", "备注"),
        ("户口簿", "原件", "1", "是", "免交"),
        ("照片", "复印件", "2", "否", ""),
        ("", "", "", "", ""),
        ("办理流程", "", "", "", ""),
        ("环节", "办理内容", "", "", ""),
        ("在线申请", "填写表格", "", "", ""),
        ("发证", "领取", "", "", ""),
        ("办理结果", "身份证", "", "", ""),
    ]
    got = read(table(rows))
    assert _papers(got) == PAPERS
    assert [step.name for step in got.guide.steps] == ["在线申请", "发证"]
    assert got.guide.result == "身份证"


def test_a_table_nested_in_a_value() -> None:
    inner = table([("问题", "回答"), ("要登报吗？", "不用。")], 2)
    cell = Cell("", Position(table=1, row=3, column=2), inner=(inner,))
    got = read(table([*HEAD, ("常见问题", cell)]))
    assert [(one.q, one.a) for one in got.guide.faq] == [("要登报吗？", "不用。")]


def test_a_list_nested_in_a_value_is_not_divided_further() -> None:
    inner = tuple(Text(each, Position(line=index)) for index, each in enumerate(("甲、乙", "丙"), 5))
    cell = Cell("", Position(table=1, row=3, column=2), inner=inner)
    assert read(table([*HEAD, ("事项别名", cell)])).guide.aliases == ("甲、乙", "丙")


@pytest.mark.parametrize(
    "written",
    [
        "1.户口簿（原件，1份，必要）。说明：免交\n2.照片（复印件，2份，非必要）",
        "户口簿 | 原件 | 1份 | 必要 | 免交\n照片 | 复印件 | 2份 | 非必要",
        "1.户口簿，原件，1份，必要，免交\n2.照片，复印件，2份，非必要",
        "1.户口簿（原件1份、必要；免交）\n2.照片（复印件2份、非必要）",
        "材料名称：户口簿；形式：原件；份数：1份；是否必要：是；备注：免交\n材料名称：照片；形式：复印件；份数：2份；是否必要：否",
    ],
)
def test_materials_in_lines_of_text(written: str) -> None:
    assert _papers(read(table([*HEAD, ("申请材料", written)]))) == PAPERS


@pytest.mark.parametrize(
    "written",
    [
        "1.受理：收件\n2.发证：领取",
        "受理——收件\n发证——领取",
        "第一步：受理。收件\n第二步：发证。领取",
        "【受理】收件\n【发证】领取",
        "1.受理\n收件\n2.发证\n领取",
    ],
)
def test_steps_in_lines_of_text(written: str) -> None:
    got = read(table([*HEAD, ("办理流程", written)]))
    assert [(one.name, one.detail) for one in got.guide.steps] == [("受理", "收件"), ("发证", "领取")]


def test_steps_between_arrows() -> None:
    got = read(table([*HEAD, ("办理流程", "申请→受理→发证")]))
    assert [one.name for one in got.guide.steps] == ["申请", "受理", "发证"]


@pytest.mark.parametrize(
    "written",
    [
        "公安窗口 / 庄府巷12号 / 工作日8:00-12:00 / 12345",
        "公安窗口（地址：庄府巷12号；时间：工作日8:00-12:00；电话：12345）",
        "公安窗口\n地址：庄府巷12号\n时间：工作日8:00-12:00\n电话：12345",
        "1.办理地点：公安窗口；地址：庄府巷12号；办公时间：工作日8:00-12:00；联系电话：12345",
    ],
)
def test_a_place_in_one_value(written: str) -> None:
    (place,) = read(table([*HEAD, ("办理地点", written)])).guide.places
    assert (place.name, place.address, place.hours, place.phone) == (
        "公安窗口",
        "庄府巷12号",
        "工作日8:00-12:00",
        "12345",
    )


def test_hours_that_are_said_once_hold_for_every_place() -> None:
    got = read(table([*HEAD, ("办理地点", "1.公安窗口\n2.派出所"), ("办理时间", "工作日8:00-12:00")]))
    assert [(place.name, place.hours) for place in got.guide.places] == [
        ("公安窗口", "工作日8:00-12:00"),
        ("派出所", "工作日8:00-12:00"),
    ]


def test_hours_that_may_belong_to_either_place_are_told() -> None:
    got = read(table([*HEAD, ("办理地点", "1.公安窗口\n2.派出所\n3.便民点"), ("办理时间", "上午\n下午")]))
    assert [place.hours for place in got.guide.places] == ["", "", ""]
    assert got.told("places")


def test_situations_in_lines_of_text() -> None:
    written = (
        "情形一：本地。适用情形：户口在本区。所需材料：户口簿、照片。说明：当天可取\n情形二：外地。适用情形：户口在外地"
    )
    got = read(table([*HEAD, ("办理情形", written)])).guide.variants
    assert [(one.name, one.when, one.materials, one.note) for one in got] == [
        ("本地", "户口在本区", ("户口簿", "照片"), "当天可取"),
        ("外地", "户口在外地", (), ""),
    ]


def test_papers_of_a_situation_are_no_papers_of_the_guide() -> None:
    got = read(
        *lines(
            "# 居民身份证补领（丢失）",
            "## 办理情形",
            "1.本地",
            "适用情形：本区",
            "所需材料：户口簿",
            "## 办理结果",
            "身份证",
        )
    )
    assert (got.guide.variants[0].materials, got.guide.materials) == (("户口簿",), ())


@pytest.mark.parametrize(
    "written", ["问：贵吗？\n答：40元。", "Q1：贵吗？\nA1：40元。", "1.贵吗？\n40元。", "贵吗？40元。"]
)
def test_questions_in_lines_of_text(written: str) -> None:
    got = read(table([*HEAD, ("常见问题", written)]))
    assert [(one.q, one.a) for one in got.guide.faq] == [("贵吗？", "40元。")]


@pytest.mark.parametrize(
    "rows",
    [
        [("收费", "每证40元（依据：发改价格〔2003〕2322号）")],
        [("收费标准", "每证40元"), ("收费依据", "发改价格〔2003〕2322号")],
        [
            ("是否收费", "是"),
            ("收费标准", "每证40元"),
            ("收费依据", "发改价格〔2003〕2322号"),
            ("收费金额（元）", "40"),
        ],
        [("收费情况", "金额：40元\n标准：每证40元\n依据：发改价格〔2003〕2322号")],
    ],
)
def test_a_fee_in_one_place_or_in_several(rows: list[tuple[str, str]]) -> None:
    fee = read(table([*HEAD, *rows])).guide.fee
    assert fee is not None
    assert (fee.amount, fee.text, fee.basis) == (40, "每证40元", "发改价格〔2003〕2322号")


@pytest.mark.parametrize(
    "rows",
    [
        [("网上办理", "可网办；渠道：闽政通APP、网厅；说明：全程")],
        [("是否支持网上办理", "是"), ("网办渠道", "闽政通APP、网厅"), ("网办说明", "全程")],
        [("网上办理", "是否网办：是\n渠道：1.闽政通APP；2.网厅\n说明：全程")],
    ],
)
def test_online_service_in_one_place_or_in_several(rows: list[tuple[str, str]]) -> None:
    online = read(table([*HEAD, *rows])).guide.online
    assert online is not None
    assert (online.available, online.channels, online.note) == (True, ("闽政通APP", "网厅"), "全程")


def test_one_item_a_row_and_another_sheet_of_its_papers() -> None:
    items = [
        ("事项编码", "事项名称", "实施部门", "承诺时限（工作日）"),
        ("GA-015", "居民身份证补领（丢失）", "公安分局", "20"),
        ("GA-014", "居民身份证换领", "公安分局", "0"),
    ]
    papers = [
        ("事项编码", "材料名称", "材料形式", "份数", "必要性"),
        ("GA-014", "旧证", "原件", "1", "是"),
        ("GA-015", "户口簿", "原件", "1", "是"),
    ]
    got = read(*lines("# 事项"), table(items), *lines("# 材料"), table(papers, 2))
    assert {one.id: (one.promised_days, [paper.name for paper in one.materials]) for one in got.guides.values()} == {
        "GA-015": (20, ["户口簿"]),
        "GA-014": (0, ["旧证"]),
    }


def test_one_item_a_column() -> None:
    rows = [
        ("事项名称", "居民身份证补领（丢失）", "居民身份证换领"),
        ("实施主体", "公安分局", "公安分局"),
        ("承诺时限", "20个工作日", "当场办结"),
        ("办理结果", "新证", "换的证"),
    ]
    got = read(table(rows))
    assert {one.id: (one.promised_days, one.result) for one in got.guides.values()} == {
        "GA-015": (20, "新证"),
        "GA-014": (0, "换的证"),
    }


def test_a_list_that_says_none_is_empty_and_no_problem() -> None:
    got = read(table([*HEAD, ("申请材料", "无"), ("受理条件", "无")]))
    assert (got.guide.materials, got.guide.conditions) == ((), ())
    assert not got.told("materials") and not got.told("conditions")


def test_what_one_paper_leaves_unsaid_is_absent_and_told_by_its_name() -> None:
    got = read(table([*HEAD, ("申请材料", "1.户口簿（原件，1份，必要）\n2.照片")]))
    assert _papers(got) == [("户口簿", "原件", 1, True, ""), ("照片", None, None, None, "")]
    assert [problem.field for problem in got.told("materials")] == UNSAID
    assert all("“照片”没有写明" in problem.reason for problem in got.told("materials"))


UNSAID = ["materials.form", "materials.copies", "materials.required"]
NAMES = ["户口簿", "身份证", "照片"]


@pytest.mark.parametrize(
    "said",
    [
        "1.户口簿\n2.身份证\n3.照片",
        "户口簿\n身份证\n照片",
        "• 户口簿\n• 身份证\n• 照片",
        "（1）户口簿；（2）身份证；（3）照片",
    ],
)
def test_a_list_of_names_only_is_read_and_its_gaps_are_told_once_a_guide(said: str) -> None:
    got = read(table([*HEAD, ("申请材料", said)]))
    assert _papers(got) == [(name, None, None, None, "") for name in NAMES]
    assert [problem.field for problem in got.told("materials")] == UNSAID
    assert [problem.reason.partition("（")[0] for problem in got.told("materials")] == [
        "申请材料没有写明形式",
        "申请材料没有写明份数",
        "申请材料没有写明是否必要",
    ]


def test_a_table_of_names_only_is_read() -> None:
    got = read(table(HEAD), *lines("# 申请材料"), table([("序号", "材料名称"), ("1", "户口簿"), ("2", "身份证")], 2))
    assert _papers(got) == [("户口簿", None, None, None, ""), ("身份证", None, None, None, "")]


def test_a_lone_line_of_names_is_divided_at_semicolons_and_told() -> None:
    got = read(table([*HEAD, ("申请材料", "户口簿；身份证；照片。")]))
    assert [one.name for one in got.guide.materials] == NAMES
    assert "按分号分成了 3 条" in got.told("materials")[0].reason


def test_a_lone_line_that_may_be_several_papers_stands_as_printed_and_is_told() -> None:
    got = read(table([*HEAD, ("申请材料", "户口簿、身份证")]))
    assert [one.name for one in got.guide.materials] == ["户口簿、身份证"]
    assert "可能是几样材料" in got.told("materials")[0].reason


def test_a_note_to_the_whole_list_is_no_paper_and_is_told() -> None:
    got = read(table([*HEAD, ("申请材料", "户口簿\n身份证\n照片\n注：以上材料要盖章")]))
    assert [one.name for one in got.guide.materials] == NAMES
    assert any("没读进去" in problem.reason and "盖章" in problem.reason for problem in got.told("materials"))


@pytest.mark.parametrize(
    "said",
    [
        "以下材料任选一样：\n户口簿\n身份证",
        "户口簿\n属于委托办理的：\n委托书",
        "1.户口簿\n2.身份证\n到窗口复印\n3.照片",
        "身份证（原件）、户口簿（复印件）",
        "身份证原件，复印件2份",
        "身份证；户口簿（原件，1份）",
    ],
)
def test_a_list_in_which_a_line_may_be_no_paper_or_two_is_not_published(said: str) -> None:
    got = read(table([*HEAD, ("申请材料", said)]))
    assert got.guide.materials == ()
    assert got.told("materials")


def test_a_form_inside_a_name_is_told_as_such_and_not_as_unsaid() -> None:
    got = read(table([*HEAD, ("申请材料", "1.户口簿原件\n2.身份证原件或复印件")]))
    assert [(one.name, one.form) for one in got.guide.materials] == [("户口簿原件", None), ("身份证原件或复印件", None)]
    (told,) = [problem for problem in got.told("materials") if problem.field == "materials.form"]
    assert "写在名称里" in told.reason


def test_one_unclear_word_for_all_papers_is_told_once() -> None:
    rows = [("材料名称", "材料形式", "份数", "是否必要"), *((name, "纸质", "1", "是") for name in NAMES)]
    got = read(table(HEAD), *lines("# 申请材料"), table(rows, 2))
    assert _papers(got) == [(name, None, 1, True, "") for name in NAMES]
    assert [problem.field for problem in got.told("materials")] == ["materials[0].form"]


def test_a_field_that_is_said_in_two_ways_is_absent_and_told() -> None:
    got = read(
        table([*HEAD, ("办理结果", "身份证"), ("受理条件", "丢失")]), *lines("办理结果：临时身份证", "受理条件：被盗")
    )
    assert (got.guide.result, got.guide.conditions) == ("", ())
    assert got.told("result") and got.told("conditions")


def test_a_field_swallowed_by_its_neighbour_is_told() -> None:
    got = read(table([*HEAD, ("办理结果", "身份证办理流程 1.受理：收件")]))
    assert got.told("steps") and got.told("result")


def test_words_under_no_label_are_told_once_with_their_place() -> None:
    got = read(table(HEAD), *lines("本窗口实行错时延时服务。", "节假日请先打电话。"))
    (told,) = [problem for problem in got.problems if "不在任何栏目下" in problem.reason]
    assert "第 1 段" in told.reason


def test_a_table_without_rows_and_a_document_without_blocks_are_refused_not_broken() -> None:
    for blocks in ((), (Table((), Position(table=1)),), lines("只有一句话。")):
        got = read(*blocks)
        assert not got.guides and got.problems[0].severity == "rejected"
