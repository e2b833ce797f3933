"""Each check of a guide finds its fault, finds no other, and lets pass what nearly has it."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.quality.checks import CHECKS
from tests.ingest.quality.base import SOUND, asked, codes, fee, found, guide, questions, records, step

FREE = fee(0, "不收费", "")
NO_PRICE: dict[str, Any] = {
    "faq": tuple(one.model_dump() for one in SOUND.faq[1:]) + ({"q": "能代办吗？", "a": "不能。"},)
}
"""Frequent questions that say nothing of the price."""


def with_fee(value: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The sound guide's other texts without its price."""
    return {"fee": value, **NO_PRICE, **step("窗口受理"), **more}


def place(**changes: str) -> dict[str, Any]:
    return {"places": (SOUND.places[0].model_dump() | changes,)}


def material(**changes: Any) -> dict[str, Any]:
    return {"materials": (SOUND.materials[0].model_dump() | changes,)}


def online(available: bool, channels: tuple[str, ...], note: str = "", visits: int = 1) -> dict[str, Any]:
    return {"online": {"available": available, "channels": channels, "note": note}, "visits": visits}


def variant(*names: str) -> dict[str, Any]:
    return {"variants": ({"name": "代办", "when": "本人来不了", "materials": names, "note": ""},)}


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("missing_elements", {"fee": None}, "没有写收费"),
    ("missing_elements", {"promised_days": None, **asked("x", "y")} | {"faq": SOUND.model_dump()["faq"][:1] * 4}, "没有写承诺时限"),
    ("missing_elements", {"places": ()}, "没有写办理地点"),
    ("missing_elements", {"summary": "", "result": ""}, "没有写事项说明、办理结果"),
    ("place_incomplete", place(phone=""), "没有写"),
    ("place_incomplete", place(address="鲤城区（以公布为准）"), "没有路名和门牌号"),
    ("material_incomplete", material(copies=0), "份数却填了 0"),
    ("material_incomplete", material(form=None, copies=None, required=None), "没有写形式、份数、是否必要"),
    ("few_questions", {"faq": ()}, "没有常见问题"),
    ("few_questions", {"aliases": ()}, "没有别名"),
    ("fee_text", with_fee(fee(0, "每证40元")), "填的是 0 元，说明却写着 40 元"),
    ("fee_text", with_fee(fee(0, "住宅80元/件，小微企业免收")), "说明却写着 80 元"),
    ("fee_text", with_fee(fee(20, "每证40元")), "填的是 20 元，说明却写着 40 元"),
    ("fee_text", with_fee(fee(20, "不收费")), "填的是 20 元，说明却写着不收费"),
    ("fee_text", with_fee(fee(None, "不收费", "")), "不收费应填 0"),
    ("fee_elsewhere", asked("补领收费多少？", "补领工本费20元，当场交。"), "收 20 元，收费一栏是 40 元"),
    ("fee_elsewhere", asked("补领要花钱吗？", "不收费。"), "不收费，收费一栏是 40 元"),
    ("fee_elsewhere", step("缴纳工本费二十元"), "办理流程里说收 20 元"),
    ("fee_elsewhere", {"fee": FREE, **NO_PRICE, **step("受理后缴纳工本费40元")}, "收费一栏是 0 元"),
    ("fee_elsewhere", {"fee": FREE, **step("受理"), "faq": SOUND.model_dump()["faq"]}, "收 40 元，收费一栏是 0 元"),
    ("fee_basis", {"fee": fee(40, "每证40元", "")}, "没有写收费依据"),
    ("fee_basis", {"fee": fee(40, "每证40元", "省里有关规定")}, "没有说是哪一份文件"),
    ("limit_order", {"statutory_days": 10, **NO_PRICE, "faq": SOUND.model_dump()["faq"][:1] * 4}, "比法定时限 10 个工作日还长"),
    ("limit_elsewhere", asked("急用呢？", "本区承诺十个工作日内办结。"), "说承诺 10 个工作日，承诺时限一栏是 20"),
    ("limit_elsewhere", asked("最长多久？", "法定时限是30个工作日。"), "说法定 30 个工作日，法定时限一栏是 60"),
    ("limit_elsewhere", step("自受理之日起90个工作日内作出决定"), "超过了法定时限 60 个工作日"),
    ("limit_elsewhere", {"statutory_days": None}, "法定时限一栏没有填"),
    ("visits", online(False, (), visits=0), "却没有开通网上办理"),
    ("visits", online(True, ("闽政通APP",), "全程网办，证书邮寄"), "最多跑动次数却是 1 次"),
    ("visits", online(True, ("闽政通APP",), "网上申请，须本人到窗口取证", visits=0), "最多跑动次数是 0 次"),
    ("visits", asked("要跑几趟？", "需要跑两趟。"), "要跑 2 次，最多跑动次数是 1 次"),
    ("online", online(True, ()), "没有写在哪个网站"),
    ("online", online(False, ("闽政通APP",)), "渠道里却有“闽政通APP”"),
    ("copies", material(note="一式三份"), "填的是 1 份，材料说明是“一式三份”"),
    ("copies", asked("户口簿要几份？", "居民户口簿一式2份。"), "居民户口簿一式2份"),
    ("variant_materials", variant("监护关系公证书"), "代办：监护关系公证书"),
    ("empty_words", {"conditions": ("按照国家有关规定",)}, "只写了“按照国家有关规定”"),
    ("empty_words", {"result": "无"}, "只写了“无”"),
    ("empty_words", step("详询窗口"), "只写了“详询窗口”"),
    ("empty_words", with_fee(fee(None, "按规定收取")), "只写了“按规定收取”"),
    ("phone", place(phone="0595-123"), "不像电话号码"),
    ("phone", place(phone="见公告"), "里没有号码"),
    ("phone", place(phone="22776655"), "没有区号"),
    ("repealed_basis", {"legal_basis": ("《中华人民共和国合同法》第三条",)}, "《合同法》已于 2021-01-01 废止"),
    ("dead_link", {"related": ("GA-999",)}, "相关事项 GA-999 没有办事指南"),
    ("dead_link", {"related": ("GA-015",)}, "是本事项自己"),
    ("dead_link", {"life_events": ("结婚",)}, "一件事“结婚”不在一件事清单里"),
    ("dead_link", asked("还有呢？", "先办 GA-998 再来。"), "事项 GA-998 没有办事指南"),
    ("dead_link", asked("还有呢？", "详见“结婚登记”。"), "没有叫这个名称"),
    ("dead_link", asked("在哪下载？", "打开http://表格下载。"), "点不开"),
    ("dead_link", asked("在哪下载？", "打开https：//www.example.gov.cn/a下载。"), "中文冒号"),
    ("personal_data", asked("找谁？", "找王某某，身份证号11010519491231002X。"), "身份证号 110*************2X"),
    ("personal_data", place(phone="13800138000"), "手机号码 138******00"),
    ("personal_data", asked("交到哪？", "卡号6222021001116245702。"), "银行卡号 622"),
]  # fmt: skip

