"""Two people's complaints never become one record, whatever their numbers; one complaint stays one however often it comes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ingest.complaints.run import ImportRefused
from ingest.complaints.sameness import Said, contradiction
from tests.ingest.complaints.conftest import Home, complaint

_ID, _OTHER_ID = "350583199001011236", "350583198805052341"


def _line(number: object, month: int, **fields: object) -> dict[str, object]:
    """A row of a monthly list whose numbers begin at 1."""
    return {
        "编号": number,
        "投诉时间": f"2026-0{month}-05",
        "投诉人": f"{'张李'[month % 2]}{'伟芳娜秀敏'[int(str(number)) % 5]}{'一二'[month % 2]}",
        "联系电话": f"1990000{month}{int(str(number)):03d}",
        "被投诉单位": f"{'甲乙'[month % 2]}店{number}",
        "投诉内容": f"{month}月的第{number}件事",
        "处理结果": "办理中",
    } | fields


def _rows(home: Home) -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = home.register().table.to_pylist()
    return held


def test_monthly_lists_that_begin_at_1_again_stay_apart(home: Home) -> None:
    home.take(home.csv(*(_line(number, 1) for number in range(1, 21)), name="一月.csv"))
    later = home.csv(*(_line(number, 2, 联系电话="") for number in range(1, 21)), name="二月.csv")
    report = home.take(later)
    held = _rows(home)
    assert len(held) == 40 and report.files[0].facts.updated == 0
    assert {row["name"]: row["phone"] for row in held[20:]} == dict.fromkeys(row["name"] for row in held[20:])
    assert any("序号" in line for line in report.files[0].told)
    assert all(row["number"].startswith("AUTO-2026") for row in held)


def test_the_same_list_twice_changes_nothing_and_an_outcome_is_updated(home: Home) -> None:
    lists = [home.csv(*(_line(number, 1) for number in range(1, 21)), name="一月.csv")]
    lists.append(home.csv(*(complaint(number) for number in range(1, 9)), name="真编号.csv"))
    for path in lists:
        home.take(path)
    before = _rows(home)
    for path in lists:
        home.take(path)
    assert _rows(home) == before
    report = home.take(home.csv(_line(7, 1, 编号=3, 处理结果="调解成功"), name="更新.csv"))
    assert report.files[0].facts.updated == 1 and len(_rows(home)) == len(before)
    (done,) = [row for row in _rows(home) if row["text"] == "1月的第7件事"]
    assert done["outcome"] == "settled", "it is known by what it says, whatever line it stands on"


@pytest.mark.parametrize("missing", [{"投诉人": "匿名", "联系电话": ""}, {"投诉内容": ""}])
def test_a_line_number_without_anything_to_know_the_row_by_is_set_apart(home: Home, missing: dict[str, object]) -> None:
    home.take(home.csv(_line(1, 1), _line(2, 1) | missing))
    assert len(_rows(home)) == 1
    (line,) = home.quarantined()
    assert (line["字段"], line["处理"]) == ("编号", "没有导入") and "序号" in line["原因"]


@pytest.mark.parametrize("number", ["1", "0007", "12.0", "第3号", "No.12", "999999"])
def test_numbers_of_lines_are_no_numbers(home: Home, number: str) -> None:
    home.take(home.csv(complaint(1, 工单编号=number)))
    assert home.only().number.startswith("AUTO-")


@pytest.mark.parametrize("number", ["2026001", "20260318000123", "W12", "鲤市监投[2026]12号", "2026-12"])
def test_numbers_of_systems_stay(home: Home, number: str) -> None:
    home.take(home.csv(complaint(1, 工单编号=number)))
    assert home.only().number == number.upper()


def test_a_mapping_file_vouches_for_short_numbers(home: Home) -> None:
    home.take(home.csv(complaint(1, 工单编号="4711")), mapping=home.mapping("short_numbers: true"))
    assert home.only().number == "4711"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"投诉人": "李芳二"}, "投诉人"),
        ({"投诉人": "李女士"}, "投诉人"),
        ({"证件号码": _OTHER_ID}, "证件号码"),
        ({"被投诉单位": "丰泽区乙书店"}, "被投诉单位"),
        ({"登记时间": "2026-06-09"}, "登记日期"),
        ({"投诉人": "李芳二", "登记时间": "2026-06-09"}, "投诉人、登记日期"),
    ],
)
def test_what_contradicts_the_complaint_of_its_number_is_set_apart_and_overwrites_nothing(
    home: Home, changed: dict[str, object], named: str
) -> None:
    row = complaint(1, 投诉人="张伟一", 证件号码=_ID)
    home.take(home.csv(row, name="一.csv"))
    before = _rows(home)
    report = home.take(home.csv(row | {"联系电话": "19911112222"} | changed, complaint(2, 证件号码=""), name="二.csv"))
    assert _rows(home)[:1] == before and len(_rows(home)) == 2
    assert report.files[0].facts.rejected == 1 and report.files[0].facts.updated == 0
    (line,) = home.quarantined()
    assert named in line["原因"] and "没有改动" in line["原因"] and line["字段"] == "编号"


def test_the_second_of_two_people_within_one_list_is_set_apart_too(home: Home) -> None:
    home.take(home.csv(complaint(1), complaint(1, 投诉人="李芳二", 联系电话=""), complaint(2)))
    assert [row["name"] for row in _rows(home)] == ["试投诉人1", "试投诉人2"]


def test_a_list_that_contradicts_the_register_throughout_is_refused(home: Home) -> None:
    home.take(home.csv(*map(complaint, range(10))))
    others = [complaint(number, 投诉人=f"李芳{'甲乙丙丁戊己庚辛壬癸'[number]}") for number in range(10)]
    with pytest.raises(ImportRefused, match="10 行里有 10 行不能用"):
        home.take(home.csv(*others, name="二.csv"))


_FIRST = Said("张伟一", _ID, "13800001111", date(2026, 3, 5), "泉州市鲤城区甲食品店", None)


@pytest.mark.parametrize(
    "later",
    [
        _FIRST._replace(name="张**", id_number="350583********1236", phone="138****1111"),
        _FIRST._replace(name="张先生", id_number=None, phone=None),
        _FIRST._replace(name=None, id_number=None, phone=None),
        _FIRST._replace(id_number="350583900101123"),
        _FIRST._replace(phone="19911112222"),
        _FIRST._replace(received_on=date(2026, 3, 14)),
        _FIRST._replace(respondent="甲食品店"),
        _FIRST._replace(respondent="甲食品店（个体工商户）"),
    ],
)
def test_masks_short_names_a_new_phone_and_the_day_of_acceptance_contradict_nothing(later: Said) -> None:
    assert contradiction(_FIRST, later) == contradiction(later, _FIRST) == ""


def test_of_complaints_without_a_name_the_day_decides() -> None:
    nobody = _FIRST._replace(name="匿名", id_number=None, phone=None)
    assert contradiction(nobody, nobody._replace(received_on=date(2026, 3, 6))) == "登记日期"


def test_one_credit_code_is_one_trader() -> None:
    first = _FIRST._replace(respondent="甲店", respondent_code="91350502MA00000000")
    assert not contradiction(first, first._replace(respondent="泉州乙商贸有限公司"))


def _suit(plaintiff: str, defendant: str = "试超市", **fields: object) -> dict[str, object]:
    return {
        "案号": "（2026）闽0583民初1号", "立案日期": "2026-03-01", "原告": plaintiff, "原告身份证号": "", "被告": defendant,
        "案由": "产品责任", "结案方式": "",
    } | fields  # fmt: skip


def test_plaintiffs_and_defendants_of_one_case_stay_apart(home: Home) -> None:
    suits = [
        _suit("陈一一", 原告身份证号=_ID),
        _suit("林二二", 原告身份证号=_OTHER_ID),
        _suit("黄三三", "试药店"),
        _suit("陈一一", "试药店", 原告身份证号=_ID),
    ]
    path = home.csv(*suits)
    home.take(path, source="court")
    held = _rows(home)
    assert [(row["name"], row["respondent"], row["id_number"]) for row in held] == [
        ("陈一一", "试超市", _ID),
        ("林二二", "试超市", _OTHER_ID),
        ("黄三三", "试药店", None),
        ("陈一一", "试药店", _ID),
    ]
    assert held[0]["number"] == "(2026)闽0583民初1号" and len({row["number"] for row in held}) == 4
    assert all(row["number"].startswith("(2026)闽0583民初1号") for row in held), "all are found by the case number"
    home.take(path, source="court")
    assert _rows(home) == held
    home.take(home.csv(*(suit | {"结案方式": "撤诉"} for suit in suits[::-1])), source="court")
    assert [row | {"outcome": "open"} for row in _rows(home)] == held, "in any order of the list"
    assert {row["outcome"] for row in _rows(home)} == {"withdrawn"}


def test_numbers_that_are_given_to_further_plaintiffs_do_not_depend_on_their_order(home: Home) -> None:
    some = [_suit("陈一一"), _suit("林二二"), _suit("黄三三")]
    home.take(home.csv(*some), source="court")
    first = {row["name"]: row["number"] for row in _rows(home)}
    home.take(home.csv(some[0], some[2], some[1]), source="court", anew=True)
    assert {row["name"]: row["number"] for row in _rows(home)} == first


def test_a_masked_export_takes_nothing_away_from_what_was_whole(home: Home) -> None:
    row = complaint(1, 投诉人="张伟一", 证件号码=_ID)
    masked = row | {
        "投诉人": "张**",
        "证件号码": "350583********1236",
        "联系电话": "199****0001",
        "处理结果": "终止调解",
    }
    home.take(home.csv(row))
    before = _rows(home)[0]
    home.take(home.csv(masked, name="二.csv"))
    assert _rows(home) == [before | {"outcome": "ended"}]
    home.take(home.csv(masked, row, masked, name="三.csv"), anew=True)
    assert _rows(home) == [before | {"outcome": "ended"}], "in whatever order they come"


def test_a_correction_that_somebody_vouches_for_replaces_the_whole_complaint(home: Home) -> None:
    home.take(home.csv(complaint(1, 证件号码=_ID, 收款账户="pay-1"), complaint(2, 证件号码="", 收款账户="")))
    right = complaint(1, 投诉人="李芳二", 证件号码="", 收款账户="", 联系电话="")
    report = home.take(home.csv(right, complaint(2, 处理结果="终止调解", 联系电话=""), name="更正.csv"), correct=True)
    first, second = _rows(home)
    assert (first["name"], first["id_number"], first["phone"], first["account"]) == ("李芳二", None, None, None)
    assert (second["outcome"], second["phone"]) == ("ended", "19900000002"), "an update stays an update"
    assert report.files[0].facts.updated == 2 and not home.quarantined()


def test_a_correction_needs_a_number_of_the_system(home: Home) -> None:
    home.take(home.csv(_line(1, 1), name="一.csv"))
    home.take(home.csv(_line(1, 1, 联系电话="19911112222"), _line(2, 1), name="二.csv"), correct=True)
    assert len(_rows(home)) == 2 and len(home.quarantined()) == 1
