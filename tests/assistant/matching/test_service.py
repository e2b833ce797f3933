"""What a company gets to read, by who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.accounts.person import Person, Role
from assistant.errors import InvalidRequest
from assistant.matching.choice import CompanyNotFound, SeveralAlike
from assistant.matching.compiled import CompiledLibrary
from assistant.matching.schemas import MatchReply
from knowledge.models import Measure, PolicyDocument, Quote
from tests.assistant.matching.stand_ins import (
    HERE,
    MEASURES,
    ON,
    OTHER,
    SHOE,
    THIRD,
    PlainLibrary,
    PlainMatcher,
    document,
    leaf,
    measure,
    portrait,
    service,
)

STAFF = Person("1", "榛柏熙", "company", SHOE)


def own(typed: str = SHOE) -> MatchReply:
    return service().match(typed, None, STAFF)


def ids(reply: MatchReply) -> dict[str, list[str]]:
    return {
        "matches": [row.measure_id for row in reply.matches],
        "near": [row.measure_id for row in reply.near_misses],
        "unknown": [row.measure_id for row in reply.unknown],
        "review": [row.measure_id for row in reply.review],
    }


def test_the_companys_own_staff_see_what_its_whole_portrait_decides() -> None:
    reply = own()
    assert reply.scope == "own"
    assert ids(reply) == {
        "matches": ["P001-3", "P001-1", "P001-4", "P001-7", "P001-8", "P001-9"],
        "near": ["P001-2"],
        "unknown": ["P001-5"],
        "review": ["P001-6"],
    }


def test_a_match_says_why_and_how_much() -> None:
    row = own().matches[0]
    assert row.explanation == (
        "贵公司注册在鲤城区；职工人数 68 人，达到 10 人；当年设备投资 1,200 万元 × 8% = 96 万元，最高 300 万元，奖励 96 万元。"
    )
    assert (row.award, row.mode, row.quote) == (960000, "申报", "第三条 原文")


def test_a_near_miss_says_what_is_held_asked_and_lacking() -> None:
    (row,) = own().near_misses
    (short,) = row.unmet
    assert (short.field, short.label, short.op, short.value, short.held, short.gap) == (
        "revenue", "营业收入", ">=", 2000, 1850, 150,
    )  # fmt: skip
    assert "营业收入 1,850 万元，还差 150 万元" in short.text
    assert short.clause == "营业收入达到 2,000 万元"
    assert (row.award, row.award_text) == (50000, "做到以后可得 5 万元")
    assert 0.9 < row.closeness < 1


def test_a_near_miss_quotes_the_documents_own_clause_where_it_is_kept() -> None:
    quote = Quote(label="conditions/1", text="营业收入2000万元（含）以上", start=0, end=14)
    quoted = MEASURES[1].model_copy(update={"quotes": (quote,)})
    (row,) = service(documents=(document(quoted),)).match(SHOE, None, STAFF).near_misses
    assert row.unmet[0].clause == "营业收入2000万元（含）以上"


def test_the_total_takes_the_highest_of_a_group_and_nothing_that_is_closed_or_no_money() -> None:
    reply = own()
    assert reply.total == 1060000
    assert {row.measure_id: row.applied_in_total for row in reply.matches} == {
        "P001-3": True, "P001-1": True, "P001-4": False, "P001-9": False, "P001-7": False, "P001-8": False,
    }  # fmt: skip
    assert reply.total_text == (
        "预计可得 106 万元，共 2 项；1 项和别的奖励就高不重复，没有计入；1 项的申报期已过，没有计入；"
        "另有 1 项服务；另有 1 项的金额现在算不出来，没有计入。"
    )
    closed = next(row for row in reply.matches if row.measure_id == "P001-9")
    assert closed.closed
    assert "申报已于2026年9月30日截止" in closed.explanation


def test_what_a_person_must_decide_is_named_and_not_counted() -> None:
    reply = own()
    assert reply.review[0].text == "其他条件都符合，还有条件要由部门人工核对：信用良好。"
    human = next(row for row in reply.matches if row.measure_id == "P001-7")
    assert (human.award, human.award_text) == (None, "金额要由部门核定：视情况给予补助")


def test_missing_data_is_asked_for() -> None:
    (row,) = own().unknown
    assert row.text == "没有纳税额的数据，补上以后才能判断。"
    assert [need.field for need in row.needs] == ["tax_paid"]


def test_anybody_sees_only_what_public_fields_decide() -> None:
    reply = service().match(SHOE)
    assert reply.scope == "public"
    assert ids(reply) == {
        "matches": ["P001-1", "P001-4", "P001-7", "P001-8", "P001-9"],
        "near": [],
        "unknown": ["P001-2", "P001-3", "P001-5"],
        "review": ["P001-6"],
    }
    assert reply.unknown[0].text == "还要看营业收入，本企业登录以后可以看。"
    assert reply.total_text.startswith("按公开信息能确定的，预计可得 12 万元，共 2 项")


def test_no_private_value_shows_in_public() -> None:
    secret: dict[str, Any] = {"revenue": 4321, "employees": 7654, "equipment_investment": 9876, "tax_paid": 5678}
    reply = service(portrait(**secret)).match(SHOE)
    text = reply.model_dump_json()
    for value in (*secret.values(), "4,321", "7,654", "9,876", "5,678"):
        assert str(value) not in text
    assert {row.field for row in reply.company.fields} == {  # type: ignore[union-attr]
        "name", "credit_code", "district", "industry_code", "qualifications", "dishonest",
    }  # fmt: skip


def test_in_public_nobody_learns_which_private_data_is_recorded() -> None:
    known = service(portrait(tax_paid=80)).match(SHOE)
    unknown = service(portrait()).match(SHOE)
    assert known.model_dump_json() == unknown.model_dump_json()


@pytest.mark.parametrize(
    ("role", "code", "scope"),
    [
        ("company", SHOE, "own"), ("company", OTHER, "public"), ("company", None, "public"), ("agent", None, "own"),
        ("editor", None, "own"), ("admin", None, "own"), ("tester", None, "public"), ("analyst", None, "public"),
    ],
)  # fmt: skip
def test_the_whole_portrait_is_for_its_own_staff_and_those_who_work_for_all(
    role: Role, code: str | None, scope: str
) -> None:
    assert service().match(SHOE, None, Person("1", "甲", role, code)).scope == scope


def test_an_expired_document_gives_nothing_and_is_found_on_a_day_when_it_was_in_force() -> None:
    assert "P002-1" not in ids(own())["matches"]
    earlier = service().match(SHOE, date(2025, 6, 1), STAFF)
    assert ids(earlier)["matches"][0] == "P002-1"


@pytest.mark.parametrize("on", [date(1, 1, 1), date(1999, 1, 1), date(9999, 12, 31)])
def test_a_day_far_off_is_refused(on: date) -> None:
    with pytest.raises(InvalidRequest, match="日期"):
        service().match(SHOE, on)


def test_an_unknown_company_is_said_to_be_unknown() -> None:
    with pytest.raises(CompanyNotFound, match="没有找到这家企业"):
        service().match("泉州查无此企业有限公司")
    with pytest.raises(CompanyNotFound):
        service().match(OTHER)


def test_companies_of_like_name_are_put_to_choice() -> None:
    alike = (
        portrait(),
        portrait("石狮榛柏熙鞋业有限公司", OTHER, district="石狮市"),
        portrait("榛柏熙服饰有限公司", THIRD, district=None),
    )
    reply = service(*alike).match("榛柏熙")
    assert reply.company is None
    assert [(row.name, row.district) for row in reply.candidates] == [
        ("泉州榛柏熙鞋业有限公司", "鲤城区"), ("石狮榛柏熙鞋业有限公司", "石狮市"), ("榛柏熙服饰有限公司", None),
    ]  # fmt: skip
    assert not reply.matches and not reply.total
    with pytest.raises(SeveralAlike):
        service(*alike).workbook("榛柏熙")


def test_a_company_is_found_by_its_old_name() -> None:
    renamed = replace(portrait(), former_names=("泉州砚桐鞋业有限公司",))
    (row,) = service(renamed).companies("砚桐鞋业").companies
    assert (row.name, row.former_name) == ("泉州榛柏熙鞋业有限公司", "泉州砚桐鞋业有限公司")


@pytest.mark.parametrize("typed", [" ", "\x00\x01", "\ud800"])
def test_a_name_without_text_is_refused(typed: str) -> None:
    with pytest.raises(InvalidRequest):
        service().match(typed)


def test_labels_are_compiled_once_a_version_and_day() -> None:
    PlainMatcher.made = 0
    library = PlainLibrary((document(*MEASURES),))
    compiled = CompiledLibrary(library, PlainMatcher, kept=2)
    for version, on in (("1", ON), ("1", ON), ("2", ON), ("1", ON), ("1", date(2026, 1, 1)), ("2", ON)):
        library.version = version
        compiled.on(on)
    assert PlainMatcher.made == 4  # the last one was forgotten for the day between


def test_a_label_that_cannot_be_read_takes_nothing_from_the_others() -> None:
    broken = measure("P001-0", [leaf("no_such_field", "==", 1)], {"kind": "fixed", "amount": 1})
    reply = service(documents=(document(broken, *MEASURES),)).match(SHOE, None, STAFF)
    assert ids(reply) == ids(own())


def test_labels_that_change_while_they_are_compiled_are_not_kept() -> None:
    library = PlainLibrary((document(*MEASURES),))

    def slowly(measures: Sequence[tuple[PolicyDocument, Measure]], on: date) -> PlainMatcher:
        library.version = "2"
        return PlainMatcher(measures, on)

    compiled = CompiledLibrary(library, slowly)
    PlainMatcher.made = 0
    compiled.on(ON)
    compiled.on(ON)
    compiled.on(ON)
    assert PlainMatcher.made == 2


def test_awards_come_first_in_their_order_and_are_exact_to_the_cent() -> None:
    measures = (
        measure("P001-1", [HERE], {"kind": "fixed", "amount": 10000.55}),
        measure("P001-2", [HERE], {"kind": "fixed", "amount": 20000}),
        measure(
            "P001-3", [leaf("revenue", ">", 0)], {"kind": "percent", "base": "revenue", "rate": 0.0001, "cap": None}
        ),
    )
    reply = service(documents=(document(*measures),)).match(SHOE, None, STAFF)
    assert [row.award for row in reply.matches] == [20000, 10000.55, 1850]
    assert reply.total == 31850.55