NEAR: list[tuple[str, dict[str, Any]]] = [
    ("missing_elements", {"statutory_days": None}),
    ("missing_elements", {"variants": ()}),
    ("place_incomplete", place(hours="周一至周五 8:00-12:00（以公告为准）")),
    ("place_incomplete", place(address="打锡街1号（以公布为准）")),
    ("material_incomplete", material(copies=0, form="电子证照")),
    ("material_incomplete", material(copies=0, required=False)),
    ("fee_text", with_fee(fee(0, "不收费；换领身份证工本费20元另计", ""))),
    ("fee_text", with_fee(fee(80, "住宅80元/件，非住宅550元/件；小微企业免收"))),
    ("fee_text", with_fee(fee(1200, "每件1,200元"))),
    ("fee_text", with_fee(fee(10000, "每件1万元"))),
    ("fee_text", with_fee(fee(None, "登记不收费；保费按年缴纳400元"))),
    ("fee_elsewhere", asked("补领要多少钱？", "补领40元，需要临时身份证的另交10元。")),
    ("fee_elsewhere", asked("低保每月能领多少钱？", "每月500元。")),
    ("fee_elsewhere", asked("要换身份证吗？", "要，换领工本费20元。")),
    (
        "fee_elsewhere",
        {"fee": FREE, **step("受理"), "faq": ({"q": "要花钱吗？", "a": "不收费，体检费一般150元由医院收。"},)},
    ),
    ("fee_elsewhere", step("缴纳保证金5000元")),
    ("fee_elsewhere", {"fee": None}),
    ("fee_basis", {"fee": fee(0, "不收费", "")}),
    ("fee_basis", {"fee": fee(40, "每证40元", "《道路条例》及省物价部门规定")}),
    ("limit_order", {"statutory_days": 20}),
    ("limit_order", {"statutory_days": None}),
    ("limit_elsewhere", asked("都要多久？", "一般五至七个工作日，承诺五至二十个工作日。")),
    ("limit_elsewhere", asked("要承诺吗？", "要交承诺书，公示5个工作日。")),
    ("limit_elsewhere", asked("法定代表人呢？", "法定代表人3个工作日内到场。")),
    ("limit_elsewhere", step("受理后公示5个工作日，现场核查10个工作日内完成")),
    ("limit_elsewhere", step("自受理之日起60个工作日内作出决定")),
    ("limit_elsewhere", {**variant("居民户口簿"), **asked("代办呢？", "代办承诺3个工作日。")}),
    ("visits", online(True, ("闽政通APP",), "店招可全程网办")),
    ("visits", online(True, ("闽政通APP",), "全程网办", visits=0)),
    ("visits", asked("要跑几趟？", "只跑一次。")),
    ("online", online(False, (), visits=1)),
    ("copies", material(note="一式一份，签字")),
    ("copies", material(note="双方各一份", copies=2)),
    ("copies", material(note="一式三份", copies=None)),
    ("material_incomplete", material(copies=0, form="电子证照")),
    ("variant_materials", variant("户口簿", "户口簿原件")),
    ("empty_words", step("按规定公示后发放")),
    ("empty_words", {"fee": fee(0, "无", "")}),
    ("phone", place(phone="12345、0595-22776655 / 400-800-1234")),
    ("phone", place(phone="（0595）22776655（工作日）")),
    ("phone", place(phone="110")),
    ("repealed_basis", {"legal_basis": ("《中华人民共和国劳动合同法》",)}),
    ("repealed_basis", asked("合同法呢？", "《合同法》已经废止，适用《民法典》。")),
    ("dead_link", asked("在哪下载？", "打开https://www.example.gov.cn/a?b=1，下载。")),
    ("dead_link", asked("还有呢？", "详见“身份证补办”。")),
    ("dead_link", asked("标准呢？", "按GB-17761-2024和GB 50449执行。")),
    ("personal_data", asked("格式呢？", "编号110105194912310021共十八位。")),
    ("personal_data", asked("代码呢？", "统一社会信用代码91350502MA31XXXX0X。")),
    ("personal_data", asked("电话呢？", "拨0595-22776655。")),
]


