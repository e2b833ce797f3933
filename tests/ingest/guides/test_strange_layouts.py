"""Small files as real departments have them: unclear limits, missing parts, strangers between the fields.

What is expected is stated by hand. A value is right, or it is absent and an editor is told.
"""

from __future__ import annotations

import pytest

from tests.ingest.exports.small import Block, html_table, page, sheet, word

HEAD: list[tuple[str, ...]] = [
    ("事项名称", "居民身份证补领（丢失）"),
    ("事项编码", "GA-015"),
    ("实施主体", "公安分局"),
    ("服务对象", "个人"),
]
MATERIALS: list[tuple[str, ...]] = [
    ("材料名称", "材料形式", "份数", "是否必要", "备注"),
    ("居民户口簿", "原件", "1", "是", "无"),
    ("登记表", "表格", "2", "否", "窗口领取"),
]


def _limit(label: str, value: str) -> list[tuple[str, ...]]:
    return [*HEAD, ("受理条件", "身份证丢失"), (label, value), ("办理结果", "居民身份证")]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("20个工作日", 20),
        ("２０个工作日", 20),
        ("二十个工作日", 20),
        ("自受理之日起20个工作日内办结", 20),
        ("贰拾个工作日", 20),
        ("当场办结", 0),
        ("即来即办", 0),
    ],
)
def test_a_limit_in_working_days_is_read_however_it_is_written(value: str, days: int) -> None:
    read = word(_limit("承诺办结时限", value))
    assert read.guide.promised_days == days
    assert not read.told("promised_days")


@pytest.mark.parametrize(
    "value",
    [
        "60个自然日",
        "30天（自然日）",
        "3个月",
        "1-3个工作日",
        "5至10个工作日",
        "一般情况5个工作日，复杂情况15个工作日",
        "按上级规定执行",
        "尽快办理",
        "20",
    ],
)
def test_a_limit_that_is_no_one_number_of_working_days_is_absent_and_told(value: str) -> None:
    read = word(_limit("承诺办结时限", value))
    assert read.guide.promised_days is None
    assert read.told("promised_days")


def test_a_legal_limit_in_natural_days_is_told_for_absence_means_that_none_is_set() -> None:
    read = word(_limit("法定办结时限", "60日（自然日）"))
    assert read.guide.statutory_days is None
    assert read.told("statutory_days")


def test_no_legal_limit_is_an_answer_and_no_problem() -> None:
    read = word(_limit("法定办结时限", "无"))
    assert read.guide.statutory_days is None
    assert not read.told("statutory_days")


def test_a_limit_that_does_not_say_which_is_given_to_neither() -> None:
    read = word(_limit("办理时限", "15个工作日"))
    assert (read.guide.promised_days, read.guide.statutory_days) == (None, None)
    assert read.told("promised_days") or read.told("statutory_days")


def test_one_cell_with_both_limits_is_divided() -> None:
    read = word(_limit("办理时限", "法定办结时限：60个工作日；承诺办结时限：20个工作日"))
    assert (read.guide.promised_days, read.guide.statutory_days) == (20, 60)


def test_contradictory_limits_are_absent_and_told() -> None:
    read = word(
        [*HEAD, ("承诺办结时限", "20个工作日")],
        "办理时限说明",
        "承诺办结时限：10个工作日",
    )
    assert read.guide.promised_days is None
    assert read.told("promised_days")


def test_the_same_limit_twice_is_no_contradiction() -> None:
    read = word([*HEAD, ("承诺办结时限", "20个工作日")], "承诺办结时限：二十个工作日")
    assert read.guide.promised_days == 20


def test_an_unknown_label_is_told_and_pollutes_no_neighbour() -> None:
    rows = [*HEAD, ("受理条件", "身份证丢失"), ("特殊人群关爱", "七十岁以上可上门办理"), ("办理结果", "居民身份证")]
    read = word(rows)
    assert read.guide.conditions == ("身份证丢失",)
    assert read.guide.result == "居民身份证"
    assert any("特殊人群关爱" in problem.reason for problem in read.problems)


def test_an_unknown_heading_ends_the_field_before_it() -> None:
    read = word(
        "# 居民身份证补领（丢失）", HEAD, "## 受理条件", "身份证丢失", "## 特殊人群关爱", "七十岁以上可上门办理"
    )
    assert read.guide.conditions == ("身份证丢失",)


def test_conditions_for_refusal_are_not_conditions() -> None:
    read = page(html_table([*HEAD, ("受理条件", "身份证丢失"), ("不予受理条件", "被依法限制的")]))
    assert read.guide.conditions == ("身份证丢失",)


def test_two_guides_in_one_file_keep_apart() -> None:
    second = [("事项名称", "居民身份证换领"), ("事项编码", "GA-014"), ("实施主体", "公安分局"), ("服务对象", "个人")]
    read = word(
        "# 一、居民身份证补领（丢失）",
        [*HEAD, ("受理条件", "身份证丢失"), ("到办事现场次数", "1次")],
        "# 二、居民身份证换领",
        [*second, ("受理条件", "身份证到期"), ("到办事现场次数", "2次")],
    )
    assert read.guides["GA-015"].conditions == ("身份证丢失",)
    assert read.guides["GA-014"].conditions == ("身份证到期",)
    assert (read.guides["GA-015"].visits, read.guides["GA-014"].visits) == (1, 2)