def test_a_sound_guide_has_no_row() -> None:
    assert codes(records(SOUND)) == set()


@pytest.mark.parametrize(
    ("check", "changes", "words"), FAULTS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_fault_is_found_and_told_with_its_figures(check: str, changes: dict[str, Any], words: str) -> None:
    findings = found(check, records(guide(**changes)))
    assert [words for finding in findings if words in finding.what] == [words], findings
    assert all(finding.about == "GA-015" and finding.todo for finding in findings)


@pytest.mark.parametrize(("check", "changes"), NEAR)
def test_what_is_only_nearly_a_fault_passes(check: str, changes: dict[str, Any]) -> None:
    assert found(check, records(guide(**changes))) == []


def test_the_registry_names_every_check_once_and_each_has_a_test() -> None:
    from tests.ingest.quality import test_base_checks

    names = [check.code for check in CHECKS]
    assert len(set(names)) == len(names)
    assert len({check.title for check in CHECKS}) == len(names)
    assert {check for check, *_ in FAULTS} | test_base_checks.CHECKED == set(names)


def test_few_questions_are_told_with_their_number() -> None:
    few = records(SOUND, questions=questions("GA-015", count=3))
    assert [finding.what for finding in found("few_questions", few)] == ["只有 3 条问法，少于 20 条"]


def test_a_shared_place_is_one_row_with_every_guide() -> None:
    lacking = place(address="鲤城区（以公布为准）")
    both = records(guide(**lacking), guide(id="GA-014", **lacking), guide(id="MZ-001", department="民政局", **lacking))
    rows = found("place_incomplete", both)
    assert [(row.about, [spot.about for spot in row.more]) for row in rows] == [("GA-015", ["GA-014"]), ("MZ-001", [])]
    assert "2 份指南都这样" in rows[0].what


def test_personal_data_is_never_repeated_in_the_report() -> None:
    known = records(guide(**asked("找谁？", "身份证11010519491231002X，手机１３８００１３８０００。")))
    rows = found("personal_data", known)
    assert len(rows) == 2
    assert all("11010519491231002X" not in repr(row) and "13800138000" not in repr(row) for row in rows)


def test_an_id_with_a_wrong_check_digit_or_date_is_no_id() -> None:
    for number in ("110105194912310021", "110105194913310029", "11010519491231002x1"):
        assert found("personal_data", records(guide(**asked("号？", f"是{number}。")))) == []