def test_a_note_between_tables_joins_neither() -> None:
    steps = [("步骤名称", "办理内容"), ("受理", "窗口收件"), ("发证", "领取证件")]
    read = word(HEAD, "申请材料", MATERIALS, "注：以上材料均须加盖公章。", "办理流程", steps)
    assert [one.name for one in read.guide.materials] == ["居民户口簿", "登记表"]
    assert [one.note for one in read.guide.materials] == ["", "窗口领取"]
    assert [(one.name, one.detail) for one in read.guide.steps] == [("受理", "窗口收件"), ("发证", "领取证件")]


def test_a_continued_table_goes_on() -> None:
    further = [MATERIALS[0], ("监护人身份证", "复印件", "1", "否", "未满16周岁提供")]
    read = word(HEAD, "申请材料", MATERIALS, "申请材料（续表）", further)
    assert [one.name for one in read.guide.materials] == ["居民户口簿", "登记表", "监护人身份证"]


def test_every_missing_part_is_told() -> None:
    read = word([*HEAD, ("受理条件", "身份证丢失")])
    guide = read.guide
    missing = ("summary", "materials", "steps", "promised_days", "fee", "places", "online", "visits", "result")
    for name in missing:
        assert getattr(guide, name) in (None, (), ""), name
        assert read.told(name), name


def test_an_empty_form_publishes_nothing_it_does_not_say() -> None:
    labels = ("受理条件", "承诺办结时限", "是否收费", "办理结果", "到办事现场次数")
    read = word([*HEAD, *((label, "") for label in labels)])
    for name in ("conditions", "promised_days", "fee", "result", "visits"):
        assert getattr(read.guide, name) in (None, (), ""), name
        assert read.told(name), name


def test_the_complaints_number_is_not_the_office_s() -> None:
    rows = [
        ("办理地点", "公安综合窗口"),
        ("办理地址", "鲤城区庄府巷"),
        ("监督投诉电话", "0595-12345"),
        ("咨询电话", "12367"),
    ]
    read = word([*HEAD, *rows])
    assert [place.phone for place in read.guide.places] in ([], ["12367"])
    assert read.guide.places or read.told("places")


def test_materials_without_a_column_of_copies_get_no_copies_invented() -> None:
    table = [("材料名称", "材料形式", "是否必要"), ("居民户口簿", "原件", "是")]
    read = word(HEAD, "申请材料", table)
    (material,) = read.guide.materials
    assert (material.name, material.form, material.copies, material.required) == ("居民户口簿", "原件", None, True)
    assert read.told("materials")


@pytest.mark.parametrize(
    ("column", "part", "value"),
    [
        (1, "form", "原件或复印件"),
        (1, "form", "按要求提供"),
        (2, "copies", "若干"),
        (3, "required", "视情况"),
        (3, "required", "详见说明"),
    ],
)
def test_what_is_not_clear_of_a_material_is_absent_and_told(column: int, part: str, value: str) -> None:
    clear, unclear = list(MATERIALS[1]), list(MATERIALS[2])
    unclear[column] = value
    read = word(HEAD, "申请材料", [MATERIALS[0], clear, unclear])
    first, second = read.guide.materials
    assert (first.form, first.copies, first.required) == ("原件", 1, True)
    assert getattr(second, part) is None
    assert [problem.field for problem in read.told("materials")] == [f"materials[1].{part}"]


def test_copies_and_forms_are_read_however_they_are_written() -> None:
    table = [
        MATERIALS[0],
        ("居民户口簿", "原件和复印件", "一式两份", "必要", ""),
        ("照片", "原件", "叁份", "必须", "近期"),
        ("结婚证", "电子证照", "1份", "非必要", "/"),
    ]
    read = word(HEAD, "申请材料", table)
    assert [(one.form, one.copies, one.required) for one in read.guide.materials] == [
        ("原件及复印件", 2, True),
        ("原件", 3, True),
        ("电子证照", 1, False),
    ]


def test_a_fee_that_contradicts_itself_is_absent_and_told() -> None:
    read = word([*HEAD, ("是否收费", "否"), ("收费金额", "40元"), ("收费标准", "每证40元")])
    assert read.guide.fee is None
    assert read.told("fee")


@pytest.mark.parametrize(("ticked", "amount"), [("☑不收费　☐收费", 0), ("□收费　√不收费", 0)])
def test_of_boxes_only_the_ticked_one_counts(ticked: str, amount: float) -> None:
    read = word([*HEAD, ("收费", ticked)])
    assert (read.guide.fee is None and read.told("fee")) or (read.guide.fee and read.guide.fee.amount == amount)
    assert read.guide.fee is None or "收费　" not in read.guide.fee.text


def test_boxes_of_whom_it_serves_are_never_read_as_the_first() -> None:
    rows = [HEAD[0], HEAD[1], HEAD[2], ("服务对象", "□企业　☑个人")]
    read = word(rows)
    assert read.guides == {} or read.guide.audience == "个人"


def test_unticked_boxes_say_nothing() -> None:
    read = word([*HEAD, ("是否支持网上办理", "□是　□否"), ("收费", "□收费　□不收费")])
    assert read.guide.online is None
    assert read.guide.fee is None
    assert read.told("online") and read.told("fee")


def test_a_fee_by_standard_has_no_amount() -> None:
    read = word([*HEAD, ("收费标准", "按占用面积和定额标准收取"), ("收费依据", "《城市道路管理条例》")])
    assert read.guide.fee is None or read.guide.fee.amount is None
    assert read.guide.fee or read.told("fee")


def test_an_item_that_nobody_knows_is_refused() -> None:
    read = word([("事项名称", "火星移民登记"), ("实施主体", "公安分局"), ("服务对象", "个人"), ("受理条件", "无")])
    assert not read.guides
    assert read.refused


def test_code_and_name_of_two_items_do_not_become_one() -> None:
    read = word([("事项名称", "居民身份证换领"), *HEAD[1:], ("受理条件", "身份证丢失")])
    assert not read.guides or read.told("name") or read.told("id")
    assert read.problems


def test_a_strange_column_between_known_ones_shifts_nothing() -> None:
    read = sheet(
        [
            ("事项编码", "事项名称", "实施部门", "服务对象", "分管领导", "承诺时限（工作日）", "办理结果"),
            ("GA-015", "居民身份证补领（丢失）", "公安分局", "个人", 7, 20, "居民身份证"),
            ("GA-014", "居民身份证换领", "公安分局", "个人", 8, 0, "新的居民身份证"),
        ]
    )
    assert {one.id: (one.promised_days, one.result) for one in read.guides.values()} == {
        "GA-015": (20, "居民身份证"),
        "GA-014": (0, "新的居民身份证"),
    }
    assert any("分管领导" in problem.reason for problem in read.problems)


def test_one_bad_row_of_a_sheet_spoils_no_other() -> None:
    read = sheet(
        [
            ("事项编码", "事项名称", "实施部门", "服务对象", "承诺时限（工作日）"),
            ("GA-015", "居民身份证补领（丢失）", "公安分局", "个人", "3至5"),
            ("", "火星移民登记", "公安分局", "个人", 3),
            ("GA-014", "居民身份证换领", "公安分局", "个人", 20),
        ]
    )
    assert read.guides["GA-014"].promised_days == 20
    assert read.guides["GA-015"].promised_days is None
    assert [one.item_id for one in read.told("promised_days")] == ["GA-015"]
    assert read.refused


def test_a_fraction_of_a_day_is_not_rounded() -> None:
    read = sheet(
        [
            ("事项编码", "事项名称", "实施部门", "服务对象", "承诺时限（工作日）"),
            ("GA-015", "居民身份证补领（丢失）", "公安分局", "个人", 2.5),
        ]
    )
    assert read.guide.promised_days is None
    assert read.told("promised_days")


def test_rows_for_counting_and_summing_are_no_guides() -> None:
    read = sheet(
        [
            ("2026年办事指南汇总",),
            ("序号", "事项编码", "事项名称", "实施部门", "服务对象", "到现场次数"),
            (1, "GA-015", "居民身份证补领（丢失）", "公安分局", "个人", 1),
            ("合计", "", "1项", "", "", 1),
        ]
    )
    assert list(read.guides) == ["GA-015"]
    assert read.guide.visits == 1


def test_an_old_guide_in_a_comment_or_a_hidden_row_is_not_read() -> None:
    old = "<tr hidden><td>承诺办结时限</td><td>90个工作日</td></tr>"
    rows = html_table([*HEAD, ("承诺办结时限", "20个工作日")]).replace("</table>", f"{old}</table>")
    assert page(f"<!-- 承诺办结时限：60个工作日 -->{rows}").guide.promised_days == 20


def test_labels_inside_a_value_do_not_begin_a_field() -> None:
    rows = [*HEAD, ("事项说明", "凭受理条件所列材料申请，承诺办结时限以窗口告知为准。"), ("办理结果", "居民身份证")]
    read = word(rows)
    assert read.guide.summary == "凭受理条件所列材料申请，承诺办结时限以窗口告知为准。"
    assert read.guide.conditions == ()
    assert read.guide.promised_days is None


def test_an_answer_that_quotes_a_figure_sets_no_limit() -> None:
    faq: Block = [("问题", "解答"), ("多久能办好？", "承诺办结时限：20个工作日，加急另计。")]
    read = word(HEAD, "常见问题", faq)
    assert [one.a for one in read.guide.faq] == ["承诺办结时限：20个工作日，加急另计。"]
    assert read.guide.promised_days is None
